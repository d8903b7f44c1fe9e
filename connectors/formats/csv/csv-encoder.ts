/** Rows into CSV, with quotes exactly where Flink's writer puts them. */
import type { Batch } from '../../../core/batch.js';
import { columnReader, type ColumnReader } from '../../../core/column-read.js';
import type { DataType } from '../../../core/types.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import type { Encoder, EncoderContext } from '../format.js';
import type { CsvOptions } from './csv-options.js';
import { formatCsvValue } from './csv-value.js';

/** Longer texts get quotes without being looked at. */
const QUOTE_CHECK_LENGTH = 24;
const UNQUOTED_TYPES = new Set<DataType['id']>([
  'boolean',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'float',
  'double',
  'decimal',
]);

export class CsvEncoder implements Encoder {
  readonly #readers: readonly ColumnReader[];
  readonly #context: EncoderContext;
  readonly #options: CsvOptions;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #escape: string | null;
  /** Characters below need quotes. */
  readonly #safeMin: number;

  constructor(context: EncoderContext, options: CsvOptions) {
    this.#context = context;
    this.#options = options;
    this.#readers = context.fields.map((field) => columnReader(field.type));
    this.#delimiter = String.fromCharCode(options.delimiter);
    this.#quote = options.quote < 0 ? '' : String.fromCharCode(options.quote);
    this.#escape = options.escape < 0 ? null : String.fromCharCode(options.escape);
    this.#safeMin = Math.max(options.delimiter, options.quote, 10) + 1;
  }

  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    const { fields, indexes } = this.#context;
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const texts: string[] = [];
      for (let c = 0; c < fields.length; c++) {
        const value = this.#readers[c]!(batch.columns[indexes[c]!]!, rows[i]!);
        const text = formatCsvValue(value, fields[c]!.type, this.#options);
        const isPlain =
          value === null || UNQUOTED_TYPES.has(fields[c]!.type.id) || !this.#needsQuotes(text);
        texts.push(isPlain ? text : this.#quoted(text));
      }
      lines.push(texts.join(this.#delimiter));
    }
    return encodeUtf8(`${lines.join('\n')}\n`);
  }

  #needsQuotes(text: string): boolean {
    if (this.#quote === '') return false;
    if (text.length > QUOTE_CHECK_LENGTH) return true;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < this.#safeMin || code === this.#options.escape) return true;
    }
    return false;
  }

  #quoted(text: string): string {
    const quote = this.#quote;
    const escape = this.#escape;
    const plain =
      escape === null || escape === quote ? text : text.replaceAll(escape, escape + escape);
    return quote + plain.replaceAll(quote, quote + quote) + quote;
  }
}
