/** CSV records into columns by position; only wanted fields are decoded. */
import { isUtf8 } from 'node:buffer';
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { decodeUtf8, encodeUtf8, equalBytes } from '../../../core/utf8.js';
import { CellKind } from '../cell-kind.js';
import { Cell } from '../cell.js';
import { corruptRow } from '../corrupt-row.js';
import type { DecodedRows, Decoder, DecoderContext, DecodeStep } from '../format.js';
import type { CsvOptions } from './csv-options.js';
import { CsvRecord } from './csv-record.js';
import { parseCsvValue } from './csv-value.js';

const HASH = 35;

/** A wanted value: of field `field`, or of a place within it when it holds a row. */
interface Target {
  readonly cell: Cell;
  readonly field: number;
  readonly name: string;
  /** Type of the whole field, and field indexes into it. */
  readonly fieldType: DataType;
  readonly inner: readonly number[];
}

export class CsvDecoder implements Decoder {
  readonly skipsMark = true;
  rowCount = 0;
  line = 0;
  skippedCount = 0;
  readonly lastRecord = { position: 0, line: 0, rows: 1 };
  readonly #options: CsvOptions;
  readonly #skipsCorrupt: boolean;
  readonly #record: CsvRecord;
  readonly #targets: readonly Target[];
  readonly #cells: readonly Cell[];
  readonly #columnCount: number;
  readonly #nullBytes: Uint8Array | null;
  #scratch = new Uint8Array(256);
  #file = '';
  #isEmpty = true;
  #checkedBytes: Uint8Array | null = null;
  #checkedEnd = 0;
  /** Of the last failure. */
  #reason = '';
  #column: string | null = null;

