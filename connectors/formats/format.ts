/**
 * What a format is: bytes of files into columns and back. A format lives in `formats/<name>/` and
 * is one line of `formats/formats.ts`. Line formats decode chunks; formats with an index (Parquet)
 * read whole files.
 */
import type { Batch, Column } from '../../core/batch.js';
import type { Env } from '../../core/env.js';
import type { DataType, Field, Schema } from '../../core/types.js';
import type { OptionSpec } from '../../engine/connector.js';
import type { ChangelogMode } from '../../engine/nodes.js';
import type { Options } from '../options.js';

export interface FormatSpec {
  readonly name: string; // 'format' = '<name>'; options are '<name>.*'
  readonly doc: string;
  readonly options: readonly OptionSpec[];
  /** Of the rows it decodes. */
  readonly changelog: ChangelogMode;
  /** Can it write -U and -D? */
  readonly encodesRetractions: boolean;
  /** Throws ConnectorError OPTION_VALUE on bad values, FORMAT_SCHEMA on columns it cannot hold. */
  check(options: Options, columns: Schema): void;
  decoder?(context: DecoderContext): Decoder;
  encoder?(context: EncoderContext): Encoder;
  /** Instead of `encoder`, for files with a head, a footer or blocks. Loads what it needs. */
  fileEncoders?(context: EncoderContext): Promise<FileEncoders>;
  /** Instead of `decoder`, for formats that need random access. */
  fileReader?(context: FileReaderContext): Promise<FileRows>;
  /** Rows of a file where it tells without being read through. */
  rowCount?(file: FileStatisticsContext): Promise<number>;
}

export interface DecoderContext {
  readonly options: Options;
  /** Columns of the file: the physical columns without partition keys. */
  readonly columns: Schema;
  /** Wanted values, by path of names in `columns`. */
  readonly projection: readonly (readonly string[])[];
  /** Their types. */
  readonly types: readonly DataType[];
  /** Skip and count a record that cannot be read, instead of throwing DataError. */
  readonly skipCorrupt: boolean;
}

/** Rows of one decoder call. Row i of all columns; `kinds` null = all inserts. */
export interface DecodedRows {
  readonly columns: readonly Column[];
  readonly kinds: Uint8Array | null;
  readonly rowCount: number;
}

/** Stateful: rows gather until `take`. Records never reach over the end of a file. */
export interface Decoder {
  /** Is a UTF-8 byte order mark at the start of a file no part of the first record? */
  readonly skipsMark: boolean;
  /** The next bytes are from `file`, whose `line` (0-based) they start. For error messages. */
  begin(file: string, line: number): void;
  /**
   * Decodes whole records of `bytes[start..end)` until there are `rowsMax` rows or more (only the
   * rows of the last record may be beyond). `position` is the place of bytes[0] in the file.
   * `isLast`: the file ends at `end`, which is then behind a newline. Gives the end of the last
   * record used.
   * Throws DataError CORRUPT_ROW.
   */
  decode(bytes: Uint8Array, start: number, end: number, options: DecodeStep): number;
  /** Rows gathered so far. */
  readonly rowCount: number;
  /**
   * Where the last record that gave rows starts, in the file, its line, and how many rows it gave.
   */
  readonly lastRecord: { readonly position: number; readonly line: number; readonly rows: number };
  /** Lines read so far, for offsets. */
  readonly line: number;
  /** Records skipped as corrupt so far. */
  readonly skippedCount: number;
  take(): DecodedRows;
}
export interface DecodeStep {
  readonly isLast: boolean;
  readonly rowsMax: number;
  readonly position: number;
}

/** Where a file's own statistics are. */
export interface FileStatisticsContext {
  readonly env: Env;
  readonly path: string;
  readonly bytes: number;
}

export interface EncoderContext {
  readonly options: Options;
  /** Columns to write: the table's without partition keys. */
  readonly fields: readonly Field[];
  /** Their places in the batches. */
  readonly indexes: readonly number[];
}
export interface Encoder {
  /** Bytes of the batch's physical rows `rows[0..count)`, in that order. */
  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array;
}

/** Makes the encoder of a new file. */
export type FileEncoders = () => FileEncoder;
/** Writes one file. */
export interface FileEncoder {
  /**
   * Bytes behind those given before; none while rows gather. Throws DataError when a value does
   * not fit the format.
   */
  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array;
  /** The rest of the file, footer included. Nothing is called after it. */
  finish(): Uint8Array;
}

export interface FileReaderContext extends DecoderContext {
  readonly env: Env;
  readonly path: string;
  readonly bytes: number;
}
/** A file read by row numbers. */
export interface FileRows {
  readonly rowCount: number;
  /** Rows from `row` on, at most `rowsMax`, at least one unless `row` is the end. */
  read(row: number, rowsMax: number): DecodedRows | Promise<DecodedRows>;
}
