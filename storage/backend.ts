/**
 * The contract of a state backend: an ordered byte store under one running job (or one worker of
 * it). The working directory is scratch: only snapshots are durable, so writes never fsync. Every
 * backend passes storage/backend.conformance.ts. Reads are synchronous because operators are;
 * writes happen between batches or behind a barrier and may wait.
 */
import type { FileSystem } from '../core/env.js';
import { StateError } from '../core/errors.js';

/** Half-open range of keys [gte, lt) in bytewise (memcmp) order. Empty when gte >= lt. */
export interface KeyRange {
  readonly gte: Uint8Array;
  readonly lt: Uint8Array;
}

/** One entry. Keys are not empty; values may be. */
export type StateEntry = readonly [key: Uint8Array, value: Uint8Array];

/** One immutable file of a snapshot. */
export interface SnapshotFile {
  /**
   * Relative to the checkpoint's state directory, '/' between segments; never absolute, no '..'.
   */
  readonly name: string;
  readonly bytes: number;
  /** CRC-32 of the whole file, unsigned. */
  readonly crc32: number;
  /** The same immutable file was part of the snapshot before: costs no new bytes on disk. */
  readonly shared: boolean;
}

/** Immutable files that together are the state at one epoch. Plain JSON data. */
export interface SnapshotFiles {
  /** `StateBackend.name` of the writer; another backend refuses to restore it. */
  readonly backend: string;
  readonly epoch: number;
  /** Ascending by name. */
  readonly files: readonly SnapshotFile[];
}

/**
 * Ordered byte store. Arrays handed in are borrowed until the call settles; arrays handed out
 * belong to the backend: read them, copy what you keep, never write to them.
 */
export interface StateBackend {
  /** On disk in manifests: 'memory', 'leveldb'. */
  readonly name: string;
  /** Value under `key`, or undefined. Sees every write whose promise has resolved. */
  get(key: Uint8Array): Uint8Array | undefined;
  /** Values in the order of `keys`, undefined where there is none. Fastest when keys ascend. */
  getMany(keys: readonly Uint8Array[]): (Uint8Array | undefined)[];
  /**
   * Entries of the range in ascending key order, in non-empty chunks, as they were at the call of
   * `scan`: writes made while the scan is open are not seen by it.
   */
  scan(range: KeyRange): AsyncIterable<readonly StateEntry[]>;
  /**
   * All or nothing for every reader of this process. `puts` ascend by key without duplicates; no
   * key is in both lists. Deleting an absent key is fine. Blocks the caller's thread for about 1 us
   * an entry: cut large dirty sets into slices of a few thousand. Throws StateError
   * STATE_WRITE_FAILED.
   */
  write(puts: readonly StateEntry[], deletes: readonly Uint8Array[]): Promise<void>;
  /**
   * Appends a block (log-block.ts) to the log: puts and deletes that a restore of any later
   * snapshot applies over the entries, oldest first. Until then no read sees them. Much cheaper
   * than `write`, and keys come in any order. After an error the log is as before. Throws
   * STATE_WRITE_FAILED.
   */
  log(block: Uint8Array): Promise<void>;
  /** A place in the log, behind all that was logged. Throws STATE_WRITE_FAILED. */
  cutLog(): Promise<number>;
  /** Takes what was logged before `cut` out of the log. May throw STATE_WRITE_FAILED afterwards. */
  dropLog(cut: number): Promise<void>;
  /** Bytes of the log; 0 after a restore, which has applied it. */
  readonly logBytes: number;
  /** Deletes every entry of the range. No scan of the range is open and no write runs meanwhile. */
  deleteRange(range: KeyRange): Promise<void>;
  /**
   * Writes the present state, entries and log, into the directory `into` (created here, must not
   * hold files yet). No write, deleteRange or call for the log runs meanwhile; reads may. When it
   * resolves every file and `into` itself are fsynced, but the parent of `into` is not. On an error
   * `into` may hold rubbish: delete it. Throws StateError STATE_SNAPSHOT_FAILED.
   */
  snapshot(epoch: number, into: string): Promise<SnapshotFiles>;
  /**
   * Replaces the present state with a snapshot: links or copies `files` from the directory `from`
   * into the working directory and opens that. Never writes into `from`, which is free afterwards.
   * The files were verified before (see CheckpointStore.verify). Throws StateError
   * STATE_RESTORE_FAILED.
   */
  restore(from: string, files: SnapshotFiles): Promise<void>;
  /** About how many bytes the state takes on disk (or in memory, for the memory backend). */
  approximateBytes(): Promise<number>;
  /** Releases files and memory; idempotent. The working directory may be deleted afterwards. */
  close(): Promise<void>;
}

/** What a backend is opened with. */
export interface BackendOptions {
  readonly files: FileSystem;
  /** The working directory: scratch of this backend alone, emptied when it opens and restores. */
  readonly dir: string;
  /**
   * About how much memory caches, write buffers and mapped files may take. Default: as much as
   * makes the backend fast. The memory backend ignores it.
   */
  readonly memoryBytes?: number;
}

/** Opens an empty backend. Throws StateError STATE_OPEN_FAILED. */
export type OpenBackend = (options: BackendOptions) => Promise<StateBackend>;

/** Range of all keys that start with `prefix`; the prefix must hold a byte below 0xff. */
export function prefixRange(prefix: Uint8Array): KeyRange {
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 0xff) end--;
  const lt = new Uint8Array(prefix.subarray(0, end)); // a copy, also of a Buffer
  if (end > 0) lt[end - 1] = lt[end - 1]! + 1;
  return { gte: prefix, lt };
}

/** Bytewise order: negative when a < b, 0 when equal, positive when a > b; a prefix sorts first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

/** For every backend's `restore`: StateError STATE_BACKEND_CHANGED. */
export function wrongBackend(mine: string, theirs: string, epoch: number): StateError {
  return new StateError('STATE_BACKEND_CHANGED', {
    message: `the state of epoch ${epoch} was written by the ${theirs} backend, this is ${mine}`,
    hint: `SET 'state.backend.type' = '${theirs === 'memory' ? 'hashmap' : theirs}'`, blame: 'user',
  });
}
