import type { Batch, Column } from '../../../core/batch.js';
import { rowAt } from '../../../core/batch.js';
import { kindSign } from '../../../core/rowkind.js';
import { CallSet } from '../../aggregates/call-set.js';
import { RowList } from '../../aggregates/row-list.js';
import type { WindowAggregateNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext, ScalarState } from '../../operator.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import { HopPane } from './hop-pane.js';
import { BOUND_BYTES, boundType } from './slice-keys.js';
import { NumberHeap } from './number-heap.js';
import { eventTimes, timesOf } from './event-times.js';
import { ROWS, SliceStore, storeFields } from './slice-store.js';
import type { SliceAssigner } from './slice-assigner.js';
import { WindowClock } from './window-clock.js';
import { WindowOutput } from './window-output.js';

/**
 * TUMBLE, HOP, CUMULATE and windows that rows already carry. Every row goes into one slice; a
 * window that closes is merged from its slices: HOP in a pane in memory while it is emitted,
 * CUMULATE in a pane that grows step by step until its last window closes. See docs/WINDOWS.md.
 */
export class SlicedWindows implements Operator {
  readonly #node: WindowAggregateNode;
  readonly #ctx: OperatorContext;
  readonly #clock: WindowClock;
  readonly #assigner: SliceAssigner;
  readonly #calls: CallSet;
  readonly #slices: SliceStore;
  /** Windows that cumulate; null for others. */
  readonly #panes: SliceStore | null;
  /** The window that is emitted, of those that hop; null for others. */
  readonly #pane: HopPane | null;
  readonly #prefixBytes: number;
  readonly #output: WindowOutput;
  readonly #boundEncoder = createKeyEncoder([boundType]);
  readonly #saved: ScalarState<number | null>;
  /** Bounds of slices that hold data, each once. */
  #waiting = new NumberHeap();
  readonly #pending = new RowList();
  #bounds = new Float64Array(0);
  #watermark = -Infinity;
  /** End of the next window that has data, and the watermark that closes it. */
  #nextEnd = Infinity;
  #nextCloses = Infinity;
  #late = 0;

