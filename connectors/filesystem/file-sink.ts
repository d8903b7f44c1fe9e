/**
 * Rows into files, exactly once. Rows go to files in a hidden folder of the table
 * (`.staging-<sink>`), which `prepare` makes durable and `commit` makes visible by renaming. What
 * a crash leaves in the hidden folder is either pending (renamed by `restore`) or newer than the
 * checkpoint (deleted by `restore`). INSERT OVERWRITE holds all its files back until the input has
 * ended; the commit of that checkpoint shows them, then removes what they replace.
 */
import { dirname, join } from 'node:path';
import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import { ConnectorError } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';
import type { Committable, Sink, SinkContext } from '../../engine/connector.js';
import type { EncoderContext, FileEncoders, FormatSpec } from '../formats/format.js';
import { makeDurableDirectory } from '../../storage/durable-directory.js';
import { sizeOption } from '../options.js';
import { connectorFault } from './file-fault.js';
import { resolvePath } from './file-list.js';
import { defaultPartition } from './file-source.js';
import { filesToReplace, removeReplaced, wasOverwritten } from './overwritten-files.js';
import { lineEncoders, PartFile } from './part-file.js';
import { partitionFolder } from './partition-path.js';
import {
  beginRun,
  clearStaging,
  currentRun,
  partName,
  removeNewer,
  type SinkPlaces,
} from './sink-run.js';

const BUFFER_BYTES = 1 << 20;
const FILE_BYTES_MAX = 128 * 1024 * 1024;

/** A staged file, absolute, and where it becomes visible, below the table's folder. */
interface Move {
  readonly staged: string;
  readonly visible: string;
}

/** Of INSERT OVERWRITE: every file so far. */
interface Replacement {
  readonly moves: readonly Move[];
  /** Visible files that go, below the table's folder; null until the input has ended. */
  readonly replaced: readonly string[] | null;
}

export class FileSink implements Sink {
  readonly #context: SinkContext;
  /** Of `restore`, which loads it. */
  #encoders: FileEncoders | null = null;
  readonly #loadEncoders: () => Promise<FileEncoders>;
  readonly #folder: string;
  readonly #staging: string;
  readonly #places: SinkPlaces;
  readonly #fileBytesMax: number;
  readonly #successFile: string | null;
  readonly #folderOf: (batch: Batch, row: number) => string;
  readonly #fixedFolder: string | null;
  readonly #name: string;
  #run = '';
  /** Files that rows go to, by partition folder; then full ones. */
  #open = new Map<string, PartFile>();
  #full: PartFile[] = [];
  /** Staged names are never used again: a later start may still have to commit an earlier one's. */
  #life = '';
  #fileCount = 0;
  /** Staged files that a commit still needs. */
  readonly #pending = new Set<string>();
  /** INSERT OVERWRITE: durable files that wait for the end of the input. */
  #held: Move[] = [];
  /** What they replace; known once the input has ended. */
  #replaced: readonly string[] | null = null;

