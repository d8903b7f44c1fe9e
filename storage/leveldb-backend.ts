/**
 * State in LevelDB (classic-level). The working directory is scratch: nothing here fsyncs but
 * `snapshot`. Two facts of LevelDB carry the design: table files never change once written, so that
 * a snapshot is a set of hard links; and `compactRange` over a key behind all others compacts
 * nothing but first puts the memtable into a table, so that no log needs to be copied.
 */
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { FileSystem } from '../core/env.js';
import { StateError } from '../core/errors.js';
import { wrongBackend } from './backend.js';
import type {
  BackendOptions, KeyRange, SnapshotFiles, StateBackend, StateEntry,
} from './backend.js';
import { errorText, fileHint } from './file-error.js';
import { LevelDbSnapshots } from './leveldb-snapshot.js';
import { linkOrCopy } from './link-or-copy.js';

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
const chunkRows = 1000;
const chunkBytes = 1 << 20;

/** Opens an empty database in `options.dir`. Throws StateError STATE_OPEN_FAILED. */
export async function openLevelDb(options: BackendOptions): Promise<StateBackend> {
  const { files, dir } = options;
  try {
    await files.removeTree(dir);
    const sizes = databaseSizes(options.memoryBytes);
    return new LevelDbBackend(files, dir, sizes, await openDatabase(dir, sizes, true));
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
    writeBufferSize: Math.floor(Math.max(mib, Math.min(memoryBytes / 8, 32 * mib))),
    cacheSize: Math.floor(Math.max(mib, Math.min(memoryBytes / 12, 32 * mib))),
    maxFileSize,
    maxOpenFiles: Math.floor(Math.max(openFilesMin, Math.min(memoryBytes / 2 / maxFileSize, 1000))),
  };
}

async function openDatabase(
  dir: string, sizes: DatabaseSizes, createIfMissing: boolean,
): Promise<Database> {
  const db: Database = new ClassicLevel(dir, { ...databaseOptions, ...sizes, createIfMissing });
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
  #db: Database;
  #snapshots: LevelDbSnapshots;

  constructor(files: FileSystem, dir: string, sizes: DatabaseSizes, db: Database) {
    this.#files = files;
    this.#dir = dir;
    this.#sizes = sizes;
    this.#db = db;
    this.#snapshots = new LevelDbSnapshots(files, dir, []);
  }

  get(key: Uint8Array): Uint8Array | undefined {
    try {
      return this.#db.getSync(key);
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
    const iterator = this.#db.iterator({ ...range, highWaterMarkBytes: chunkBytes });
    const failed = (error: unknown) =>
      stateError('STATE_READ_FAILED', `cannot scan ${this.#dir}`, this.#dir, error);
    return (async function* chunks() {
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
    if (puts.length === 0 && deletes.length === 0) return;
    try {
      const batch = this.#db.batch();
      for (let i = 0; i < puts.length; i++) batch.put(puts[i]![0], puts[i]![1]);
      for (let i = 0; i < deletes.length; i++) batch.del(deletes[i]!);
      await batch.write();
    } catch (error) {
      throw stateError('STATE_WRITE_FAILED', `cannot write to ${this.#dir}`, this.#dir, error);
    }
  }

  async deleteRange(range: KeyRange): Promise<void> {
    try {
      await this.#db.clear(range);
    } catch (error) {
      throw stateError('STATE_WRITE_FAILED', `cannot delete in ${this.#dir}`, this.#dir, error);
    }
  }

  async snapshot(epoch: number, into: string): Promise<SnapshotFiles> {
    try {
      await this.#db.compactRange(behindAllKeys, behindAllKeys);
      return { backend: this.name, epoch, files: await this.#snapshots.take(into) };
    } catch (error) {
      const what = `cannot snapshot ${this.#dir} into ${into}`;
      throw stateError('STATE_SNAPSHOT_FAILED', what, into, error);
    }
  }

  async restore(from: string, { backend, epoch, files }: SnapshotFiles): Promise<void> {
    if (backend !== this.name) throw wrongBackend(this.name, backend, epoch);
    try {
      await this.#db.close();
      await this.#files.removeTree(this.#dir);
      await this.#files.makeDirectory(this.#dir);
      for (const { name } of files) {
        const isTable = name.endsWith('.ldb');
        if (isTable) await linkOrCopy(this.#files, join(from, name), join(this.#dir, name));
        else await this.#files.copy(join(from, name), join(this.#dir, name));
      }
      this.#db = await openDatabase(this.#dir, this.#sizes, false);
      this.#snapshots = new LevelDbSnapshots(this.#files, this.#dir, files);
    } catch (error) {
      const what = `cannot restore epoch ${epoch} from ${from}`;
      throw stateError('STATE_RESTORE_FAILED', what, this.#dir, error);
    }
  }

  /** Tables only: what was written since the last snapshot may not count yet. */
  async approximateBytes(): Promise<number> {
    return this.#db.approximateSize(new Uint8Array(0), behindAllKeys);
  }

  async close(): Promise<void> {
    await this.#db.close();
  }
}
