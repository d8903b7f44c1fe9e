/** Running sums of decimals, exact; the unscaled total may exceed 38 digits and come back. */
import type { Accumulators } from './accumulators.js';
import { mergeF64 } from './merge.js';
import type { ExactSum } from './running-sum.js';
import { listValues, ValueList, valuesField } from './running-sum.js';

const BILLION_SQUARED = 10n ** 18n;

/** DECIMAL of at most 18 digits: sum = high * 10^18 + low, |low| < 10^18. */
export function decimalSum(): ExactSum {
  const list = new ValueList();
  return {
    fields: [valuesField, { name: 'low', kind: 'i64' }, { name: 'high', kind: 'i64' }],
    add(table, base, column, rows, slots, count, signs) {
      const n = listValues(table.f64(base), column, rows, slots, count, signs, list);
      addSmall(table.i64(base + 1), table.i64(base + 2), column.values as BigInt64Array, list, n);
    },
    merge(table, base, to, other, from, count) {
      mergeF64(table.f64(base), to, other.f64(base), from, count);
      mergeSmall(
        table.i64(base + 1),
        table.i64(base + 2),
        to,
        other.i64(base + 1),
        other.i64(base + 2),
        from,
        count,
      );
    },
    total: (table, base, slot) =>
      table.i64(base + 2)[slot]! * BILLION_SQUARED + table.i64(base + 1)[slot]!,
  };
}

function addSmall(
  low: BigInt64Array,
  high: BigInt64Array,
  values: BigInt64Array,
  list: ValueList,
  n: number,
): void {
  const { rows, slots, signs } = list;
  for (let i = 0; i < n; i++) {
    const slot = slots[i]!;
    low[slot] = signs[i]! > 0 ? low[slot]! + values[rows[i]!]! : low[slot]! - values[rows[i]!]!;
    if (low[slot]! >= 1000000000000000000n) {
      low[slot]! -= 1000000000000000000n;
      high[slot]! += 1n;
    } else if (low[slot]! <= -1000000000000000000n) {
      low[slot]! += 1000000000000000000n;
      high[slot]! -= 1n;
    }
  }
}

function mergeSmall(
  low: BigInt64Array,
  high: BigInt64Array,
  to: Int32Array,
  otherLow: BigInt64Array,
  otherHigh: BigInt64Array,
  from: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const slot = to[i]!;
    low[slot]! += otherLow[from[i]!]!;
    high[slot]! += otherHigh[from[i]!]!;
    if (low[slot]! >= BILLION_SQUARED) {
      low[slot]! -= BILLION_SQUARED;
      high[slot]! += 1n;
    } else if (low[slot]! <= -BILLION_SQUARED) {
      low[slot]! += BILLION_SQUARED;
      high[slot]! -= 1n;
    }
  }
}

/** DECIMAL of more than 18 digits: three 64-bit words, two's complement. */
export function wideDecimalSum(): ExactSum {
  const list = new ValueList();
  return {
    fields: [
      valuesField,
      { name: 'low', kind: 'i64' },
      { name: 'middle', kind: 'i64' },
      { name: 'high', kind: 'i64' },
    ],
    add(table, base, column, rows, slots, count, signs) {
      const n = listValues(table.f64(base), column, rows, slots, count, signs, list);
      const words = column.values as BigInt64Array;
      for (let i = 0; i < n; i++) {
        const row = list.rows[i]!;
        const value = (words[2 * row + 1]! << 64n) | BigInt.asUintN(64, words[2 * row]!);
        addWide(table, base, list.slots[i]!, list.signs[i]! > 0 ? value : -value);
      }
    },
    merge(table, base, to, other, from, count) {
      mergeF64(table.f64(base), to, other.f64(base), from, count);
      for (let i = 0; i < count; i++)
        addWide(table, base, to[i]!, wideTotal(other, base, from[i]!));
    },
    total: wideTotal,
  };
}

function wideTotal(table: Accumulators, base: number, slot: number): bigint {
  return (
    (table.i64(base + 3)[slot]! << 128n) |
    (BigInt.asUintN(64, table.i64(base + 2)[slot]!) << 64n) |
    BigInt.asUintN(64, table.i64(base + 1)[slot]!)
  );
}

function addWide(table: Accumulators, base: number, slot: number, value: bigint): void {
  const sum = wideTotal(table, base, slot) + value;
  table.i64(base + 1)[slot] = BigInt.asIntN(64, sum);
  table.i64(base + 2)[slot] = BigInt.asIntN(64, sum >> 64n);
  table.i64(base + 3)[slot] = BigInt.asIntN(64, sum >> 128n);
}
