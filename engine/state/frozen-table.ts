/** One write-back's part of a frozen checkpoint. */
import type { StateEntry } from '../../storage/backend.js';
import type { DiskTable, FrozenStore } from './disk-table.js';
import type { EntryRun } from './entry-run.js';
import type { FrozenUnits } from './frozen-units.js';
import type { WriteBack } from './write-back.js';

/** Which units and keys are in memory now. */
export interface Residents {
  readonly isLive: (unit: number) => boolean;
  readonly hasKey: (key: Uint8Array, hash: number) => boolean;
}

/** Settled by exactly one of `written` and `giveUp`. */
export class FrozenTable implements FrozenStore {
  readonly meta: StateEntry | null;
  readonly #disk: DiskTable | null;
  readonly #count: number;
  readonly #writeBack: WriteBack;
  readonly #units: FrozenUnits;
  readonly #residents: Residents;

  /**
   * Freezes. `disk`: where the number of entries, `count`, is noted; null for parts without a meta
   * record.
   */
  constructor(writeBack: WriteBack, residents: Residents, disk: DiskTable | null, count: number) {
    this.#writeBack = writeBack;
    this.#units = writeBack.freeze();
    this.#residents = residents;
    this.#disk = disk;
    this.#count = count;
    this.meta = disk === null ? null : disk.meta(count);
  }

  get size(): number {
    return this.#units.size + (this.meta === null ? 0 : 1);
  }

  arrange(most: number): boolean {
    return this.#units.arrange(most);
  }

  take(group: number, run: EntryRun, entriesMax: number, bytesMax: number): boolean {
    return this.#units.take(group, run, entriesMax, bytesMax);
  }

  removedOf(group: number): readonly Uint8Array[] {
    return this.#units.removedOf(group);
  }

  written(): void {
    this.#disk?.metaWritten(this.#count);
    this.#writeBack.written();
  }

  giveUp(): void {
    this.#disk?.metaWritten(-1);
    this.#writeBack.giveUp(this.#residents.isLive, this.#residents.hasKey);
  }
}
