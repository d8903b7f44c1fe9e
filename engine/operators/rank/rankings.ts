/**
 * The order of the rows of each partition, kept beside a multimap: row slots with the prefixes of
 * their sort keys, equal keys by arrival. Rebuilt by a sort when a partition was reloaded. Insertion
 * and removal are a binary search and a move of the rows behind.
 */
import { assert } from '../../../core/assert.js';
import { compareBytes } from '../../../core/utf8.js';
import type { RowMultimap } from '../../state/state.js';
import type { RankInput } from './rank-input.js';
import { Ranking } from './ranking.js';
import { isPrefixWhole, putPrefixes } from './sort-prefix.js';
import { StoredKeys } from './stored-keys.js';

/** The rankings of all partitions of one multimap. */
export class Rankings {
  readonly #rows: RowMultimap;
  readonly #input: RankInput;
  readonly #stored: StoredKeys;
  /** Prefixes decide. */
  readonly #isWhole: boolean;
  /** What a new row must be below of, to go before a present one (see `#compare`). */
  readonly #equalGoes: number;
  readonly #byBucket: (Ranking | undefined)[] = [];
  readonly #oneSlot = new Int32Array(1);

  /** `latestFirst`: of equal keys the latest arrival comes first, not the earliest. */
  constructor(rows: RowMultimap, input: RankInput, latestFirst = false) {
    this.#rows = rows;
    this.#input = input;
    this.#stored = new StoredKeys(rows, input.types, input.order);
    this.#isWhole = isPrefixWhole(input.types, input.order);
    this.#equalGoes = latestFirst ? 0 : 1;
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

  /** Would arriving row `i` of the input be within the first `bound` places? */
  enters(ranking: Ranking, i: number, bound: number): boolean {
    if (ranking.count < bound) return true;
    return bound > 0 && this.#compare(ranking, bound - 1, i) >= this.#equalGoes;
  }

  /** Place for arriving row `i`: behind all smaller keys, and the equal ones that go first. */
  placeAfter(ranking: Ranking, i: number): number {
    return this.#search(ranking, i, this.#equalGoes);
  }

  /**
   * Place of the oldest row equal to the stored row `wanted`, which is row `i` of the input; -1
   * when there is none.
   */
  placeOf(ranking: Ranking, i: number, wanted: number): number {
    for (let place = this.#search(ranking, i, 0); place < ranking.count; place++) {
      if (this.#rows.isEqual(ranking.slots[place]!, wanted)) return place;
      if (this.#compare(ranking, place, i) !== 0) return -1;
    }
    return -1;
  }

  /** First place whose order against row `i` is not below `least`. */
  #search(ranking: Ranking, i: number, least: number): number {
    let low = 0;
    let high = ranking.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(ranking, middle, i) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Order of the key at `place` against that of row `i`: an integer. */
  #compare(ranking: Ranking, place: number, i: number): number {
    const { prefixes } = ranking;
    const own = this.#input.prefixes;
    const high = prefixes[2 * place]! - own[2 * i]!;
    if (high !== 0) return high;
    const low = prefixes[2 * place + 1]! - own[2 * i + 1]!;
    return low !== 0 || this.#isWhole ? low : this.#compareKeys(ranking.slots[place]!, i);
  }

  #compareKeys(slot: number, i: number): number {
    this.#oneSlot[0] = slot;
    const { bytes, offsets } = this.#stored.of(this.#oneSlot, 1);
    const keys = this.#input.sortKeys;
    const [start, end] = [keys.offsets[i]!, keys.offsets[i + 1]!];
    return compareBytes(bytes, 0, offsets[1]!, keys.bytes, start, end);
  }

  #rebuilt(bucket: number, stamp: number): Ranking {
    const slots = new Int32Array(this.#rows.rowCount(bucket));
    let count = 0;
    for (let slot = this.#rows.first(bucket); slot >= 0; slot = this.#rows.next(slot))
      slots[count++] = slot;
    assert(count === slots.length, 'a bucket has as many rows as it counts');
    if (this.#equalGoes === 0) slots.reverse();
    const prefixes = new Float64Array(2 * count);
    if (count > 0 && this.#input.order.length > 0) this.#sort(slots, prefixes);
    return new Ranking(stamp, slots, prefixes);
  }

  /** Sorts by key; ties stay in order. */
  #sort(slots: Int32Array, prefixes: Float64Array): void {
    const keys = this.#stored.of(slots, slots.length);
    const { bytes, offsets } = keys;
    const places = Array.from(slots, (_, place) => place).sort((a, b) =>
      compareBytes(bytes, offsets[a]!, offsets[a + 1]!, bytes, offsets[b]!, offsets[b + 1]!),
    );
    const [slotsBefore, prefixesBefore] = [slots.slice(), new Float64Array(prefixes.length)];
    putPrefixes(keys, prefixesBefore);
    for (const [to, from] of places.entries()) {
      slots[to] = slotsBefore[from]!;
      prefixes[2 * to] = prefixesBefore[2 * from]!;
      prefixes[2 * to + 1] = prefixesBefore[2 * from + 1]!;
    }
  }
}
