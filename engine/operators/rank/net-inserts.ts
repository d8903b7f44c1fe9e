/**
 * A batch of inserts into rankings that keep only the rows within their bound: rows that enter and
 * are pushed out by later ones are never stored.
 */
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import type { RowMultimap } from '../../state/state.js';
import type { NetRanks } from './net-ranks.js';
import type { Rankings } from './rankings.js';

/** Rows in the rankings that are not stored yet have ~(place in the batch) for their slot. */
export class NetInserts {
  readonly #bound: number;
  readonly #rows: RowMultimap;
  readonly #rankings: Rankings;
  readonly #net: NetRanks;
  /** By place in the batch: is the row in its ranking? Its slot then. */
  readonly #isIn = new Uint8Array(BATCH_ROWS);
  readonly #slots = new Int32Array(BATCH_ROWS);
  /** Rows in rankings at the end of the batch. */
  readonly #stayRows = new Int32Array(BATCH_ROWS);
  readonly #stayBuckets = new Int32Array(BATCH_ROWS);
  readonly #staySlots = new Int32Array(BATCH_ROWS);

  constructor(bound: number, rows: RowMultimap, rankings: Rankings, net: NetRanks) {
    this.#bound = bound;
    this.#rows = rows;
    this.#rankings = rankings;
    this.#net = net;
  }

  /**
   * Adds the physical rows last given to the rankings' input, and touches the changed rankings.
   * Stored rows that leave go to `leave`.
   */
  add(
    batch: Batch,
    physical: Int32Array,
    buckets: Int32Array,
    count: number,
    leave: (bucket: number, slot: number) => void,
  ): void {
    const rankings = this.#rankings;
    const bound = this.#bound;
    for (let i = 0; i < count; i++) {
      const bucket = buckets[i]!;
      this.#isIn[i] = 0;
      rankings.load(bucket);
      if (!rankings.enters(bucket, i, bound)) continue;
      this.#net.touch(bucket, rankings, physical[i]!);
      rankings.insert(bucket, rankings.placeAfter(bucket, i), ~i, i);
      this.#isIn[i] = 1;
      if (rankings.count(bucket) <= bound) continue;
      const leaver = rankings.slotAt(bucket, bound);
      rankings.remove(bucket, bound);
      if (leaver < 0) this.#isIn[~leaver] = 0;
      else leave(bucket, leaver);
    }
    this.#storeStaying(batch, physical, buckets, count);
  }

  #storeStaying(batch: Batch, physical: Int32Array, buckets: Int32Array, count: number): void {
    let stay = 0;
    for (let i = 0; i < count; i++) {
      if (this.#isIn[i] === 0) continue;
      this.#stayRows[stay] = physical[i]!;
      this.#stayBuckets[stay++] = buckets[i]!;
    }
    if (stay === 0) return;
    this.#rows.store(batch, this.#stayRows, stay, this.#staySlots);
    for (let k = 0; k < stay; k++) this.#rows.link(this.#stayBuckets[k]!, this.#staySlots[k]!);
    stay = 0;
    for (let i = 0; i < count; i++) {
      if (this.#isIn[i] !== 0) this.#slots[i] = this.#staySlots[stay++]!;
    }
    for (let k = 0; k < this.#net.touched; k++) this.#nameSlots(this.#net.bucketAt(k));
  }

  #nameSlots(bucket: number): void {
    const count = this.#rankings.count(bucket);
    for (let place = 0; place < count; place++) {
      const slot = this.#rankings.slotAt(bucket, place);
      if (slot < 0) this.#rankings.setSlot(bucket, place, this.#slots[~slot]!);
    }
  }
}
