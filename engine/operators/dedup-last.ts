/**
 * Keeps the row of greatest time of each key, of equal ones (and in processing time) the last to
 * arrive. Emits the change at once; no row is late. Several changes of a key in one batch become
 * one, where no watermark lies between them or no event time is passed on. State: key -> the row
 * kept.
 */
import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import { RowKind } from '../../core/rowkind.js';
import { compareBytes } from '../../core/utf8.js';
import type { DeduplicateNode } from '../nodes.js';
import type { Collector, Operator, OperatorContext } from '../operator.js';
import type { RowMultimap } from '../state/state.js';
import { RankInput } from './rank/rank-input.js';
import { RankOutput } from './rank/rank-output.js';

export class DedupLast implements Operator {
  readonly #input: RankInput;
  readonly #rows: RowMultimap;
  readonly #output: RankOutput;
  readonly #passesEventTime: boolean;
  readonly #physical = new Int32Array(BATCH_ROWS);
  readonly #buckets = new Int32Array(BATCH_ROWS);
  /** By bucket: place in the batch of the best row so far, -1 when the stored one is. */
  #best = new Int32Array(0);
  readonly #doomedBuckets: number[] = [];
  readonly #doomedSlots: number[] = [];

  constructor(node: DeduplicateNode, ctx: OperatorContext) {
    const order = node.processingTime
      ? []
      : [{ column: node.time, ascending: true, nullsFirst: true }];
    this.#input = new RankInput(ctx.inputs[0]!.schema, node.keys, order);
    this.#rows = ctx.multimap({
      stateId: 0,
      name: 'last rows',
      version: 2,
      rowTypes: this.#input.storedTypes,
      withCounter: false,
    });
    this.#output = new RankOutput(this.#rows, node.output, false);
    this.#passesEventTime = node.output.fields.some(
      ({ type }) =>
        (type.id === 'timestamp' || type.id === 'timestamp_ltz') && type.attribute === 'rowtime',
    );
  }

  restore(): void {}
  watermark(): void {}
  checkpoint(): void {}
  close(): void {}

  process(_input: number, batch: Batch, out: Collector): void {
    const count = batch.rowCount;
    assert(count <= BATCH_ROWS, 'batches are cut to BATCH_ROWS');
    for (let i = 0; i < count; i++) this.#physical[i] = rowAt(batch, i);
    const stored = this.#input.take(batch, this.#physical, count);
    this.#rows.upsert(this.#input.partitions, this.#buckets);
    this.#output.begin(batch, out);
    if (batch.watermarks === null || !this.#passesEventTime) this.#keepBest(stored, count);
    else this.#keepEach(stored, count);
    this.#output.flush();
    for (let k = 0; k < this.#doomedSlots.length; k++) {
      this.#rows.removeRow(this.#doomedBuckets[k]!, this.#doomedSlots[k]!);
    }
    this.#doomedBuckets.length = 0;
    this.#doomedSlots.length = 0;
  }

  /** One change a key, in the order of the rows that win. */
  #keepBest(stored: Batch, count: number): void {
    const { bytes, offsets } = this.#input.sortKeys;
    for (let i = 0; i < count; i++) {
      const bucket = this.#buckets[i]!;
      this.#reserve(bucket);
      const best = this.#best[bucket]!;
      const wins =
        best < 0
          ? this.#winsOver(this.#rows.first(bucket), i)
          : compareBytes(
              bytes,
              offsets[i]!,
              offsets[i + 1]!,
              bytes,
              offsets[best]!,
              offsets[best + 1]!,
            ) >= 0;
      if (wins) this.#best[bucket] = i;
    }
    for (let i = 0; i < count; i++) {
      const bucket = this.#buckets[i]!;
      if (this.#best[bucket] !== i) continue;
      this.#best[bucket] = -1;
      this.#replace(bucket, this.#rows.first(bucket), stored, i);
    }
  }

  /**
   * Every change as it comes. The row kept is the last one of its bucket: those before it are
   * doomed.
   */
  #keepEach(stored: Batch, count: number): void {
    for (let i = 0; i < count; i++) this.#best[this.#reserve(this.#buckets[i]!)] = -1;
    for (let i = 0; i < count; i++) {
      const bucket = this.#buckets[i]!;
      const known = this.#best[bucket]!;
      const present = known >= 0 ? known : this.#rows.first(bucket);
      if (this.#winsOver(present, i))
        this.#best[bucket] = this.#replace(bucket, present, stored, i);
    }
    for (let i = 0; i < count; i++) this.#best[this.#buckets[i]!] = -1;
  }

  /** Does row `i` take the place of stored row `slot` (-1: there is none)? */
  #winsOver(slot: number, i: number): boolean {
    const { bytes, offsets } = this.#input.sortKeys;
    return slot < 0 || this.#rows.compareFirst(slot, bytes, offsets[i]!, offsets[i + 1]!) <= 0;
  }

  /** Emits the change; gives the slot of the new row. */
  #replace(bucket: number, present: number, stored: Batch, i: number): number {
    const row = this.#physical[i]!;
    const slot = this.#rows.append(bucket, stored, row);
    if (present >= 0) {
      this.#output.add(present, RowKind.UpdateBefore, 1, row);
      this.#doomedBuckets.push(bucket);
      this.#doomedSlots.push(present);
    }
    this.#output.add(slot, present >= 0 ? RowKind.UpdateAfter : RowKind.Insert, 1, row);
    return slot;
  }

  #reserve(bucket: number): number {
    if (bucket >= this.#best.length) {
      const grown = new Int32Array(Math.max(bucket + 1, this.#best.length * 2, 64)).fill(-1);
      grown.set(this.#best);
      this.#best = grown;
    }
    return bucket;
  }
}
