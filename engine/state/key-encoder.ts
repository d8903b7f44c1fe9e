/**
 * Columns as key bytes (format: key-columns.ts): order-preserving, injective, hashed by
 * `hashBytes`. Batches go column by column; a single 4- or 8-byte integer column takes one loop.
 */
import { assert } from '../../core/assert.js';
import type { Column } from '../../core/batch.js';
import { BATCH_ROWS } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import { columnReader } from '../../core/column-read.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { BytesWriter } from './bytes.js';
import { hashKeys, hashMarkedPair, hashMarkedWord } from './hash.js';
import { addTextLengths, fixedKeyBytes, putFixed, putText, wordsOf } from './key-columns.js';
import { isStrided, putStrided } from './key-strides.js';
import { KeyReader, putKeyValue } from './key-value.js';
import type { KeyBatch, KeyEncoder } from './state.js';

export interface KeyOptions {
  /** -0.0 becomes 0.0, as `=` sees them (join keys); grouping keeps them apart. */
  readonly mergeZeros?: boolean;
  /** Per column: keys whose bytes ascend in this order (sorting). Such keys cannot be decoded. */
  readonly order?: readonly KeyOrder[];
}
export interface KeyOrder {
  readonly ascending: boolean;
  readonly nullsFirst: boolean;
}

/**
 * Encoder for keys of columns of `types`; none gives the empty key. One instance per user: it owns
 * its scratch.
 */
export function createKeyEncoder(types: readonly DataType[], options: KeyOptions = {}): KeyEncoder {
  return new ColumnKeyEncoder(types, options);
}

class ColumnKeyEncoder implements KeyEncoder {
  readonly #types: readonly DataType[];
  readonly #mergeZeros: boolean;
  readonly #order: readonly KeyOrder[] | null;
  /** Bytes of a key without nulls; -1 when it varies. */
  readonly #stride: number;
  readonly #single: 'none' | 'word' | 'pair';
  readonly #isStrided: boolean;
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #offsets = new Int32Array(1);
  #hashes = new Int32Array(0);
  #cursors = new Int32Array(0);
  /** Nested columns of the current batch: their bytes, and where each key's part ends. */
  readonly #nested = new Map<number, { readonly runs: BytesWriter; readonly ends: Int32Array }>();

  constructor(types: readonly DataType[], { mergeZeros = false, order }: KeyOptions) {
    this.#types = types;
    this.#mergeZeros = mergeZeros;
    this.#order = order ?? null;
    this.#stride = strideOf(types);
    this.#single = types.length === 1 && order === undefined ? singleKind(types[0]!) : 'none';
    this.#isStrided = types.length > 0 && order === undefined && types.every(isStrided);
  }

