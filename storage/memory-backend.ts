/**
 * State in memory: a hash table, and its keys in order, merged lazily when a range is asked for.
 * A snapshot is one file with every entry, and the log. For tests, the simulator, and
 * `state.backend.type` = 'hashmap', where everything fits in memory.
 */
import { assert } from '../core/assert.js';
import type { FileSystem } from '../core/env.js';
import { StateError } from '../core/errors.js';
import { compareBytes, wrongBackend } from './backend.js';
import type {
  BackendOptions, KeyRange, SnapshotFile, SnapshotFiles, StateBackend, StateEntry,
} from './backend.js';
import { crc32 } from './checksum.js';
import { errorText, fileHint } from './file-error.js';
import { readLog } from './log-block.js';
import { PendingRecords } from './pending-records.js';
import { isLogFile, StateLog } from './state-log.js';

const chunkRows = 1000;
const fileName = 'entries';
/** Every snapshot file starts so; the digit is its version. */
const magic = new TextEncoder().encode('MRSTATE1');
const lengthsBytes = 8; // key and value length, u32 little-endian each
const pieceBytes = 1 << 20;

/** Opens an empty backend; `dir` holds its log. Throws StateError STATE_OPEN_FAILED. */
export async function openMemoryBackend(options: BackendOptions): Promise<StateBackend> {
  const { files, dir } = options;
  try {
    await files.removeTree(dir);
  } catch (error) {
    const message = `cannot empty the working directory ${dir}: ${errorText(error)}`;
    const hint = fileHint(error, dir);
    throw new StateError('STATE_OPEN_FAILED', { message, hint, cause: error });
  }
  return new MemoryBackend(files, dir);
}

