/**
 * Rows as 32-bit words: null bits, then the fixed-width columns, then for each text, bytes or
 * nested column that is not null its length in bytes and its bytes, padded to words. Nulls are
 * zeros, there is one NaN, and maps are sorted, so equal rows have equal words. Little endian, also
 * on disk.
 */
import { assert } from '../../core/assert.js';
import type { Batch, Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { ColumnReader } from '../../core/column-read.js';
import { columnReader } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import { BytesWriter } from './bytes.js';
import { isNaNWords, wordsOf } from './key-columns.js';
import { KeyReader, putKeyValue } from './key-value.js';
import { Code, codeOf, WORDS } from './row-layout.js';

const NO_WORDS = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(new ArrayBuffer(0));
const NO_SHORTS = new Int16Array(0);

/** Memory that rows live in: the same buffer as words and as bytes. */
export interface RowMemory {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
}

/** Writes and reads rows of `types`. `bind` a batch, then `measure` a row, then `write` it. */
export class RowCodec {
  readonly #types: readonly DataType[];
  readonly #codes: readonly Code[];
  /** First fixed word of each column. */
  readonly #fixedAt: readonly number[];
  /** Words of a row before its runs. */
  readonly fixedWords: number;
  readonly #hasRuns: boolean;
  readonly #readers: readonly ColumnReader[];
  #batch: Batch | null = null;
  readonly #words: Int32Array[];
  readonly #bytes: Uint8Array[];
  readonly #views: DataView[];
  readonly #shorts: Int16Array[];
  readonly #nested: BytesWriter[];
  #cursors = new Int32Array(0);

  constructor(types: readonly DataType[]) {
    this.#types = types;
    this.#codes = types.map(codeOf);
    let at = (types.length + 31) >> 5;
    this.#fixedAt = this.#codes.map((code) => {
      at += WORDS[code];
      return at - WORDS[code];
    });
    this.fixedWords = at;
    this.#hasRuns = this.#codes.some((code) => code === Code.Run || code === Code.Nested);
    this.#readers = types.map(columnReader);
    this.#words = types.map(() => NO_WORDS);
    this.#bytes = types.map(() => NO_BYTES);
    this.#views = types.map(() => NO_VIEW);
    this.#shorts = types.map(() => NO_SHORTS);
    this.#nested = types.map(() => new BytesWriter(0));
  }

  /** Rows come from `batch` from now on; cheap when it is the same again. */
  bind(batch: Batch): void {
    if (batch === this.#batch) return;
    assert(batch.columns.length === this.#types.length, `rows of ${this.#types.length} columns`);
    this.#batch = batch;
    for (let c = 0; c < this.#codes.length; c++) {
      const { values } = batch.columns[c]!;
      const code = this.#codes[c]!;
      if (code === Code.Byte) {
        this.#bytes[c] = new Uint8Array(values.buffer, values.byteOffset, values.length);
      } else if (code === Code.Run) {
        this.#views[c] = new DataView(values.buffer, values.byteOffset, values.byteLength);
      } else if (code === Code.Short) this.#shorts[c] = values as Int16Array;
      else if (code !== Code.Nested && code !== Code.Null) this.#words[c] = wordsOf(values);
    }
  }

  /** Words that physical row `row` of the bound batch takes. */
  measure(row: number): number {
    let words = this.fixedWords;
    if (!this.#hasRuns) return words;
    const columns = this.#batch!.columns;
    for (let c = 0; c < this.#codes.length; c++) {
      const code = this.#codes[c]!;
      if (code !== Code.Run && code !== Code.Nested) continue;
      const column = columns[c]!;
      if (isNull(column, row)) continue;
      const bytes =
        code === Code.Run
          ? column.offsets![row + 1]! - column.offsets![row]!
          : this.#encodeNested(c, column, row);
      words += 1 + ((bytes + 3) >> 2);
    }
    return words;
  }

  /** Writes the row just measured at word `at`. */
  write(row: number, memory: RowMemory, at: number): void {
    const { words } = memory;
    const columns = this.#batch!.columns;
    for (let i = (this.#codes.length + 31) >> 5; i > 0; i--) words[at + i - 1] = 0;
    let runAt = at + this.fixedWords;
    for (let c = 0; c < this.#codes.length; c++) {
      const code = this.#codes[c]!;
      const to = at + this.#fixedAt[c]!;
      if (isNull(columns[c]!, row)) {
        words[at + (c >> 5)]! |= 1 << (c & 31);
        for (let i = WORDS[code] - 1; i >= 0; i--) words[to + i] = 0;
      } else if (code < Code.Run) this.#writeFixed(c, code, row, words, to);
      else runAt = this.#writeRun(c, code, row, memory, runAt);
    }
  }

  /**
   * Appends rows to builders, one a column (null: left out): row i starts at word starts[slots[i]];
   * slot -1 gives nulls.
   */
  read(
    memory: RowMemory,
    starts: Uint32Array,
    slots: Int32Array,
    count: number,
    into: readonly (ColumnBuilder | null)[],
  ): void {
    if (this.#hasRuns) this.#startCursors(starts, slots, count);
    for (let c = 0; c < this.#codes.length; c++) {
      const code = this.#codes[c]!;
      const builder = into[c]!;
      if (builder === null) {
        if (code >= Code.Run) this.#skipRuns(c, memory.words, starts, slots, count);
        continue;
      }
      builder.reserve(count);
      if (code === Code.Run) this.#readRuns(c, memory, starts, slots, count, builder);
      else if (code === Code.Nested) this.#readNested(c, memory, starts, slots, count, builder);
      else this.#readFixed(c, code, memory.words, starts, slots, count, builder);
    }
  }

  #writeFixed(c: number, code: Code, row: number, words: Int32Array, to: number): void {
    const source = this.#words[c]!;
    switch (code) {
      case Code.Byte:
        words[to] = this.#bytes[c]![row]!;
        break;
      case Code.Short:
        words[to] = this.#shorts[c]![row]!;
        break;
      case Code.Word:
        words[to] = source[row]!;
        break;
      case Code.Float: {
        const word = source[row]!;
        words[to] = (word & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : word;
        break;
      }
      case Code.Pair:
        words[to] = source[2 * row]!;
        words[to + 1] = source[2 * row + 1]!;
        break;
      case Code.Wide:
        for (let i = 0; i < 4; i++) words[to + i] = source[4 * row + i]!;
        break;
      case Code.Null:
        break;
      default:
        this.#writeDouble(c, code, row, words, to);
    }
  }

  #writeDouble(c: number, code: Code, row: number, words: Int32Array, to: number): void {
    const source = this.#words[c]!;
    const isNaN = isNaNWords(source[2 * row + 1]!, source[2 * row]!);
    words[to] = isNaN ? 0 : source[2 * row]!;
    words[to + 1] = isNaN ? 0x7ff80000 : source[2 * row + 1]!;
    if (code !== Code.Nanos) return;
    const nanos = this.#batch!.columns[c]!.nanos;
    words[to + 2] = nanos === null ? 0 : nanos[row]!;
  }

  /** Gives the word behind the run. */
  #writeRun(c: number, code: Code, row: number, memory: RowMemory, at: number): number {
    const { words, bytes } = memory;
    if (code === Code.Nested) {
      const { buffer, length } = this.#nested[c]!;
      const end = at + 1 + ((length + 3) >> 2);
      words[end - 1] = 0;
      words[at] = length;
      bytes.set(buffer.subarray(0, length), 4 * (at + 1));
      return end;
    }
    const view = this.#views[c]!;
    const offsets = this.#batch!.columns[c]!.offsets!;
    const last = offsets[row + 1]!;
    let from = offsets[row]!;
    let to = at;
    words[to++] = last - from;
    for (; from + 4 <= last; from += 4) words[to++] = view.getInt32(from, true);
    if (from === last) return to;
    let rest = 0;
    for (let shift = 0; from < last; shift += 8) rest |= view.getUint8(from++) << shift;
    words[to++] = rest;
    return to;
  }

  #encodeNested(c: number, column: Column, row: number): number {
    const writer = this.#nested[c]!;
    writer.reset();
    putKeyValue(this.#types[c]!, this.#readers[c]!(column, row), false, writer);
    return writer.length;
  }

  #startCursors(starts: Uint32Array, slots: Int32Array, count: number): void {
    if (this.#cursors.length < count) this.#cursors = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      if (slots[i]! >= 0) this.#cursors[i] = starts[slots[i]!]! + this.fixedWords;
    }
  }

  #readFixed(
    c: number,
    code: Code,
    words: Int32Array,
    starts: Uint32Array,
    slots: Int32Array,
    count: number,
    builder: ColumnBuilder,
  ): void {
    const nullAt = c >> 5;
    const nullBit = 1 << (c & 31);
    const fixedAt = this.#fixedAt[c]!;
    const target = builder.values;
    const out = target.BYTES_PER_ELEMENT >= 4 ? wordsOf(target) : NO_WORDS;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const start = slot < 0 ? 0 : starts[slot]!;
      if (slot < 0 || (words[start + nullAt]! & nullBit) !== 0) {
        builder.appendNull();
        continue;
      }
      const from = start + fixedAt;
      const at = builder.length;
      switch (code) {
        case Code.Byte:
          (target as Uint8Array)[at] = words[from]!;
          break;
        case Code.Short:
          (target as Int16Array)[at] = words[from]!;
          break;
        case Code.Word:
        case Code.Float:
          out[at] = words[from]!;
          break;
        case Code.Wide:
          for (let k = 0; k < 4; k++) out[4 * at + k] = words[from + k]!;
          break;
        default:
          out[2 * at] = words[from]!;
          out[2 * at + 1] = words[from + 1]!;
          if (code === Code.Nanos) builder.nanos![at] = words[from + 2]!;
      }
      endValidRow(builder, at);
    }
  }

  #readRuns(
    c: number,
    memory: RowMemory,
    starts: Uint32Array,
    slots: Int32Array,
    count: number,
    builder: ColumnBuilder,
  ): void {
    const { words } = memory;
    const nullAt = c >> 5;
    const nullBit = 1 << (c & 31);
    let bytes = 3; // the last word of the last run may reach over its end
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot < 0 || (words[starts[slot]! + nullAt]! & nullBit) !== 0) continue;
      bytes += words[this.#cursors[i]!]!;
    }
    builder.reserveBytes(bytes);
    const values = builder.values as Uint8Array;
    const target = new DataView(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot < 0 || (words[starts[slot]! + nullAt]! & nullBit) !== 0) {
        builder.appendNull();
        continue;
      }
      let cursor = this.#cursors[i]!;
      const at = builder.length;
      const offsets = builder.offsets!;
      const end = offsets[at]! + words[cursor++]!;
      for (let to = offsets[at]!; to < end; to += 4) target.setInt32(to, words[cursor++]!, true);
      offsets[at + 1] = end;
      endValidRow(builder, at);
      this.#cursors[i] = cursor;
    }
  }

  #skipRuns(
    c: number,
    words: Int32Array,
    starts: Uint32Array,
    slots: Int32Array,
    count: number,
  ): void {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot < 0 || (words[starts[slot]! + (c >> 5)]! & (1 << (c & 31))) !== 0) continue;
      this.#cursors[i]! += 1 + ((words[this.#cursors[i]!]! + 3) >> 2);
    }
  }

  #readNested(
    c: number,
    memory: RowMemory,
    starts: Uint32Array,
    slots: Int32Array,
    count: number,
    builder: ColumnBuilder,
  ): void {
    const { words, bytes } = memory;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const isAbsent = slot < 0 || (words[starts[slot]! + (c >> 5)]! & (1 << (c & 31))) !== 0;
      if (isAbsent) {
        builder.appendNull();
        continue;
      }
      const cursor = this.#cursors[i]!;
      const length = words[cursor]!;
      const from = 4 * (cursor + 1);
      builder.append(new KeyReader(bytes, from, from + length).value(this.#types[c]!, false));
      this.#cursors[i] = cursor + 1 + ((length + 3) >> 2);
    }
  }
}

function isNull(column: Column, row: number): boolean {
  if (column.type.id === 'null') return true;
  const bits = column.validity;
  return bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0;
}

function endValidRow(builder: ColumnBuilder, at: number): void {
  if (builder.validity !== null) builder.validity[at >> 3]! |= 1 << (at & 7);
  builder.length = at + 1;
}
