/**
 * Kernels of the key encoder: one column into the keys of a whole batch. A value is a marker byte
 * (0 null, 1 not null) and then, big endian so that memcmp gives the SQL order: integers with the
 * sign bit flipped; floats by IEEE total order (one NaN); text and bytes with 00 as 00 FF and the
 * end as 00 00, or raw in the last column.
 */
import type { Column } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';

/** Keys under construction: `cursors[i]` is where the next byte of key i goes. */
export interface KeyTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly cursors: Int32Array;
}

/** Bytes of a fixed-width value behind its marker; -1 for text, bytes and nested types. */
export function fixedKeyBytes(type: DataType): number {
  switch (layoutOf(type)) {
    case Layout.Bool:
      return 1;
    case Layout.Big:
      return 8;
    case Layout.Wide:
      return 16;
    case Layout.Nanos:
      return 12;
    case Layout.Null:
      return 0;
    case Layout.Fixed:
      break;
    default:
      return -1;
  }
  switch (type.id) {
    case 'tinyint':
      return 1;
    case 'smallint':
      return 2;
    case 'int':
    case 'date':
    case 'time':
    case 'interval_year_month':
    case 'float':
      return 4;
    default:
      return 8;
  }
}

/** 32-bit words of an array of 4- or 8-byte elements, low word first. */
export function wordsOf(array: ArrayBufferView): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, array.byteLength >> 2);
}

/** Adds the bytes a text column takes in each key. */
export function addTextLengths(
  column: Column,
  rows: Int32Array,
  count: number,
  isLast: boolean,
  lengths: Int32Array,
): void {
  const offsets = column.offsets!;
  const bytes = column.values as Uint8Array;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (!isValid(column, row)) {
      lengths[i]! += 1;
      continue;
    }
    const start = offsets[row]!;
    const end = offsets[row + 1]!;
    let length = 1 + end - start;
    if (!isLast) {
      length += 2;
      for (let at = start; at < end; at++) if (bytes[at] === 0) length += 1;
    }
    lengths[i]! += length;
  }
}

/** Writes a text or bytes column. */
export function putText(
  column: Column,
  rows: Int32Array,
  count: number,
  isLast: boolean,
  target: KeyTarget,
): void {
  const offsets = column.offsets!;
  const source = column.values as Uint8Array;
  const bits = column.validity;
  const { bytes, cursors } = target;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    let to = cursors[i]!;
    if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) {
      bytes[to] = 0;
      cursors[i] = to + 1;
      continue;
    }
    bytes[to++] = 1;
    const end = offsets[row + 1]!;
    let at = offsets[row]!;
    if (isLast) for (; at < end; at++) bytes[to++] = source[at]!;
    else to = putEscaped(source, at, end, bytes, to);
    cursors[i] = to;
  }
}

/** 00 as 00 FF, then 00 00; gives where it ends. */
function putEscaped(
  source: Uint8Array,
  start: number,
  end: number,
  bytes: Uint8Array,
  to: number,
): number {
  let next = to;
  for (let at = start; at < end; at++) {
    const byte = source[at]!;
    bytes[next++] = byte;
    if (byte === 0) bytes[next++] = 0xff;
  }
  bytes[next] = 0;
  bytes[next + 1] = 0;
  return next + 2;
}

/** Writes a column of a fixed-width type. */
export function putFixed(
  column: Column,
  rows: Int32Array,
  count: number,
  mergeZeros: boolean,
  target: KeyTarget,
): void {
  switch (layoutOf(column.type)) {
    case Layout.Null:
      putMarkers(count, target);
      return;
    case Layout.Bool:
      putBytes(column, rows, count, 0, target);
      return;
    case Layout.Big:
      putWords64(column, rows, count, target);
      return;
    case Layout.Wide:
      putWide(column, rows, count, target);
      return;
    case Layout.Nanos:
      putNanos(column, rows, count, target);
      return;
    default:
      putNumbers(column, rows, count, mergeZeros, target);
  }
}

function putNumbers(
  column: Column,
  rows: Int32Array,
  count: number,
  mergeZeros: boolean,
  target: KeyTarget,
): void {
  switch (column.type.id) {
    case 'tinyint':
      putBytes(column, rows, count, 0x80, target);
      return;
    case 'smallint':
      putShorts(column, rows, count, target);
      return;
    case 'float':
      putFloats(column, rows, count, mergeZeros, target);
      return;
    case 'int':
    case 'date':
    case 'time':
    case 'interval_year_month':
      putInts(column, rows, count, target);
      return;
    default:
      putDoubles(column, rows, count, mergeZeros, target);
  }
}

function putMarkers(count: number, { bytes, cursors }: KeyTarget): void {
  for (let i = 0; i < count; i++) bytes[cursors[i]!++] = 0;
}

