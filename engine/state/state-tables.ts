/** All state of one job (or of one worker's share of it) over one backend. */
import { assert } from '../../core/assert.js';
import type { StateBackend } from '../../storage/backend.js';
import type { StateStore } from './disk-table.js';
import { FrozenState } from './frozen-state.js';
import { KeyedStateTable } from './keyed-table.js';
import { RowBags } from './row-multimap.js';
import type { KeyedTable, RowMultimap, RowMultimapDecl, TableDecl } from './state.js';

export interface StateTablesOptions {
  /** Clean entries are evicted above this. */
  readonly memoryBudgetBytes: number;
  /** Number of key groups, 1..32768; fixed for the life of a checkpoint. */
  readonly maxParallelism: number;
  /**
   * Entries written at once, between which rows flow (the backend blocks for about 1 us an entry).
   * Default 2048.
   */
  readonly sliceEntries?: number;
}

/** The state of one operator. */
export interface OperatorState {
  /** Throws StateError STATE_VERSION_CHANGED when the restored state has another version. */
  table(decl: TableDecl): KeyedTable;
  multimap(decl: RowMultimapDecl): RowMultimap;
}

/** From this share of the budget on entries' use is tracked, for eviction. */
const TRACKING_SHARE = 0.5;
/** Eviction frees down to this share, so that it does not run every batch. */
const EVICTED_SHARE = 0.9;

/** See docs/STATE.md. Single-threaded; `freeze` and `endBatch` run between batches. */
export class StateTables {
  readonly #backend: StateBackend;
  readonly #options: StateTablesOptions;
  readonly #storesByUid = new Map<string, StateStore[]>();
  /** Ascending by disk prefix. */
  #stores: StateStore[] = [];
  #isTracking = false;
  #isFrozen = false;

  /** `backend` holds what is to be restored already (nothing on a first start). */
  constructor(backend: StateBackend, options: StateTablesOptions) {
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
   * Barrier: takes what is dirty now as the state of `epoch`. Synchronous, O(dirty). The result
   * must be written or abandoned, and settled, before the next freeze.
   */
  freeze(epoch: number): FrozenState {
    assert(!this.#isFrozen, 'the checkpoint before is settled');
    this.#isFrozen = true;
    const frozen = this.#stores.flatMap((store) => store.freeze());
    const { maxParallelism, sliceEntries = 2048 } = this.#options;
    return new FrozenState(this.#backend, epoch, frozen, { maxParallelism, sliceEntries }, () => {
      this.#isFrozen = false;
    });
  }

  /**
   * Call between batches: evicts cold clean entries when memory is over budget (never while a
   * freeze is open).
   */
  endBatch(): void {
    const budget = this.#options.memoryBudgetBytes;
    let excess = this.bytes() - budget;
    if (!this.#isTracking && this.bytes() > budget * TRACKING_SHARE) this.#track();
    if (excess <= 0 || this.#isFrozen) return;
    excess += budget * (1 - EVICTED_SHARE);
    const total = this.bytes();
    for (const store of this.#stores) store.evict(excess * (store.bytes / total));
  }

  /**
   * Over budget although everything clean was evicted: the rest is dirty. Spilling (freeze and
   * write without a snapshot) helps; allowed only while no checkpoint is between its freeze and its
   * snapshot.
   */
  get isOverBudget(): boolean {
    return this.bytes() > this.#options.memoryBudgetBytes;
  }

  /** Bytes of all resident state (what entries take, not what arrays have spare). */
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

  #register(uid: string, store: StateStore): void {
    assert(!this.#isFrozen, 'tables are made before the first checkpoint');
    const same = this.#stores.some((other) => other.disk.keys.compare(store.disk.keys) === 0);
    assert(!same, `state id used once in operator ${uid}`);
    this.#stores = [...this.#stores, store].sort((a, b) => a.disk.keys.compare(b.disk.keys));
    const stores = this.#storesByUid.get(uid);
    if (stores === undefined) this.#storesByUid.set(uid, [store]);
    else stores.push(store);
    if (this.#isTracking) store.trackUse();
  }

  #track(): void {
    this.#isTracking = true;
    for (const store of this.#stores) store.trackUse();
  }
}
