/** Lines of JSON into columns: one object a line, or an array of objects. */
import { Cell } from '../cell.js';
import { corruptRow } from '../corrupt-row.js';
import type { DecodedRows, Decoder, DecoderContext, DecodeStep } from '../format.js';
import { BlockDecoder } from './block-decoder.js';
import type { ConvertOptions } from './convert.js';
import { Kernel } from './kernel/kernel.js';
import { LineHoles } from './line-holes.js';
import { LineLayouts } from './line-layouts.js';
import { pathTree } from './paths.js';
import { RowScanner } from './row-scanner.js';
import { JsonScan, skipBlanks } from './scan.js';
import { SourceWindow } from './source-window.js';
import { BLOCK_ROWS, ValueSpans } from './value-spans.js';

const NEWLINE = 10;
/** When so many more lines had an unknown layout than a known one, */
const MISSES_MAX = 256;
/** so many lines are neither walked nor learnt: their keys vary too much. */
const UNWALKED_LINES = 8192;

/** How lines are read; see formats/json/json.ts for the options. */
export interface JsonReadOptions extends ConvertOptions {
  readonly skipsCorrupt: boolean;
}

/**
 * One for all files of a source. Values are found line by line (by the kernel where the layout of
 * the line is known, else by the scanner) and decoded by columns, a block of rows at a time.
 */
export class JsonDecoder implements Decoder {
  readonly skipsMark = true;
  rowCount = 0;
  line = 0;
  skippedCount = 0;
  readonly lastRecord = { position: 0, line: 0, rows: 0 };
  readonly #cells: readonly Cell[];
  readonly #names: readonly string[];
  readonly #scan = new JsonScan();
  readonly #spans: ValueSpans;
  readonly #holes = new LineHoles();
  readonly #kernel: Kernel;
  readonly #window: SourceWindow;
  readonly #layouts: LineLayouts;
  readonly #scanner: RowScanner;
  readonly #blocks: BlockDecoder;
  readonly #options: JsonReadOptions;
  #file = '';
  /** Place in the file of an address in the kernel's memory: what is added to it. */
  #shift = 0;
  #isEmpty = true;
  #misses = 0;
  #unwalked = 0;

