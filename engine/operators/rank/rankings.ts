/**
 * The order of the rows of each partition, kept beside a multimap, by bucket: row slots with the
 * prefixes of their sort keys, equal keys by arrival. Rebuilt by a sort when a partition was
 * reloaded. Insertion and removal are a binary search and a move of the rows behind.
 */
import { assert } from '../../../core/assert.js';
import { longerInt32 } from '../../../core/longer-int32.js';
import { compareBytes } from '../../../core/utf8.js';
import type { RowMultimap } from '../../state/state.js';
import type { RankInput } from './rank-input.js';
import { RankingPool } from './ranking-pool.js';
import { isPrefixWhole, putPrefixes } from './sort-prefix.js';
import { StoredKeys } from './stored-keys.js';

/** More places than this are moved natively. */
const LOOP_PLACES_MAX = 16;

/** Only buckets that `load` was called for in this batch may be asked for or changed. */
export class Rankings {
  readonly #rows: RowMultimap;
  readonly #input: RankInput;
  readonly #stored: StoredKeys;
  /** Prefixes decide. */
  readonly #isWhole: boolean;
  /** What a new row must be below of, to go before a present one (see `#compare`). */
  readonly #equalGoes: number;
  readonly #pool = new RankingPool();
  /** By bucket: its block in the pool (capacity 0: none), its rows, see RowMultimap.stamp. */
  #starts = new Int32Array(0);
  #capacities = new Int32Array(0);
  #counts = new Int32Array(0);
  #stamps = new Float64Array(0);
  readonly #oneSlot = new Int32Array(1);

  /** `latestFirst`: of equal keys the latest arrival comes first, not the earliest. */
  constructor(rows: RowMultimap, input: RankInput, latestFirst = false) {
    this.#rows = rows;
    this.#input = input;
    this.#stored = new StoredKeys(rows, input.types, input.order);
    this.#isWhole = isPrefixWhole(input.types, input.order);
    this.#equalGoes = latestFirst ? 0 : 1;
  }

