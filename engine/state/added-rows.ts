/** The rows that were added to the units of a table since its last freeze, in order. */
import type { AddedWriter } from './added-changes.js';
import { AddedChanges } from './added-changes.js';

const CHANGES_MIN = 1 << 10;
/** With more of them units are logged whole: 16 MiB. Without checkpoints nobody takes them. */
const CHANGES_MAX = 1 << 22;

/**
 * Changes as AddedWriter knows them, as long as there are no others: of rows that were removed or
 * altered a list is no longer the difference to what was logged.
 */
export class AddedRows {
  #changes = new Int32Array(0);
  #count = 0;
  #isWhole = true;
  #frozen: AddedChanges | null = null;
  readonly #writer: AddedWriter;

  constructor(writer: AddedWriter) {
    this.#writer = writer;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return this.#changes.byteLength + (this.#frozen?.footprint ?? 0);
  }

  add(change: number): void {
    if (!this.#isWhole) return;
    if (this.#count === this.#changes.length && !this.#grow()) return;
    this.#changes[this.#count++] = change;
  }

  /** Something else has changed: units are to be logged whole. */
  spoil(): void {
    if (!this.#isWhole) return;
    this.#isWhole = false;
    this.#changes = new Int32Array(0);
  }

  /** What was added since the last freeze; null: something else has changed, too. */
  freeze(): AddedChanges | null {
    const taken = this.#isWhole ? this.#changes.subarray(0, this.#count) : null;
    this.#changes = new Int32Array(0);
    this.#count = 0;
    this.#isWhole = true;
    this.#frozen = taken === null ? null : new AddedChanges(taken, this.#writer);
    return this.#frozen;
  }

  /** As `freeze`, when all units are written whole. */
  forget(): void {
    this.freeze();
    this.#frozen = null;
  }

  #grow(): boolean {
    if (this.#count === CHANGES_MAX) {
      this.spoil();
      return false;
    }
    const grown = new Int32Array(Math.max(CHANGES_MIN, 2 * this.#count));
    grown.set(this.#changes);
    this.#changes = grown;
    return true;
  }
}
