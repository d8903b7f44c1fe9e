/**
 * A join of rows of equal windows: both sides are kept until the watermark closes the window, then
 * its pairs are emitted, inserts only, and its state is freed. Rows of closed windows are late:
 * dropped and counted.
 */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import { RowKind } from '../../../core/rowkind.js';
import type { JoinNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext } from '../../operator.js';
import type { Schema } from '../../../core/types.js';
import { WatermarkSegments } from '../watermark-segments.js';
import { WindowBuckets } from '../window-buckets.js';
import { JoinOutput } from './join-output.js';
import { JoinSide } from './join-side.js';
import type { JoinFacts } from './join-types.js';
import { joinFacts } from './join-types.js';
import { PairFilter } from './pair-filter.js';

interface WindowInput {
  readonly endColumn: number;
  readonly side: JoinSide;
  readonly windows: WindowBuckets;
  readonly segments: WatermarkSegments;
}

export class WindowJoin implements Operator {
  readonly #ctx: OperatorContext;
  readonly #facts: JoinFacts;
  readonly #inputs: readonly [WindowInput, WindowInput];
  readonly #sides: readonly [JoinSide, JoinSide];
  readonly #filter: PairFilter | null;
  readonly #output: JoinOutput;
  readonly #buckets = new Int32Array(BATCH_ROWS);
  readonly #slots = new Int32Array(BATCH_ROWS);
  readonly #pairRows = new Int32Array(BATCH_ROWS);
  readonly #pairSlots = new Int32Array(BATCH_ROWS);
  #pairCount = 0;
  readonly #hasMatch = new Uint8Array(BATCH_ROWS);
  /** Stored right rows of the closing window that have a match; kept when unmatched ones show. */
  readonly #matchedRight = new Set<number>();

  constructor(node: JoinNode, ctx: OperatorContext) {
    this.#ctx = ctx;
    this.#facts = joinFacts(node.joinType);
    const { left: leftEnd, right: rightEnd } = node.windowEnd!;
    assert(
      node.leftKeys.some((c, i) => c === leftEnd && node.rightKeys[i] === rightEnd),
      'window_end is a key of a window join',
    );
    const [left, right] = [ctx.inputs[0]!.schema, ctx.inputs[1]!.schema];
    this.#inputs = [
      this.#makeInput(0, left, leftEnd, node),
      this.#makeInput(1, right, rightEnd, node),
    ];
    this.#sides = [this.#inputs[0].side, this.#inputs[1].side];
    this.#filter =
      node.condition === null ? null : new PairFilter(node.condition, [left, right], ctx.session);
    this.#output = new JoinOutput(
      [
        { schema: left, isShown: true, rows: this.#sides[0].rows },
        { schema: right, isShown: this.#facts.hasPairs, rows: this.#sides[1].rows },
      ],
      node.output,
    );
  }

  async restore(): Promise<void> {
    for (const input of this.#inputs) {
      await input.windows.restore();
      input.segments.watermarkMs = this.#ctx.currentWatermark();
    }
  }
  checkpoint(): void {}
  close(): void {}

  process(input: number, batch: Batch, out: Collector): void {
    const { segments, endColumn } = this.#inputs[input]!;
    const late = segments.process(batch, batch.columns[endColumn]!.values as Float64Array, out);
    this.#alignWatermarks(segments.watermarkMs);
    if (late > 0) this.#ctx.metrics.lateRows(late);
  }

  watermark(ms: number, out: Collector): void {
    this.#inputs[0].segments.watermark(ms, out);
    this.#alignWatermarks(ms);
  }

  /** Both inputs see the same merged watermark. */
  #alignWatermarks(ms: number): void {
    for (const { segments } of this.#inputs)
      segments.watermarkMs = Math.max(segments.watermarkMs, ms);
  }