  /** Builds the bucket's ranking again if its rows were reloaded. */
  load(bucket: number): void {
    if (bucket >= this.#stamps.length) this.#reserve(bucket + 1);
    const stamp = this.#rows.stamp(bucket);
    if (this.#stamps[bucket] === stamp) return;
    this.#stamps[bucket] = stamp;
    this.#rebuild(bucket);
  }

  /** Gives the memory of a bucket's ranking back. */
  forget(bucket: number): void {
    if (bucket >= this.#stamps.length) return;
    if (this.#capacities[bucket]! > 0)
      this.#pool.free(this.#starts[bucket]!, this.#capacities[bucket]!);
    this.#capacities[bucket] = 0;
    this.#stamps[bucket] = 0;
  }

  /** Rows in the ranking. */
  count(bucket: number): number {
    return this.#counts[bucket]!;
  }
  /** Row slot at a place below `count`. */
  slotAt(bucket: number, place: number): number {
    return this.#pool.slots[this.#starts[bucket]! + place]!;
  }
  setSlot(bucket: number, place: number, slot: number): void {
    this.#pool.slots[this.#starts[bucket]! + place] = slot;
  }

  /** Puts row `i` of the input at `place`; `slot`: ~i while it is not stored. */
  insert(bucket: number, place: number, slot: number, i: number): void {
    const count = this.#counts[bucket]!;
    if (count === this.#capacities[bucket]!) this.#grow(bucket, count + 1);
    const { slots, prefixes } = this.#pool;
    const start = this.#starts[bucket]!;
    if (count - place > LOOP_PLACES_MAX)
      this.#pool.move(start + place, start + place + 1, count - place);
    else {
      for (let at = start + count; at > start + place; at--) {
        slots[at] = slots[at - 1]!;
        prefixes[2 * at] = prefixes[2 * at - 2]!;
        prefixes[2 * at + 1] = prefixes[2 * at - 1]!;
      }
    }
    slots[start + place] = slot;
    prefixes[2 * (start + place)] = this.#input.prefixes[2 * i]!;
    prefixes[2 * (start + place) + 1] = this.#input.prefixes[2 * i + 1]!;
    this.#counts[bucket] = count + 1;
  }

  remove(bucket: number, place: number): void {
    const count = this.#counts[bucket]! - 1;
    const at = this.#starts[bucket]! + place;
    if (place < count) this.#pool.move(at + 1, at, count - place);
    this.#counts[bucket] = count;
  }

  /** Would arriving row `i` of the input be within the first `bound` places? */
  enters(bucket: number, i: number, bound: number): boolean {
    if (this.#counts[bucket]! < bound) return true;
    return bound > 0 && this.#compare(bucket, bound - 1, i) >= this.#equalGoes;
  }

  /** Place for arriving row `i`: behind all smaller keys, and the equal ones that go first. */
  placeAfter(bucket: number, i: number): number {
    return this.#search(bucket, i, this.#equalGoes);
  }

  /**
   * Place of the oldest row equal to the stored row `wanted`, which is row `i` of the input; -1
   * when there is none.
   */
  placeOf(bucket: number, i: number, wanted: number): number {
    for (let place = this.#search(bucket, i, 0); place < this.#counts[bucket]!; place++) {
      if (this.#rows.isEqual(this.slotAt(bucket, place), wanted)) return place;
      if (this.#compare(bucket, place, i) !== 0) return -1;
    }
    return -1;
  }

  /** First place whose order against row `i` is not below `least`. */
  #search(bucket: number, i: number, least: number): number {
    let low = 0;
    let high = this.#counts[bucket]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(bucket, middle, i) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Order of the key at `place` against that of row `i`: an integer. */
  #compare(bucket: number, place: number, i: number): number {
    const { prefixes } = this.#pool;
    const own = this.#input.prefixes;
    const at = this.#starts[bucket]! + place;
    const high = prefixes[2 * at]! - own[2 * i]!;
    if (high !== 0) return high;
    const low = prefixes[2 * at + 1]! - own[2 * i + 1]!;
    return low !== 0 || this.#isWhole ? low : this.#compareKeys(this.#pool.slots[at]!, i);
  }

  #compareKeys(slot: number, i: number): number {
    const keys = this.#input.sortKeys;
    const [start, end] = [keys.offsets[i]!, keys.offsets[i + 1]!];
    this.#oneSlot[0] = slot;
    const { bytes, offsets } = slot < 0 ? keys : this.#stored.of(this.#oneSlot, 1);
    const at = slot < 0 ? ~slot : 0;
    return compareBytes(bytes, offsets[at]!, offsets[at + 1]!, keys.bytes, start, end);
  }

  #rebuild(bucket: number): void {
    const slots = new Int32Array(this.#rows.rowCount(bucket));
    let count = 0;
    for (let slot = this.#rows.first(bucket); slot >= 0; slot = this.#rows.next(slot))
      slots[count++] = slot;
    assert(count === slots.length, 'a bucket has as many rows as it counts');
    this.#counts[bucket] = 0;
    if (count === 0) return;
    if (this.#equalGoes === 0) slots.reverse();
    const prefixes = new Float64Array(2 * count);
    if (this.#input.order.length > 0) this.#sort(slots, prefixes);
    if (count > this.#capacities[bucket]!) this.#grow(bucket, count);
    this.#pool.slots.set(slots, this.#starts[bucket]!);
    this.#pool.prefixes.set(prefixes, 2 * this.#starts[bucket]!);
    this.#counts[bucket] = count;
  }

  /** A block for at least `count` rows. */
  #grow(bucket: number, count: number): void {
    const before = this.#capacities[bucket]!;
    const capacity = this.#pool.capacityFor(count);
    const start = this.#pool.allocate(capacity);
    if (before > 0) {
      this.#pool.move(this.#starts[bucket]!, start, this.#counts[bucket]!);
      this.#pool.free(this.#starts[bucket]!, before);
    }
    this.#starts[bucket] = start;
    this.#capacities[bucket] = capacity;
  }

  #reserve(count: number): void {
    const length = Math.max(count, this.#stamps.length * 2, 64);
    this.#starts = longerInt32(this.#starts, length);
    this.#capacities = longerInt32(this.#capacities, length);
    this.#counts = longerInt32(this.#counts, length);
    const stamps = new Float64Array(length);
    stamps.set(this.#stamps);
    this.#stamps = stamps;
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
