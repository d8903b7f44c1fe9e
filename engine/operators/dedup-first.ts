/** The two ways to keep the first row of a key. Both emit inserts only. */
import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { RowKind } from '../../core/rowkind.js';
import type { DeduplicateNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext } from '../operator.js';
import { createKeyEncoder } from '../state/key-encoder.js';
import { keyBatchOf } from '../state/key-batch.js';
import type { KeyEncoder, KeyedTable, RowMultimap } from '../state/state.js';
import { RankInput } from './rank/rank-input.js';
import { RankOutput } from './rank/rank-output.js';
import type { WaitingRows } from './watermark-segments.js';
import { WatermarkSegments } from './watermark-segments.js';
import { WindowBuckets } from './window-buckets.js';

/** The first row to arrive passes at once. State: the keys seen. */
export class DedupFirstArrival implements Operator {
  readonly #keys: readonly number[];
  readonly #encoder: KeyEncoder;
  readonly #seen: KeyedTable;
  readonly #physical = new Int32Array(BATCH_ROWS);
  readonly #slots = new Int32Array(BATCH_ROWS);

  constructor(node: DeduplicateNode, ctx: OperatorContext) {
    const { fields } = ctx.inputs[0]!.schema;
    this.#keys = node.keys;
    this.#encoder = createKeyEncoder(node.keys.map((c) => fields[c]!.type));
    this.#seen = doneKeys(ctx);
  }

  restore(): void {}
  watermark(): void {}
  checkpoint(): void {}
  close(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const { rowCount } = batch;
    for (let i = 0; i < rowCount; i++) this.#physical[i] = rowAt(batch, i);
    const columns = this.#keys.map((c) => batch.columns[c]!);
    this.#seen.upsert(this.#encoder.encode(columns, this.#physical, rowCount), this.#slots);
    const isSeen = this.#seen.u8(0);
    const selection = new Int32Array(rowCount);
    let passed = 0;
    for (let i = 0; i < rowCount; i++) {
      const slot = this.#slots[i]!;
      if (isSeen[slot] !== 0) continue;
      this.#seen.touch(slot);
      isSeen[slot] = 1;
      selection[passed++] = this.#physical[i]!;
    }
    if (passed > 0)
      out.emit({ ...batch, selection: selection.subarray(0, passed), rowCount: passed });
  }
}

/**
 * The row of least time (of equal ones the first to arrive) passes when the watermark reaches its
 * time. Rows at or behind the watermark are late: dropped and counted. State: the keys done, and
 * the best row so far of the others.
 */
export class DedupFirstTime implements Operator, WaitingRows {
  readonly #ctx: OperatorContext;
  readonly #time: number;
  readonly #keys: readonly number[];
  readonly #encoder: KeyEncoder;
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #done: KeyedTable;
  readonly #waiting: WindowBuckets;
  readonly #output: RankOutput;
  readonly #segments = new WatermarkSegments(this);
  readonly #buckets = new Int32Array(BATCH_ROWS);
  readonly #slots = new Int32Array(BATCH_ROWS);
  readonly #open = new Int32Array(BATCH_ROWS);

  constructor(node: DeduplicateNode, ctx: OperatorContext) {
    this.#ctx = ctx;
    this.#time = node.time;
    this.#keys = node.keys;
    this.#encoder = createKeyEncoder(node.keys.map((c) => ctx.inputs[0]!.schema.fields[c]!.type));
    this.#input = new RankInput(ctx.inputs[0]!.schema, node.keys, []);
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'waiting rows',
      version: 2,
      rowTypes: this.#input.types,
      withCounter: false,
    });
    this.#done = doneKeys(ctx);
    this.#waiting = new WindowBuckets(this.#rows, this.#input.types, node.time, null, 1);
    this.#output = new RankOutput(this.#rows, node.output, false);
  }

  async restore(): Promise<void> {
    await this.#waiting.restore();
    this.#segments.watermarkMs = this.#ctx.currentWatermark();
  }
  checkpoint(): void {}
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
  isLate(time: number, watermarkMs: number): boolean {
    return time <= watermarkMs;
  }

  store(batch: Batch, rows: Int32Array, count: number): void {
    const open = this.#openRows(batch, rows, count);
    if (open === 0) return;
    this.#input.takePartitions(batch, this.#open, open);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#rows.store(batch, this.#open, open, this.#slots);
    const times = this.#timesOf(batch);
    for (let i = 0; i < open; i++)
      this.#keepEarlier(this.#buckets[i]!, this.#slots[i]!, times[this.#open[i]!]!);
  }

  /** Leaves out the rows whose key is done: the others go to #open. */
  #openRows(batch: Batch, rows: Int32Array, count: number): number {
    const keys = this.#encoder.encode(
      this.#keys.map((c) => batch.columns[c]!),
      rows,
      count,
    );
    this.#done.find(keys, this.#slots);
    let open = 0;
    for (let i = 0; i < count; i++) if (this.#slots[i]! < 0) this.#open[open++] = rows[i]!;
    return open;
  }

  fire(ms: number, out: Collector): boolean {
    let hasFired = false;
    for (
      let end = this.#waiting.firstClosed(ms);
      end !== null;
      end = this.#waiting.firstClosed(ms)
    ) {
      const buckets = this.#waiting.take(end);
      if (buckets.length === 0) continue;
      this.#emit(buckets, out);
      hasFired = true;
    }
    return hasFired;
  }

  #keepEarlier(bucket: number, slot: number, time: number): void {
    const present = this.#rows.first(bucket);
    if (present >= 0) {
      const end = this.#waiting.endOf(present);
      if (end <= time + 1) {
        this.#rows.discard(slot);
        return;
      }
      this.#waiting.remove(end, bucket);
      this.#rows.removeRow(bucket, present);
    }
    this.#rows.link(bucket, slot);
    this.#waiting.add(time + 1, bucket);
  }

  #emit(buckets: readonly number[], out: Collector): void {
    this.#output.begin(null, out);
    for (const bucket of buckets) this.#output.add(this.#rows.first(bucket), RowKind.Insert, 1, -1);
    this.#output.flush();
    const keys = keyBatchOf(buckets.map((bucket) => this.#rows.key(bucket)));
    const slots = new Int32Array(keys.count);
    this.#done.upsert(keys, slots);
    this.#done.touchAll(slots, keys.count);
    const isDone = this.#done.u8(0);
    for (let i = 0; i < keys.count; i++) isDone[slots[i]!] = 1;
    for (const bucket of buckets) this.#rows.removeBucket(bucket);
  }

  #timesOf(batch: Batch): Float64Array {
    return batch.columns[this.#time]!.values as Float64Array;
  }
}

/** Keys whose first row has been emitted. */
function doneKeys(ctx: OperatorContext): KeyedTable {
  return ctx.table({
    stateId: 2,
    name: 'done keys',
    version: 1,
    fields: [{ name: 'isDone', kind: 'u8' }],
  });
}
