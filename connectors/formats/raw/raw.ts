/** The `raw` format: a line is the value of the only column. */
import { isUtf8 } from 'node:buffer';
import type { Batch } from '../../../core/batch.js';
import { ConnectorError } from '../../../core/errors.js';
import type { Schema } from '../../../core/types.js';
import { decodeUtf8 } from '../../../core/utf8.js';
import { choiceOption, type Options } from '../../options.js';
import { CellKind } from '../cell-kind.js';
import { Cell } from '../cell.js';
import type {
  DecodedRows,
  Decoder,
  DecoderContext,
  DecodeStep,
  Encoder,
  EncoderContext,
  FormatSpec,
} from '../format.js';

const NEWLINE = 10;

export const rawFormat: FormatSpec = {
  name: 'raw',
  doc: 'One column, STRING or BYTES: a whole line.',
  options: [
    {
      name: 'raw.charset',
      doc: 'Of STRING lines: UTF-8, US-ASCII or ISO-8859-1.',
      default: 'UTF-8',
    },
    { name: 'raw.endianness', doc: 'Accepted: there are no numbers.', default: 'big-endian' },
  ],
  changelog: 'insert-only',
  encodesRetractions: false,
  check(options, columns) {
    charsetOf(options);
    choiceOption(options, 'raw.endianness', ['big-endian', 'little-endian']);
    if (columns.fields.length > 0) checkColumns(columns);
  },
  decoder: (context) => new RawDecoder(context, charsetOf(context.options)),
  encoder: (context) => new RawEncoder(context, charsetOf(context.options)),
};

function charsetOf(options: Options): 'utf8' | 'latin1' {
  const name = (options['raw.charset'] ?? 'UTF-8').toUpperCase();
  if (['UTF-8', 'UTF8', 'US-ASCII', 'ASCII'].includes(name)) return 'utf8';
  if (['ISO-8859-1', 'LATIN1', 'ISO8859_1'].includes(name)) return 'latin1';
  throw new ConnectorError('OPTION_VALUE', {
    message: `option 'raw.charset' must be UTF-8, US-ASCII or ISO-8859-1, not '${name}'`,
    blame: 'user',
  });
}

function checkColumns(columns: Schema): void {
  const id = columns.fields[0]!.type.id;
  if (columns.fields.length === 1 && ['char', 'varchar', 'binary', 'varbinary'].includes(id))
    return;
  throw new ConnectorError('FORMAT_SCHEMA', {
    message: "the format 'raw' needs exactly one column, of type STRING or BYTES",
    blame: 'user',
  });
}

class RawDecoder implements Decoder {
  readonly skipsMark = false;
  rowCount = 0;
  line = 0;
  readonly skippedCount = 0;
  readonly lastRecord = { position: 0, line: 0, rows: 1 };
  readonly #cells: readonly Cell[];
  readonly #charset: 'utf8' | 'latin1';
  #isEmpty = true;

  constructor(context: DecoderContext, charset: 'utf8' | 'latin1') {
    const forms = { separator: 32, trimsTimes: false, takesWholeFractions: false };
    this.#cells = context.types.map((type) => new Cell(type, forms));
    this.#charset = charset;
  }

  begin(_file: string, line: number): void {
    this.line = line;
  }

  decode(bytes: Uint8Array, start: number, end: number, step: DecodeStep): number {
    if (this.#isEmpty) for (const cell of this.#cells) cell.begin(step.rowsMax);
    this.#isEmpty = false;
    let at = start;
    while (at < end && this.rowCount < step.rowsMax) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0 || newline >= end) return at;
      const last = newline > at && bytes[newline - 1] === 13 ? newline - 1 : newline;
      for (const cell of this.#cells) {
        this.#put(cell, bytes, at, last);
        cell.endRow();
      }
      this.lastRecord.position = step.position + at;
      this.lastRecord.line = this.line++;
      this.rowCount++;
      at = newline + 1;
    }
    return at;
  }

  #put(cell: Cell, bytes: Uint8Array, start: number, end: number): void {
    if (cell.kind === CellKind.Bytes) cell.putBoxed(bytes.slice(start, end));
    else if (this.#charset === 'latin1')
      cell.putBoxed(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
    else if (isUtf8(bytes.subarray(start, end))) cell.putText(bytes, start, end);
    else cell.putBoxed(decodeUtf8(bytes, start, end));
  }

  take(): DecodedRows {
    const rowCount = this.rowCount;
    this.rowCount = 0;
    this.#isEmpty = true;
    return { columns: this.#cells.map((cell) => cell.take()), kinds: null, rowCount };
  }
}

class RawEncoder implements Encoder {
  readonly #index: number;
  readonly #charset: 'utf8' | 'latin1';

  constructor(context: EncoderContext, charset: 'utf8' | 'latin1') {
    this.#index = context.indexes[0]!;
    this.#charset = charset;
  }

  /** A null is an empty line. */
  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    const column = batch.columns[this.#index]!;
    const [values, offsets] = [column.values as Uint8Array, column.offsets!];
    let size = count;
    for (let i = 0; i < count; i++) size += offsets[rows[i]! + 1]! - offsets[rows[i]!]!;
    const lines = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < count; i++) {
      const part = values.subarray(offsets[rows[i]!]!, offsets[rows[i]! + 1]!);
      lines.set(part, at);
      at += part.length;
      lines[at++] = NEWLINE;
    }
    if (this.#charset === 'utf8') return lines;
    return new Uint8Array(Buffer.from(decodeUtf8(lines, 0, lines.length), 'latin1'));
  }
}
