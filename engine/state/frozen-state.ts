/**
 * The second half of a checkpoint's state: writes what was dirty at the barrier while rows flow on.
 */
import { assert } from '../../core/assert.js';
import { StateError } from '../../core/errors.js';
import type { StateBackend, StateEntry } from '../../storage/backend.js';
import { compareBytes } from '../../storage/backend.js';
import type { FrozenStore } from './disk-table.js';

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
  #puts: StateEntry[] = [];
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
    for (const store of this.#stores) store.arrange();
    for (let group = 0; group < this.#options.maxParallelism; group++) {
      this.#checkAbandoned();
      for (const store of this.#stores) {
        const { puts, deletes } = store.take(group);
        for (const put of puts) this.#puts.push(put);
        for (const key of deletes) this.#deletes.push(key);
      }
      while (this.#puts.length + this.#deletes.length >= this.#options.sliceEntries)
        await this.#flush(slice);
    }
    for (const store of this.#stores) if (store.meta !== null) this.#puts.push(store.meta);
    while (this.#puts.length + this.#deletes.length > 0) await this.#flush(slice);
  }

  async #flush(slice: () => Promise<void>): Promise<void> {
    this.#checkAbandoned();
    const { sliceEntries } = this.#options;
    const puts = this.#puts.slice(0, sliceEntries);
    const deletes = this.#deletes.slice(0, sliceEntries - puts.length).sort(compareBytes);
    this.#puts = this.#puts.slice(puts.length);
    this.#deletes = this.#deletes.slice(deletes.length);
    await this.#backend.write(puts, deletes);
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
    this.#puts = [];
    this.#deletes = [];
    this.#settled();
  }
}
