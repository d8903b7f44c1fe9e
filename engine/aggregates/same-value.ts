/** Are two rows of one column the same? Bit for bit but for NaN (equal) and -0 (equals 0). */
import type { Column } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import { valueEquals } from '../../core/compare.js';
import { Layout, layoutOf } from '../../core/layout.js';
import { equalBytes } from '../../core/utf8.js';
import { wordsOf } from '../state/key-columns.js';

/** Clears same[i] where rows before[i] and after[i] of the column differ; i < `count`. */
export function clearWhereDifferent(
  column: Column,
  before: Int32Array,
  after: Int32Array,
  count: number,
  same: Uint8Array,
): void {
  const { values } = column;
  if (layoutOf(column.type) === Layout.Big) {
    clearLongs(values as BigInt64Array, column.validity, before, after, count, same);
    return;
  }
  const isEqual = equalityOf(column);
  for (let i = 0; i < count; i++) {
    if (same[i] === 0) continue;
    const isThere = isValid(column, before[i]!);
    if (isThere !== isValid(column, after[i]!)) same[i] = 0;
    else if (isThere && !isEqual(column, before[i]!, after[i]!)) same[i] = 0;
  }
}

/** By words: values of null rows are not looked at. */
function clearLongs(
  values: BigInt64Array,
  bits: Uint8Array | null,
  before: Int32Array,
  after: Int32Array,
  count: number,
  same: Uint8Array,
): void {
  const words = wordsOf(values);
  for (let i = 0; i < count; i++) {
    if (same[i] === 0) continue;
    const [a, b] = [before[i]!, after[i]!];
    if (bits !== null) {
      const isThere = (bits[a >> 3]! >> (a & 7)) & 1;
      if (isThere !== ((bits[b >> 3]! >> (b & 7)) & 1)) same[i] = 0;
      if (isThere === 0) continue;
    }
    if (words[2 * a] !== words[2 * b] || words[2 * a + 1] !== words[2 * b + 1]) same[i] = 0;
  }
}

type Equality = (column: Column, a: number, b: number) => boolean;

function equalityOf(column: Column): Equality {
  switch (layoutOf(column.type)) {
    case Layout.Fixed:
    case Layout.Bool:
      return equalNumbers;
    case Layout.Big:
      return ({ values }, a, b) => values[a] === values[b];
    case Layout.Wide:
      return ({ values }, a, b) =>
        values[2 * a] === values[2 * b] && values[2 * a + 1] === values[2 * b + 1];
    case Layout.Text:
    case Layout.Bytes:
      return equalTexts;
    case Layout.Nanos:
      return ({ values, nanos }, a, b) =>
        values[a] === values[b] && (nanos === null || nanos[a] === nanos[b]);
    default: {
      const { type } = column;
      const read = columnReader(type);
      return (nested, a, b) => valueEquals(type, read(nested, a), read(nested, b));
    }
  }
}

function equalNumbers({ values }: Column, a: number, b: number): boolean {
  const left = values[a] as number;
  const right = values[b] as number;
  return left === right || (Number.isNaN(left) && Number.isNaN(right));
}

function equalTexts(column: Column, a: number, b: number): boolean {
  const bytes = column.values as Uint8Array;
  const offsets = column.offsets!;
  return equalBytes(bytes, offsets[a]!, offsets[a + 1]!, bytes, offsets[b]!, offsets[b + 1]!);
}
