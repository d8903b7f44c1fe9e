import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS } from '../../core/batch.js';
import { RowKind } from '../../core/rowkind.js';
import type { TimeSortNode } from '../nodes.js';
import type {
  Collector,
  Operator,
  OperatorContext,
  OperatorSpec,
  ScalarState,
} from '../operator.js';
import type { RowMultimap } from '../state/state.js';
import { RankInput } from './rank/rank-input.js';
import { RankOutput } from './rank/rank-output.js';
import { Rankings } from './rank/rankings.js';
import type { WaitingRows } from './watermark-segments.js';
import { WatermarkSegments } from './watermark-segments.js';
import { WindowBuckets } from './window-buckets.js';

/**
 * Rows by event time (the first sort key, ascending), then by the other keys, then by arrival.
 * Emits inserts: all rows up to the watermark whenever it rises. A row is late when its time is not
 * above the last time emitted: dropped and counted. State: time -> rows; the last time emitted (a
 * scalar).
 */
export const timeSort: OperatorSpec<TimeSortNode> = {
  kind: 'timeSort',
  explain: (node) => ({
    order: node.order
      .map(
        ({ column, ascending }) =>
          `${node.output.fields[column]!.name} ${ascending ? 'ASC' : 'DESC'}`,
      )
      .join(', '),
  }),
  create: (node, ctx): Operator => new TimeSort(node, ctx),
};

class TimeSort implements Operator, WaitingRows {
  readonly #ctx: OperatorContext;
  readonly #time: number;
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #waiting: WindowBuckets;
  readonly #output: RankOutput;
  readonly #segments = new WatermarkSegments(this);
  readonly #saved: ScalarState<number | null>;
  readonly #buckets = new Int32Array(BATCH_ROWS);
  readonly #slots = new Int32Array(BATCH_ROWS);
  #lastEmittedMs = -Infinity;

  constructor(node: TimeSortNode, ctx: OperatorContext) {
    assert(ctx.inputs[0]!.changelog === 'insert-only', 'sorting by time takes inserts only');
    assert(node.order[0]?.ascending === true, 'the first sort key is the event time, ascending');
    this.#ctx = ctx;
    this.#time = node.order[0].column;
    this.#input = new RankInput(ctx.inputs[0]!.schema, [this.#time], node.order.slice(1));
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'waiting rows',
      version: 2,
      rowTypes: this.#input.types,
      withCounter: false,
    });
    this.#waiting = new WindowBuckets(this.#rows, this.#input.types, this.#time, null, 1);
    this.#output = new RankOutput(this.#rows, node.output, false);
    this.#saved = ctx.scalar<number | null>('lastEmittedMs', null);
  }

  async restore(): Promise<void> {
    await this.#waiting.restore();
    this.#segments.watermarkMs = this.#ctx.currentWatermark();
    this.#lastEmittedMs = this.#saved.get() ?? -Infinity;
  }
  checkpoint(): void {
    this.#saved.set(this.#lastEmittedMs === -Infinity ? null : this.#lastEmittedMs);
  }
  close(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const late = this.#segments.process(batch, this.#timesOf(batch), out);
    if (late > 0) this.#ctx.metrics.lateRows(late);
  }

  watermark(ms: number, out: Collector): void {
    this.#segments.watermark(ms, out);
  }

  closes(time: number): number {
    return time;
  }
  isLate(time: number): boolean {
    return time <= this.#lastEmittedMs;
  }

  store(batch: Batch, rows: Int32Array, count: number): void {
    this.#input.takePartitions(batch, rows, count);
    const times = this.#timesOf(batch);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#rows.store(batch, rows, count, this.#slots);
    this.#rows.linkAll(this.#buckets, this.#slots, this.#input.partitions);
    for (let i = 0; i < count; i++) {
      this.#waiting.add(times[rows[i]!]! + 1, this.#buckets[i]!);
    }
  }

  fire(ms: number, out: Collector): boolean {
    const buckets: number[] = [];
    this.#output.begin(null, out);
    const rankings = new Rankings(this.#rows, this.#input);
    for (
      let end = this.#waiting.firstClosed(ms);
      end !== null;
      end = this.#waiting.firstClosed(ms)
    ) {
      for (const bucket of this.#waiting.take(end)) {
        rankings.load(bucket);
        for (let i = 0; i < rankings.count(bucket); i++)
          this.#output.add(rankings.slotAt(bucket, i), RowKind.Insert, 1, -1);
        buckets.push(bucket);
      }
      this.#lastEmittedMs = end - 1;
    }
    this.#output.flush();
    for (const bucket of buckets) this.#rows.removeBucket(bucket);
    return buckets.length > 0;
  }

  #timesOf(batch: Batch): Float64Array {
    return batch.columns[this.#time]!.values as Float64Array;
  }
}