  encode(columns: readonly Column[], rows: Int32Array, count: number): KeyBatch {
    this.#reserve(count);
    const hasNulls = columns.some((column) => hasNull(column, rows, count));
    if (!hasNulls && this.#single === 'pair') this.#encodePairs(columns[0]!, rows, count);
    else if (!hasNulls && this.#single === 'word') this.#encodeWords(columns[0]!, rows, count);
    else if (!hasNulls && this.#isStrided) this.#encodeStrided(columns, rows, count);
    else this.#encodeColumns(columns, rows, count, hasNulls);
    return { bytes: this.#bytes, offsets: this.#offsets, hashes: this.#hashes, count };
  }

  decode(bytes: Uint8Array, start: number, end: number, into: readonly ColumnBuilder[]): void {
    assert(this.#order === null, 'keys made for sorting are not decoded');
    const reader = new KeyReader(bytes, start, end);
    const last = this.#types.length - 1;
    for (let c = 0; c <= last; c++) into[c]!.append(reader.value(this.#types[c]!, c === last));
  }

  #encodePairs(column: Column, rows: Int32Array, count: number): void {
    this.#reserveBytes(count * 9);
    const words = wordsOf(column.values);
    const [bytes, view, offsets, hashes] = [this.#bytes, this.#view, this.#offsets, this.#hashes];
    let at = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const high = words[2 * row + 1]! ^ 0x80000000;
      const low = words[2 * row]!;
      bytes[at] = 1;
      view.setInt32(at + 1, high);
      view.setInt32(at + 5, low);
      hashes[i] = hashMarkedPair(high, low);
      at += 9;
      offsets[i + 1] = at;
    }
  }

  #encodeWords(column: Column, rows: Int32Array, count: number): void {
    this.#reserveBytes(count * 5);
    const words = wordsOf(column.values);
    const [bytes, view, offsets, hashes] = [this.#bytes, this.#view, this.#offsets, this.#hashes];
    let at = 0;
    for (let i = 0; i < count; i++) {
      const word = words[rows[i]!]! ^ 0x80000000;
      bytes[at] = 1;
      view.setInt32(at + 1, word);
      hashes[i] = hashMarkedWord(word);
      at += 5;
      offsets[i + 1] = at;
    }
  }

  #encodeStrided(columns: readonly Column[], rows: Int32Array, count: number): void {
    const stride = this.#stride;
    this.#reserveBytes(count * stride);
    this.#layOutByStride(count);
    const target = { bytes: this.#bytes, view: this.#view, stride };
    let at = 0;
    for (const column of columns)
      at += putStrided(column, rows, count, this.#mergeZeros, target, at);
    hashKeys(this.#view, this.#offsets, count, this.#hashes);
  }

  #encodeColumns(
    columns: readonly Column[],
    rows: Int32Array,
    count: number,
    hasNulls: boolean,
  ): void {
    if (this.#stride >= 0 && !hasNulls) this.#layOutByStride(count);
    else this.#layOut(columns, rows, count);
    this.#reserveBytes(this.#offsets[count]!);
    this.#cursors.set(this.#offsets.subarray(0, count));
    const target = { bytes: this.#bytes, view: this.#view, cursors: this.#cursors };
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const starts = this.#order === null ? null : this.#cursors.slice(0, count);
      if (fixedKeyBytes(column.type) >= 0) {
        putFixed(column, rows, count, this.#mergeZeros, target);
      } else if (isText(column.type)) putText(column, rows, count, this.#isRaw(c), target);
      else this.#putNested(c, count);
      if (starts !== null) applyOrder(this.#order![c]!, this.#bytes, starts, this.#cursors, count);
    }
    hashKeys(this.#view, this.#offsets, count, this.#hashes);
  }

  /**
   * Does column `c` run to the end of the key, so that its text needs no end mark? Descending text
   * does.
   */
  #isRaw(c: number): boolean {
    return this.#order === null && c === this.#types.length - 1;
  }

  #layOutByStride(count: number): void {
    const offsets = this.#offsets;
    for (let i = 0; i < count; i++) offsets[i + 1] = (i + 1) * this.#stride;
  }

  #layOut(columns: readonly Column[], rows: Int32Array, count: number): void {
    const lengths = this.#cursors.fill(0, 0, count);
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const width = fixedKeyBytes(column.type);
      if (width >= 0) addFixedLengths(column, rows, count, width, lengths);
      else if (isText(column.type)) addTextLengths(column, rows, count, this.#isRaw(c), lengths);
      else this.#addNestedLengths(c, column, rows, count, this.#isRaw(c));
    }
    const offsets = this.#offsets;
    for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i]! + lengths[i]!;
  }

  #addNestedLengths(
    c: number,
    column: Column,
    rows: Int32Array,
    count: number,
    isLast: boolean,
  ): void {
    const read = columnReader(column.type);
    const runs = new BytesWriter();
    const ends = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const start = runs.length;
      putKeyValue(column.type, read(column, rows[i]!), isLast, runs);
      ends[i] = runs.length;
      this.#cursors[i]! += runs.length - start;
    }
    this.#nested.set(c, { runs, ends });
  }

  #putNested(c: number, count: number): void {
    const { runs, ends } = this.#nested.get(c)!;
    let from = 0;
    for (let i = 0; i < count; i++) {
      const run = runs.buffer.subarray(from, ends[i]!);
      this.#bytes.set(run, this.#cursors[i]!);
      this.#cursors[i]! += run.length;
      from = ends[i]!;
    }
    this.#nested.delete(c);
  }

  #reserve(count: number): void {
    if (count <= this.#hashes.length) return;
    const capacity = Math.max(count, BATCH_ROWS);
    this.#hashes = new Int32Array(capacity);
    this.#cursors = new Int32Array(capacity);
    this.#offsets = new Int32Array(capacity + 1);
  }

  #reserveBytes(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    this.#bytes = new Uint8Array(bytes * 2);
    this.#view = new DataView(this.#bytes.buffer);
  }
}

function strideOf(types: readonly DataType[]): number {
  let stride = 0;
  for (const type of types) {
    const width = fixedKeyBytes(type);
    if (width < 0 || type.id === 'null') return -1;
    stride += 1 + width;
  }
  return stride;
}

function singleKind(type: DataType): 'none' | 'word' | 'pair' {
  if (layoutOf(type) === Layout.Big) return 'pair';
  return type.id !== 'float' && fixedKeyBytes(type) === 4 ? 'word' : 'none';
}

/** Is one of the rows null? Columns of joined or nested rows have a bitmap though none may be. */
function hasNull({ validity, type }: Column, rows: Int32Array, count: number): boolean {
  if (type.id === 'null') return count > 0;
  if (validity === null) return false;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if ((validity[row >> 3]! & (1 << (row & 7))) === 0) return true;
  }
  return false;
}

function isText(type: DataType): boolean {
  const layout = layoutOf(type);
  return layout === Layout.Text || layout === Layout.Bytes;
}

function addFixedLengths(
  column: Column,
  rows: Int32Array,
  count: number,
  width: number,
  lengths: Int32Array,
): void {
  if (column.type.id === 'null') {
    for (let i = 0; i < count; i++) lengths[i]! += 1;
    return;
  }
  const bits = column.validity;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    lengths[i]! += bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0 ? 1 + width : 1;
  }
}

/**
 * Turns the ascending, nulls-first bytes [starts[i], ends[i]) of one column of each key into
 * `order`.
 */
function applyOrder(
  order: KeyOrder,
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const start = starts[i]!;
    if (bytes[start] === 0) {
      bytes[start] = order.nullsFirst ? 0 : 2;
      continue;
    }
    if (order.ascending) continue;
    for (let at = start + 1; at < ends[i]!; at++) bytes[at]! ^= 0xff;
  }
}
