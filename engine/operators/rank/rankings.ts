/**
 * The order of the rows of each partition, kept beside a multimap (whose first column is the sort
 * key): row slots, equal keys by arrival. Rebuilt by a sort when a partition was reloaded.
 * Insertion and removal are a binary search and a move of 4 bytes a row behind.
 */
import { assert } from '../../../core/assert.js';
import type { RowMultimap } from '../../state/state.js';

/** Rows of one partition in order. */
export class Ranking {
  readonly stamp: number;
  /** Row slots in order; those at and above `count` are garbage. */
  slots: Int32Array;
  count: number;

  constructor(stamp: number, slots: Int32Array) {
    this.stamp = stamp;
    this.slots = slots;
    this.count = slots.length;
  }

  insert(place: number, slot: number): void {
    if (this.count === this.slots.length) {
      const grown = new Int32Array(Math.max(4, this.count * 2));
      grown.set(this.slots);
      this.slots = grown;
    }
    this.slots.copyWithin(place + 1, place, this.count);
    this.slots[place] = slot;
    this.count += 1;
  }

  remove(place: number): void {
    this.slots.copyWithin(place, place + 1, this.count);
    this.count -= 1;
  }
}

/** The rankings of all partitions of one multimap. */
export class Rankings {
  readonly #rows: RowMultimap;
  /** Of equal keys the latest arrival comes first, not the earliest. */
  readonly #latestFirst: boolean;
  readonly #byBucket: (Ranking | undefined)[] = [];

  constructor(rows: RowMultimap, latestFirst = false) {
    this.#rows = rows;
    this.#latestFirst = latestFirst;
  }

  of(bucket: number): Ranking {
    const stamp = this.#rows.stamp(bucket);
    const known = this.#byBucket[bucket];
    if (known !== undefined && known.stamp === stamp) return known;
    const ranking = this.#rebuilt(bucket, stamp);
    while (this.#byBucket.length <= bucket) this.#byBucket.push(undefined);
    this.#byBucket[bucket] = ranking;
    return ranking;
  }

  forget(bucket: number): void {
    this.#byBucket[bucket] = undefined;
  }

  /** Place for an arriving row: behind all smaller keys, and the equal ones that go first. */
  placeAfter(ranking: Ranking, bytes: Uint8Array, start: number, end: number): number {
    const equalGoes = this.#latestFirst ? 0 : 1;
    let low = 0;
    let high = ranking.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#rows.compareFirst(ranking.slots[middle]!, bytes, start, end);
      if (order < equalGoes) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Place of the oldest row equal to the stored row `wanted`, whose key is bytes[start..end); -1
   * when there is none.
   */
  placeOf(ranking: Ranking, bytes: Uint8Array, start: number, end: number, wanted: number): number {
    let low = 0;
    let high = ranking.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rows.compareFirst(ranking.slots[middle]!, bytes, start, end) < 0) low = middle + 1;
      else high = middle;
    }
    for (let place = low; place < ranking.count; place++) {
      const slot = ranking.slots[place]!;
      if (this.#rows.isEqual(slot, wanted)) return place;
      if (this.#rows.compareFirst(slot, bytes, start, end) !== 0) return -1;
    }
    return -1;
  }

  #rebuilt(bucket: number, stamp: number): Ranking {
    const slots = new Int32Array(this.#rows.rowCount(bucket));
    let count = 0;
    for (let slot = this.#rows.first(bucket); slot >= 0; slot = this.#rows.next(slot))
      slots[count++] = slot;
    assert(count === slots.length, 'a bucket has as many rows as it counts');
    // The sort is stable: ties stay in order of arrival.
    if (this.#latestFirst) slots.reverse();
    const sorted = Array.from(slots).sort((a, b) => this.#rows.compareFirstOf(a, b));
    return new Ranking(stamp, Int32Array.from(sorted));
  }
}