  #makeInput(input: 0 | 1, schema: Schema, endColumn: number, node: JoinNode): WindowInput {
    const side = new JoinSide(
      {
        name: input === 0 ? 'left' : 'right',
        schema,
        nullSafe: node.nullSafe,
        withCounter: false,
        keys: input === 0 ? node.leftKeys : node.rightKeys,
      },
      this.#ctx,
    );
    const types = schema.fields.map((field) => field.type);
    const windows = new WindowBuckets(side.rows, types, endColumn, node.windowTimeZone ?? null);
    const segments = new WatermarkSegments({
      closes: (end) => windows.closes(end),
      isLate: (end, watermarkMs) => watermarkMs >= windows.closes(end),
      store: (batch, rows, count) => this.#store(input, batch, rows, count),
      fire: (ms, out, before) => this.#fire(ms, out, before),
    });
    return { endColumn, side, windows, segments };
  }

  #store(input: number, batch: Batch, rows: Int32Array, count: number): void {
    const { side, windows, endColumn } = this.#inputs[input]!;
    const ends = batch.columns[endColumn]!.values as Float64Array;
    side.rows.upsert(side.keysOf(batch, rows, count), this.#buckets);
    side.rows.store(batch, rows, count, this.#slots);
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const bucket = this.#buckets[i]!;
      if (batch.kinds !== null && (batch.kinds[row]! & 1) !== 0) {
        if (side.rows.removeEqualTo(bucket, this.#slots[i]!) < 0)
          this.#ctx.metrics.unmatchedRetractions(1);
      } else side.rows.link(bucket, this.#slots[i]!);
      windows.add(ends[row]!, bucket);
    }
  }

  /**
   * Rows may carry times long before the end of their window: whoever follows must know the
   * watermark in force, wherever batches are cut.
   */
  #fire(ms: number, out: Collector, beforeMs: number): boolean {
    let hasClosed = false;
    for (;;) {
      const ends = this.#inputs.map(({ windows }) => windows.firstClosed(ms) ?? Infinity);
      const end = Math.min(ends[0]!, ends[1]!);
      if (end === Infinity) return hasClosed;
      if (!hasClosed && beforeMs > -Infinity) out.watermark(beforeMs);
      this.#closeWindow(end, out);
      this.#ctx.metrics.windowsEmitted(1);
      hasClosed = true;
    }
  }

  #closeWindow(end: number, out: Collector): void {
    const [left, right] = [this.#inputs[0].windows.take(end), this.#inputs[1].windows.take(end)];
    this.#matchedRight.clear();
    this.#forEachBatch(0, left, (batch) => this.#joinBatch(batch, out));
    if (this.#facts.alone[1] === 'unmatched') this.#emitUnmatchedRight(right, out);
    for (const bucket of left) this.#sides[0].rows.removeBucket(bucket);
    for (const bucket of right) this.#sides[1].rows.removeBucket(bucket);
  }

  /** Stored rows of the buckets as batches. */
  #forEachBatch(
    side: 0 | 1,
    buckets: readonly number[],
    visit: (batch: Batch, slots: Int32Array) => void,
  ): void {
    const { rows, schema } = this.#sides[side];
    let count = 0;
    const flush = (): void => {
      if (count === 0) return;
      const builders = schema.fields.map((field) => new ColumnBuilder(field.type, count));
      rows.readMany(this.#slots, count, builders);
      const columns = builders.map((builder) => builder.finish());
      visit(
        { columns, kinds: null, selection: null, rowCount: count, watermarks: null },
        this.#slots,
      );
      count = 0;
    };
    for (const bucket of buckets) {
      for (let slot = rows.first(bucket); slot >= 0; slot = rows.next(slot)) {
        this.#slots[count++] = slot;
        if (count === BATCH_ROWS) flush();
      }
    }
    flush();
  }

  #joinBatch(batch: Batch, out: Collector): void {
    const left = this.#sides[0];
    const { rows } = this.#sides[1];
    rows.find(left.begin(batch), this.#buckets);
    this.#hasMatch.fill(0, 0, batch.rowCount);
    this.#output.begin(0, batch, out);
    for (let row = 0; row < batch.rowCount; row++) {
      const key = left.keyOf[row]!;
      if (key < 0 || this.#buckets[key]! < 0) continue;
      for (let slot = rows.first(this.#buckets[key]!); slot >= 0; slot = rows.next(slot)) {
        this.#pairRows[this.#pairCount] = row;
        this.#pairSlots[this.#pairCount++] = slot;
        if (this.#pairCount === BATCH_ROWS) this.#emitPairs(batch);
      }
    }
    this.#emitPairs(batch);
    this.#emitAlone(batch.rowCount);
    this.#output.end();
  }

  #emitPairs(batch: Batch): void {
    const count = this.#pairCount;
    this.#pairCount = 0;
    if (count === 0) return;
    const { rows } = this.#sides[1];
    const passed =
      this.#filter === null
        ? count
        : this.#filter.run(0, batch, this.#pairRows, rows, this.#pairSlots, count);
    for (let p = 0; p < passed; p++) {
      const pair = this.#filter === null ? p : this.#filter.passing[p]!;
      const row = this.#pairRows[pair]!;
      const slot = this.#pairSlots[pair]!;
      this.#hasMatch[row] = 1;
      if (this.#facts.alone[1] === 'unmatched') this.#matchedRight.add(slot);
      if (this.#facts.hasPairs) this.#output.add(row, slot, RowKind.Insert, row);
    }
  }

  #emitAlone(count: number): void {
    const alone = this.#facts.alone[0];
    if (alone === 'never') return;
    const wanted = alone === 'matched' ? 1 : 0;
    for (let row = 0; row < count; row++) {
      if (this.#hasMatch[row] === wanted) this.#output.add(row, -1, RowKind.Insert, row);
    }
  }

  #emitUnmatchedRight(buckets: readonly number[], out: Collector): void {
    this.#forEachBatch(1, buckets, (batch, slots) => {
      this.#output.begin(1, batch, out);
      for (let row = 0; row < batch.rowCount; row++) {
        if (!this.#matchedRight.has(slots[row]!)) this.#output.add(row, -1, RowKind.Insert, row);
      }
      this.#output.end();
    });
  }
}