  constructor(context: DecoderContext, options: CsvOptions) {
    this.#options = options;
    this.#skipsCorrupt = options.ignoresErrors || context.skipCorrupt;
    this.#record = new CsvRecord(options);
    this.#columnCount = context.columns.fields.length;
    this.#nullBytes = options.nullLiteral === null ? null : encodeUtf8(options.nullLiteral);
    const forms = { separator: 32, trimsTimes: true, takesWholeFractions: false };
    this.#cells = context.types.map((type) => new Cell(type, forms));
    this.#targets = context.projection.map((path, i) => {
      const field = context.columns.fields.findIndex((column) => column.name === path[0]);
      const fieldType = context.columns.fields[field]!.type;
      return {
        cell: this.#cells[i]!,
        field,
        name: path.join('.'),
        fieldType,
        inner: innerPath(fieldType, path),
      };
    });
  }

  begin(file: string, line: number): void {
    this.#file = file;
    this.line = line;
  }

  decode(bytes: Uint8Array, start: number, end: number, step: DecodeStep): number {
    this.#checkUtf8(bytes, start, end, step.isLast);
    if (this.#isEmpty) {
      for (const cell of this.#cells) cell.begin(step.rowsMax);
      this.#isEmpty = false;
    }
    let at = start;
    while (at < end && this.rowCount < step.rowsMax) {
      let next = this.#record.scan(bytes, at, end);
      if (next === -1 && !step.isLast) return at;
      if (next < 0) next = this.#brokenRecord(bytes, at, end, next, step.position);
      else this.#take(bytes, at, next, step.position);
      this.line += 1 + this.#record.lineBreaks;
      at = next;
    }
    return at;
  }

  take(): DecodedRows {
    const rowCount = this.rowCount;
    this.rowCount = 0;
    this.#isEmpty = true;
    return { columns: this.#cells.map((cell) => cell.take()), kinds: null, rowCount };
  }

  /**
   * Once a buffer; a character cut at its end makes each text of the buffer be checked by itself.
   */
  #checkUtf8(bytes: Uint8Array, start: number, end: number, isLast: boolean): void {
    if (bytes === this.#checkedBytes && end === this.#checkedEnd) return;
    this.#checkedBytes = bytes;
    this.#checkedEnd = end;
    const last = isLast ? end : Math.max(start, bytes.lastIndexOf(10, end - 1) + 1);
    const isWellFormed = last > start && isUtf8(bytes.subarray(start, last));
    for (const cell of this.#cells) cell.trustsUtf8 = isWellFormed;
  }

  #take(bytes: Uint8Array, start: number, end: number, position: number): void {
    if (this.#options.allowsComments && bytes[start] === HASH) return;
    if (this.#columnCount > 1 && isEmptyLine(bytes, start)) return;
    const at = this.#put(bytes, start);
    if (at < 0) {
      for (const cell of this.#cells) cell.endRow();
      this.rowCount++;
      this.lastRecord.position = position + start;
      this.lastRecord.line = this.line;
      return;
    }
    for (const cell of this.#cells) cell.clear();
    this.#corrupt(bytes, start, end - 1, at, position);
  }

  /** Puts the record into the cells: -1, or the place of what does not fit. */
  #put(bytes: Uint8Array, start: number): number {
    const record = this.#record;
    const count = record.fieldCount;
    this.#column = null;
    if (
      count > this.#columnCount &&
      !this.#options.ignoresTrailing &&
      !this.#endsWithComma(count)
    ) {
      this.#reason = `has ${count} columns, not ${this.#columnCount}`;
      return start;
    }
    if (count < this.#columnCount && !this.#options.ignoresErrors) {
      this.#reason = `has ${count} columns, not ${this.#columnCount}`;
      return start;
    }
    const targets = this.#targets;
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i]!;
      if (target.field >= count || this.#putField(bytes, target)) continue;
      target.cell.putNull();
      if (this.#options.ignoresErrors) continue;
      const [from, to] = [record.starts[target.field]!, record.ends[target.field]!];
      const text = decodeUtf8(bytes, from, to);
      this.#reason = `does not fit ${target.fieldType.id.toUpperCase()}: '${text}'`;
      this.#column = target.name;
      return from;
    }
    return -1;
  }

  #endsWithComma(count: number): boolean {
    const last = count - 1;
    return (
      this.#options.allowsTrailingComma &&
      last === this.#columnCount &&
      this.#record.starts[last] === this.#record.ends[last]
    );
  }

  #putField(bytes: Uint8Array, target: Target): boolean {
    const record = this.#record;
    let source = bytes;
    let start = record.starts[target.field]!;
    let end = record.ends[target.field]!;
    if (record.escaped[target.field] === 1) {
      if (this.#scratch.length < end - start) this.#scratch = new Uint8Array(2 * (end - start));
      end = record.unescape(bytes, start, end, this.#scratch);
      start = 0;
      source = this.#scratch;
    }
    const literal = this.#nullBytes;
    if (
      (literal !== null && equalBytes(source, start, end, literal, 0, literal.length)) ||
      (this.#options.emptyIsNull && start === end)
    ) {
      target.cell.putNull();
      return true;
    }
    if (target.inner.length === 0 && target.cell.kind !== CellKind.Other) {
      return target.cell.putText(source, start, end);
    }
    return this.#putNested(decodeUtf8(source, start, end), target);
  }

  #putNested(text: string, target: Target): boolean {
    let value: Value | undefined = parseCsvValue(text, target.fieldType, this.#options);
    if (value === undefined) return false;
    for (const index of target.inner)
      value = value === null ? null : (value as readonly Value[])[index]!;
    target.cell.putBoxed(value);
    return true;
  }

  /** A record with bad quotes: goes on behind its first line. */
  #brokenRecord(
    bytes: Uint8Array,
    start: number,
    end: number,
    result: number,
    position: number,
  ): number {
    this.#column = null;
    this.#reason = result === -1 ? 'a quote that is not closed' : this.#record.reason;
    this.#record.lineBreaks = 0;
    const newline = bytes.indexOf(10, start);
    const lineEnd = newline < 0 || newline >= end ? end - 1 : newline;
    this.#corrupt(bytes, start, lineEnd, result === -1 ? start : ~result - 1, position);
    return lineEnd + 1;
  }

  #corrupt(bytes: Uint8Array, start: number, end: number, at: number, position: number): void {
    if (!this.#skipsCorrupt) {
      throw corruptRow({
        file: this.#file,
        line: this.line,
        bytes,
        start,
        end,
        at,
        position,
        column: this.#column,
        reason: this.#reason,
      });
    }
    this.skippedCount++;
  }
}

function isEmptyLine(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 10 || (bytes[start] === 13 && bytes[start + 1] === 10);
}

function innerPath(type: DataType, path: readonly string[]): number[] {
  const indexes: number[] = [];
  let current = type;
  for (const name of path.slice(1)) {
    if (current.id !== 'row') break;
    const index = current.fields.findIndex((field) => field.name === name);
    indexes.push(index);
    current = current.fields[index]!.type;
  }
  return indexes;
}
