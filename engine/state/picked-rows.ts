/** Rows of some chunks on their way into records. Scratch. */
import { longerInt32 } from '../../core/longer-int32.js';

/** Slots below 2^31 and places below 2^16 make numbers that doubles hold. */
const PLACES = 1 << 16;

export class PickedRows {
  /** Rows picked. */
  count = 0;
  slots = new Int32Array(16);
  #order = new Int32Array(16);
  #sorted = new Float64Array(16);
  #isArranged = false;

  /** Place of each slot in the order in which rows were added; null: they are in this order. */
  get order(): Int32Array | null {
    return this.#isArranged ? this.#order : null;
  }

  /** Forgets all. */
  begin(): void {
    this.count = 0;
    this.#isArranged = false;
  }

  /** Adds `rows` rows from `first` on, chained by `next`. */
  add(first: number, rows: number, next: Int32Array): void {
    const wanted = this.count + rows;
    if (wanted > this.slots.length) this.slots = longerInt32(this.slots, 2 * wanted);
    const { slots } = this;
    let slot = first;
    let at = this.count;
    for (let k = 0; k < rows; k++) {
      slots[at++] = slot;
      slot = next[slot]!;
    }
    this.count = at;
  }

  /** Puts slots in ascending order, as they lie in memory, if that takes fewer jumps. */
  arrange(): void {
    const { slots, count } = this;
    let turns = 0;
    for (let i = 1; i < count; i++) if (slots[i]! < slots[i - 1]!) turns += 1;
    if (turns === 0 || count > PLACES) return;
    this.#isArranged = true;
    if (this.#order.length < count) this.#order = new Int32Array(slots.length);
    if (this.#sorted.length < count) this.#sorted = new Float64Array(slots.length);
    const sorted = this.#sorted.subarray(0, count);
    for (let i = 0; i < count; i++) sorted[i] = slots[i]! * PLACES + i;
    sorted.sort();
    for (let i = 0; i < count; i++) {
      const slot = Math.floor(sorted[i]! / PLACES);
      slots[i] = slot;
      this.#order[i] = sorted[i]! - slot * PLACES;
    }
  }
}
