/** One write-back's part of a freeze, for the log or for the table. */
import type { StateEntry } from '../../storage/backend.js';
import type { AddedChanges } from './added-changes.js';
import type { BytesWriter } from './bytes.js';
import type { DiskTable, FrozenStore, LoggedStore, SpilledStore } from './disk-table.js';
import type { EntryRun } from './entry-run.js';
import type { FrozenUnits } from './frozen-units.js';
import type { LoggedUnits } from './logged-units.js';
import type { WriteBack } from './write-back.js';

/** What is to be frozen. */
export interface Freezable {
  readonly writeBack: WriteBack;
  /** Which units and keys are in memory now. */
  readonly isLive: (unit: number) => boolean;
  readonly hasKey: (key: Uint8Array, hash: number) => boolean;
  /** Where the number of entries, `count`, is noted; null for parts without a meta record. */
  readonly disk: DiskTable | null;
  readonly count: number;
}

/** Settled by exactly one of `written` and `giveUp`. */
abstract class FrozenTable implements FrozenStore {
  readonly meta: StateEntry | null;
  readonly #part: Freezable;

  /** `isWhole`: nothing that was written before counts any more. */
  constructor(part: Freezable, isWhole: boolean) {
    this.#part = part;
    this.meta = part.disk === null ? null : part.disk.meta(part.count, isWhole);
  }

  abstract get size(): number;

  written(): void {
    this.#part.disk?.metaWritten(this.#part.count);
    this.#part.writeBack.written();
  }

  giveUp(): void {
    this.#part.disk?.metaWritten(-1);
    this.#part.writeBack.giveUp(this.#part.isLive, this.#part.hasKey);
  }
}

/** On its way to the log. */
export class LoggedTable extends FrozenTable implements LoggedStore {
  readonly #units: LoggedUnits;

  /** Freezes. */
  constructor(part: Freezable, isWhole: boolean, added: AddedChanges | null = null) {
    super(part, isWhole);
    this.#units = part.writeBack.freezeToLog(isWhole ? 'all' : 'log', added);
  }

  get size(): number {
    return this.#units.size + (this.meta === null ? 0 : 1);
  }

  take(into: BytesWriter, bytesMax: number): boolean {
    return this.#units.take(into, bytesMax);
  }
}

/** On its way to the table. */
export class SpilledTable extends FrozenTable implements SpilledStore {
  readonly #units: FrozenUnits;

  /** Freezes. */
  constructor(part: Freezable) {
    super(part, true);
    this.#units = part.writeBack.freezeToTable();
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
}
