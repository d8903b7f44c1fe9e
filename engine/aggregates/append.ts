/** Results of many slots into a column: one loop a kind, without boxing. */
import type { ColumnBuilder } from '../../core/column-builder.js';

/** Appends values[slots[i]] to a builder whose values are BigInt64Array; never null. */
export function appendBigints(
  values: BigInt64Array,
  slots: Int32Array,
  count: number,
  out: ColumnBuilder,
): void {
  out.reserve(count);
  const target = out.values as BigInt64Array;
  const start = out.length;
  for (let i = 0; i < count; i++) target[start + i] = values[slots[i]!]!;
  out.endRows(count, null);
}

/** Where nonNull[slot] is 0 the result is null. */
export function appendBigintsOrNull(
  values: BigInt64Array,
  nonNull: Float64Array | Uint8Array,
  slots: Int32Array,
  count: number,
  out: ColumnBuilder,
): void {
  if (isNeverZero(nonNull, slots, count)) {
    appendBigints(values, slots, count, out);
    return;
  }
  out.reserve(count);
  const target = out.values as BigInt64Array;
  const start = out.length;
  const isNull = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    if (nonNull[slot] === 0) isNull[i] = 1;
    else target[start + i] = values[slot]!;
  }
  out.endRows(count, isNull);
}

/** As `appendBigintsOrNull` for any array of numbers and any builder of numbers. */
export function appendNumbersOrNull(
  values: Float64Array | Int32Array,
  nonNull: Float64Array | Uint8Array,
  slots: Int32Array,
  count: number,
  out: ColumnBuilder,
): void {
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    if (nonNull[slot] === 0) out.appendNull();
    else out.append(values[slot]!);
  }
}

function isNeverZero(values: Float64Array | Uint8Array, slots: Int32Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (values[slots[i]!] === 0) return false;
  return true;
}
