/**
 * Rows as a Parquet file: they gather to row groups, the footer follows when the file ends.
 * hyparquet-writer lays the pages out.
 */
import type * as Writer from 'hyparquet-writer';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { gzipSync } from 'node:zlib';
import type { Batch, Value } from '../../../core/batch.js';
import { columnReader } from '../../../core/column-read.js';
import { DataError } from '../../../core/errors.js';
import type { DataType } from '../../../core/types.js';
import { errorText } from '../../../storage/file-error.js';
import { choiceOption, type Options } from '../../options.js';
import type { EncoderContext, FileEncoder, FileEncoders } from '../format.js';
import { parquetElements } from './parquet-schema.js';
import { parquetValue } from './parquet-value.js';

const GROUP_ROWS = 65_536;
const NO_BYTES = new Uint8Array(0);

/** The option `parquet.compression`. Throws ConnectorError OPTION_VALUE. */
export function parquetCodec(options: Options): CompressionCodec {
  return choiceOption(options, 'parquet.compression', ['SNAPPY', 'UNCOMPRESSED', 'GZIP'] as const);
}

/** Loads the library. Throws ConnectorError FORMAT_SCHEMA. */
export async function parquetEncoders(context: EncoderContext): Promise<FileEncoders> {
  const schema = parquetElements(context.fields);
  const library = await import('hyparquet-writer');
  return () => new ParquetEncoder(library, context, schema);
}

interface GatheredColumn {
  readonly name: string;
  readonly index: number; // in the batch
  readonly read: ReturnType<typeof columnReader>;
  readonly convert: ReturnType<typeof parquetValue>;
  readonly statistics: boolean;
  data: unknown[];
}

class ParquetEncoder implements FileEncoder {
  readonly #columns: readonly GatheredColumn[];
  readonly #bytes: Writer.ByteWriter;
  readonly #writer: Writer.ParquetWriter;
  #rowCount = 0;

  constructor(library: typeof Writer, context: EncoderContext, schema: SchemaElement[]) {
    this.#columns = context.fields.map(({ name, type }, i) => ({
      name,
      index: context.indexes[i]!,
      read: columnReader(type),
      convert: parquetValue(type),
      statistics: hasSafeBounds(type),
      data: [],
    }));
    this.#bytes = new library.ByteWriter();
    this.#writer = new library.ParquetWriter({
      writer: this.#bytes,
      schema,
      codec: parquetCodec(context.options),
      compressors: { GZIP: (input) => gzipSync(input) },
      createdBy: 'millrace',
    });
  }

  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    for (const column of this.#columns) {
      const { read, convert, data } = column;
      const values = batch.columns[column.index]!;
      for (let i = 0; i < count; i++) {
        const value: Value = read(values, rows[i]!);
        data.push(convert === null ? value : convert(value));
      }
    }
    this.#rowCount += count;
    return this.#rowCount >= GROUP_ROWS ? this.#endGroup() : NO_BYTES;
  }

  finish(): Uint8Array {
    this.#writeGroup();
    void this.#writer.finish(); // a writer to memory gives no promise
    return this.#taken();
  }

  #endGroup(): Uint8Array {
    this.#writeGroup();
    return this.#taken();
  }

  #writeGroup(): void {
    if (this.#rowCount === 0) return;
    const columnData = this.#columns.map(({ name, data, statistics }) => ({
      name,
      data,
      statistics,
    }));
    try {
      void this.#writer.write({ columnData, rowGroupSize: this.#rowCount });
    } catch (cause) {
      throw new DataError('ENCODE_VALUE', {
        message: `a row cannot be written as Parquet: ${errorText(cause)}`,
        hint: 'TIMESTAMP(9) holds the years 1677 to 2262; keys of maps must not be null',
        cause,
      });
    }
    for (const column of this.#columns) column.data = [];
    this.#rowCount = 0;
  }

  /** Bytes written since the last call; offsets in the footer go on counting. */
  #taken(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return bytes;
  }
}

/**
 * Types whose order is the same in JavaScript and in Parquet. Texts are not: JavaScript compares
 * UTF-16 units, so a reader that skips row groups by such bounds would lose rows.
 */
function hasSafeBounds(type: DataType): boolean {
  return ['tinyint', 'smallint', 'int', 'bigint', 'date', 'time'].includes(type.id);
}
