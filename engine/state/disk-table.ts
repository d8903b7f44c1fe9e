/**
 * What one table knows of its entries on disk: its meta record (name, version, number of entries),
 * and reads of entries that are not resident. The count lets a table whose entries are all resident
 * skip the disk on a miss.
 */
import { assert } from '../../core/assert.js';
import { StateError } from '../../core/errors.js';
import type { StateBackend, StateEntry } from '../../storage/backend.js';
import { prefixRange } from '../../storage/backend.js';
import { BytesReader, BytesWriter } from './bytes.js';
import { DiskKeys, META_GROUP, PREFIX_BYTES } from './disk-key.js';
import type { EntryRun } from './entry-run.js';
import { keyGroupOf } from './hash.js';
import { KeyFilter } from './key-filter.js';

const META_VERSION = 2;
/** A filter with many more keys than are on disk is given up: entries were removed meanwhile. */
const FILTER_WASTE = 4;
const FILTER_KEYS_MIN = 65_536;

export interface DiskTableDecl {
  readonly uid: string;
  readonly stateId: number;
  readonly name: string;
  readonly version: number;
}

/** See the header. */
export class DiskTable {
  readonly keys: DiskKeys;
  /** Bytes of the version. */
  readonly versionBytes = 1;
  /** Entries on disk that are not resident (and not removed). */
  awayCount = 0;
  readonly #backend: StateBackend;
  readonly #decl: DiskTableDecl;
  readonly #maxParallelism: number;
  readonly #metaKey: Uint8Array;
  #metaCount = 0;
  /** Which keys may be away; null = unknown, as after a restore. */
  #filter: KeyFilter | null = new KeyFilter();

