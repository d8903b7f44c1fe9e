/**
 * A section of the state log whose records are taken apart: the first pieces of all of them lie one
 * behind the other, then the second ones, and so on. A record is its key's pieces, its value's, and
 * the pieces of its rows, which are a part of the value. Knows nothing of what the pieces mean.
 *
 * The section: number of records (varint), then columns of the keys, `Part.Values`, columns of the
 * values, `Part.Rows`, numbers of rows of each record, columns of the rows. Both parts may be
 * missing. `Part.OrderedRows` instead: rows stand in another order; behind their numbers comes, for
 * each as it stands, the place that it has when one record's rows precede the next one's. A column:
 * its kind (plus SOME_ABSENT: one bit a record or row, 1 = has a piece), then
 *
 * - Constant: length (varint), bytes that all pieces have
 * - Fixed: length of each (varint), pieces
 * - Run: lengths (numbers), number of unused bytes that follow (one byte), these, pieces; Text: the
 *   same, the length precedes each piece as a varint
 *
 * Numbers are a width in bytes, 0, 1, 2 or 4, and as many of them; 0: a varint, all are the same.
 */
import type { ByteMemory } from '../core/copy-bytes.js';
import { byteMemory, copyBytes } from '../core/copy-bytes.js';
import { putVarint, varintBytes } from '../core/varint.js';
import type { AddedRows } from './added-rows.js';
import type { LogRecord } from './log-block.js';
import { foreignLog } from './log-error.js';

/** See the header. */
export const ColumnKind = { Constant: 0, Fixed: 1, Run: 2, Text: 3 } as const;
export type ColumnKind = (typeof ColumnKind)[keyof typeof ColumnKind];
/** Added to a kind. */
export const SOME_ABSENT = 4;
/** What comes instead of a kind. */
export const Part = { Values: 16, Rows: 17, OrderedRows: 18 } as const;

/** A section has at most so many records, and so many rows. */
export const SECTION_RECORDS_MAX = 1 << 16;
/** Its records take at most so many bytes: more is foreign. */
const BYTES_MAX = 2 ** 30;
const WORD_MAX = 2 ** 31 - 1;

/** The records of a section, bytes [start, end) of a log. Throws as `readLog`. */
export function* readColumns(
  from: ByteMemory, start: number, end: number, values: 'value' | 'none' | 'added',
): Generator<LogRecord> {
  const section = new SectionReader(from, start, end);
  const { rows, rowCounts, places } = section;
  const out = byteMemory(new Uint8Array(section.bytes));
  let at = 0;
  let row = 0;
  let added: AddedRows | undefined = values === 'added' ? { headBytes: -1, rows: 0 } : undefined;
  for (let i = 0; i < section.records; i++) {
    const keyStart = at;
    at = putPieces(section.keys, i, from, out, at);
    const keyEnd = at;
    at = putPieces(section.values, i, from, out, at);
    const headBytes = at - keyEnd;
    const rowEnd = rowCounts === null ? row : row + rowCounts[i]!;
    if (added !== undefined && (added.headBytes !== headBytes || added.rows !== rowEnd - row)) {
      added = { headBytes, rows: rowEnd - row };
    }
    for (; row < rowEnd; row++) {
      at = putPieces(rows, places === null ? row : places[row]!, from, out, at);
    }
    const value = values === 'none' ? null : out.bytes.subarray(keyEnd, at);
    yield [out.bytes.subarray(keyStart, keyEnd), value, added];
  }
}

/** One column. */
interface Pieces {
  readonly kind: ColumnKind;
  /** Where the bits are that tell which pieces there are; -1: all. */
  readonly presence: number;
  /** Where the first piece is. */
  readonly at: number;
  /** From `at` to each piece and to the end of all; null: each has `length` bytes. */
  readonly starts: Int32Array | null;
  readonly length: number;
}

/** Appends the pieces number `i` of the columns; gives where they end. */
function putPieces(
  columns: readonly Pieces[], i: number, from: ByteMemory, to: ByteMemory, at: number,
): number {
  let end = at;
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    const { presence } = column;
    if (presence >= 0 && (from.bytes[presence + (i >> 3)]! & (1 << (i & 7))) === 0) continue;
    const { starts, kind } = column;
    const step = kind === ColumnKind.Constant ? 0 : column.length;
    const first = starts === null ? i * step : starts[i]!;
    const length = starts === null ? column.length : starts[i + 1]! - first;
    if (kind === ColumnKind.Text) end = putVarint(length, to.bytes, end);
    copyBytes(from, column.at + first, column.at + first + length, to, end);
    end += length;
  }
  return end;
}

/** Finds the columns of a section. */
class SectionReader {
  readonly records: number;
  readonly keys: Pieces[] = [];
  readonly values: Pieces[] = [];
  readonly rows: Pieces[] = [];
  rowCounts: Int32Array | null = null;
  /** Where each row stands in the columns, one record's rows behind the other's; null: so, too. */
  places: Int32Array | null = null;
  /** Of all records, put together. */
  bytes = 0;
  readonly #from: ByteMemory;
  readonly #end: number;
  #at: number;

