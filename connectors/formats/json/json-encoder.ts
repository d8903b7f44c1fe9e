/** Rows into lines of JSON. */
import type { Batch, Value } from '../../../core/batch.js';
import { columnReader, type ColumnReader } from '../../../core/column-read.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import type { Encoder, EncoderContext } from '../format.js';
import { jsonWriter, type JsonWriteOptions, type JsonWriter } from './json-text.js';

export class JsonEncoder implements Encoder {
  readonly #write: JsonWriter;
  readonly #readers: readonly ColumnReader[];
  readonly #indexes: readonly number[];

  /** Throws ConnectorError FORMAT_SCHEMA on types JSON cannot hold. */
  constructor(context: EncoderContext, options: JsonWriteOptions) {
    this.#write = jsonWriter({ id: 'row', nullable: false, fields: context.fields }, options);
    this.#readers = context.fields.map((field) => columnReader(field.type));
    this.#indexes = context.indexes;
  }

  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    const lines: string[] = [];
    for (let i = 0; i < count; i++) lines.push(this.rowText(batch, rows[i]!));
    return encodeUtf8(`${lines.join('\n')}\n`);
  }

  /** JSON object of one physical row. */
  rowText(batch: Batch, row: number): string {
    const values: Value[] = [];
    for (let c = 0; c < this.#readers.length; c++) {
      values.push(this.#readers[c]!(batch.columns[this.#indexes[c]!]!, row));
    }
    return this.#write(values);
  }
}
