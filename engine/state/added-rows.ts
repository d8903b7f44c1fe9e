/** The rows that were added to the units of a table since its last freeze, in order. */
import { longerInt32 } from '../../core/longer-int32.js';
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

  /**
   * What was added since the last freeze; null: something else has changed, too, or `allWhole`:
   * all units are to be written whole.
   */
  freeze(allWhole: boolean): AddedChanges | null {
    const taken = this.#isWhole && !allWhole ? this.#changes.subarray(0, this.#count) : null;
    this.#changes = new Int32Array(0);
    this.#count = 0;
    this.#isWhole = true;
    this.#frozen = taken === null ? null : new AddedChanges(taken, this.#writer);
    return this.#frozen;
  }

  #grow(): boolean {
    if (this.#count === CHANGES_MAX) {
      this.spoil();
      return false;
    }
    this.#changes = longerInt32(this.#changes, Math.max(CHANGES_MIN, 2 * this.#count));
    return true;
  }
}
