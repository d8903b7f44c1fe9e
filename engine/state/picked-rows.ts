/** Rows of some chunks, one chunk after the other, on their way into records. Scratch. */

export class PickedRows {
  /** Rows picked. */
  count = 0;
  /** Rows by chunk. */
  counts = new Int32Array(16);
  slots = new Int32Array(16);

  /** Forgets all; makes room for `chunks` chunks. */
  begin(chunks: number): void {
    this.count = 0;
    if (chunks > this.counts.length) this.counts = new Int32Array(chunks * 2);
  }

  /** Adds the rows of chunk i: `rows` of them from `first` on, chained by `next`. */
  add(i: number, first: number, rows: number, next: Int32Array): void {
    if (this.count + rows > this.slots.length) this.#grow(this.count + rows);
    const { slots } = this;
    let slot = first;
    let at = this.count;
    for (let k = 0; k < rows; k++) {
      slots[at++] = slot;
      slot = next[slot]!;
    }
    this.count = at;
    this.counts[i] = rows;
  }

  #grow(count: number): void {
    const slots = new Int32Array(count * 2);
    slots.set(this.slots);
    this.slots = slots;
  }
}
