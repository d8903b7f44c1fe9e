/** A stored column of fixed width: one to four words a slot. */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import { grownInt32 } from './grown-array.js';
import { mixWord } from './hash.js';
import { isNaNWords, wordsOf } from './key-columns.js';
import type { RowColumn } from './row-column.js';
import { Code, WORDS } from './row-layout.js';
import { NullFlags } from './row-nulls.js';

type SmallInts = Uint8Array | Int8Array | Int16Array;

/** Of any type with a fixed width. */
export class FixedColumn implements RowColumn {
  readonly slotBytes: number;
  readonly #code: Code;
  readonly #width: number;
  readonly #isFloat: boolean;
  readonly #nulls = new NullFlags();
  #words: Int32Array = new Int32Array(0);

  constructor(type: DataType, code: Code) {
    this.#code = code;
    this.#width = WORDS[code];
    this.#isFloat = type.id === 'float' || type.id === 'double';
    this.slotBytes = 4 * this.#width;
  }

  reserve(capacity: number): void {
    this.#words = grownInt32(this.#words, capacity * this.#width);
    this.#nulls.reserve(capacity);
  }

  store(column: Column, rows: Int32Array, slots: Int32Array, count: number): void {
    this.#nulls.store(column, rows, slots, count);
    const words = this.#words;
    switch (this.#code) {
      case Code.Byte:
      case Code.Short:
        storeSmall(column.values as SmallInts, rows, words, slots, count);
        break;
      case Code.Word:
      case Code.Float:
        storeWords(wordsOf(column.values), rows, words, slots, count);
        break;
      case Code.Pair:
      case Code.Double:
        storePairs(wordsOf(column.values), rows, words, slots, count);
        break;
      case Code.Nanos:
        storeNanos(column, rows, words, slots, count);
        break;
      default:
        storeWide(wordsOf(column.values), rows, words, slots, count);
    }
    if (this.#isFloat) this.#mergeNaNs(slots, count);
  }

  read(slots: Int32Array, count: number, hasAbsent: boolean, into: ColumnBuilder): void {
    into.reserve(count);
    if (hasAbsent || this.#nulls.flags !== null || into.validity !== null) {
      this.#readWithNulls(slots, count, into);
      return;
    }
    this.#copyOut(slots, count, into, into.length);
    into.length += count;
  }

  isEqual(slot: number, other: number): boolean {
    const isNull = this.isNull(slot);
    if (isNull || this.isNull(other)) return isNull && this.isNull(other);
    const width = this.#width;
    for (let k = 0; k < width; k++) {
      if (this.#words[slot * width + k] !== this.#words[other * width + k]) return false;
    }
    return true;
  }

  mix(slot: number, hash: number): number {
    if (this.isNull(slot)) return mixWord(hash, 1);
    let mixed = hash;
    const width = this.#width;
    for (let k = 0; k < width; k++) mixed = mixWord(mixed, this.#words[slot * width + k]!);
    return mixed;
  }

  isNull(slot: number): boolean {
    return this.#nulls.isNull(slot);
  }

  get hasNulls(): boolean {
    return this.#nulls.flags !== null;
  }

  encode(slot: number, into: BytesWriter): void {
    const width = this.#width;
    for (let k = 0; k < width; k++) into.i32(this.#words[slot * width + k]!);
  }

  putColumn(slots: Int32Array, count: number, into: ColumnWriter): void {
    into.words(this.#words, this.#width, slots, count, this.#nulls.flags);
  }

  decode(slot: number, isNull: boolean, from: BytesReader): void {
    this.#nulls.put(slot, isNull);
    if (isNull) return;
    const width = this.#width;
    for (let k = 0; k < width; k++) this.#words[slot * width + k] = from.i32();
  }

  /** Runs of values between nulls, each copied at once. */
  #readWithNulls(slots: Int32Array, count: number, into: ColumnBuilder): void {
    let from = 0;
    for (let i = 0; i <= count; i++) {
      if (i < count && slots[i]! >= 0 && !this.#nulls.isNull(slots[i]!)) continue;
      if (i > from) {
        const at = into.length;
        this.#copyOut(slots.subarray(from, i), i - from, into, at);
        markValid(into, i - from);
      }
      if (i < count) into.appendNull();
      from = i + 1;
    }
  }

  #copyOut(slots: Int32Array, count: number, into: ColumnBuilder, at: number): void {
    const words = this.#words;
    switch (this.#code) {
      case Code.Byte:
      case Code.Short:
        readSmall(words, slots, count, into.values as SmallInts, at);
        break;
      case Code.Word:
      case Code.Float:
        readWords(words, slots, count, wordsOf(into.values), at);
        break;
      case Code.Pair:
      case Code.Double:
        readPairs(words, slots, count, wordsOf(into.values), at);
        break;
      case Code.Nanos:
        readNanos(words, slots, count, into, at);
        break;
      default:
        readWide(words, slots, count, wordsOf(into.values), at);
    }
  }

  #mergeNaNs(slots: Int32Array, count: number): void {
    const words = this.#words;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (this.#width === 1) {
        if ((words[slot]! & 0x7fffffff) > 0x7f800000) words[slot] = 0x7fc00000;
      } else if (isNaNWords(words[2 * slot + 1]!, words[2 * slot]!)) {
        words[2 * slot] = 0;
        words[2 * slot + 1] = 0x7ff80000;
      }
    }
  }
}

/** The next `count` rows, written at `length` already, are not null. */
export function markValid(into: ColumnBuilder, count: number): void {
  const bits = into.validity;
  const end = into.length + count;
  if (bits !== null) for (let at = into.length; at < end; at++) bits[at >> 3]! |= 1 << (at & 7);
  into.length = end;
}

function storeSmall(
  from: SmallInts,
  rows: Int32Array,
  to: Int32Array,
  slots: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) to[slots[i]!] = from[rows[i]!]!;
}
function storeWords(
  from: Int32Array,
  rows: Int32Array,
  to: Int32Array,
  slots: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) to[slots[i]!] = from[rows[i]!]!;
}
function storePairs(
  from: Int32Array,
  rows: Int32Array,
  to: Int32Array,
  slots: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const at = 2 * slots[i]!;
    const row = 2 * rows[i]!;
    to[at] = from[row]!;
    to[at + 1] = from[row + 1]!;
  }
}
function storeNanos(
  column: Column,
  rows: Int32Array,
  to: Int32Array,
  slots: Int32Array,
  count: number,
): void {
  const from = wordsOf(column.values);
  for (let i = 0; i < count; i++) {
    const at = 3 * slots[i]!;
    const row = rows[i]!;
    to[at] = from[2 * row]!;
    to[at + 1] = from[2 * row + 1]!;
    to[at + 2] = column.nanos === null ? 0 : column.nanos[row]!;
  }
}
function storeWide(
  from: Int32Array,
  rows: Int32Array,
  to: Int32Array,
  slots: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 4; k++) to[4 * slots[i]! + k] = from[4 * rows[i]! + k]!;
  }
}

