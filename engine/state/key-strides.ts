/**
 * Keys of columns that all take 4 or 8 bytes and hold no nulls: every column of key i lies at a
 * fixed place in [i * stride, + stride). Format: key-columns.ts.
 */
import type { Column } from '../../core/batch.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { fixedKeyBytes, isNaNWords, wordsOf } from './key-columns.js';

const NEGATIVE = 0x80000000 | 0;

/** Bytes of the keys being made. */
export interface StrideTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly stride: number;
}

/** Has a column of `type` a kernel here? */
export function isStrided(type: DataType): boolean {
  const layout = layoutOf(type);
  if (layout === Layout.Big) return true;
  return layout === Layout.Fixed && type.id !== 'float' && fixedKeyBytes(type) >= 4;
}

/** Writes marker and value of a column `at` bytes into every key; gives the bytes it took. */
export function putStrided(
  column: Column,
  rows: Int32Array,
  count: number,
  mergeZeros: boolean,
  target: StrideTarget,
  at: number,
): number {
  const words = wordsOf(column.values);
  if (layoutOf(column.type) === Layout.Big) {
    putLongs(words, rows, count, target, at);
    return 9;
  }
  if (fixedKeyBytes(column.type) === 4) {
    putInts(words, rows, count, target, at);
    return 5;
  }
  putDoubles(words, rows, count, mergeZeros, target, at);
  return 9;
}

function putLongs(
  words: Int32Array,
  rows: Int32Array,
  count: number,
  { bytes, view, stride }: StrideTarget,
  first: number,
): void {
  let at = first;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    bytes[at] = 1;
    view.setInt32(at + 1, words[2 * row + 1]! ^ NEGATIVE);
    view.setInt32(at + 5, words[2 * row]!);
    at += stride;
  }
}

function putInts(
  words: Int32Array,
  rows: Int32Array,
  count: number,
  { bytes, view, stride }: StrideTarget,
  first: number,
): void {
  let at = first;
  for (let i = 0; i < count; i++) {
    bytes[at] = 1;
    view.setInt32(at + 1, words[rows[i]!]! ^ NEGATIVE);
    at += stride;
  }
}

function putDoubles(
  words: Int32Array,
  rows: Int32Array,
  count: number,
  mergeZeros: boolean,
  { bytes, view, stride }: StrideTarget,
  first: number,
): void {
  let at = first;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    let low = words[2 * row]!;
    let high = words[2 * row + 1]!;
    if (isNaNWords(high, low)) {
      high = 0x7ff80000;
      low = 0;
    }
    if (mergeZeros && high === NEGATIVE && low === 0) high = 0;
    bytes[at] = 1;
    view.setInt32(at + 1, high < 0 ? ~high : high ^ NEGATIVE);
    view.setInt32(at + 5, high < 0 ? ~low : low);
    at += stride;
  }
}