  constructor(
    node: WindowAggregateNode,
    assigner: SliceAssigner,
    clock: WindowClock,
    ctx: OperatorContext,
  ) {
    this.#node = node;
    this.#ctx = ctx;
    this.#clock = clock;
    this.#assigner = assigner;
    const { schema, changelog } = ctx.inputs[0]!;
    const isRetracting = changelog !== 'insert-only';
    this.#calls = new CallSet(
      {
        calls: node.calls,
        input: schema,
        retracting: isRetracting,
        base: storeFields(isRetracting).length,
        distinctStateId: 2,
        listed: true,
      },
      ctx,
    );
    const prefix = [boundType, ...(node.attached === null ? [] : [boundType])];
    const keyTypes = [...prefix, ...node.keys.map((key) => schema.fields[key]!.type)];
    const isCumulate = assigner.grid !== null && assigner.grid.isCumulate;
    const isHop = !assigner.isWindow && !isCumulate;
    const options = {
      isRetracting,
      calls: this.#calls,
      keyTypes,
      boundColumns: prefix.length,
      withIds: false,
    };
    this.#slices = new SliceStore({ ...options, stateId: 0, name: 'slices', withIds: isHop }, ctx);
    this.#panes = isCumulate
      ? new SliceStore({ ...options, stateId: 1, name: 'panes' }, ctx)
      : null;
    this.#pane = isHop ? makePane(this.#calls, isRetracting) : null;
    this.#prefixBytes = prefix.length * BOUND_BYTES;
    this.#output = new WindowOutput({
      output: node.output,
      keyCount: node.keys.length,
      callCount: node.calls.length,
      properties: node.properties,
      clock,
      keyTypes: keyTypes.slice(prefix.length),
    });
    this.#saved = ctx.scalar<number | null>('watermark', null);
  }

  async restore(): Promise<void> {
    await this.#calls.restore();
    await this.#slices.restore();
    this.#watermark = this.#saved.get() ?? this.#ctx.currentWatermark();
    if (this.#panes !== null) {
      await this.#panes.restore();
      // There is one.
      for (const start of this.#panes.bounds()) {
        this.#expect(this.#firstOpen(this.#assigner.grid!.sliceEnd(start)));
      }
    }
    for (const bound of this.#slices.bounds()) this.#await(bound, this.#firstOpen(bound));
  }

  /** End of the first window of a slice that the watermark has not closed. */
  #firstOpen(bound: number): number {
    let end = this.#assigner.firstEnd(bound);
    while (this.#clock.closes(end) <= this.#watermark) end += this.#assigner.stepMs;
    return end;
  }

  process(_input: number, batch: Batch, out: Collector): void {
    const isProcessingTime = this.#node.window.processingTime;
    if (isProcessingTime) this.#advance(this.#ctx.clock.nowMs() - 1, out);
    const times = this.#timesOf(batch);
    this.#reserve(batch);
    this.#pending.start(batch.rowCount);
    const watermarks = isProcessingTime ? null : batch.watermarks;
    for (let start = 0; start < batch.rowCount;) {
      if (watermarks !== null) this.#rise(watermarks[rowAt(batch, start)]!, batch, out);
      const time = times[rowAt(batch, start)]!;
      if (!this.#assigner.holds(time)) this.#findSlice(time);
      const end = this.#endOfRun(batch, times, watermarks, start + 1);
      this.#accept(batch, start, end);
      if (watermarks !== null)
        this.#watermark = Math.max(this.#watermark, watermarks[rowAt(batch, end - 1)]!);
      start = end;
    }
    this.#foldPending(batch);
    if (this.#late > 0) this.#ctx.metrics.lateRows(this.#late);
    this.#late = 0;
  }

  /** The watermark in front of a row; windows that it closes do not hold that row. */
  #rise(watermark: number, batch: Batch, out: Collector): void {
    if (watermark <= this.#watermark) return;
    if (watermark < this.#nextCloses) {
      this.#watermark = watermark;
      return;
    }
    this.#foldPending(batch);
    this.#advance(watermark, out);
    out.watermark(watermark);
  }

  /**
   * `time` is event time (for attached windows: the end of the row's window on the window clock).
   */
  #findSlice(time: number): void {
    const assigner = this.#assigner;
    assigner.find(time, this.#watermark);
    if (assigner.isOpen) this.#await(assigner.bound, assigner.firstOpenEnd);
  }

  /** First live row from `start` on that is of another slice, or behind a closing watermark. */
  #endOfRun(
    batch: Batch,
    times: Float64Array,
    watermarks: Float64Array | null,
    start: number,
  ): number {
    const { selection, rowCount } = batch;
    const { from, to } = this.#assigner;
    const closes = this.#nextCloses;
    for (let i = start; i < rowCount; i++) {
      const row = selection === null ? i : selection[i]!;
      if (watermarks !== null && watermarks[row]! >= closes) return i;
      if (times[row]! < from || times[row]! >= to) return i;
    }
    return rowCount;
  }

  /** Takes live rows [start, end), all of the assigner's slice, in. */
  #accept({ selection, kinds }: Batch, start: number, end: number): void {
    const { isLate, isOpen, bound } = this.#assigner;
    if (isLate) this.#late += end - start;
    if (!isOpen) return;
    const [bounds, pending] = [this.#bounds, this.#pending];
    for (let i = start; i < end; i++) {
      const row = selection === null ? i : selection[i]!;
      bounds[row] = bound;
      pending.push(row, 0, kinds === null ? 1 : kindSign[kinds[row]!]!);
    }
  }

  #timesOf(batch: Batch): Float64Array {
    const { window, attached } = this.#node;
    const { schema } = this.#ctx.inputs[0]!;
    if (attached !== null) return timesOf(batch, attached.end, schema);
    return eventTimes(batch, window, this.#ctx.clock, schema);
  }

  /** The slice has data, or is about to have. */
  #await(bound: number, firstOpenEnd: number): void {
    if (this.#assigner.remember(bound)) this.#waiting.push(bound);
    if (firstOpenEnd < this.#nextEnd) this.#expect(firstOpenEnd);
  }

  #expect(end: number): void {
    this.#nextEnd = end;
    this.#nextCloses = end === Infinity ? Infinity : this.#clock.closes(end);
  }

  #foldPending(batch: Batch): void {
    const pending = this.#pending;
    if (pending.count === 0) return;
    const { attached, keys } = this.#node;
    const bounds = boundColumn(this.#bounds);
    const keyColumns = [
      bounds,
      ...(attached === null ? [] : [batch.columns[attached.start]!]),
      ...keys.map((key) => batch.columns[key]!),
    ];
    this.#slices.fold(pending, keyColumns, batch.columns, batch.kinds !== null);
    pending.count = 0;
  }

  /** Emits all windows that `watermark` closes. */
  #advance(watermark: number, out: Collector): void {
    if (watermark <= this.#watermark) return;
    this.#watermark = watermark;
    let windows = 0;
    while (this.#nextEnd !== Infinity && this.#nextCloses <= watermark) {
      this.#close(this.#nextEnd, out);
      windows += 1;
    }
    if (windows === 0) return;
    this.#assigner.forgetSlice();
    this.#output.flush(out);
    this.#ctx.metrics.windowsEmitted(windows);
  }

  #close(end: number, out: Collector): void {
    if (this.#panes !== null) this.#closeStep(end, out);
    else if (this.#pane !== null) this.#closeHop(this.#pane, end, out);
    else this.#closeSlice(end, out);
  }

  #closeSlice(end: number, out: Collector): void {
    this.#emit(this.#slices, end, end, out);
    this.#slices.free(end);
    this.#forgetTop();
    this.#expect(this.#waiting.top());
  }

  #closeHop(pane: HopPane, end: number, out: Collector): void {
    const grid = this.#assigner.grid!;
    const { groups, table } = this.#slices;
    for (let bound = end - grid.sizeMs + grid.sliceMs; bound <= end; bound += grid.sliceMs) {
      const slice = this.#slices.list(bound);
      if (slice !== undefined) pane.merge(table, slice.slots, slice.count, groups.idOfSlot);
    }
    const places = pane.occupied();
    if (places.length > 0) {
      const ids = Int32Array.from(places, (place) => pane.ids[place]!);
      const keys = { arena: groups.keys(), slots: ids, prefixBytes: 0 };
      const window = { start: grid.startOf(end), end };
      this.#output.add(pane, this.#calls, places, keys, window, out);
    }
    pane.clear();
    while (this.#waiting.size > 0 && grid.lastEnd(this.#waiting.top()) <= end) {
      this.#slices.free(this.#waiting.top());
      this.#forgetTop();
    }
    const first = this.#waiting.top();
    this.#expect(first === Infinity ? Infinity : Math.max(grid.firstEnd(first), end + grid.stepMs));
  }

  #closeStep(end: number, out: Collector): void {
    const grid = this.#assigner.grid!;
    const start = grid.startOf(end);
    const slice = this.#slices.list(end);
    if (slice !== undefined) {
      this.#panes!.mergeSlice(start, this.#encodeBound(start), this.#slices, slice);
      this.#slices.free(end);
      this.#forgetTop();
    }
    this.#emit(this.#panes!, start, end, out);
    if (end < start + grid.sizeMs) {
      this.#expect(end + grid.stepMs);
      return;
    }
    this.#panes!.free(start);
    this.#expect(this.#waiting.top());
  }

  #emit(store: SliceStore, bound: number, end: number, out: Collector): void {
    const slots = store.occupied(bound);
    if (slots.length === 0) return;
    const start = this.#node.attached === null ? this.#assigner.grid!.startOf(end) : null;
    const keys = { arena: store.table.keyArena(), slots, prefixBytes: this.#prefixBytes };
    this.#output.add(store.table, this.#calls, slots, keys, { start, end }, out);
  }

  #forgetTop(): void {
    this.#assigner.forget(this.#waiting.top());
    this.#waiting.pop();
  }

  #encodeBound(bound: number): Uint8Array {
    const keys = this.#boundEncoder.encode(
      [boundColumn(Float64Array.of(bound))],
      Int32Array.of(0),
      1,
    );
    return keys.bytes.slice(0, keys.offsets[1]);
  }

  #reserve(batch: Batch): void {
    const rows =
      batch.selection === null ? batch.rowCount : batch.selection[batch.rowCount - 1]! + 1;
    if (this.#bounds.length < rows) this.#bounds = new Float64Array(rows);
  }

  watermark(ms: number, out: Collector): void {
    if (this.#node.window.processingTime && ms !== Infinity) return;
    this.#advance(ms, out);
  }

  nextTimerMs(): number {
    return this.#node.window.processingTime ? this.#nextCloses + 1 : Infinity;
  }

  timer(nowMs: number, out: Collector): void {
    this.#advance(nowMs - 1, out);
  }

  checkpoint(): void {
    this.#calls.checkpoint();
    this.#saved.set(Number.isFinite(this.#watermark) ? this.#watermark : null);
  }

  close(): void {}
}

function boundColumn(values: Float64Array): Column {
  return { type: boundType, values, offsets: null, validity: null, nanos: null, children: null };
}

function makePane(calls: CallSet, isRetracting: boolean): HopPane {
  const own = storeFields(isRetracting);
  return new HopPane([...own, ...calls.fields], calls, isRetracting ? ROWS : null);
}