/** Writes the marker of key `i` and gives true when the value follows. */
function putMarker(column: Column, row: number, i: number, target: KeyTarget): boolean {
  const valid = isValid(column, row);
  target.bytes[target.cursors[i]!++] = valid ? 1 : 0;
  return valid;
}

function putBytes(
  column: Column,
  rows: Int32Array,
  count: number,
  flip: number,
  target: KeyTarget,
): void {
  const values = column.values as Int8Array;
  const source = new Uint8Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < count; i++) {
    if (putMarker(column, rows[i]!, i, target)) {
      target.bytes[target.cursors[i]!++] = source[rows[i]!]! ^ flip;
    }
  }
}

function putShorts(column: Column, rows: Int32Array, count: number, target: KeyTarget): void {
  const source = column.values as Int16Array;
  for (let i = 0; i < count; i++) {
    if (!putMarker(column, rows[i]!, i, target)) continue;
    target.view.setInt16(target.cursors[i]!, source[rows[i]!]! ^ 0x8000);
    target.cursors[i]! += 2;
  }
}

function putInts(column: Column, rows: Int32Array, count: number, target: KeyTarget): void {
  const source = column.values as Int32Array;
  for (let i = 0; i < count; i++) {
    if (!putMarker(column, rows[i]!, i, target)) continue;
    target.view.setInt32(target.cursors[i]!, source[rows[i]!]! ^ 0x80000000);
    target.cursors[i]! += 4;
  }
}

function putFloats(
  column: Column,
  rows: Int32Array,
  count: number,
  mergeZeros: boolean,
  target: KeyTarget,
): void {
  const words = wordsOf(column.values);
  for (let i = 0; i < count; i++) {
    if (!putMarker(column, rows[i]!, i, target)) continue;
    let word = words[rows[i]!]!;
    if ((word & 0x7fffffff) > 0x7f800000) word = 0x7fc00000;
    if (mergeZeros && word === NEGATIVE) word = 0;
    target.view.setInt32(target.cursors[i]!, word < 0 ? ~word : word ^ NEGATIVE);
    target.cursors[i]! += 4;
  }
}

const NEGATIVE = 0x80000000 | 0;

function putDoubles(
  column: Column,
  rows: Int32Array,
  count: number,
  mergeZeros: boolean,
  target: KeyTarget,
): void {
  const words = wordsOf(column.values);
  for (let i = 0; i < count; i++) {
    if (!putMarker(column, rows[i]!, i, target)) continue;
    putDouble(words, rows[i]!, mergeZeros, target, i);
  }
}

function putDouble(
  words: Int32Array,
  row: number,
  mergeZeros: boolean,
  target: KeyTarget,
  i: number,
): void {
  let low = words[2 * row]!;
  let high = words[2 * row + 1]!;
  if (isNaNWords(high, low)) {
    high = 0x7ff80000;
    low = 0;
  }
  if (mergeZeros && high === NEGATIVE && low === 0) high = 0;
  const at = target.cursors[i]!;
  target.view.setInt32(at, high < 0 ? ~high : high ^ NEGATIVE);
  target.view.setInt32(at + 4, high < 0 ? ~low : low);
  target.cursors[i] = at + 8;
}

/** Are these the words of a double NaN? */
export function isNaNWords(high: number, low: number): boolean {
  const magnitude = high & 0x7fffffff;
  return magnitude > 0x7ff00000 || (magnitude === 0x7ff00000 && low !== 0);
}

function putNanos(column: Column, rows: Int32Array, count: number, target: KeyTarget): void {
  const words = wordsOf(column.values);
  for (let i = 0; i < count; i++) {
    if (!putMarker(column, rows[i]!, i, target)) continue;
    putDouble(words, rows[i]!, true, target, i);
    target.view.setInt32(target.cursors[i]!, column.nanos === null ? 0 : column.nanos[rows[i]!]!);
    target.cursors[i]! += 4;
  }
}

function putWords64(column: Column, rows: Int32Array, count: number, target: KeyTarget): void {
  const words = wordsOf(column.values);
  const bits = column.validity;
  const { bytes, view, cursors } = target;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const at = cursors[i]!;
    if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) {
      bytes[at] = 0;
      cursors[i] = at + 1;
      continue;
    }
    bytes[at] = 1;
    view.setInt32(at + 1, words[2 * row + 1]! ^ NEGATIVE);
    view.setInt32(at + 5, words[2 * row]!);
    cursors[i] = at + 9;
  }
}

function putWide(column: Column, rows: Int32Array, count: number, target: KeyTarget): void {
  const words = wordsOf(column.values);
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (!putMarker(column, row, i, target)) continue;
    const at = target.cursors[i]!;
    target.view.setInt32(at, words[4 * row + 3]! ^ NEGATIVE);
    target.view.setInt32(at + 4, words[4 * row + 2]!);
    target.view.setInt32(at + 8, words[4 * row + 1]!);
    target.view.setInt32(at + 12, words[4 * row]!);
    target.cursors[i] = at + 16;
  }
}