  constructor(from: ByteMemory, start: number, end: number) {
    this.#from = from;
    this.#at = start;
    this.#end = end;
    this.records = this.#varint(SECTION_RECORDS_MAX);
    let columns = this.keys;
    let count = this.records;
    while (this.#at < end) {
      const kind = from.bytes[this.#at]!;
      if (kind === Part.Values && columns === this.keys) columns = this.values;
      else if (kind === Part.Rows && columns === this.values) columns = this.rows;
      else if (kind === Part.OrderedRows && columns === this.values) columns = this.rows;
      else {
        columns.push(this.#column(count));
        continue;
      }
      this.#at += 1;
      if (columns === this.rows) count = this.#countRows();
      if (kind === Part.OrderedRows) this.places = this.#placesOf(count);
    }
  }

  #countRows(): number {
    const counts = this.#numbers(this.records);
    const count = sumOf(counts);
    if (count > SECTION_RECORDS_MAX) throw foreignLog(this.#at);
    this.rowCounts = counts;
    return count;
  }

  #placesOf(count: number): Int32Array {
    const order = this.#numbers(count);
    const places = new Int32Array(count).fill(-1);
    for (let i = 0; i < count; i++) {
      if (places[order[i]!] !== -1) throw foreignLog(this.#at); // too large, or there twice
      places[order[i]!] = i;
    }
    return places;
  }

  #column(count: number): Pieces {
    const start = this.#at;
    const tag = this.#from.bytes[this.#skip(1)]!;
    if (tag > ColumnKind.Text + SOME_ABSENT) throw foreignLog(start);
    const kind = (tag & ~SOME_ABSENT) as ColumnKind;
    const presence = tag >= SOME_ABSENT ? this.#skip((count + 7) >> 3) : -1;
    const present = presence < 0 ? count : this.#countBits(presence, count);
    const hasLengths = kind === ColumnKind.Run || kind === ColumnKind.Text;
    const lengths = hasLengths ? this.#numbers(present) : null;
    const length = lengths === null ? this.#varint(BYTES_MAX) : 0;
    const total = lengths === null ? length * present : sumOf(lengths);
    if (lengths !== null) this.#skip(this.#from.bytes[this.#skip(1)]!);
    const at = this.#skip(kind === ColumnKind.Constant ? length : total);
    this.bytes += total + (kind === ColumnKind.Text ? sumOf(lengths!.map(varintBytes)) : 0);
    if (this.bytes > BYTES_MAX) throw foreignLog(start);
    const isEach = lengths !== null || (presence >= 0 && kind !== ColumnKind.Constant);
    const starts = isEach ? this.#startsOf(lengths, length, presence, count) : null;
    return { kind, presence, at, starts, length };
  }

  /** A piece that is absent has no bytes. */
  #startsOf(
    lengths: Int32Array | null, length: number, presence: number, count: number,
  ): Int32Array {
    const { bytes } = this.#from;
    const starts = new Int32Array(count + 1);
    for (let i = 0, next = 0; i < count; i++) {
      const isThere = presence < 0 || (bytes[presence + (i >> 3)]! & (1 << (i & 7))) !== 0;
      const own = lengths === null ? length : lengths[next]!;
      starts[i + 1] = starts[i]! + (isThere ? own : 0);
      if (isThere) next += 1;
    }
    return starts;
  }

  #numbers(count: number): Int32Array {
    const width = this.#from.bytes[this.#skip(1)]!;
    const numbers = new Int32Array(count);
    if (width === 0) return numbers.fill(this.#varint(WORD_MAX));
    if (width > 4 || width === 3) throw foreignLog(this.#at - 1);
    const at = this.#skip(width * count);
    const { bytes, view } = this.#from;
    for (let i = 0; i < count; i++) {
      if (width === 1) numbers[i] = bytes[at + i]!;
      else if (width === 2) numbers[i] = view.getUint16(at + 2 * i, true);
      else numbers[i] = view.getInt32(at + 4 * i, true);
      if (numbers[i]! < 0) throw foreignLog(at);
    }
    return numbers;
  }

  #countBits(at: number, count: number): number {
    let bits = 0;
    for (let i = 0; i < count; i++) {
      if ((this.#from.bytes[at + (i >> 3)]! & (1 << (i & 7))) !== 0) bits += 1;
    }
    return bits;
  }

  #varint(most: number): number {
    const start = this.#at;
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#from.bytes[this.#skip(1)]!;
      value += (byte & 127) * scale;
      if (value > most || scale > most) throw foreignLog(start);
      if (byte < 128) return value;
    }
  }

  /** Goes on behind the next `bytes` bytes; gives where they are. */
  #skip(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#end) throw foreignLog(at);
    this.#at = at + bytes;
    return at;
  }
}

function sumOf(numbers: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i]!;
  return sum;
}
