/**
 * Rows of a Parquet file by number, a row group at a time; the next group's bytes are read ahead.
 */
import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import type {
  AsyncBuffer,
  ColumnMetaData,
  Compressors,
  FileMetaData,
  SchemaElement,
  SchemaTree,
} from 'hyparquet';
import type { Column } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { FileSystem } from '../../../core/env.js';
import { DataError, listedNames } from '../../../core/errors.js';
import { gather } from '../../../core/gather.js';
import { Layout, layoutOf } from '../../../core/layout.js';
import { formatType, type DataType } from '../../../core/types.js';
import { errorText } from '../../../storage/file-error.js';
import type { DecodedRows, FileReaderContext, FileRows, FileStatisticsContext } from '../format.js';
import { isFastChunk, readChunk, type ColumnChunkRows } from './column-chunk.js';
import { gatherText } from './gather-text.js';
import { decimalScales, type DecimalScales } from './nested-decimal.js';
import { isNarrow, isUnsigned } from './plain-value.js';
import { objectValue } from './object-value.js';
import { rawParsers, withRawValues } from './raw-values.js';

/** A wanted value: a top-level column, or a field within. */
interface WantedColumn {
  readonly path: readonly string[];
  readonly type: DataType;
}

interface RowGroup {
  readonly first: number;
  readonly count: number;
  readonly index: number;
}
interface LoadedGroup {
  readonly group: RowGroup;
  readonly columns: readonly ColumnChunkRows[];
}
type RawChunks = readonly (Uint8Array | null)[]; // by wanted column; null = read by hyparquet

/** Rows of a file by its footer. Throws DataError CORRUPT_FILE. */
export async function rowCountOf(context: FileStatisticsContext): Promise<number> {
  const file = asyncBuffer(context);
  const metadata = await broken(context.path, () => parquetMetadataAsync(file));
  return Number(metadata.num_rows);
}

/** One open file; see the header. */
export class ParquetFile implements FileRows {
  readonly rowCount: number;
  readonly #context: FileReaderContext;
  readonly #files: FileSystem;
  readonly #metadata: FileMetaData;
  readonly #compressors: Compressors;
  readonly #wanted: readonly WantedColumn[];
  readonly #groups: readonly RowGroup[];
  #loaded: LoadedGroup | null = null;
  #ahead: { readonly index: number; readonly raw: Promise<RawChunks> } | null = null;

  /** Throws DataError CORRUPT_FILE when the file is no Parquet file. */
  static async open(context: FileReaderContext, compressors: Compressors): Promise<ParquetFile> {
    const file = asyncBuffer(context);
    const metadata = await broken(context.path, () => parquetMetadataAsync(file));
    return new ParquetFile(context, metadata, compressors);
  }

