/**
 * The groups a batch touches, each once, in the order of their last rows. Scratch, kept between
 * batches.
 */
import { longerInt32 } from '../../core/longer-int32.js';

export class TouchedGroups {
  count = 0;
  slots = new Int32Array(0);
  /** Physical row of the group's last row in the batch. */
  rows = new Int32Array(0);
  /** By slot: the group's number in `slots`; the user may go on to keep another number there. */
  numbers = new Int32Array(0);
  /** By slot: the last batch that touched it. */
  #marks = new Int32Array(0);
  #batch = 0;

  /** `rows` and `slots` in parallel; slots may repeat. */
  collect(rows: Int32Array, slots: Int32Array, count: number): void {
    this.#start(slots, count);
    const marks = this.#marks;
    const batch = this.#batch;
    let at = count;
    for (let i = count - 1; i >= 0; i--) {
      const slot = slots[i]!;
      if (marks[slot] === batch) continue;
      marks[slot] = batch;
      at -= 1;
      this.slots[at] = slot;
      this.rows[at] = rows[i]!;
    }
    this.count = count - at;
    this.slots.copyWithin(0, at, count);
    this.rows.copyWithin(0, at, count);
    for (let i = 0; i < this.count; i++) this.numbers[this.slots[i]!] = i;
  }

  #start(slots: Int32Array, count: number): void {
    if (this.slots.length < count) {
      this.slots = new Int32Array(count);
      this.rows = new Int32Array(count);
    }
    let last = 0;
    for (let i = 0; i < count; i++) if (slots[i]! > last) last = slots[i]!;
    if (last >= this.#marks.length) {
      this.#marks = longerInt32(this.#marks, 2 * last + 16);
      this.numbers = new Int32Array(this.#marks.length);
    }
    this.#batch += 1;
    if (this.#batch === 0x7fffffff) {
      this.#marks.fill(0);
      this.#batch = 1;
    }
  }
}
