/** All state of one job (or of one worker's share of it) over one backend. */
import { assert } from '../../core/assert.js';
import type { StateBackend } from '../../storage/backend.js';
import type { StateStore } from './disk-table.js';
import { RUN_ENTRIES_MAX } from './entry-run.js';
import { FrozenState } from './frozen-state.js';
import { KeyedStateTable } from './keyed-table.js';
import { logState } from './log-state.js';
import { RowBags } from './row-multimap.js';
import type { KeyedTable, RowMultimap, RowMultimapDecl, TableDecl } from './state.js';
import { TableWriter } from './table-writer.js';

export interface StateTablesOptions {
  /** For all tables together, see memory-shares.ts; clean entries are evicted above this. */
  readonly memoryBudgetBytes: number;
  /** Number of key groups, 1..32768; fixed for the life of a checkpoint. */
  readonly maxParallelism: number;
  /**
   * Entries written at once, between which rows flow (the backend blocks for about 1 us an entry).
   * At most 8192, default 512.
   */
  readonly sliceEntries?: number;
  /** The log may take so much besides `logGrowth` times what is in memory; default 64 MiB. */
  readonly logSlackBytes?: number;
  /** Default 2. */
  readonly logGrowth?: number;
}

/** The state of one operator. */
export interface OperatorState {
  /** Throws StateError STATE_VERSION_CHANGED when the restored state has another version. */
  table(decl: TableDecl): KeyedTable;
  multimap(decl: RowMultimapDecl): RowMultimap;
}

/** From this share of the budget on entries' use is tracked, for eviction. */
const TRACKING_SHARE = 0.5;
/** Entries may take this share of the budget; the rest is slack of arrays. */
const LIVE_SHARE = 0.9;
/** Eviction frees down to this share of the budget, so that it does not run every batch. */
const EVICTED_SHARE = 0.85;
/** Over budget, a table keeps between these shares of its memory free, so that it does not grow. */
const ROOM_LEAST = 1 / 16;
const ROOM_MADE = 1 / 8;
/** Spilling begins when so much of the budget is dirty: rows flow on while it is written. */
const SPILL_SHARE = 0.3;
/** Less than this share of the budget is not worth a spill. */
const SPILL_LEAST = 1 / 16;
/** Default of `logSlackBytes`. */
const LOG_SLACK_BYTES = 64 << 20;
const LOG_GROWTH = 2;
/** A table with fewer entries that may go, relative to all, is not searched for them. */
const EVICTABLE_LEAST = 1 / 32;

/** See docs/STATE.md. Single-threaded; `freeze` and `endBatch` run between batches. */
export class StateTables {
  readonly #backend: StateBackend;
  readonly #options: StateTablesOptions;
  readonly #storesByUid = new Map<string, StateStore[]>();
  /** Ascending by disk prefix. */
  #stores: StateStore[] = [];
  #isTracking = false;
  #isFrozen = false;
  #isFull = false;
  #wantsSpill = false;
  /** Is or was anything written to the table of the backend? */
  #usesTable = false;
  /** Size of the log when it last held each entry once. */
  #wholeLogBytes = 0;

  /** `backend` holds what is to be restored already (nothing on a first start). */
  constructor(backend: StateBackend, options: StateTablesOptions) {
    assert((options.sliceEntries ?? 1) <= RUN_ENTRIES_MAX, 'a slice is one run');
    assert(options.maxParallelism >= 1 && options.maxParallelism <= 32768, '1..32768 key groups');
    this.#backend = backend;
    this.#options = options;
  }

