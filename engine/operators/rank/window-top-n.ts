/**
 * Top-N of closed windows: rows are kept until the watermark closes their window (column window_end
 * of the partition), then the ranked ones are emitted, inserts only, and the partition is freed.
 * Rows of closed windows are late: dropped and counted.
 */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { RowKind } from '../../../core/rowkind.js';
import type { TopNNode } from '../../nodes.js';
import type { Collector, Operator, OperatorContext } from '../../operator.js';
import type { RowMultimap } from '../../state/state.js';
import type { WaitingRows } from '../watermark-segments.js';
import { WatermarkSegments } from '../watermark-segments.js';
import { WindowBuckets } from '../window-buckets.js';
import { Arrivals } from './arrivals.js';
import { RankInput } from './rank-input.js';
import { RankOutput } from './rank-output.js';
import { Rankings } from './rankings.js';

export class WindowTopN implements Operator, WaitingRows {
  readonly #ctx: OperatorContext;
  readonly #node: TopNNode;
  readonly #endColumn: number;
  readonly #keepsAll: boolean;
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #rankings: Rankings;
  readonly #arrivals: Arrivals;
  readonly #windows: WindowBuckets;
  readonly #output: RankOutput;
  readonly #buckets = new Int32Array(BATCH_ROWS);
  readonly #segments = new WatermarkSegments(this);

  constructor(node: TopNNode, ctx: OperatorContext) {
    assert(
      node.windowEnd !== null && node.partition.includes(node.windowEnd),
      'window_end is in the partition',
    );
    assert(node.toColumn === null, 'a windowed top-N has a constant bound');
    this.#ctx = ctx;
    this.#node = node;
    this.#endColumn = node.windowEnd;
    this.#keepsAll = ctx.inputs[0]!.changelog === 'retract';
    this.#input = new RankInput(ctx.inputs[0]!.schema, node.partition, node.order);
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'rows',
      version: 2,
      rowTypes: this.#input.types,
      withCounter: false,
    });
    this.#rankings = new Rankings(this.#rows, this.#input, node.latestFirst ?? false);
    this.#arrivals = new Arrivals(node, this.#keepsAll, this.#rows, this.#rankings);
    this.#windows = new WindowBuckets(
      this.#rows,
      this.#input.types,
      node.windowEnd,
      node.windowTimeZone ?? null,
    );
    this.#output = new RankOutput(this.#rows, node.output, node.rankColumn);
  }

  async restore(): Promise<void> {
    await this.#windows.restore();
    this.#segments.watermarkMs = this.#ctx.currentWatermark();
  }
  checkpoint(): void {}
  close(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const late = this.#segments.process(batch, this.#endsOf(batch), out);
    if (late > 0) this.#ctx.metrics.lateRows(late);
  }

  watermark(ms: number, out: Collector): void {
    this.#segments.watermark(ms, out);
  }

  closes(end: number): number {
    return this.#windows.closes(end);
  }
  isLate(end: number, watermarkMs: number): boolean {
    return watermarkMs >= this.#windows.closes(end);
  }

  store(batch: Batch, rows: Int32Array, count: number): void {
    this.#input.takeRanked(batch, rows, count);
    const ends = this.#endsOf(batch);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#arrivals.store(batch, rows, this.#buckets, count);
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      this.#windows.add(ends[row]!, this.#buckets[i]!);
      const slot = this.#arrivals.slots[i]!;
      if (slot < 0) continue;
      if (batch.kinds === null || (batch.kinds[row]! & 1) === 0) this.#insert(i, slot);
      else this.#retract(i, slot);
    }
  }

  fire(ms: number, out: Collector): boolean {
    let hasClosed = false;
    for (
      let end = this.#windows.firstClosed(ms);
      end !== null;
      end = this.#windows.firstClosed(ms)
    ) {
      this.#closeWindow(end, out);
      this.#ctx.metrics.windowsEmitted(1);
      hasClosed = true;
    }
    return hasClosed;
  }

  #endsOf(batch: Batch): Float64Array {
    return batch.columns[this.#endColumn]!.values as Float64Array;
  }

  #insert(i: number, slot: number): void {
    const bucket = this.#buckets[i]!;
    const bound = this.#node.to;
    const rankings = this.#rankings;
    const place = rankings.placeAfter(bucket, i);
    if (place >= bound && !this.#keepsAll) {
      this.#rows.discard(slot);
      return;
    }
    this.#rows.link(bucket, slot);
    rankings.insert(bucket, place, slot, i);
    const last = rankings.count(bucket) - 1;
    if (this.#keepsAll || last < bound) return;
    this.#rows.removeRow(bucket, rankings.slotAt(bucket, last));
    rankings.remove(bucket, last);
  }

  #retract(i: number, wanted: number): void {
    const bucket = this.#buckets[i]!;
    const rankings = this.#rankings;
    const place = rankings.placeOf(bucket, i, wanted);
    this.#rows.discard(wanted);
    if (place < 0) {
      this.#ctx.metrics.unmatchedRetractions(1);
      return;
    }
    this.#rows.removeRow(bucket, rankings.slotAt(bucket, place));
    rankings.remove(bucket, place);
  }

  #closeWindow(end: number, out: Collector): void {
    const buckets = this.#windows.take(end);
    this.#output.begin(null, out);
    for (const bucket of buckets) {
      this.#rankings.load(bucket);
      const last = Math.min(this.#rankings.count(bucket), this.#node.to);
      for (let at = this.#node.from - 1; at < last; at++) {
        this.#output.add(this.#rankings.slotAt(bucket, at), RowKind.Insert, at + 1, -1);
      }
    }
    this.#output.flush();
    for (const bucket of buckets) {
      this.#rankings.forget(bucket);
      this.#rows.removeBucket(bucket);
    }
  }
}