/** See the header; made by `openMemoryBackend`. */
export class MemoryBackend implements StateBackend {
  readonly name = 'memory';
  readonly #files: FileSystem;
  readonly #dir: string;
  readonly #log: StateLog;
  /** By `keyText`. */
  #entries = new Map<string, StateEntry>();
  /** Ascending by key, one version behind: read through `#inOrder`. Never changed in place. */
  #sorted: readonly StateEntry[] = [];
  /** Keys whose entry differs from the one in `#sorted`. */
  #changed = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(files: FileSystem, dir: string) {
    this.#files = files;
    this.#dir = dir;
    this.#log = new StateLog(files, dir);
  }

  get logBytes(): number {
    return this.#log.bytes;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#entries.get(keyText(key))?.[1];
  }

  getMany(keys: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    return keys.map((key) => this.get(key));
  }

  scan(range: KeyRange): AsyncIterable<readonly StateEntry[]> {
    const entries = this.#between(range);
    return (async function* chunks() {
      for (let at = 0; at < entries.length; at += chunkRows) {
        yield entries.slice(at, at + chunkRows);
      }
    })();
  }

  async write(puts: readonly StateEntry[], deletes: readonly Uint8Array[]): Promise<void> {
    for (const [key, value] of puts) this.#put(new Uint8Array(key), new Uint8Array(value));
    for (const key of deletes) this.#delete(new Uint8Array(key));
  }

  async log(block: Uint8Array): Promise<void> {
    await this.#logging(this.#log.append(block));
  }

  async cutLog(): Promise<number> {
    return this.#logging(this.#log.cut());
  }

  async dropLog(cut: number): Promise<void> {
    await this.#logging(this.#log.drop(cut));
  }

  async deleteRange(range: KeyRange): Promise<void> {
    for (const [key] of this.#between(range)) this.#delete(key);
  }

  async snapshot(epoch: number, into: string): Promise<SnapshotFiles> {
    try {
      await this.#files.makeDirectory(into);
      const file = await this.#writeEntries(`${into}/${fileName}`);
      const log = await this.#log.snapshot(into);
      await this.#files.sync(into);
      return { backend: this.name, epoch, files: [file, ...log] };
    } catch (error) {
      throw new StateError('STATE_SNAPSHOT_FAILED', {
        message: `cannot write the state into ${into}: ${errorText(error)}`,
        hint: fileHint(error, into), cause: error,
      });
    }
  }

  async restore(from: string, { backend, epoch, files }: SnapshotFiles): Promise<void> {
    if (backend !== this.name) throw wrongBackend(this.name, backend, epoch);
    assert(files[0]?.name === fileName, 'a memory snapshot has one file of entries');
    try {
      const bytes = await this.#files.readFile(`${from}/${fileName}`);
      const entries = decodeEntries(bytes);
      const logs: Uint8Array[] = [];
      for (const { name } of files) {
        if (isLogFile(name)) logs.push(await this.#files.readFile(`${from}/${name}`));
      }
      await this.#log.reset();
      await this.#files.removeTree(this.#dir);
      this.#load(entries);
      const pending = new PendingRecords();
      for (const log of logs) for (const record of readLog(log)) pending.add(record);
      const { puts, deletes } = pending.take((key) => this.get(key));
      for (const [key, value] of puts) this.#put(key, value);
      for (const key of deletes) this.#delete(key);
    } catch (error) {
      throw new StateError('STATE_RESTORE_FAILED', {
        message: `cannot restore epoch ${epoch} from ${from}: ${errorText(error)}`,
        hint: fileHint(error, from), cause: error,
      });
    }
  }

  async approximateBytes(): Promise<number> {
    return this.#bytes;
  }

  async close(): Promise<void> {
    await this.#log.release();
    this.#load([]);
  }

  async #logging<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw new StateError('STATE_WRITE_FAILED', {
        message: `cannot write the state log in ${this.#dir}: ${errorText(error)}`,
        hint: fileHint(error, this.#dir), cause: error,
      });
    }
  }

  #put(key: Uint8Array, value: Uint8Array): void {
    const text = keyText(key);
    const before = this.#entries.get(text);
    this.#bytes += value.length - (before === undefined ? -key.length : before[1].length);
    this.#entries.set(text, [key, value]);
    this.#changed.set(text, key);
  }

  #delete(key: Uint8Array): void {
    const text = keyText(key);
    const before = this.#entries.get(text);
    if (before === undefined) return;
    this.#bytes -= key.length + before[1].length;
    this.#entries.delete(text);
    this.#changed.set(text, key);
  }

  /** `entries` ascend by key. */
  #load(entries: readonly StateEntry[]): void {
    this.#entries = new Map(entries.map((entry) => [keyText(entry[0]), entry]));
    this.#sorted = entries;
    this.#changed.clear();
    this.#bytes = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  }

  #between(range: KeyRange): readonly StateEntry[] {
    const entries = this.#inOrder();
    return entries.slice(lowerBound(entries, range.gte), lowerBound(entries, range.lt));
  }

  /** All entries by key. O(entries) after a change, O(1) otherwise. */
  #inOrder(): readonly StateEntry[] {
    if (this.#changed.size === 0) return this.#sorted;
    const changed = [...this.#changed].sort(([, a], [, b]) => compareBytes(a, b));
    const merged: StateEntry[] = [];
    let at = 0;
    for (const [text, key] of changed) {
      while (at < this.#sorted.length && compareBytes(this.#sorted[at]![0], key) < 0) {
        merged.push(this.#sorted[at++]!);
      }
      if (at < this.#sorted.length && compareBytes(this.#sorted[at]![0], key) === 0) at++;
      const entry = this.#entries.get(text);
      if (entry !== undefined) merged.push(entry);
    }
    while (at < this.#sorted.length) merged.push(this.#sorted[at++]!);
    this.#changed.clear();
    return (this.#sorted = merged);
  }

  async #writeEntries(path: string): Promise<SnapshotFile> {
    const file = await this.#files.openAppend(path, 0);
    let bytes = 0;
    let crc = 0;
    try {
      for (const piece of encodePieces(this.#inOrder())) {
        await file.append(piece);
        bytes += piece.length;
        crc = crc32(piece, crc);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return { name: fileName, bytes, crc32: crc, shared: false };
  }
}

/** One UTF-16 unit a byte: equal texts are equal keys. */
function keyText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}

/** Index of the first entry whose key is >= `key`; O(log n). */
function lowerBound(entries: readonly StateEntry[], key: Uint8Array): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareBytes(entries[middle]![0], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The snapshot file in pieces of about `pieceBytes`: magic, then lengths, key, value of each entry.
 */
function* encodePieces(entries: readonly StateEntry[]): Generator<Uint8Array> {
  yield magic;
  for (let from = 0; from < entries.length;) {
    let size = 0;
    let to = from;
    while (to < entries.length && size < pieceBytes) {
      size += lengthsBytes + entries[to]![0].length + entries[to]![1].length;
      to++;
    }
    yield encodePiece(entries, from, to, size);
    from = to;
  }
}

function encodePiece(
  entries: readonly StateEntry[], from: number, to: number, size: number,
): Uint8Array {
  const piece = new Uint8Array(size);
  const view = new DataView(piece.buffer);
  let at = 0;
  for (let i = from; i < to; i++) {
    const [key, value] = entries[i]!;
    view.setUint32(at, key.length, true);
    view.setUint32(at + 4, value.length, true);
    piece.set(key, at + lengthsBytes);
    piece.set(value, at + lengthsBytes + key.length);
    at += lengthsBytes + key.length + value.length;
  }
  return piece;
}

/** Entries are views into `bytes`. */
function decodeEntries(bytes: Uint8Array): StateEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: StateEntry[] = [];
  let at = magic.length;
  let isWhole = compareBytes(bytes.subarray(0, at), magic) === 0;
  while (isWhole && at + lengthsBytes <= bytes.length) {
    const keyEnd = at + lengthsBytes + view.getUint32(at, true);
    const end = keyEnd + view.getUint32(at + 4, true);
    if (end > bytes.length) break;
    entries.push([bytes.subarray(at + lengthsBytes, keyEnd), bytes.subarray(keyEnd, end)]);
    at = end;
  }
  isWhole &&= at === bytes.length;
  if (isWhole) return entries;
  throw new StateError('STATE_RESTORE_FAILED', {
    message: `the state file is not whole: entry ${entries.length} at byte ${at} is cut or foreign`,
  });
}
