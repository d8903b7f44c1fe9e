/** Running sums of integers and floating point numbers. */
import type { ColumnValues } from '../../core/batch.js';
import { mergeF64, mergeI32, mergeI64 } from './merge.js';
import type { ExactSum, RunningSum } from './running-sum.js';
import { countAll, listValues, ValueList, valuesField } from './running-sum.js';

type SmallIntegers = Int32Array | Int16Array | Int8Array;

/** TINYINT, SMALLINT, INT in 32 bits, wrapping. */
export function intSum(): RunningSum {
  const list = new ValueList();
  return {
    fields: [valuesField, { name: 'sum', kind: 'i32' }],
    add(table, base, column, rows, slots, count, signs) {
      const sums = table.i32(base + 1);
      const values = column.values as SmallIntegers;
      const counts = table.f64(base);
      if (column.validity === null && signs === null) {
        countAll(counts, slots, count);
        for (let i = 0; i < count; i++) sums[slots[i]!]! += values[rows[i]!]!;
        return;
      }
      const n = listValues(counts, column, rows, slots, count, signs, list);
      for (let i = 0; i < n; i++) sums[list.slots[i]!]! += list.signs[i]! * values[list.rows[i]!]!;
    },
    merge(table, base, to, other, from, count) {
      mergeF64(table.f64(base), to, other.f64(base), from, count);
      mergeI32(table.i32(base + 1), to, other.i32(base + 1), from, count);
    },
  };
}

/** BIGINT in 64 bits, wrapping. */
export function longSum(): ExactSum {
  const list = new ValueList();
  return {
    fields: [valuesField, { name: 'sum', kind: 'i64' }],
    add(table, base, column, rows, slots, count, signs) {
      const sums = table.i64(base + 1);
      const values = column.values as BigInt64Array;
      const counts = table.f64(base);
      if (column.validity === null && signs === null) {
        countAll(counts, slots, count);
        for (let i = 0; i < count; i++) sums[slots[i]!]! += values[rows[i]!]!;
        return;
      }
      const n = listValues(counts, column, rows, slots, count, signs, list);
      addSignedLongs(sums, values, list, n);
    },
    merge(table, base, to, other, from, count) {
      mergeF64(table.f64(base), to, other.f64(base), from, count);
      mergeI64(table.i64(base + 1), to, other.i64(base + 1), from, count);
    },
    total: (table, base, slot) => table.i64(base + 1)[slot]!,
  };
}

function addSignedLongs(
  sums: BigInt64Array,
  values: BigInt64Array,
  list: ValueList,
  n: number,
): void {
  const { rows, slots, signs } = list;
  for (let i = 0; i < n; i++) {
    if (signs[i]! > 0) sums[slots[i]!]! += values[rows[i]!]!;
    else sums[slots[i]!]! -= values[rows[i]!]!;
  }
}

/** Low part and multiples of this unit: both stay integers below 2^53. */
const UNIT = 2 ** 52;

/** TINYINT, SMALLINT, INT without wrapping: sum = high * 2^52 + low. */
export function exactIntSum(): ExactSum {
  const list = new ValueList();
  return {
    fields: [valuesField, { name: 'low', kind: 'f64' }, { name: 'high', kind: 'f64' }],
    add(table, base, column, rows, slots, count, signs) {
      const n = listValues(table.f64(base), column, rows, slots, count, signs, list);
      const low = table.f64(base + 1);
      const high = table.f64(base + 2);
      const values = column.values as SmallIntegers;
      for (let i = 0; i < n; i++) {
        const slot = list.slots[i]!;
        const sum = low[slot]! + list.signs[i]! * values[list.rows[i]!]!;
        if (sum >= UNIT) {
          low[slot] = sum - UNIT;
          high[slot]! += 1;
        } else if (sum <= -UNIT) {
          low[slot] = sum + UNIT;
          high[slot]! -= 1;
        } else low[slot] = sum;
      }
    },
    merge(table, base, to, other, from, count) {
      for (const field of [base, base + 1, base + 2]) {
        mergeF64(table.f64(field), to, other.f64(field), from, count);
      }
      carry(table.f64(base + 1), table.f64(base + 2), to, count);
    },
    total: (table, base, slot) =>
      BigInt(table.f64(base + 2)[slot]!) * BigInt(UNIT) + BigInt(table.f64(base + 1)[slot]!),
  };
}

function carry(low: Float64Array, high: Float64Array, slots: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    if (low[slot]! >= UNIT) {
      low[slot]! -= UNIT;
      high[slot]! += 1;
    } else if (low[slot]! <= -UNIT) {
      low[slot]! += UNIT;
      high[slot]! -= 1;
    }
  }
}

/** FLOAT and DOUBLE, summed as doubles. */
export function doubleSum(): RunningSum {
  return floatingSum(addDoubles, (table, base, to, other, from, count) =>
    mergeF64(table.f64(base), to, other.f64(base), from, count),
  );
}

/** FLOAT, rounded to a float after every step as Flink does. */
export function floatSum(): RunningSum {
  return floatingSum(addFloats, (table, base, to, other, from, count) => {
    const sums = table.f64(base);
    const others = other.f64(base);
    for (let i = 0; i < count; i++) sums[to[i]!] = Math.fround(sums[to[i]!]! + others[from[i]!]!);
  });
}

type AddFloating = (sums: Float64Array, values: ColumnValues, list: ValueList, n: number) => void;

function floatingSum(addValues: AddFloating, mergeSums: RunningSum['merge']): RunningSum {
  const list = new ValueList();
  return {
    fields: [valuesField, { name: 'sum', kind: 'f64' }],
    add(table, base, column, rows, slots, count, signs) {
      const n = listValues(table.f64(base), column, rows, slots, count, signs, list);
      addValues(table.f64(base + 1), column.values, list, n);
    },
    merge(table, base, to, other, from, count) {
      mergeF64(table.f64(base), to, other.f64(base), from, count);
      mergeSums(table, base + 1, to, other, from, count);
    },
  };
}

function addDoubles(sums: Float64Array, column: ColumnValues, list: ValueList, n: number): void {
  const { rows, slots, signs } = list;
  if (column instanceof Float64Array) {
    for (let i = 0; i < n; i++) sums[slots[i]!]! += signs[i]! * column[rows[i]!]!;
    return;
  }
  const values = column as Float32Array;
  for (let i = 0; i < n; i++) sums[slots[i]!]! += signs[i]! * values[rows[i]!]!;
}

function addFloats(sums: Float64Array, column: ColumnValues, list: ValueList, n: number): void {
  const { rows, slots, signs } = list;
  const values = column as Float32Array;
  for (let i = 0; i < n; i++) {
    const slot = slots[i]!;
    sums[slot] = Math.fround(sums[slot]! + signs[i]! * values[rows[i]!]!);
  }
}