  /** Options are valid. Throws ConnectorError FORMAT_SCHEMA. */
  constructor(context: SinkContext, format: FormatSpec) {
    const { options, schema, partitionKeys } = context;
    this.#context = context;
    const indexes = schema.fields.flatMap((field, i) =>
      partitionKeys.includes(field.name) ? [] : [i],
    );
    const encoding = { options, indexes, fields: indexes.map((i) => schema.fields[i]!) };
    this.#loadEncoders = encoderLoader(format, encoding);
    this.#name = encodeURIComponent(context.sinkId);
    this.#folder = resolvePath(options['path']!, context.baseDir);
    this.#staging = join(this.#folder, `.staging-${this.#name}`);
    this.#places = {
      env: context.env,
      folder: this.#folder,
      staging: this.#staging,
      name: this.#name,
    };
    this.#fileBytesMax = sizeOption(options, 'sink.rolling-policy.file-size') ?? FILE_BYTES_MAX;
    this.#folderOf = partitionReader(context);
    this.#fixedFolder = fixedFolder(context);
    const writesSuccess =
      options['sink.partition-commit.policy.kind']?.includes('success-file') === true;
    this.#successFile = writesSuccess
      ? (options['sink.partition-commit.success-file.name'] ?? '_SUCCESS')
      : null;
  }

  async restore(pending: readonly Committable[], epoch: number | null): Promise<void> {
    const { files } = this.#context.env;
    this.#encoders ??= await this.#loadEncoders();
    for (const committable of pending)
      for (const move of movesOf(committable)) this.#pending.add(move.staged);
    await connectorFault('FILE_WRITE', 'create', this.#folder, async () => {
      const stat = await files.stat(this.#folder);
      if (stat !== null && !stat.isDirectory) throw isFile(this.#folder);
      await makeDurableDirectory(files, this.#folder);
    });
    for (const committable of pending) await this.commit(committable);
    this.#held = this.#context.overwrite === null ? [] : heldMoves(pending);
    this.#replaced = null;
    await connectorFault('FILE_WRITE', 'clear', this.#folder, () => this.#resumeRun(epoch));
    for (const move of this.#held) await this.#takeBack(move);
    this.#life = this.#context.env.random.uuid();
    this.#open.clear();
    this.#full = [];
  }

  async #resumeRun(epoch: number | null): Promise<void> {
    const run = epoch === null ? null : await currentRun(this.#places);
    if (run === null || epoch === null) {
      this.#run = await beginRun(this.#places);
      return;
    }
    this.#run = run;
    await removeNewer(this.#places, run, epoch);
    await clearStaging(this.#places, new Set(this.#held.map((move) => move.staged)));
  }

  /** A file that a later, passed-over checkpoint had shown waits again. */
  async #takeBack(move: Move): Promise<void> {
    const { files } = this.#context.env;
    const visible = join(this.#folder, move.visible);
    await connectorFault('FILE_WRITE', 'take back', visible, async () => {
      if ((await files.stat(move.staged)) !== null) return;
      if ((await files.stat(visible)) === null) throw this.#lost(move);
      await files.rename(visible, move.staged);
    });
  }

  write(batch: Batch): void | Promise<void> {
    const waiting: Promise<void>[] = [];
    for (const [folder, rows] of this.#rowsByFolder(batch)) {
      const file = this.#fileFor(folder);
      const buffered = file.write(batch, rows, rows.length);
      if (buffered >= BUFFER_BYTES) waiting.push(file.flush());
      if (file.bytes >= this.#fileBytesMax) {
        file.end();
        this.#full.push(file);
        this.#open.delete(folder);
      }
    }
    if (waiting.length > 0) return Promise.all(waiting).then(() => undefined);
  }

  #rowsByFolder(batch: Batch): Iterable<[string, Int32Array]> {
    const count = batch.rowCount;
    if (this.#context.partitionKeys.length === 0) {
      const rows = new Int32Array(count);
      for (let i = 0; i < count; i++) rows[i] = rowAt(batch, i);
      return [['', rows]];
    }
    const byFolder = new Map<string, number[]>();
    for (let i = 0; i < count; i++) {
      const row = rowAt(batch, i);
      const folder = this.#folderOf(batch, row);
      const rows = byFolder.get(folder);
      if (rows === undefined) byFolder.set(folder, [row]);
      else rows.push(row);
    }
    return [...byFolder].map(([folder, rows]) => [folder, Int32Array.from(rows)]);
  }

  #fileFor(folder: string): PartFile {
    let file = this.#open.get(folder);
    if (file === undefined) {
      const staged = join(this.#staging, `${this.#life}-${this.#fileCount++}`);
      file = new PartFile(this.#context.env.files, staged, folder, this.#encoders!());
      this.#open.set(folder, file);
    }
    return file;
  }

  async prepare(epoch: number, isFinal = false): Promise<Committable | null> {
    const moves = await this.#stage(epoch);
    if (this.#context.overwrite === null)
      return moves.length === 0 ? null : (moves as unknown as JsonValue);
    this.#held.push(...moves);
    if (this.#held.length === 0 && !isFinal) return null;
    if (isFinal)
      this.#replaced ??= await filesToReplace(this.#places, this.#run, this.#touchedFolders());
    const replacement: Replacement = { moves: [...this.#held], replaced: this.#replaced };
    return replacement as unknown as JsonValue;
  }

  /** Partitions that INSERT OVERWRITE replaces; null = the whole table. */
  #touchedFolders(): ReadonlySet<string> | null {
    if (this.#context.partitionKeys.length === 0) return null;
    const folders = new Set(this.#held.map((move) => dirname(move.visible)));
    return this.#fixedFolder === null ? folders : folders.add(this.#fixedFolder);
  }

  /** Makes the rows so far durable. */
  async #stage(epoch: number): Promise<readonly Move[]> {
    const parts = [...this.#full, ...this.#open.values()];
    this.#full = [];
    this.#open = new Map();
    if (parts.length === 0) return [];
    const moves = parts.map((file, i) => ({
      staged: file.staged,
      visible: join(file.folder, partName(this.#name, this.#run, epoch, i)),
    }));
    for (const move of moves) this.#pending.add(move.staged);
    for (const file of parts) file.end();
    await Promise.all(parts.map((file) => file.finish()));
    await this.#sync([this.#staging, this.#folder, dirname(this.#folder)]);
    return moves;
  }

  async commit(committable: Committable): Promise<void> {
    if (this.#context.overwrite === null) {
      await this.#publish(movesOf(committable));
      return;
    }
    const { moves, replaced } = committable as unknown as Replacement;
    if (replaced === null) return;
    await this.#publish(moves);
    const folders = await connectorFault('FILE_WRITE', 'replace', this.#folder, () =>
      removeReplaced(this.#places, replaced),
    );
    await this.#sync([...folders].map((folder) => join(this.#folder, folder)));
  }

  async #publish(moves: readonly Move[]): Promise<void> {
    const folders = new Set<string>();
    for (const move of moves) {
      await this.#show(move);
      for (let folder = dirname(move.visible); folder !== '.'; folder = dirname(folder))
        folders.add(folder);
      if (this.#successFile !== null) await this.#writeSuccess(dirname(move.visible));
    }
    await this.#sync([...folders].map((folder) => join(this.#folder, folder)));
    await this.#sync([this.#folder]);
    for (const move of moves) this.#pending.delete(move.staged);
  }

  async #show(move: Move): Promise<void> {
    const { files } = this.#context.env;
    const visible = join(this.#folder, move.visible);
    await connectorFault('FILE_WRITE', 'publish', visible, async () => {
      // Visible already: a start repeats the commits of its checkpoint, as often as it crashes.
      if ((await files.stat(visible)) !== null) return;
      if ((await files.stat(move.staged)) !== null) {
        await files.makeDirectory(dirname(visible));
        await files.rename(move.staged, visible);
      } else if (!(await wasOverwritten(this.#places, move.visible))) {
        throw this.#lost(move);
      }
    });
  }

  #lost(move: Move): ConnectorError {
    return new ConnectorError('COMMIT_LOST', {
      message:
        `neither ${move.staged} nor ${join(this.#folder, move.visible)} is there: ` +
        `rows of ${this.#context.table} are lost`,
      hint: 'restore the file from a backup, or start from an older checkpoint',
    });
  }

  async #writeSuccess(folder: string): Promise<void> {
    const path = join(this.#folder, folder, this.#successFile!);
    await connectorFault('FILE_WRITE', 'write', path, () =>
      this.#context.env.files.writeFile(path, new Uint8Array(0)),
    );
  }

  async #sync(folders: readonly string[]): Promise<void> {
    for (const folder of folders) {
      await connectorFault('FILE_WRITE', 'sync', folder, () =>
        this.#context.env.files.sync(folder),
      );
    }
  }

  /** Staged files that no commit needs go; the run's mark stays, for a restart. */
  async close(): Promise<void> {
    if (this.#pending.size === 0 && this.#run !== '') await clearStaging(this.#places, new Set());
  }
}

/** Throws FORMAT_SCHEMA at once; what is loaded comes later. */
function encoderLoader(format: FormatSpec, context: EncoderContext): () => Promise<FileEncoders> {
  if (format.fileEncoders !== undefined) return () => format.fileEncoders!(context);
  const encoders = lineEncoders(format.encoder!(context));
  return async () => encoders;
}

/** Of INSERT INTO or INSERT OVERWRITE. */
function movesOf(committable: Committable): readonly Move[] {
  if (Array.isArray(committable)) return committable as unknown as readonly Move[];
  return (committable as unknown as Replacement).moves;
}

/** The last list has the files of those before. */
function heldMoves(pending: readonly Committable[]): Move[] {
  const last = pending.at(-1) as unknown as Replacement | undefined;
  return last === undefined || last.replaced !== null ? [] : [...last.moves];
}

function isFile(path: string): ConnectorError {
  return new ConnectorError('FILE_WRITE', {
    message: `${path} is a file; a table is written into a folder`,
    blame: 'user',
    hint: "give another 'path'",
  });
}

/** Folder of the partition that INSERT OVERWRITE names; null when it names not all keys. */
function fixedFolder({ schema, partitionKeys, options, overwrite }: SinkContext): string | null {
  const values = overwrite?.partition ?? null;
  if (values === null || partitionKeys.length === 0) return null;
  return partitionKeys
    .map((key, i) => {
      const { type } = schema.fields.find((field) => field.name === key)!;
      return partitionFolder(key, values[i]!, type, defaultPartition(options));
    })
    .join('/');
}

function partitionReader(context: SinkContext): (batch: Batch, row: number) => string {
  const { schema, partitionKeys, options } = context;
  const name = defaultPartition(options);
  const keys = partitionKeys.map((key) => {
    const index = schema.fields.findIndex((field) => field.name === key);
    const type = schema.fields[index]!.type;
    return { key, index, type, read: columnReader(type) };
  });
  return (batch, row) =>
    keys
      .map(({ key, index, type, read }) =>
        partitionFolder(key, read(batch.columns[index]!, row), type, name),
      )
      .join('/');
}
