/**
 * Folding one row after the other with the group's result behind each: what sinks that record
 * every change need. Kernels for the commonest calls; `stepByStep` serves all others.
 */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { Accumulators } from './accumulators.js';
import type { Aggregator } from './aggregate.js';

/** Rows in order, in parallel arrays; scratch that is filled per batch. */
export class RowSteps {
  readonly rows: Int32Array;
  readonly slots: Int32Array;
  /** +1: added, -1: taken away, 0: does not reach the call (its result is wanted all the same). */
  readonly steps: Int8Array;
  readonly count: number;

  constructor(rows: Int32Array, slots: Int32Array, steps: Int8Array, count: number) {
    this.rows = rows;
    this.slots = slots;
    this.steps = steps;
    this.count = count;
  }
}

/** Any aggregator: one call of `update` and one of `results` a row. */
export function stepByStep(
  aggregator: Aggregator,
  table: Accumulators,
  base: number,
  args: readonly Column[],
  { rows, slots, steps, count }: RowSteps,
  withSigns: boolean,
  out: ColumnBuilder,
): void {
  const row = new Int32Array(1);
  const slot = new Int32Array(1);
  const sign = new Int8Array(1);
  for (let i = 0; i < count; i++) {
    row[0] = rows[i]!;
    slot[0] = slots[i]!;
    sign[0] = steps[i]!;
    if (steps[i] !== 0) aggregator.update(table, base, args, row, slot, 1, withSigns ? sign : null);
    aggregator.results(table, base, slot, 1, out);
  }
}

/** COUNT(column), COUNT(*) with null; never null. */
export function stepCounts(
  counts: BigInt64Array,
  column: Column | null,
  { rows, slots, steps, count }: RowSteps,
  out: ColumnBuilder,
): void {
  const bits = column === null ? null : column.validity;
  out.reserve(count);
  const target = out.values as BigInt64Array;
  const start = out.length;
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const row = rows[i]!;
    if (steps[i] !== 0 && (bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0)) {
      if (steps[i]! > 0) counts[slot]! += 1n;
      else counts[slot]! -= 1n;
    }
    target[start + i] = counts[slot]!;
  }
  out.length = start + count;
}

/** SUM of BIGINT; null while no value is in. */
export function stepLongSums(
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
  const start = out.length;
  const isNull = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const row = rows[i]!;
    if (steps[i] !== 0 && (bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0)) {
      if (steps[i]! > 0) sums[slot]! += longs[row]!;
      else sums[slot]! -= longs[row]!;
      values[slot]! += steps[i]!;
    }
    target[start + i] = sums[slot]!;
    if (values[slot] === 0) isNull[i] = 1;
  }
  out.endRows(count, isNull);
}

/** MIN or MAX of BIGINT that only grows in rows; null while no value is in. */
export function stepLongExtremes(
  seen: Uint8Array,
  kept: BigInt64Array,
  column: Column,
  { rows, slots, steps, count }: RowSteps,
  isMin: boolean,
  out: ColumnBuilder,
): void {
  const bits = column.validity;
  const longs = column.values as BigInt64Array;
  out.reserve(count);
  const target = out.values as BigInt64Array;
  const start = out.length;
  const isNull = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const row = rows[i]!;
    if (steps[i] !== 0 && (bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0)) {
      if (seen[slot] === 0 || (isMin ? longs[row]! < kept[slot]! : longs[row]! > kept[slot]!)) {
        seen[slot] = 1;
        kept[slot] = longs[row]!;
      }
    }
    target[start + i] = kept[slot]!;
    if (seen[slot] === 0) isNull[i] = 1;
  }
  out.endRows(count, isNull);
}