function readSmall(
  from: Int32Array,
  slots: Int32Array,
  count: number,
  to: SmallInts,
  at: number,
): void {
  for (let i = 0; i < count; i++) to[at + i] = from[slots[i]!]!;
}
function readWords(
  from: Int32Array,
  slots: Int32Array,
  count: number,
  to: Int32Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) to[at + i] = from[slots[i]!]!;
}
function readPairs(
  from: Int32Array,
  slots: Int32Array,
  count: number,
  to: Int32Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) {
    const slot = 2 * slots[i]!;
    to[2 * (at + i)] = from[slot]!;
    to[2 * (at + i) + 1] = from[slot + 1]!;
  }
}
function readNanos(
  from: Int32Array,
  slots: Int32Array,
  count: number,
  into: ColumnBuilder,
  at: number,
): void {
  const to = wordsOf(into.values);
  const nanos = into.nanos!;
  for (let i = 0; i < count; i++) {
    const slot = 3 * slots[i]!;
    to[2 * (at + i)] = from[slot]!;
    to[2 * (at + i) + 1] = from[slot + 1]!;
    nanos[at + i] = from[slot + 2]!;
  }
}
function readWide(
  from: Int32Array,
  slots: Int32Array,
  count: number,
  to: Int32Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 4; k++) to[4 * (at + i) + k] = from[4 * slots[i]! + k]!;
  }
}
