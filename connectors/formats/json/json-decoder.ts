/** Lines of JSON into columns: one object a line, or an array of objects. */
import { isUtf8 } from 'node:buffer';
import { Cell } from '../cell.js';
import { corruptRow } from '../corrupt-row.js';
import type { DecodedRows, Decoder, DecoderContext, DecodeStep } from '../format.js';
import type { ConvertOptions } from './convert.js';
import { pathTree } from './paths.js';
import { RowScanner } from './row-scanner.js';
import { JsonScan, skipBlanks } from './scan.js';

const NEWLINE = 10;

/** How lines are read; see formats/json/json.ts for the options. */
export interface JsonReadOptions extends ConvertOptions {
  readonly skipsCorrupt: boolean;
}

/** One for all files of a source; chunks are native-checked for UTF-8 once. */
export class JsonDecoder implements Decoder {
  rowCount = 0;
  line = 0;
  skippedCount = 0;
  readonly lastRecord = { position: 0, line: 0, rows: 0 };
  readonly #cells: readonly Cell[];
  readonly #scan = new JsonScan();
  readonly #scanner: RowScanner;
  readonly #options: JsonReadOptions;
  #file = '';
  #isEmpty = true;
  #checkedBytes: Uint8Array | null = null;
  #checkedEnd = 0;

  constructor(context: DecoderContext, options: JsonReadOptions) {
    const forms = { separator: options.separator, trimsTimes: false, takesWholeFractions: true };
    this.#cells = context.types.map((type) => new Cell(type, forms));
    const names = new Map(this.#cells.map((cell, i) => [cell, context.projection[i]!.join('.')]));
    this.#scanner = new RowScanner(
      this.#scan,
      pathTree(context.projection, this.#cells),
      names,
      options,
    );
    this.#options = options;
  }

  begin(file: string, line: number): void {
    this.#file = file;
    this.line = line;
  }

  decode(bytes: Uint8Array, start: number, end: number, step: DecodeStep): number {
    const limit = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    this.#scan.load(bytes);
    this.#checkUtf8(bytes, start, limit);
    if (this.#isEmpty) {
      for (const cell of this.#cells) cell.begin(step.rowsMax);
      this.#isEmpty = false;
    }
    let at = start;
    while (at < limit && this.rowCount < step.rowsMax)
      at = this.#record(this.#scan.bytes, at, step.position);
    return at;
  }

  take(): DecodedRows {
    const rowCount = this.rowCount;
    this.rowCount = 0;
    this.#isEmpty = true;
    return { columns: this.#cells.map((cell) => cell.take()), kinds: null, rowCount };
  }

  /** Once a buffer, natively; only in one that is not well-formed each text is checked. */
  #checkUtf8(bytes: Uint8Array, start: number, end: number): void {
    if (bytes === this.#checkedBytes && end === this.#checkedEnd) return;
    this.#checkedBytes = bytes;
    this.#checkedEnd = end;
    const isWellFormed = end <= start || isUtf8(bytes.subarray(start, end));
    for (const cell of this.#cells) cell.trustsUtf8 = isWellFormed;
  }

  /** Decodes the line at `start`; gives the start of the next one. */
  #record(bytes: Uint8Array, start: number, position: number): number {
    this.#scan.startLine(start);
    const first = skipBlanks(bytes, start);
    const rowsBefore = this.rowCount;
    let end: number;
    if (bytes[first] === 123) {
      end = this.#scanner.scan(first);
      if (end >= 0) end = this.#lineEnd(bytes, end);
      if (end >= 0) this.#endRow();
      else this.#dropRow();
    } else {
      end =
        bytes[first] === 91
          ? this.#array(bytes, first, start, position)
          : this.#notAnObject(bytes, first);
    }
    if (end < 0) end = this.#corrupt(bytes, start, ~end, position);
    if (this.rowCount > rowsBefore) {
      this.lastRecord.position = position + start;
      this.lastRecord.line = this.line;
      this.lastRecord.rows = this.rowCount - rowsBefore;
    }
    this.line++;
    return end + 1;
  }

  #notAnObject(bytes: Uint8Array, first: number): number {
    this.#scanner.column = null;
    this.#scanner.reason = bytes[first] === NEWLINE ? 'an empty line' : 'not a JSON object';
    return ~first;
  }

  /** Place of the newline when only blanks are left of the line. */
  #lineEnd(bytes: Uint8Array, at: number): number {
    const end = skipBlanks(bytes, at);
    if (bytes[end] === NEWLINE) return end;
    this.#scanner.column = null;
    this.#scanner.reason = 'text after the JSON object';
    return ~end;
  }

  #array(bytes: Uint8Array, first: number, start: number, position: number): number {
    this.#scanner.column = null;
    this.#scanner.reason = 'not well-formed JSON';
    const arrayEnd = this.#scan.skipValue(first, 0);
    const end = arrayEnd < 0 ? arrayEnd : this.#lineEnd(bytes, arrayEnd);
    if (end < 0) return end;
    let at = skipBlanks(bytes, first + 1);
    while (bytes[at] !== 93) {
      const itemEnd = this.#scan.skipValue(at, 1);
      const scanned = bytes[at] === 123 ? this.#scanner.scan(at) : this.#notAnObject(bytes, at);
      if (scanned >= 0) {
        this.#endRow();
      } else {
        this.#dropRow();
        this.#corrupt(bytes, start, ~scanned, position);
      }
      at = skipBlanks(bytes, itemEnd);
      if (bytes[at] === 44) at = skipBlanks(bytes, at + 1);
    }
    return end;
  }

  #endRow(): void {
    const cells = this.#cells;
    for (let i = 0; i < cells.length; i++) cells[i]!.endRow();
    this.rowCount++;
  }

  #dropRow(): void {
    const cells = this.#cells;
    for (let i = 0; i < cells.length; i++) cells[i]!.clear();
  }

  /** Throws, or counts the record and gives the end of its line. */
  #corrupt(bytes: Uint8Array, start: number, at: number, position: number): number {
    const end = this.#scan.lineEnd;
    if (!this.#options.skipsCorrupt) {
      throw corruptRow({
        file: this.#file,
        line: this.line,
        bytes,
        start,
        end,
        at,
        position,
        column: this.#scanner.column,
        reason: this.#scanner.reason,
      });
    }
    this.skippedCount++;
    return end;
  }
}
