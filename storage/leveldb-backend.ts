/**
 * State in LevelDB (classic-level), and a log beside it (state-log.ts). The database is opened by
 * the first write or restore that needs it: a job whose state fits in memory never has one. The
 * working directory is scratch: nothing here fsyncs but `snapshot`. Two facts of LevelDB carry the
 * design: table files never change once written, so that a snapshot is a set of hard links; and
 * `compactRange` over a key behind all others compacts nothing but first puts the memtable into a
 * table, so that no log of LevelDB's own needs to be copied.
 */
import { join } from 'node:path';
import type { ClassicLevel } from 'classic-level';
import type { FileSystem } from '../core/env.js';
import { StateError } from '../core/errors.js';
import { wrongBackend } from './backend.js';
import type {
  BackendOptions, KeyRange, SnapshotFiles, StateBackend, StateEntry,
} from './backend.js';
import { errorText, fileHint } from './file-error.js';
import { LevelDbSnapshots } from './leveldb-snapshot.js';
import { linkOrCopy } from './link-or-copy.js';
import { readLog } from './log-block.js';
import { PendingRecords } from './pending-records.js';
import { isLogFile, StateLog } from './state-log.js';

type Database = ClassicLevel<Uint8Array, Uint8Array>;

/** Measured, see docs/STORAGE.md. */
const databaseOptions = { keyEncoding: 'view', valueEncoding: 'view', compression: true } as const;
const mib = 1 << 20;
/** The fewest that LevelDB can be told: 64 tables and 10 other files. */
const openFilesMin = 74;

interface DatabaseSizes {
  readonly writeBufferSize: number;
  readonly cacheSize: number;
  readonly maxFileSize: number;
  readonly maxOpenFiles: number;
}

/** Behind every key: keys start with a key group, which is below 0xffff. */
const behindAllKeys = new Uint8Array(32).fill(0xff);
/** Folder of the log in the working directory, which is the database's otherwise. */
const logName = 'log';
/** Memory of the records of a log that are put together before they are written. */
const appliedBytes = 64 * mib;
/** So many are written at once. */
const appliedRows = 4096;
const chunkRows = 1000;
const chunkBytes = 1 << 20;

/** An empty backend in `options.dir`. Throws StateError STATE_OPEN_FAILED. */
export async function openLevelDb(options: BackendOptions): Promise<StateBackend> {
  const { files, dir } = options;
  try {
    await files.removeTree(dir);
    await files.makeDirectory(dir);
    return new LevelDbBackend(files, dir, databaseSizes(options.memoryBytes));
  } catch (error) {
    throw stateError('STATE_OPEN_FAILED', `cannot open a LevelDB database in ${dir}`, dir, error);
  }
}

/**
 * How memory is divided: two write buffers get a quarter of it, the block cache a twelfth. The rest
 * is for tables, which LevelDB maps into memory while they are open: a mapped page that was read
 * counts as memory of the process, so that fewer and smaller tables stay open.
 */
function databaseSizes(memoryBytes = Infinity): DatabaseSizes {
  const tableBytes = 2 ** Math.floor(Math.log2(Math.min(memoryBytes / 96, 8 * mib)));
  const maxFileSize = Math.max(mib, tableBytes);
  return {
    writeBufferSize: Math.floor(Math.max(mib, Math.min(memoryBytes / 16, 32 * mib))),
    cacheSize: Math.floor(Math.max(mib, Math.min(memoryBytes / 12, 32 * mib))),
    maxFileSize,
    maxOpenFiles: Math.floor(Math.max(openFilesMin, Math.min(memoryBytes / 2 / maxFileSize, 1000))),
  };
}

async function openDatabase(
  dir: string, sizes: DatabaseSizes, createIfMissing: boolean,
): Promise<Database> {
  const { ClassicLevel: Level } = await import('classic-level');
  const db: Database = new Level(dir, { ...databaseOptions, ...sizes, createIfMissing });
  await db.open();
  return db;
}

/** LevelDB says more in the cause than in the error. */
function stateError(code: string, what: string, dir: string, error: unknown): StateError {
  if (error instanceof StateError) return error;
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return new StateError(code, {
    message: `${what}: ${errorText(inner)}`, hint: fileHint(inner, dir), cause: error,
  });
}

/** See the header; made by `openLevelDb`. */
export class LevelDbBackend implements StateBackend {
  readonly name = 'leveldb';
  readonly #files: FileSystem;
  readonly #dir: string;
  readonly #sizes: DatabaseSizes;
  /** null: there are no entries yet. */
  #db: Database | null = null;
  #snapshots: LevelDbSnapshots;
  readonly #log: StateLog;

  constructor(files: FileSystem, dir: string, sizes: DatabaseSizes) {
    this.#files = files;
    this.#dir = dir;
    this.#sizes = sizes;
    this.#snapshots = new LevelDbSnapshots(files, dir, []);
    this.#log = new StateLog(files, join(dir, logName));
  }

