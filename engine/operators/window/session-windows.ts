import type { Batch } from '../../../core/batch.js';
import { kindSign } from '../../../core/rowkind.js';
import { CallSet } from '../../aggregates/call-set.js';
import { RowList } from '../../aggregates/row-list.js';
import type { WindowAggregateNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext, ScalarState } from '../../operator.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyEncoder, StateField } from '../../state/state.js';
import { eventTimes } from './event-times.js';
import { numberType, SESSION_FIELDS, Sessions } from './sessions.js';
import { WindowClock } from './window-clock.js';
import { WindowOutput } from './window-output.js';

/**
 * Aggregates per key and session. A retraction takes its value out; the session's bounds stay, and a
 * session of which nothing is left is not emitted. State: see Sessions; its fields are the number of
 * rows (retracting input only) and the accumulators.
 */
export class SessionWindows implements Operator {
  readonly #node: WindowAggregateNode;
  readonly #ctx: OperatorContext;
  readonly #clock: WindowClock;
  readonly #isRetracting: boolean;
  readonly #calls: CallSet;
  readonly #sessions: Sessions;
  readonly #encoder: KeyEncoder;
  readonly #output: WindowOutput;
  readonly #saved: ScalarState<number | null>;
  readonly #pending = new RowList();
  readonly #one = new Int32Array(1);
  readonly #other = new Int32Array(1);
  #batch: Batch | null = null;
  #watermark = -Infinity;
  /** No session closes before this end, reached at this watermark. */
  #nextEnd = Infinity;
  #nextCloses = Infinity;

  constructor(node: WindowAggregateNode, clock: WindowClock, ctx: OperatorContext) {
    this.#node = node;
    this.#ctx = ctx;
    this.#clock = clock;
    const { schema, changelog } = ctx.inputs[0]!;
    this.#isRetracting = changelog !== 'insert-only';
    const rows: readonly StateField[] = this.#isRetracting ? [{ name: 'rows', kind: 'f64' }] : [];
    this.#calls = new CallSet({
      calls: node.calls, input: schema, retracting: this.#isRetracting, base: SESSION_FIELDS + rows.length,
      distinctStateId: 1, listed: true,
    }, ctx);
    const partitionTypes = node.keys.map((key) => schema.fields[key]!.type);
    this.#encoder = createKeyEncoder(partitionTypes);
    this.#sessions = new Sessions({
      gapMs: node.window.sizeMs, partitionTypes, fields: [...rows, ...this.#calls.fields], clock,
      merging: (to, from) => this.#merge(to, from),
    }, ctx);
    this.#output = new WindowOutput({
      output: node.output, keyCount: node.keys.length, callCount: node.calls.length,
      properties: node.properties, clock, prefix: [numberType],
    });
    this.#saved = ctx.scalar<number | null>('watermark', null);
  }

  async restore(): Promise<void> {
    await this.#calls.restore();
    await this.#sessions.restore();
    this.#watermark = this.#saved.get() ?? this.#ctx.currentWatermark();
    this.#expect();
  }

  process(_input: number, batch: Batch, out: Collector): void {
    const isProcessingTime = this.#node.window.processingTime;
    if (isProcessingTime) this.#advance(this.#ctx.clock.nowMs() - 1, out);
    const times = eventTimes(batch, this.#node.window, this.#ctx.clock, this.#ctx.inputs[0]!.schema);
    const { selection, kinds, rowCount } = batch;
    const watermarks = isProcessingTime ? null : batch.watermarks;
    const rows = selection ?? Int32Array.from({ length: rowCount }, (_, i) => i);
    const keys = this.#encoder.encode(this.#node.keys.map((key) => batch.columns[key]!), rows, rowCount);
    this.#batch = batch;
    this.#pending.start(rowCount);
    let late = 0;
    for (let i = 0; i < rowCount; i++) {
      const row = rows[i]!;
      if (watermarks !== null && watermarks[row]! > this.#watermark) {
        if (watermarks[row]! >= this.#nextCloses) {
          this.#foldPending();
          if (this.#advance(watermarks[row]!, out) > 0) out.watermark(watermarks[row]!);
        } else this.#watermark = watermarks[row]!;
      }
      const slot = this.#sessions.assign(keys, i, this.#clock.fromEvent(times[row]!), this.#watermark);
      if (slot < 0) { late += 1; continue; }
      this.#pending.push(row, slot, kinds === null ? 1 : kindSign[kinds[row]!]!);
      if (this.#sessions.nextEnd() < this.#nextEnd) this.#expect();
    }
    this.#foldPending();
    this.#batch = null;
    this.#expect();
    if (late > 0) this.#ctx.metrics.lateRows(late);
  }

  #expect(): void {
    this.#nextEnd = this.#sessions.nextEnd();
    this.#nextCloses = this.#nextEnd === Infinity ? Infinity : this.#clock.closes(this.#nextEnd);
  }

  #foldPending(): void {
    const { rows, slots, signs, count } = this.#pending;
    if (count === 0) return;
    const { table } = this.#sessions;
    const batch = this.#batch!;
    if (this.#isRetracting) {
      const counts = table.f64(SESSION_FIELDS);
      for (let i = 0; i < count; i++) counts[slots[i]!]! += signs[i]!;
    }
    this.#calls.fold(table, batch.columns, rows, slots, count, batch.kinds === null ? null : signs);
    this.#pending.count = 0;
  }

  #merge(to: number, from: number): void {
    this.#foldPending();
    const { table } = this.#sessions;
    this.#one[0] = to;
    this.#other[0] = from;
    if (this.#isRetracting) table.f64(SESSION_FIELDS)[to]! += table.f64(SESSION_FIELDS)[from]!;
    this.#calls.merge(table, this.#one, table, this.#other, 1);
    this.#calls.release(table, this.#other, 1);
  }

  /** Emits the sessions that `watermark` closes; gives their number. */
  #advance(watermark: number, out: Collector): number {
    if (watermark <= this.#watermark) return 0;
    this.#watermark = watermark;
    if (this.#nextCloses > watermark) return 0;
    const sessions = this.#sessions;
    const closing = sessions.closing(watermark);
    for (const slot of closing) {
      this.#one[0] = slot;
      if (!this.#isRetracting || sessions.table.f64(SESSION_FIELDS)[slot]! > 0) {
        const window = { start: sessions.start(slot), end: sessions.end(slot) };
        this.#output.add(sessions, this.#calls, this.#one, window, out);
      }
      this.#calls.release(sessions.table, this.#one, 1);
      sessions.free(slot);
    }
    this.#output.flush(out);
    this.#expect();
    if (closing.length > 0) this.#ctx.metrics.windowsEmitted(closing.length);
    return closing.length;
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
    this.#sessions.checkpoint();
    this.#saved.set(Number.isFinite(this.#watermark) ? this.#watermark : null);
  }

  close(): void {}
}
