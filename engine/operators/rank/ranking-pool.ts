/**
 * Memory of many small rankings: blocks of places in two arrays, so that none of them is an object.
 * A place holds a row slot and the prefix of its sort key (sort-prefix.ts), two numbers.
 */
import { assert } from '../../../core/assert.js';
import { longerInt32 } from '../../../core/longer-int32.js';

const PLACES_MIN = 4;
const SIZES = 28;

export class RankingPool {
  /** By place; replaced when the pool grows. */
  slots = new Int32Array(256);
  prefixes = new Float64Array(512);
  #end = 0;
  /** Freed blocks by size: PLACES_MIN << index. */
  readonly #free: number[][] = Array.from({ length: SIZES }, () => []);

  /** Places in the block for `count` rows. */
  capacityFor(count: number): number {
    let capacity = PLACES_MIN;
    while (capacity < count) capacity *= 2;
    return capacity;
  }

  /** First place of a block of `capacity` places, which `capacityFor` gave. */
  allocate(capacity: number): number {
    const freed = this.#free[sizeOf(capacity)]!.pop();
    if (freed !== undefined) return freed;
    const start = this.#end;
    this.#end += capacity;
    assert(this.#end <= PLACES_MIN << (SIZES - 1), 'the rankings of a task have at most 2^29 rows');
    if (this.#end > this.slots.length) this.#grow();
    return start;
  }

  free(start: number, capacity: number): void {
    this.#free[sizeOf(capacity)]!.push(start);
  }

  /** Copies `count` places. */
  move(from: number, to: number, count: number): void {
    this.slots.copyWithin(to, from, from + count);
    this.prefixes.copyWithin(2 * to, 2 * from, 2 * (from + count));
  }

  #grow(): void {
    const places = Math.max(this.#end, this.slots.length * 2);
    this.slots = longerInt32(this.slots, places);
    const prefixes = new Float64Array(2 * places);
    prefixes.set(this.prefixes);
    this.prefixes = prefixes;
  }
}

function sizeOf(capacity: number): number {
  return 31 - Math.clz32(capacity / PLACES_MIN);
}
