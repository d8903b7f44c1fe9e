/** Means of BIGINT, cut towards zero. Sums below 2^53 are divided as doubles, which is exact. */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import { wordsOf } from '../state/key-columns.js';
import type { RowSteps } from './each-row.js';

const WORD = 2 ** 32;
/** |high word| below this: the sum is below 2^53. */
const HIGH_EXACT = 2 ** 20;

/** Appends sums[slot] / values[slot], null where `values` is 0. */
export function appendLongMeans(
  values: Float64Array,
  sums: BigInt64Array,
  slots: Int32Array,
  count: number,
  out: ColumnBuilder,
): void {
  out.reserve(count);
  const target = out.values as BigInt64Array;
  const targetWords = wordsOf(target);
  const sumWords = wordsOf(sums);
  const isNull = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const n = values[slot]!;
    if (n === 0) isNull[i] = 1;
    else putMean(sums, sumWords, slot, n, target, targetWords, out.length + i);
  }
  out.endRows(count, isNull);
}

/** As `appendLongMeans` behind each row that is folded in. */
export function stepLongMeans(
  values: Float64Array,
  sums: BigInt64Array,
  column: Column,
  { rows, slots, steps, count }: RowSteps,
  out: ColumnBuilder,
): void {
  const bits = column.validity;
  const longs = column.values as BigInt64Array;
  out.reserve(count);
  const target = out.values as BigInt64Array;
  const targetWords = wordsOf(target);
  const sumWords = wordsOf(sums);
  const isNull = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const row = rows[i]!;
    if (steps[i] !== 0 && (bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0)) {
      if (steps[i]! > 0) sums[slot]! += longs[row]!;
      else sums[slot]! -= longs[row]!;
      values[slot]! += steps[i]!;
    }
    if (values[slot] === 0) isNull[i] = 1;
    else putMean(sums, sumWords, slot, values[slot]!, target, targetWords, out.length + i);
  }
  out.endRows(count, isNull);
}

function putMean(
  sums: BigInt64Array,
  sumWords: Int32Array,
  slot: number,
  n: number,
  target: BigInt64Array,
  targetWords: Int32Array,
  at: number,
): void {
  const high = sumWords[2 * slot + 1]!;
  if (high >= HIGH_EXACT || high < -HIGH_EXACT) {
    target[at] = sums[slot]! / BigInt(n);
    return;
  }
  const mean = Math.trunc((high * WORD + (sumWords[2 * slot]! >>> 0)) / n);
  const meanHigh = Math.floor(mean / WORD);
  targetWords[2 * at] = mean - meanHigh * WORD;
  targetWords[2 * at + 1] = meanHigh;
}