  constructor(context: DecoderContext, options: JsonReadOptions) {
    const forms = { separator: options.separator, trimsTimes: false, takesWholeFractions: true };
    this.#cells = context.types.map((type) => new Cell(type, forms));
    this.#names = context.projection.map((path) => path.join('.'));
    const scan = this.#scan;
    const root = pathTree(context.projection);
    this.#kernel = new Kernel(this.#cells.length, root);
    this.#window = new SourceWindow(this.#kernel);
    this.#layouts = new LineLayouts(this.#kernel);
    const spans = new ValueSpans(this.#kernel);
    this.#spans = spans;
    this.#scanner = new RowScanner(scan, root, spans, this.#holes, options);
    this.#blocks = new BlockDecoder(this.#cells, this.#names, scan, this.#kernel, spans, options);
    this.#options = options;
  }

  begin(file: string, line: number): void {
    this.#file = file;
    this.line = line;
    this.lastRecord.rows = 0;
  }

  decode(bytes: Uint8Array, start: number, end: number, step: DecodeStep): number {
    const limit = bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    if (this.#isEmpty) {
      for (const cell of this.#cells) cell.begin(step.rowsMax);
      this.#isEmpty = false;
    }
    let at = start;
    while (at < limit && this.rowCount < step.rowsMax) {
      const address = this.#window.load(bytes, at, limit);
      this.#scan.load(this.#kernel.views.bytes);
      this.#shift = step.position + this.#window.shift;
      at = this.#lines(address, step.rowsMax) + this.#window.shift;
    }
    return at;
  }

  /** Reads lines of the window until there are enough rows; gives the start of the next one. */
  #lines(start: number, rowsMax: number): number {
    const spans = this.#spans;
    const limit = this.#window.end;
    let at = start;
    while (at < limit && this.rowCount + spans.rows < rowsMax) {
      const rows = Math.min(BLOCK_ROWS, rowsMax - this.rowCount);
      if (this.#unwalked === 0) at = this.#walk(at, limit, rows);
      else if (this.#window.isUtf8) at = this.#scanLines(at, limit, rows);
      if (spans.rows < rows && at < limit) at = this.#record(at);
      if (spans.rows === BLOCK_ROWS) this.#endBlock();
    }
    this.#endBlock();
    return at;
  }

  /** Reads lines of known layout up to one that has none. */
  #walk(start: number, limit: number, rowsMax: number): number {
    const spans = this.#spans;
    const before = spans.rows;
    const at = this.#kernel.walk(start, limit, rowsMax);
    const { rows } = spans;
    for (let row = before; row < rows; row++) spans.lines[row] = this.line++;
    this.#misses = Math.max(0, this.#misses - (rows - before));
    if (rows === rowsMax || at >= limit) return at;
    spans.clearRow();
    if (++this.#misses === MISSES_MAX) {
      this.#misses = MISSES_MAX / 2;
      this.#unwalked = UNWALKED_LINES;
    }
    return at;
  }

  /** Reads lines of any layout up to one that is not ordinary. */
  #scanLines(start: number, limit: number, rowsMax: number): number {
    const spans = this.#spans;
    const before = spans.rows;
    const most = Math.min(rowsMax, before + this.#unwalked);
    const at = this.#kernel.scan(start, limit, most, this.#options.failsOnMissing);
    const { rows } = spans;
    for (let row = before; row < rows; row++) spans.lines[row] = this.line++;
    this.#unwalked -= rows - before;
    if (rows < rowsMax) spans.clearRow();
    return at;
  }

  take(): DecodedRows {
    const rowCount = this.rowCount;
    this.rowCount = 0;
    this.#isEmpty = true;
    return { columns: this.#cells.map((cell) => cell.take()), kinds: null, rowCount };
  }

  /** Decodes the line at `start` whatever its layout; gives the start of the next one. */
  #record(start: number): number {
    const scan = this.#scan;
    const { bytes } = scan;
    scan.startLine(start);
    const first = skipBlanks(bytes, start);
    let end: number;
    if (bytes[first] === 123) {
      end = this.#scanner.scan(first);
      if (end >= 0) end = this.#lineEnd(end);
      if (end < 0) {
        this.#spans.clearRow();
      } else {
        this.#spans.endRow(start, this.line);
        if (this.#unwalked > 0) this.#unwalked--;
        else if (this.#scanner.isPlain) this.#layouts.learn(start, end + 1, this.#holes);
      }
    } else {
      end = bytes[first] === 91 ? this.#array(first, start) : this.#notAnObject(first);
    }
    if (end < 0) end = this.#corrupt(start, ~end);
    this.line++;
    return end + 1;
  }

  #notAnObject(first: number): number {
    const isEmpty = this.#scan.bytes[first] === NEWLINE;
    return this.#scanner.fail(first, isEmpty ? 'an empty line' : 'not a JSON object');
  }

  /** Place of the newline when only blanks are left of the line. */
  #lineEnd(at: number): number {
    const { bytes } = this.#scan;
    const end = skipBlanks(bytes, at);
    return bytes[end] === NEWLINE ? end : this.#scanner.fail(end, 'text after the JSON object');
  }

  #array(first: number, start: number): number {
    const { bytes } = this.#scan;
    this.#scanner.fail(first, 'not well-formed JSON');
    const arrayEnd = this.#scan.skipValue(first, 0);
    const end = arrayEnd < 0 ? arrayEnd : this.#lineEnd(arrayEnd);
    if (end < 0) return end;
    let at = skipBlanks(bytes, first + 1);
    while (bytes[at] !== 93) {
      const itemEnd = this.#scan.skipValue(at, 1);
      const scanned = bytes[at] === 123 ? this.#scanner.scan(at) : this.#notAnObject(at);
      if (scanned >= 0) {
        this.#spans.endRow(start, this.line);
        if (this.#spans.rows === BLOCK_ROWS) this.#endBlock();
      } else {
        this.#spans.clearRow();
        this.#corrupt(start, ~scanned);
      }
      at = skipBlanks(bytes, itemEnd);
      if (bytes[at] === 44) at = skipBlanks(bytes, at + 1);
    }
    return end;
  }

  /** Decodes the rows of the block under way. */
  #endBlock(): void {
    const spans = this.#spans;
    const { rows, lineStarts, lines } = spans;
    if (rows === 0) return;
    if (this.#blocks.append(this.#window.isUtf8)) {
      let first = rows - 1;
      while (first > 0 && lines[first - 1] === lines[first]) first--;
      for (let row = first; row < rows; row++) this.#noteRow(row);
      this.rowCount += rows;
    } else {
      for (let row = 0; row < rows; row++) {
        if (this.#blocks.appendRow(row)) {
          this.#noteRow(row);
          this.rowCount++;
        } else {
          const { failedAt, converter } = this.#blocks;
          const { reason, path } = converter;
          this.#refuse(lineStarts[row]!, failedAt, lines[row]!, reason, path);
        }
      }
    }
    spans.clear();
  }

  #noteRow(row: number): void {
    const { lastRecord } = this;
    const line = this.#spans.lines[row]!;
    const position = this.#shift + this.#spans.lineStarts[row]!;
    const isSame = lastRecord.position === position && lastRecord.rows > 0;
    lastRecord.position = position;
    lastRecord.line = line;
    lastRecord.rows = isSame ? lastRecord.rows + 1 : 1;
  }

  /** The line under way cannot be read at `at`; rows before it come first. */
  #corrupt(start: number, at: number): number {
    const { reason, column } = this.#scanner;
    if (!this.#options.skipsCorrupt) this.#endBlock();
    const name = column === null ? null : this.#names[column]!;
    return this.#refuse(start, at, this.line, reason, name);
  }

  /** Throws, or counts the record and gives the end of its line. */
  #refuse(start: number, at: number, line: number, reason: string, column: string | null): number {
    const { bytes } = this.#scan;
    const end = bytes.indexOf(NEWLINE, start);
    if (!this.#options.skipsCorrupt) {
      const position = this.#shift;
      throw corruptRow({ file: this.#file, line, bytes, start, end, at, position, column, reason });
    }
    this.skippedCount++;
    return end;
  }
}
