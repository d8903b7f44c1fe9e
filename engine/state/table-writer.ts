/** Writes what is not in the table of the backend to it, while rows flow on: see WriteBack. */
import type { StateBackend } from '../../storage/backend.js';
import { compareBytes } from '../../storage/backend.js';
import type { SpilledStore } from './disk-table.js';
import { EntryRun } from './entry-run.js';

/** A slice of a write is as long or shorter: rows wait while it is encoded and handed over. */
const SLICE_BYTES = 1 << 17;
/** Units sorted by key group at once: below a millisecond. */
const ARRANGED_UNITS = 1 << 14;

export interface SpillOptions {
  readonly maxParallelism: number;
  readonly sliceEntries: number;
}

/** One spill of `stores`, which ascend by disk prefix, so that keys come out ascending. */
export class TableWriter {
  readonly #backend: StateBackend;
  readonly #stores: readonly SpilledStore[];
  readonly #options: SpillOptions;
  readonly #run = new EntryRun();
  #deletes: Uint8Array[] = [];

  constructor(backend: StateBackend, stores: readonly SpilledStore[], options: SpillOptions) {
    this.#backend = backend;
    this.#stores = stores;
    this.#options = options;
  }

  /**
   * Writes everything, ascending by key, with `slice` before and between slices; the log is dropped
   * then, for it has nothing that is not in the table.
   */
  async write(slice: () => Promise<void>): Promise<void> {
    await slice(); // first: the caller may be at a barrier
    const cut = await this.#backend.cutLog();
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
    await this.#backend.dropLog(cut);
  }

  /** False when the store has no more entries in the group. */
  #take(store: SpilledStore, group: number): boolean {
    return store.take(group, this.#run, this.#options.sliceEntries, SLICE_BYTES);
  }

  get #isFull(): boolean {
    const count = this.#run.count + this.#deletes.length;
    return count >= this.#options.sliceEntries || this.#run.bytes >= SLICE_BYTES;
  }

  async #flush(slice: () => Promise<void>): Promise<void> {
    const room = Math.max(0, this.#options.sliceEntries - this.#run.count);
    const deletes = this.#deletes.splice(0, room).sort(compareBytes);
    await this.#backend.write(this.#run.entries, deletes);
    this.#run.reset();
    await slice();
  }
}