  /**
   * Reads the meta record. Throws StateError STATE_VERSION_CHANGED, STATE_UID_COLLISION,
   * STATE_KEY_GROUPS_CHANGED.
   */
  constructor(backend: StateBackend, decl: DiskTableDecl, maxParallelism: number) {
    this.#backend = backend;
    this.#decl = decl;
    this.#maxParallelism = maxParallelism;
    this.keys = new DiskKeys(decl.uid, decl.stateId);
    this.#metaKey = this.keys.groupPrefix(META_GROUP);
    const meta = backend.get(this.#metaKey);
    if (meta === undefined) return;
    this.awayCount = this.#readMeta(new BytesReader(meta));
    this.#metaCount = this.awayCount;
    if (this.awayCount > 0) this.#filter = null;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return this.#filter === null ? 0 : this.#filter.footprint;
  }

  /** An entry left memory. */
  evicted(hash: number): void {
    if (this.awayCount === 0) this.#filter = new KeyFilter();
    this.awayCount += 1;
    if (this.#filter === null) return;
    this.#filter.add(hash);
    if (this.#filter.count > FILTER_WASTE * this.awayCount + FILTER_KEYS_MIN) this.#filter = null;
  }

  /** May the entry be away? Else the disk need not be asked. */
  mayBeAway(hash: number): boolean {
    return this.awayCount > 0 && (this.#filter === null || this.#filter.has(hash));
  }

  /** Disk key of an entry. */
  key(bytes: Uint8Array, start: number, end: number, hash: number): Uint8Array {
    return this.keys.make(keyGroupOf(hash, this.#maxParallelism), bytes, start, end);
  }

  getMany(keys: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    return keys.length === 0 ? [] : this.#backend.getMany(keys);
  }

  /** All entries of the table, ascending within each key group; keys without the disk prefix. */
  async forEachEntry(visit: (key: Uint8Array, value: Uint8Array) => void): Promise<void> {
    for (let group = 0; group < this.#maxParallelism; group++) {
      for await (const entries of this.#backend.scan(prefixRange(this.keys.groupPrefix(group)))) {
        for (const [key, value] of entries) visit(key.subarray(PREFIX_BYTES), value);
      }
    }
  }

  /** The table's version, the first byte of every value. */
  get version(): number {
    return this.#decl.version;
  }

  /** Reader behind the version byte. Throws StateError STATE_VERSION_CHANGED. */
  open(value: Uint8Array): BytesReader {
    const reader = new BytesReader(value);
    this.#checkVersion(reader.u8());
    return reader;
  }

  /** The meta record, when it must change to tell of `count` entries, or is dropped; else null. */
  meta(count: number, isDropped: boolean): StateEntry | null {
    if (count === this.#metaCount && !isDropped) return null;
    const writer = new BytesWriter();
    writer.u8(META_VERSION);
    writer.text(this.#decl.uid);
    writer.text(this.#decl.name);
    writer.u8(this.#decl.version);
    writer.varint(count);
    writer.varint(this.#maxParallelism);
    return [this.#metaKey, writer.slice()];
  }

  /** The newest meta record written tells of `count` entries; -1 = unknown. */
  metaWritten(count: number): void {
    this.#metaCount = count;
  }

  #readMeta(reader: BytesReader): number {
    const format = reader.u8();
    if (format !== META_VERSION) {
      throw new StateError('STATE_VERSION_CHANGED', {
        message:
          `state of "${this.#decl.name}" has format ${format}, ` +
          `this engine reads ${META_VERSION}`,
        hint: 'run it with the engine that wrote the checkpoint',
        blame: 'user',
      });
    }
    const uid = reader.text();
    if (uid !== this.#decl.uid) {
      throw new StateError('STATE_UID_COLLISION', {
        message: `operators "${uid}" and "${this.#decl.uid}" have the same hash`,
        hint: 'please report this',
        blame: 'bug',
      });
    }
    reader.text();
    this.#checkVersion(reader.u8());
    const count = reader.varint();
    this.#checkGroups(reader.varint(), count);
    return count;
  }

  /** Keys lie under their group: with another number of groups they would not be found. */
  #checkGroups(groups: number, count: number): void {
    if (groups === this.#maxParallelism || count === 0) return;
    throw new StateError('STATE_KEY_GROUPS_CHANGED', {
      message:
        `state "${this.#decl.name}" was written with ${groups} key groups, ` +
        `this job has ${this.#maxParallelism}`,
      hint: `SET 'pipeline.max-parallelism' = '${groups}'`,
      blame: 'user',
    });
  }

  #checkVersion(version: number): void {
    if (version === this.#decl.version) return;
    throw new StateError('STATE_VERSION_CHANGED', {
      message:
        `state "${this.#decl.name}" has version ${version}, ` +
        `this engine reads ${this.#decl.version}`,
      hint: 'run it with the engine that wrote the checkpoint, or start from nothing',
      blame: 'user',
    });
  }
}

/** A table seen by StateTables: freezing, eviction, accounting. */
export interface StateStore {
  readonly disk: DiskTable;
  /** Synchronous half of a checkpoint. `isWhole`: all that is not in the table. */
  freezeToLog(isWhole: boolean): LoggedStore[];
  /** Synchronous half of a spill; the parts ascend by disk prefix. */
  freezeToTable(): SpilledStore[];
  /**
   * Frees about `bytes` of clean entries, coldest first; gives what it freed. Entries of a freeze
   * in progress stay.
   */
  evict(bytes: number): number;
  /** From now on note which entries are used (costs a write a row). */
  trackUse(): void;
  /** Of what is resident: what its entries take. */
  readonly bytes: number;
  /**
   * Memory taken, slack and an array's next growth included; never falls much. At least `bytes`.
   */
  readonly footprint: number;
  /** About how many of `bytes` must be written before they can be evicted. */
  readonly dirtyBytes: number;
  readonly size: number;
}

/** One table's part of a freeze; either `written` or `giveUp` ends it. */
export interface FrozenStore {
  readonly size: number;
  written(): void;
  giveUp(): void;
}

/** On its way to the log. */
export interface LoggedStore extends FrozenStore {
  /** See LoggedUnits.take. */
  take(into: BytesWriter, bytesMax: number): boolean;
  readonly meta: StateEntry | null;
}

/** On its way to the table. */
export interface SpilledStore extends FrozenStore {
  /** Sorts `most` units or keys by key group; true while more are left. Before `take`. */
  arrange(most: number): boolean;
  /** See FrozenUnits.take. */
  take(group: number, run: EntryRun, entriesMax: number, bytesMax: number): boolean;
  /** Disk keys to delete in one group. */
  removedOf(group: number): readonly Uint8Array[];
  readonly meta: StateEntry | null;
}

/** State ids are one byte. */
export function checkStateId(stateId: number): void {
  assert(
    Number.isInteger(stateId) && stateId >= 0 && stateId < 256,
    `state id ${stateId} is a byte`,
  );
}
