/** The second half of a write of state: what was frozen is written while rows flow on. */
import { assert } from '../../core/assert.js';
import { StateError } from '../../core/errors.js';
import type { FrozenStore } from './disk-table.js';

/** Writes everything; calls its argument first and then between slices. */
export type WriteFrozen = (slice: () => Promise<void>) => Promise<void>;

/** State as it was at one moment, on its way to log or table. */
export class FrozenState {
  readonly epoch: number;
  readonly #stores: readonly FrozenStore[];
  readonly #write: WriteFrozen;
  readonly #settled: (isWritten: boolean) => void;
  #phase: 'frozen' | 'writing' | 'abandoned' | 'done' = 'frozen';

  /** `settled` is called when the tables may be frozen again. */
  constructor(
    epoch: number,
    stores: readonly FrozenStore[],
    write: WriteFrozen,
    settled: (isWritten: boolean) => void,
  ) {
    this.epoch = epoch;
    this.#stores = stores;
    this.#write = write;
    this.#settled = settled;
  }

  /** Entries to write and delete, at most. */
  get size(): number {
    return this.#stores.reduce((size, store) => size + store.size, 0);
  }

  /**
   * Writes everything and calls `slice` between slices (to let rows through). When it rejects
   * (STATE_WRITE_FAILED, STATE_WRITE_ABANDONED, or what `slice` threw) all of it is dirty again.
   */
  async write(slice: () => Promise<void>): Promise<void> {
    assert(
      this.#phase === 'frozen' || this.#phase === 'abandoned',
      'a frozen state is written once',
    );
    if (this.#phase === 'frozen') this.#phase = 'writing';
    try {
      await this.#write(async () => {
        await slice();
        this.#checkAbandoned();
      });
    } catch (error) {
      this.#settle(false);
      throw error;
    }
    this.#settle(true);
  }

  /**
   * Gives the write up: all of it is dirty again, at once when `write` has not begun, else when
   * `write` rejects. Does nothing after `write` has settled.
   */
  abandon(): void {
    if (this.#phase === 'frozen') this.#settle(false);
    else if (this.#phase === 'writing') this.#phase = 'abandoned';
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
    this.#settled(isWritten);
  }
}
