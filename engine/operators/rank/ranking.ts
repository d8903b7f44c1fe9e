/** Rows of one partition in order, with the prefixes of their sort keys (sort-prefix.ts). */
export class Ranking {
  /** See RowMultimap.stamp. */
  readonly stamp: number;
  /** Row slots in order; those at and above `count` are garbage. */
  slots: Int32Array;
  /** Two numbers a row. */
  prefixes: Float64Array;
  count: number;

  constructor(stamp: number, slots: Int32Array, prefixes: Float64Array) {
    this.stamp = stamp;
    this.slots = slots;
    this.prefixes = prefixes;
    this.count = slots.length;
  }

  /** Puts `slot` at `place`, with prefix `i` of `prefixes`. */
  insert(place: number, slot: number, prefixes: Float64Array, i: number): void {
    if (this.count === this.slots.length) this.#grow();
    this.slots.copyWithin(place + 1, place, this.count);
    this.prefixes.copyWithin(2 * place + 2, 2 * place, 2 * this.count);
    this.slots[place] = slot;
    this.prefixes[2 * place] = prefixes[2 * i]!;
    this.prefixes[2 * place + 1] = prefixes[2 * i + 1]!;
    this.count += 1;
  }

  remove(place: number): void {
    this.slots.copyWithin(place, place + 1, this.count);
    this.prefixes.copyWithin(2 * place, 2 * place + 2, 2 * this.count);
    this.count -= 1;
  }

  #grow(): void {
    const capacity = Math.max(4, this.count * 2);
    const slots = new Int32Array(capacity);
    slots.set(this.slots);
    this.slots = slots;
    const prefixes = new Float64Array(2 * capacity);
    prefixes.set(this.prefixes);
    this.prefixes = prefixes;
  }
}
