/** The rows that were added to the units of a table since its last freeze, in order. */
import { longerInt32 } from '../../core/longer-int32.js';
import type { AddedWriter } from './added-changes.js';
import { AddedChanges } from './added-changes.js';
import type { KeyIndex } from './key-index.js';
import { LoggedKeys } from './logged-keys.js';
import type { KeyBatch } from './state.js';

const CHANGES_MIN = 1 << 10;
/** With more of them units are logged whole. */
const CHANGES_MAX = 1 << 22;
/** The same before the first freeze: without checkpoints there is none. */
const FIRST_CHANGES_MAX = 1 << 20;

/**
 * Changes as AddedWriter knows them, as long as there are no others: of rows that were removed or
 * altered a list is no longer the difference to what was logged. Each with the key of its bucket,
 * which lies in the cache when a row is added and no longer when it is logged.
 */
export class AddedRows {
  #changes = new Int32Array(0);
  #keys = new LoggedKeys();
  #isComplete = true;
  #changesMax = FIRST_CHANGES_MAX;
  #frozen: AddedChanges | null = null;
  readonly #writer: AddedWriter;
  readonly #index: KeyIndex;

  /** `index` has the keys of the buckets. */
  constructor(writer: AddedWriter, index: KeyIndex) {
    this.#writer = writer;
    this.#index = index;
  }

  /** Bytes of memory. */
  get footprint(): number {
    const frozen = this.#frozen?.footprint ?? 0;
    return this.#changes.byteLength + this.#keys.footprint + frozen;
  }

  add(change: number, bucket: number): void {
    if (!this.#isComplete || !this.#reserve(1)) return;
    this.#changes[this.#keys.count] = change;
    this.#keys.addSlot(this.#index, bucket);
  }

  /** Row slots, one of each key of a batch. */
  addRows(slots: Int32Array, keys: KeyBatch): void {
    if (!this.#isComplete || !this.#reserve(keys.count)) return;
    this.#changes.set(slots.subarray(0, keys.count), this.#keys.count);
    this.#keys.addBatch(keys);
  }

  /** Something else has changed: units are to be logged whole. */
  spoil(): void {
    if (!this.#isComplete) return;
    this.#isComplete = false;
    this.#forget();
  }

  /**
   * What was added since the last freeze; null: something else has changed, too, or `isWhole`: all
   * units are to be written whole. `isAll`: has each unit of the freeze rows?
   */
  freeze(isWhole: boolean, isAll: boolean): AddedChanges | null {
    this.#frozen = null;
    if (this.#isComplete && !isWhole) {
      const changes = this.#changes.subarray(0, this.#keys.count);
      this.#frozen = new AddedChanges({ changes, keys: this.#keys, isAll }, this.#writer);
    }
    this.#forget();
    this.#isComplete = true;
    this.#changesMax = CHANGES_MAX;
    return this.#frozen;
  }

  #forget(): void {
    this.#changes = new Int32Array(0);
    this.#keys = new LoggedKeys();
  }

  #reserve(more: number): boolean {
    const wanted = this.#keys.count + more;
    if (wanted <= this.#changes.length) return true;
    if (wanted > this.#changesMax) {
      this.spoil();
      return false;
    }
    this.#changes = longerInt32(this.#changes, Math.max(CHANGES_MIN, 2 * wanted));
    return true;
  }
}
