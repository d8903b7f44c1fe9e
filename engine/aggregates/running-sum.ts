/**
 * Sums kept in fields of a table, behind SUM and AVG. Field `base` counts the values that are not
 * null (f64), the sum itself follows.
 */
import type { Column } from '../../core/batch.js';
import type { StateField } from '../state/state.js';
import type { Accumulators } from './accumulators.js';

export interface RunningSum {
  readonly fields: readonly StateField[];
  /** Arguments as in `Aggregator.update`. */
  add(
    table: Accumulators,
    base: number,
    column: Column,
    rows: Int32Array,
    slots: Int32Array,
    count: number,
    signs: Int8Array | null,
  ): void;
  merge(
    table: Accumulators,
    base: number,
    to: Int32Array,
    other: Accumulators,
    from: Int32Array,
    count: number,
  ): void;
}
/** A sum of integers or of unscaled decimals. */
export interface ExactSum extends RunningSum {
  total(table: Accumulators, base: number, slot: number): bigint;
}

/** First field of every running sum. */
export const valuesField: StateField = { name: 'values', kind: 'f64' };

/**
 * Counts the values that are not null into `counts`, and lists them: `into.rows`, `into.slots`
 * and `into.signs` (+1, -1) hold the first n, which is returned. Sums without nulls and signs
 * need no list.
 */
export function listValues(
  counts: Float64Array,
  column: Column,
  rows: Int32Array,
  slots: Int32Array,
  count: number,
  signs: Int8Array | null,
  into: ValueList,
): number {
  into.reserve(count);
  const bits = column.validity;
  let n = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
    const sign = signs === null ? 1 : signs[i]!;
    counts[slots[i]!]! += sign;
    into.rows[n] = row;
    into.slots[n] = slots[i]!;
    into.signs[n] = sign;
    n += 1;
  }
  return n;
}

/** counts[slots[i]] += 1. */
export function countAll(counts: Float64Array, slots: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) counts[slots[i]!]! += 1;
}

/** Scratch of `listValues`. */
export class ValueList {
  rows = new Int32Array(0);
  slots = new Int32Array(0);
  signs = new Int8Array(0);

  reserve(count: number): void {
    if (this.rows.length >= count) return;
    this.rows = new Int32Array(count);
    this.slots = new Int32Array(count);
    this.signs = new Int8Array(count);
  }
}