  get(key: Uint8Array): Uint8Array | undefined {
    try {
      return this.#db?.getSync(key);
    } catch (error) {
      throw stateError('STATE_READ_FAILED', `cannot read from ${this.#dir}`, this.#dir, error);
    }
  }

  getMany(keys: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    const values: (Uint8Array | undefined)[] = [];
    for (let i = 0; i < keys.length; i++) values.push(this.get(keys[i]!));
    return values;
  }

  scan(range: KeyRange): AsyncIterable<readonly StateEntry[]> {
    const iterator = this.#db?.iterator({ ...range, highWaterMarkBytes: chunkBytes });
    const failed = (error: unknown) =>
      stateError('STATE_READ_FAILED', `cannot scan ${this.#dir}`, this.#dir, error);
    return (async function* chunks() {
      if (iterator === undefined) return;
      try {
        while (true) {
          const chunk: readonly StateEntry[] = await iterator.nextv(chunkRows);
          if (chunk.length === 0) return;
          yield chunk;
        }
      } catch (error) {
        throw failed(error);
      } finally {
        await iterator.close();
      }
    })();
  }

  async write(puts: readonly StateEntry[], deletes: readonly Uint8Array[]): Promise<void> {
    if (puts.length === 0 && (deletes.length === 0 || this.#db === null)) return;
    await this.#writing(async () => {
      const db = (this.#db ??= await openDatabase(this.#dir, this.#sizes, true));
      const batch = db.batch();
      for (let i = 0; i < puts.length; i++) batch.put(puts[i]![0], puts[i]![1]);
      for (let i = 0; i < deletes.length; i++) batch.del(deletes[i]!);
      await batch.write();
    });
  }

  async log(block: Uint8Array): Promise<void> {
    await this.#writing(async () => this.#log.append(block));
  }

  async cutLog(): Promise<number> {
    return this.#writing(async () => this.#log.cut());
  }

  async dropLog(cut: number): Promise<void> {
    await this.#writing(async () => this.#log.drop(cut));
  }

  get logBytes(): number {
    return this.#log.bytes;
  }

  async deleteRange(range: KeyRange): Promise<void> {
    await this.#writing(async () => this.#db?.clear(range));
  }

  async snapshot(epoch: number, into: string): Promise<SnapshotFiles> {
    try {
      const tables = await this.#snapshotTables(into);
      const log = await this.#log.snapshot(into);
      await this.#files.sync(into);
      return { backend: this.name, epoch, files: [...tables, ...log] };
    } catch (error) {
      const what = `cannot snapshot ${this.#dir} into ${into}`;
      throw stateError('STATE_SNAPSHOT_FAILED', what, into, error);
    }
  }

  async restore(from: string, { backend, epoch, files }: SnapshotFiles): Promise<void> {
    if (backend !== this.name) throw wrongBackend(this.name, backend, epoch);
    try {
      await this.#db?.close();
      this.#db = null;
      await this.#log.reset();
      await this.#files.removeTree(this.#dir);
      await this.#files.makeDirectory(this.#dir);
      const tables = files.filter(({ name }) => !isLogFile(name));
      await this.#takeTables(from, tables.map(({ name }) => name));
      this.#snapshots = new LevelDbSnapshots(this.#files, this.#dir, tables);
      const logs = files.filter(({ name }) => isLogFile(name));
      await this.#apply(logs.map(({ name }) => join(from, name)));
    } catch (error) {
      const what = `cannot restore epoch ${epoch} from ${from}`;
      throw stateError('STATE_RESTORE_FAILED', what, this.#dir, error);
    }
  }

  /** Tables only: what was written since the last snapshot may not count yet. */
  async approximateBytes(): Promise<number> {
    const tables = await this.#db?.approximateSize(new Uint8Array(0), behindAllKeys);
    return (tables ?? 0) + this.#log.bytes;
  }

  async close(): Promise<void> {
    await this.#log.release();
    await this.#db?.close();
  }

  async #snapshotTables(into: string): Promise<SnapshotFiles['files']> {
    if (this.#db !== null) {
      await this.#db.compactRange(behindAllKeys, behindAllKeys);
      return this.#snapshots.take(into);
    }
    await this.#files.removeTree(into);
    await this.#files.makeDirectory(into);
    return [];
  }

  async #takeTables(from: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    for (const name of names) {
      const target = join(this.#dir, name);
      if (name.endsWith('.ldb')) await linkOrCopy(this.#files, join(from, name), target);
      else await this.#files.copy(join(from, name), target);
    }
    this.#db = await openDatabase(this.#dir, this.#sizes, false);
  }

  /** Writes the records of logs, oldest first, over the entries: those of one key at once. */
  async #apply(paths: readonly string[]): Promise<void> {
    const pending = new PendingRecords();
    for (const path of paths) {
      for (const record of readLog(await this.#files.readFile(path))) {
        pending.add(record);
        if (pending.bytes >= appliedBytes) await this.#writePending(pending);
      }
    }
    await this.#writePending(pending);
  }

  async #writePending(pending: PendingRecords): Promise<void> {
    const { puts, deletes } = pending.take((key) => this.get(key));
    for (let at = 0; at < puts.length; at += appliedRows) {
      await this.write(puts.slice(at, at + appliedRows), []);
    }
    for (let at = 0; at < deletes.length; at += appliedRows) {
      await this.write([], deletes.slice(at, at + appliedRows));
    }
  }

  async #writing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw stateError('STATE_WRITE_FAILED', `cannot write to ${this.#dir}`, this.#dir, error);
    }
  }
}
