/** Rows of an Arrow IPC file or stream by number. The file is held in memory as a whole. */
import type * as Arrow from 'apache-arrow';
import { ColumnBuilder } from '../../../core/column-builder.js';
import { DataError } from '../../../core/errors.js';
import type { DataType, Field } from '../../../core/types.js';
import type { DecodedRows, FileReaderContext, FileRows } from '../format.js';
import { checkArrow } from './arrow-check.js';
import { arrowLibrary } from './arrow-library.js';
import { checkArrowMetadata } from './arrow-metadata.js';
import { arrowRead, corruptArrow, missingField, type ArrowRead } from './arrow-read.js';

interface WantedColumn {
  /** In the file; -1 = the file does not have it. */
  readonly index: number;
  readonly read: ArrowRead;
  /** Places of fields within rows. */
  readonly inner: readonly number[];
  readonly type: DataType;
}

interface ArrowBatch {
  readonly first: number;
  readonly batch: Arrow.RecordBatch;
}

/** See the head of this file. */
export class ArrowFile implements FileRows {
  readonly rowCount: number;
  readonly #path: string;
  readonly #columns: readonly WantedColumn[];
  readonly #batches: readonly ArrowBatch[];

  /** Throws DataError CORRUPT_FILE, or ARROW_COLUMN when the columns do not fit the file. */
  static async open(context: FileReaderContext): Promise<ArrowFile> {
    const arrow = await arrowLibrary();
    const bytes = await context.env.files.readFile(context.path);
    return named(context.path, () => {
      checkEnd(bytes);
      checkArrowMetadata(bytes);
      const reader = arrow.RecordBatchReader.from(bytes).open();
      const { schema } = reader; // gone when the batches are read
      if (!(schema instanceof arrow.Schema)) throw corruptArrow('it has no schema');
      const batches = [...reader];
      const columns = context.projection.map((path, i) =>
        wantedColumn(arrow, context, schema, path, context.types[i]!),
      );
      for (const batch of batches) {
        for (const { index } of columns)
          if (index >= 0) checkArrow(batch.data.children[index]! as Arrow.Data, batch.numRows);
      }
      return new ArrowFile(context.path, columns, batches);
    });
  }

  private constructor(
    path: string,
    columns: readonly WantedColumn[],
    batches: readonly Arrow.RecordBatch[],
  ) {
    this.#path = path;
    this.#columns = columns;
    let first = 0;
    this.#batches = batches.map((batch) => {
      first += batch.numRows;
      return { first: first - batch.numRows, batch };
    });
    this.rowCount = first;
  }

  read(row: number, rowsMax: number): DecodedRows {
    const { first, batch } = this.#batches.find((part) => row < part.first + part.batch.numRows)!;
    const start = row - first;
    const rowCount = Math.min(rowsMax, batch.numRows - start);
    const columns = named(this.#path, () =>
      this.#columns.map((column) => {
        const builder = new ColumnBuilder(column.type, rowCount);
        for (let i = start; i < start + rowCount; i++) builder.append(valueOf(column, batch, i));
        return builder.finish();
      }),
    );
    return { columns, kinds: null, rowCount };
  }
}

function valueOf({ index, read, inner }: WantedColumn, batch: Arrow.RecordBatch, row: number) {
  if (index < 0) return null;
  let value = read(batch.data.children[index]! as Arrow.Data, row);
  for (const place of inner) value = value === null ? null : (value as never)[place]!;
  return value;
}

function wantedColumn(
  arrow: typeof Arrow,
  context: FileReaderContext,
  schema: Arrow.Schema,
  path: readonly string[],
  type: DataType,
): WantedColumn {
  const name = path[0]!;
  let declared = context.columns.fields.find((field) => field.name === name)!.type;
  const index = schema.fields.findIndex((field) => field.name === name);
  if (index < 0 && !declared.nullable) throw missingField(name, 'the file');
  const read =
    index < 0
      ? (): null => null
      : arrowRead(arrow, schema.fields[index]!.type as Arrow.DataType, declared, name);
  const inner = path.slice(1).map((field) => {
    const fields: readonly Field[] = declared.id === 'row' ? declared.fields : [];
    const place = fields.findIndex((candidate) => candidate.name === field);
    declared = fields[place]!.type;
    return place;
  });
  return { index, read, inner, type };
}

/**
 * The library takes a stream that was cut off for a short one, so its end must be marked: by zeros.
 * (A file has its footer there, which the library misses itself.)
 */
function checkEnd(bytes: Uint8Array): void {
  const isFile = String.fromCharCode(...bytes.subarray(0, 6)) === 'ARROW1';
  const end = bytes.subarray(bytes.length - 4);
  if (isFile || (bytes.length >= 8 && end.every((byte) => byte === 0))) return;
  throw corruptArrow('it is no Arrow file, and no stream with a mark at its end');
}

/** What the library says of a column of a type that it does not know. */
function unknownType(cause: unknown): DataError | null {
  const name = /^Unrecognized type: "(\w+)"/.exec(cause instanceof Error ? cause.message : '')?.[1];
  if (name === undefined) return null;
  return new DataError('ARROW_COLUMN', {
    message: `a column of Arrow's type ${name} is not read yet`,
    hint: 'write it as a plain or dictionary-encoded array',
  });
}

/**
 * Errors name the file. What the library stumbles over becomes DataError CORRUPT_FILE: its own
 * words tell of its code, not of the file.
 */
function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const ours = cause instanceof DataError ? cause : unknownType(cause);
    throw new DataError(ours?.code ?? 'CORRUPT_FILE', {
      message: `${path} cannot be read as Arrow: ${ours?.message ?? 'it is damaged or cut off'}`,
      hint: ours?.hint ?? 'check the file with another Arrow reader',
      cause,
    });
  }
}
