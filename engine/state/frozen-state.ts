/**
 * The second half of a checkpoint's state: writes what was dirty at the barrier while rows flow on.
 */
import { assert } from '../../core/assert.js';
import { StateError } from '../../core/errors.js';
import type { StateBackend } from '../../storage/backend.js';
import { compareBytes } from '../../storage/backend.js';
import type { FrozenStore } from './disk-table.js';
import { EntryRun } from './entry-run.js';

/** A slice of a write is as long or shorter: rows wait while it is encoded and handed over. */
const SLICE_BYTES = 1 << 17;

/** Units sorted by key group at once: below a millisecond. */
const ARRANGED_UNITS = 1 << 14;

interface WriteOptions {
  readonly maxParallelism: number;
  readonly sliceEntries: number;
}

export class FrozenState {
  readonly epoch: number;
  readonly #backend: StateBackend;
  readonly #stores: readonly FrozenStore[];
  readonly #options: WriteOptions;
  readonly #settled: () => void;
  #phase: 'frozen' | 'writing' | 'abandoned' | 'done' = 'frozen';
  readonly #run = new EntryRun();
  #deletes: Uint8Array[] = [];

  /** `stores` ascend by disk prefix, so that keys come out ascending. */
  constructor(
    backend: StateBackend,
    epoch: number,
    stores: readonly FrozenStore[],
    options: WriteOptions,
    settled: () => void,
  ) {
    this.#backend = backend;
    this.epoch = epoch;
    this.#stores = stores;
    this.#options = options;
    this.#settled = settled;
  }

  /** Entries to write and delete, at most. */
  get size(): number {
    return this.#stores.reduce((size, store) => size + store.size, 0);
  }

  /**
   * Writes everything, ascending by key, and calls `slice` between slices (to let rows through).
   * When it rejects (STATE_WRITE_FAILED, STATE_WRITE_ABANDONED, or what `slice` threw) all of it is
   * dirty again.
   */
  async write(slice: () => Promise<void>): Promise<void> {
    assert(
      this.#phase === 'frozen' || this.#phase === 'abandoned',
      'a frozen state is written once',
    );
    if (this.#phase === 'frozen') this.#phase = 'writing';
    try {
      await this.#writeGroups(slice);
    } catch (error) {
      this.#settle(false);
      throw error;
    }
    this.#settle(true);
  }

  /**
   * Gives the checkpoint up: all of it is dirty again, at once when `write` has not begun, else
   * when `write` rejects. Does nothing after `write` has settled.
   */
  abandon(): void {
    if (this.#phase === 'frozen') this.#settle(false);
    else if (this.#phase === 'writing') this.#phase = 'abandoned';
  }

  async #writeGroups(slice: () => Promise<void>): Promise<void> {
    await slice(); // first: the caller is at a barrier
    for (const store of this.#stores) while (store.arrange(ARRANGED_UNITS)) await slice();
    for (let group = 0; group < this.#options.maxParallelism; group++) {
      for (const store of this.#stores) {
        while (this.#take(store, group)) await this.#flush(slice);
        for (const key of store.removedOf(group)) this.#deletes.push(key);
      }
      while (this.#isFull) await this.#flush(slice);
    }
    for (const store of this.#stores) if (store.meta !== null) this.#run.addEntry(store.meta);
    while (this.#run.count + this.#deletes.length > 0) await this.#flush(slice);
  }

  /** False when the store has no more entries in the group. */
  #take(store: FrozenStore, group: number): boolean {
    return store.take(group, this.#run, this.#options.sliceEntries, SLICE_BYTES);
  }

  get #isFull(): boolean {
    const count = this.#run.count + this.#deletes.length;
    return count >= this.#options.sliceEntries || this.#run.bytes >= SLICE_BYTES;
  }

  async #flush(slice: () => Promise<void>): Promise<void> {
    this.#checkAbandoned();
    const room = Math.max(0, this.#options.sliceEntries - this.#run.count);
    const deletes = this.#deletes.splice(0, room).sort(compareBytes);
    await this.#backend.write(this.#run.entries, deletes);
    this.#run.reset();
    await slice();
  }

  #checkAbandoned(): void {
    if (this.#phase !== 'abandoned') return;
    throw new StateError('STATE_WRITE_ABANDONED', {
      message: `writing the state of checkpoint ${this.epoch} was given up`,
    });
  }

  #settle(isWritten: boolean): void {
    this.#phase = 'done';
    for (const store of this.#stores) {
      if (isWritten) store.written();
      else store.giveUp();
    }
    this.#run.reset();
    this.#deletes = [];
    this.#settled();
  }
}