  private constructor(
    context: FileReaderContext,
    metadata: FileMetaData,
    compressors: Compressors,
  ) {
    this.#context = context;
    this.#files = context.env.files;
    this.#metadata = metadata;
    this.#compressors = compressors;
    this.#wanted = context.projection.map((path, i) => ({ path, type: context.types[i]! }));
    let first = 0;
    this.#groups = metadata.row_groups.map((group, index) => {
      const count = Number(group.num_rows);
      first += count;
      return { first: first - count, count, index };
    });
    this.rowCount = first;
  }

  read(row: number, rowsMax: number): DecodedRows | Promise<DecodedRows> {
    const loaded = this.#loaded;
    if (
      loaded !== null &&
      row >= loaded.group.first &&
      row < loaded.group.first + loaded.group.count
    ) {
      return this.#cut(loaded, row, rowsMax);
    }
    return this.#load(row).then((group) => this.#cut(group, row, rowsMax));
  }

  #cut(loaded: LoadedGroup, row: number, rowsMax: number): DecodedRows {
    const start = row - loaded.group.first;
    const count = Math.min(rowsMax, loaded.group.count - start);
    const columns: Column[] = [];
    for (const { values, rows } of loaded.columns) {
      const slice = rows.subarray(start, start + count);
      const isText =
        layoutOf(values.type) === Layout.Text || layoutOf(values.type) === Layout.Bytes;
      columns.push(isText ? gatherText(values, slice, count) : gather(values, slice, count));
    }
    return { columns, kinds: null, rowCount: count };
  }

  async #load(row: number): Promise<LoadedGroup> {
    const group = this.#groups.find((candidate) => row < candidate.first + candidate.count)!;
    const raw = await (this.#ahead?.index === group.index ? this.#ahead.raw : this.#readRaw(group));
    const next = this.#groups[group.index + 1];
    this.#ahead = next === undefined ? null : { index: next.index, raw: this.#readRaw(next) };
    this.#ahead?.raw.catch(() => {
      /* thrown when it is awaited */
    });
    const columns: ColumnChunkRows[] = [];
    for (const [i, bytes] of raw.entries()) {
      columns.push(
        await broken(this.#context.path, async () =>
          bytes === null
            ? this.#readSlowly(group, this.#wanted[i]!)
            : this.#decode(group, this.#wanted[i]!, bytes),
        ),
      );
    }
    this.#loaded = { group, columns };
    return this.#loaded;
  }

  #readRaw(group: RowGroup): Promise<RawChunks> {
    return Promise.all(
      this.#wanted.map(async ({ path, type }) => {
        const { element, meta } = this.#find(group, path);
        if (meta === null || !isFastChunk(meta, element, type)) return null;
        const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
        return this.#files.readAt(this.#context.path, start, Number(meta.total_compressed_size));
      }),
    );
  }

  /** The column's place in the schema; `meta` null when it is nested. */
  #find(
    group: RowGroup,
    path: readonly string[],
  ): { element: SchemaElement; meta: ColumnMetaData | null } {
    const tree = parquetSchema(this.#metadata);
    const child = tree.children.find((column) => column.element.name === path[0]);
    if (child === undefined) {
      throw new DataError('PARQUET_COLUMN', {
        message: `${this.#context.path} has no column "${path[0]}"`,
        hint: `It has ${listedNames(
          tree.children.map((column) => column.element.name),
          path[0]!,
        )}.`,
      });
    }
    const isFlat =
      path.length === 1 &&
      child.children.length === 0 &&
      child.element.repetition_type !== 'REPEATED';
    const chunk = this.#metadata.row_groups[group.index]!.columns.find(
      (column) => column.meta_data?.path_in_schema[0] === path[0],
    );
    return { element: child.element, meta: isFlat ? (chunk?.meta_data ?? null) : null };
  }

  #decode(group: RowGroup, column: WantedColumn, bytes: Uint8Array): ColumnChunkRows {
    const { element, meta } = this.#find(group, column.path);
    return readChunk({
      bytes,
      meta: meta!,
      element,
      type: column.type,
      compressors: this.#compressors,
      rowCount: group.count,
      file: this.#context.path,
    });
  }

  /** The column's type, every part an object of its own, with the scales of the file's decimals. */
  #exactType({ path, type }: WantedColumn): { type: DataType; scales: DecimalScales } {
    const own = structuredClone(type);
    let tree: SchemaTree | undefined = parquetSchema(this.#metadata);
    for (const name of path) tree = tree?.children.find((child) => child.element.name === name);
    return { type: own, scales: tree === undefined ? new Map() : decimalScales(tree, own) };
  }

  /**
   * hyparquet cuts the first of the numbers that are stored as differences to 32 bits of zigzag
   * code. Writers that treat unsigned numbers as 64-bit ones (DuckDB) need 33.
   */
  #checkDeltas(group: RowGroup, column: WantedColumn): void {
    if (wrapsUnsigned.test(this.#metadata.created_by ?? '')) return;
    for (const { meta_data: meta } of this.#metadata.row_groups[group.index]!.columns) {
      if (meta?.path_in_schema[0] !== column.path[0] || meta?.type !== 'INT32') continue;
      if (!meta.encodings.includes('DELTA_BINARY_PACKED')) continue;
      let tree: SchemaTree | undefined = parquetSchema(this.#metadata);
      for (const name of meta.path_in_schema)
        tree = tree?.children.find((child) => child.element.name === name);
      if (tree === undefined || !isUnsigned(tree.element) || isNarrow(tree.element)) continue;
      throw new DataError('PARQUET_COLUMN', {
        message:
          `${this.#context.path}, column "${meta.path_in_schema.join('.')}": unsigned 32-bit ` +
          'numbers in DELTA_BINARY_PACKED cannot be read',
        hint: 'write the file with another encoding, or as 64-bit numbers',
      });
    }
  }

  /** Any column, through hyparquet's objects. */
  async #readSlowly(group: RowGroup, column: WantedColumn): Promise<ColumnChunkRows> {
    this.#checkDeltas(group, column);
    const [name, ...inner] = column.path as readonly [string, ...string[]];
    let objects: readonly Record<string, unknown>[] = [];
    await parquetRead({
      file: asyncBuffer(this.#context),
      metadata: withRawValues(this.#metadata),
      compressors: this.#compressors,
      columns: [name],
      rowStart: group.first,
      rowEnd: group.first + group.count,
      rowFormat: 'object',
      utf8: false,
      parsers: rawParsers,
      onComplete: (rows) => {
        objects = rows;
      },
    });
    const { type, scales } = this.#exactType(column);
    const builder = new ColumnBuilder(type, group.count);
    const rows = new Int32Array(objects.length);
    for (const [i, object] of objects.entries()) {
      let value: unknown = object[name];
      for (const key of inner) value = (value as Record<string, unknown> | null | undefined)?.[key];
      const boxed = objectValue(value, type, scales);
      if (boxed === undefined) throw misfit(this.#context.path, column);
      builder.append(boxed);
      rows[i] = boxed === null ? -1 : i;
    }
    return { values: builder.finish(), rows };
  }
}

function misfit(path: string, column: WantedColumn): DataError {
  return new DataError('PARQUET_COLUMN', {
    message:
      `${path}, column "${column.path.join('.')}": ` +
      `a value does not fit ${formatType(column.type)}`,
    hint: "declare the column with the file's type",
  });
}

function asyncBuffer({ env, path, bytes }: FileStatisticsContext): AsyncBuffer {
  return {
    byteLength: bytes,
    slice: async (start, end) => {
      const read = await env.files.readAt(path, start, (end ?? bytes) - start);
      return read.slice().buffer as ArrayBuffer;
    },
  };
}

/** Errors of the library as DataError CORRUPT_FILE. */
async function broken<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DataError && cause.message.includes(path)) throw cause;
    throw new DataError('CORRUPT_FILE', {
      message: `${path} cannot be read as Parquet: ${reason(cause)}`,
      hint: 'check the file with another Parquet reader',
      cause,
    });
  }
}

/** The library's own words, unless it stumbled over what it read (they tell of its code then). */
function reason(cause: unknown): string {
  const stumbled = cause instanceof TypeError || cause instanceof RangeError;
  return stumbled ? 'it is damaged or cut off' : errorText(cause);
}

/** Arrow's C++ and Java's writer keep unsigned 32-bit numbers as signed ones. */
const wrapsUnsigned = /^parquet-(cpp|mr)/;