  forOperator(uid: string): OperatorState {
    return {
      table: (decl) => {
        const table = new KeyedStateTable(this.#backend, uid, decl, this.#options.maxParallelism);
        this.#register(uid, table);
        return table;
      },
      multimap: (decl) => {
        const bags = new RowBags(this.#backend, uid, decl, this.#options.maxParallelism);
        this.#register(uid, bags);
        return bags;
      },
    };
  }

  /**
   * Barrier: takes what is dirty now as the state of `epoch`, to be logged. Synchronous, O(dirty);
   * O(entries) when the log has too much that is outdated and is written anew. The result must be
   * written or abandoned, and settled, before the next freeze.
   */
  freeze(epoch: number): FrozenState {
    this.#beginFreeze();
    const isWhole = this.#isLogTooLarge && !this.#usesTable;
    const stores = this.#stores.flatMap((store) => store.freezeToLog(isWhole));
    const write = (slice: () => Promise<void>): Promise<void> =>
      logState(this.#backend, stores, isWhole, slice);
    return new FrozenState(epoch, stores, write, (isWritten) => {
      this.#isFrozen = false;
      if (isWritten && isWhole) this.#wholeLogBytes = this.#backend.logBytes;
    });
  }

  /** As `freeze`, but all that is not in the backend's table goes there, and the log is dropped. */
  freezeToSpill(epoch: number): FrozenState {
    this.#beginFreeze();
    this.#usesTable = true;
    const stores = this.#stores.flatMap((store) => store.freezeToTable());
    const { maxParallelism, sliceEntries = 512 } = this.#options;
    const writer = new TableWriter(this.#backend, stores, { maxParallelism, sliceEntries });
    return new FrozenState(epoch, stores, (slice) => writer.write(slice), () => {
      this.#isFrozen = false;
      this.#wholeLogBytes = 0;
    });
  }

  /** Call between batches: evicts cold clean entries when memory is over budget. */
  endBatch(): void {
    const budget = this.#options.memoryBudgetBytes;
    const footprint = this.footprint();
    const live = this.bytes();
    this.#isFull = false;
    this.#wantsSpill = this.#usesTable && this.#isLogTooLarge;
    if (!this.#isTracking && Math.max(live, footprint) > budget * TRACKING_SHARE) this.#track();
    if (footprint <= budget && live <= budget * LIVE_SHARE) return;
    const excess = live > budget * LIVE_SHARE ? live - budget * EVICTED_SHARE : 0;
    for (const store of this.#stores) {
      const share = live === 0 ? 0 : excess * (store.bytes / live);
      this.#evict(store, Math.max(share, footprint > budget ? missingRoom(store) : 0));
    }
    this.#judge();
  }

  /**
   * Much of what is resident is not in the backend's table and memory is over budget, or the log is
   * too large: `freezeToSpill` and write without a snapshot, so that it may be evicted. Allowed
   * only while no checkpoint is between its freeze and its snapshot.
   */
  get wantsSpill(): boolean {
    return this.#wantsSpill;
  }

  /** Over budget, and nothing can be evicted before something is written: rows should wait. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Memory that all tables take, slack included. */
  footprint(): number {
    let bytes = 0;
    for (const store of this.#stores) bytes += store.footprint;
    return bytes;
  }

  /** Bytes of all resident entries, without what arrays have spare. */
  bytes(): number {
    let bytes = 0;
    for (const store of this.#stores) bytes += store.bytes;
    return bytes;
  }

  bytesOf(uid: string): number {
    return (this.#storesByUid.get(uid) ?? []).reduce((bytes, store) => bytes + store.bytes, 0);
  }

  /** Entries of an operator, resident or not. */
  entriesOf(uid: string): number {
    return (this.#storesByUid.get(uid) ?? []).reduce((size, store) => size + store.size, 0);
  }

  get #isLogTooLarge(): boolean {
    const { logBytes } = this.#backend;
    const { logSlackBytes = LOG_SLACK_BYTES, logGrowth = LOG_GROWTH } = this.#options;
    if (logBytes <= logSlackBytes) return false;
    return logBytes > logSlackBytes + logGrowth * Math.max(this.bytes(), this.#wholeLogBytes);
  }

  #beginFreeze(): void {
    assert(!this.#isFrozen, 'the freeze before is settled');
    this.#isFrozen = true;
  }

  #register(uid: string, store: StateStore): void {
    assert(!this.#isFrozen, 'tables are made before the first checkpoint');
    const same = this.#stores.some((other) => other.disk.keys.compare(store.disk.keys) === 0);
    assert(!same, `state id used once in operator ${uid}`);
    if (store.size > 0) this.#usesTable = true;
    this.#stores = [...this.#stores, store].sort((a, b) => a.disk.keys.compare(b.disk.keys));
    const stores = this.#storesByUid.get(uid);
    if (stores === undefined) this.#storesByUid.set(uid, [store]);
    else stores.push(store);
    if (this.#isTracking) store.trackUse();
  }

  /** Entries that are not dirty, unless there are so few of them that searching does not pay. */
  #evict(store: StateStore, bytes: number): void {
    const evictable = store.bytes - store.dirtyBytes;
    const isWorthIt = evictable > 0 && evictable >= store.bytes * EVICTABLE_LEAST;
    if (bytes > 0 && isWorthIt) store.evict(bytes);
  }

  /** After evicting: what else must happen? */
  #judge(): void {
    const budget = this.#options.memoryBudgetBytes;
    let dirty = 0;
    for (const store of this.#stores) dirty += store.dirtyBytes;
    const isShort = this.#stores.some((store) => store.dirtyBytes > 0 && missingRoom(store) > 0);
    const isOver = this.bytes() > budget * LIVE_SHARE || (this.footprint() > budget && isShort);
    this.#isFull = isOver && dirty > budget * SPILL_LEAST;
    if (this.#isFull || dirty > budget * SPILL_SHARE) this.#wantsSpill = true;
  }

  #track(): void {
    this.#isTracking = true;
    for (const store of this.#stores) store.trackUse();
  }
}

/** Bytes to evict for the table not to grow; 0 while it has room enough. */
function missingRoom(store: StateStore): number {
  const { footprint, bytes } = store;
  const room = footprint - bytes;
  return room < footprint * ROOM_LEAST ? footprint * ROOM_MADE - room : 0;
}
