/**
 * Ends of sessions, smallest first. A session that grows keeps its old entry, which moves when
 * it comes up; one that vanishes leaves an entry that is passed over.
 */
export class SessionTimers {
  readonly #ends: number[] = [];
  readonly #slots: number[] = [];
  /** By slot: the end of its one entry that counts; NaN when it has none. */
  readonly #queued: number[] = [];

  get size(): number {
    return this.#ends.length;
  }

  /** Infinity when empty. */
  top(): number {
    return this.#ends.length === 0 ? Infinity : this.#ends[0]!;
  }

  add(end: number, slot: number): void {
    this.#queued[slot] = end;
    this.#push(end, slot);
  }

  forget(slot: number): void {
    this.#queued[slot] = NaN;
  }

  /**
   * Takes the first entry; its slot when the session ends there, -1 when it has moved on or is
   * gone.
   */
  pop(endOf: (slot: number) => number): number {
    const end = this.#ends[0]!;
    const slot = this.#slots[0]!;
    this.#removeTop();
    if (this.#queued[slot] !== end) return -1;
    if (endOf(slot) > end) {
      this.add(endOf(slot), slot);
      return -1;
    }
    this.forget(slot);
    return slot;
  }

  #push(end: number, slot: number): void {
    const [ends, slots] = [this.#ends, this.#slots];
    let at = ends.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (ends[parent]! <= end) break;
      ends[at] = ends[parent]!;
      slots[at] = slots[parent]!;
      at = parent;
    }
    ends[at] = end;
    slots[at] = slot;
  }

  #removeTop(): void {
    const [ends, slots] = [this.#ends, this.#slots];
    const end = ends.pop()!;
    const slot = slots.pop()!;
    const count = ends.length;
    if (count === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && ends[child + 1]! < ends[child]!) child += 1;
      if (end <= ends[child]!) break;
      ends[at] = ends[child]!;
      slots[at] = slots[child]!;
      at = child;
    }
    ends[at] = end;
    slots[at] = slot;
  }
}
