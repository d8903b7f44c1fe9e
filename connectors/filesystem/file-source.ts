/**
 * Rows of files, one file after the other by name. The offset names the file and the place in it,
 * exact to the row. With a monitor interval the source never ends: new files are read as they
 * appear.
 */
import type { Batch, Column, Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { ConnectorError } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';
import type { DataType } from '../../core/types.js';
import type { Poll, Source, SourceContext } from '../../engine/connector.js';
import type { Decoder, DecoderContext, FormatSpec } from '../formats/format.js';
import { durationOption } from '../options.js';
import { isCompressed, openBytes } from './byte-stream.js';
import { listFiles, pathPattern, resolvePath, type ListedFile } from './file-list.js';
import { checkFileMark, fileMark, type FileMark } from './file-mark.js';
import { FILE_START, LineFile, type FilePlace, type OpenFile } from './line-file.js';
import { partitionsOf, partitionValue } from './partition-path.js';
import { RowFile } from './row-file.js';
import type { RowSlice } from './row-slice.js';

/** `file` is null before the first one; `done` is kept only while monitoring. */
interface FileOffset {
  readonly file: string | null;
  readonly place: FilePlace;
  /** Of `file`; null before it was opened. */
  readonly mark: FileMark | null;
  readonly done: readonly string[] | null;
}

/** Where an output column comes from. */
type ColumnSource =
  | { readonly from: 'format'; readonly index: number }
  | { readonly from: 'partition'; readonly key: string; readonly type: DataType }
  | { readonly from: 'metadata'; readonly key: string; readonly type: DataType };

/** Reads the files of one table; see the head of this file. */
export class FileSource implements Source {
  readonly #context: SourceContext;
  readonly #format: FormatSpec;
  readonly #decoderContext: DecoderContext;
  readonly #columns: readonly ColumnSource[];
  readonly #path: string;
  readonly #monitorMs: number | null;
  #decoder: Decoder | null = null;
  #queue: ListedFile[] = [];
  #done = new Set<string>();
  /** Of files that this process read to their ends. */
  readonly #bytesRead = new Map<string, number>();
  #bytesTotal = 0;
  #bytesDone = 0;
  #current: ListedFile | null = null;
  #open: OpenFile | null = null;
  /** Partition and metadata columns of the current file, by output column, and their rows. */
  #constants: (Column | null)[] = [];
  #constantRows = 0;
  /** Where the current file goes on, until it is open. */
  #resume: FilePlace = FILE_START;
  #mark: FileMark | null = null;
  #isFinished = false;
  #isClosed = false;
  /** The last poll that had to wait. */
  #polling: Promise<unknown> = Promise.resolve();

  /** Options are valid. */
  constructor(context: SourceContext, format: FormatSpec) {
    this.#context = context;
    this.#format = format;
    this.#columns = columnSources(context);
    this.#path = resolvePath(context.options['path']!, context.baseDir);
    this.#monitorMs = durationOption(context.options, 'source.monitor-interval');
    const isPartition = (name: string): boolean => context.partitionKeys.includes(name);
    const wanted = context.projection.flatMap((path, i) => (isPartition(path[0]!) ? [] : [i]));
    this.#decoderContext = {
      options: context.options,
      columns: { fields: context.physical.fields.filter((field) => !isPartition(field.name)) },
      projection: wanted.map((i) => context.projection[i]!),
      types: wanted.map((i) => context.output.fields[i]!.type),
      skipCorrupt: context.options['error.policy'] === 'skip',
    };
  }

  async restore(offset: JsonValue | null): Promise<void> {
    const from = offset as FileOffset | null;
    this.#done = new Set(from?.done ?? []);
    await this.#list();
    if (this.#queue.length === 0 && this.#monitorMs === null) await this.#checkPattern();
    if (from === null || from.file === null) {
      this.#current = this.#queue.shift() ?? null;
      return;
    }
    const file = from.file;
    if (this.#monitorMs === null) {
      this.#queue = this.#queue.filter((listed) => listed.relative >= file);
    } else {
      this.#queue.sort((a, b) => Number(b.relative === file) - Number(a.relative === file));
    }
    if (this.#queue[0]?.relative !== file) {
      throw new ConnectorError('FILE_GONE', {
        message: `${this.#path}: the checkpoint stands in the file ${file}, which is gone`,
        hint: 'put the file back, or start without the checkpoint',
      });
    }
    this.#current = this.#queue.shift()!;
    this.#resume = from.place;
    this.#mark = from.mark;
    const { files } = this.#context.env;
    if (from.mark !== null) await checkFileMark(files, this.#current, from.mark);
  }

  /** A folder may be empty; a pattern that no file fits is more likely a mistake. */
  async #checkPattern(): Promise<void> {
    const { env, options } = this.#context;
    const isFound = (await env.files.stat(this.#path)) !== null;
    if (isFound && pathPattern(options) === null) return;
    throw new ConnectorError('FILE_NOT_FOUND', {
      message: isFound
        ? `no file of ${this.#path} fits the option 'source.path.regex-pattern'`
        : `no file fits the pattern ${this.#path}`,
      hint: isFound
        ? "it is matched against the whole path, as in '/data/.*[.]csv'"
        : '* stands for any text but /, ** for any folders, ? for one character',
      blame: 'user',
    });
  }

  /** Puts the files not done yet into the queue, by name. */
  async #list(): Promise<void> {
    const listed = await listFiles(
      this.#context.env.files,
      this.#path,
      pathPattern(this.#context.options),
    );
    this.#queue = listed.filter((file) => !this.#done.has(file.relative));
    for (const file of listed) this.#tellIfGrown(file);
    this.#bytesTotal = listed.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Files are read once. What is added to one behind its end is not lost in silence. */
  #tellIfGrown({ relative, path, bytes }: ListedFile): void {
    const read = this.#bytesRead.get(relative);
    if (read === undefined || bytes <= read) return;
    this.#bytesRead.delete(relative);
    const hint = 'write files elsewhere, and move them into the folder when they are complete';
    const message = `${path} has grown since it was read: what was added is not read`;
    this.#context.env.log.write('warn', message, { hint });
  }

  poll(rowsMax: number): Poll | Promise<Poll> {
    if (this.#open !== null) {
      const read = this.#open.read(rowsMax);
      if (read !== null && !(read instanceof Promise)) return this.#batch(read);
      return this.#waitFor(this.#pollSlowly(rowsMax, read));
    }
    return this.#waitFor(this.#pollSlowly(rowsMax, null));
  }

  #waitFor(poll: Promise<Poll>): Promise<Poll> {
    this.#polling = poll;
    return poll;
  }

  async #pollSlowly(rowsMax: number, read: null | Promise<RowSlice | null>): Promise<Poll> {
    let slice = await read;
    while (!this.#isClosed) {
      if (slice !== null) return this.#batch(slice);
      if (this.#open !== null) await this.#endFile();
      if (this.#current === null && this.#monitorMs !== null && !(await this.#findFiles())) {
        return { kind: 'idle', ready: this.#context.env.clock.sleep(this.#monitorMs) };
      }
      if (this.#current === null || this.#isFinished) return { kind: 'end' };
      this.#open = await this.#openFile(this.#current, this.#resume);
      slice = await this.#open.read(rowsMax);
    }
    return { kind: 'end' };
  }

  /** Goes on to the next file. Behind the last one the offset stays at its end. */
  async #endFile(): Promise<void> {
    const file = this.#current!;
    const next = this.#queue.shift() ?? null;
    this.#isFinished = next === null && this.#monitorMs === null;
    this.#resume = this.#isFinished ? this.#open!.place() : FILE_START;
    if (!this.#isFinished) {
      this.#current = next;
      this.#mark = null;
    }
    const open = this.#open!;
    this.#open = null;
    if (this.#monitorMs !== null) {
      this.#done.add(file.relative);
      const isPlain = this.#format.fileReader === undefined && !isCompressed(file.path);
      const bytes = isPlain ? open.place().position : file.bytes;
      this.#bytesRead.set(file.relative, bytes);
    }
    this.#bytesDone += file.bytes;
    await open.close();
  }

  async #findFiles(): Promise<boolean> {
    await this.#list();
    this.#current = this.#queue.shift() ?? null;
    this.#resume = FILE_START;
    return this.#current !== null;
  }

  async #openFile(file: ListedFile, place: FilePlace): Promise<OpenFile> {
    this.#constants = this.#columns.map(() => null);
    this.#constantRows = 0;
    const { env } = this.#context;
    this.#mark ??= await fileMark(env.files, file);
    if (this.#format.fileReader !== undefined) {
      const rows = await this.#format.fileReader({
        ...this.#decoderContext,
        env,
        path: file.path,
        bytes: file.bytes,
      });
      return new RowFile(rows, place);
    }
    this.#decoder ??= this.#format.decoder!(this.#decoderContext);
    return new LineFile(
      openBytes(env.files, file, place.position),
      this.#decoder,
      file.path,
      place,
    );
  }

  #growConstants(rows: number): void {
    if (rows <= this.#constantRows) return;
    const file = this.#current!;
    this.#constantRows = Math.max(rows, 2 * this.#constantRows);
    this.#constants = this.#columns.map((column) => {
      if (column.from === 'format') return null;
      const value =
        column.from === 'metadata'
          ? metadataValue(column.key, file)
          : this.#partition(column.key, column.type, file);
      return constantColumn(column.type, value, this.#constantRows);
    });
  }

  #partition(key: string, type: DataType, file: ListedFile): Value {
    const text = partitionsOf(file.relative).get(key);
    if (text === undefined) {
      throw new ConnectorError('PARTITION_MISSING', {
        message:
          `${file.path} is in no folder '${key}=...', ` +
          `but ${this.#context.table} is partitioned by ${key}`,
        hint: 'move the file into such a folder, or leave PARTITIONED BY out',
        blame: 'user',
      });
    }
    return partitionValue(text, type, defaultPartition(this.#context.options), file.path);
  }

  #batch(slice: RowSlice): Poll {
    const { kinds, selection, rowCount } = slice;
    this.#growConstants(selection === null ? rowCount : selection[rowCount - 1]! + 1);
    const columns: Column[] = [];
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i]!;
      columns.push(column.from === 'format' ? slice.columns[column.index]! : this.#constants[i]!);
    }
    const batch: Batch = { columns, kinds, selection, rowCount, watermarks: null };
    return { kind: 'batch', batch };
  }

  offset(): JsonValue {
    const place = this.#open?.place() ?? this.#resume;
    const file = this.#current?.relative ?? null;
    const done = this.#monitorMs === null ? null : [...this.#done];
    return { file, place: { ...place }, mark: this.#mark && { ...this.#mark }, done };
  }

  async acknowledge(): Promise<void> {
    /* files stay */
  }

  /** Waits for a poll under way: it may be opening a file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#polling.catch(() => {
      /* thrown by `poll` */
    });
    const open = this.#open;
    this.#open = null;
    await open?.close();
  }

  progress(): number | null {
    if (this.#monitorMs !== null || this.#bytesTotal === 0) return null;
    const bytes = this.#current?.bytes ?? 0;
    const here = bytes === 0 ? 0 : bytes * (this.#open?.fraction(bytes) ?? 0);
    return Math.min(1, (this.#bytesDone + here) / this.#bytesTotal);
  }

  /** Records that could not be read and were skipped. */
  get skippedCount(): number {
    return this.#decoder?.skippedCount ?? 0;
  }
}

/** The option `partition.default-name`. */
export function defaultPartition(options: Readonly<Record<string, string>>): string {
  return options['partition.default-name'] ?? '__DEFAULT_PARTITION__';
}

function columnSources(context: SourceContext): ColumnSource[] {
  let index = 0;
  const columns: ColumnSource[] = context.projection.map((path, i) => {
    const type = context.output.fields[i]!.type;
    if (context.partitionKeys.includes(path[0]!)) return { from: 'partition', key: path[0]!, type };
    return { from: 'format', index: index++ };
  });
  for (const [i, key] of context.metadata.entries()) {
    columns.push({
      from: 'metadata',
      key,
      type: context.output.fields[context.projection.length + i]!.type,
    });
  }
  return columns;
}

function metadataValue(key: string, file: ListedFile): Value {
  switch (key) {
    case 'file.path':
      return file.path;
    case 'file.name':
      return file.path.slice(file.path.lastIndexOf('/') + 1);
    case 'file.size':
      return BigInt(file.bytes);
    default:
      return Math.floor(file.modifiedMs); // file.modification-time
  }
}

function constantColumn(type: DataType, value: Value, rows: number): Column {
  const builder = new ColumnBuilder(type, rows);
  for (let i = 0; i < rows; i++) builder.append(value);
  return builder.finish();
}
