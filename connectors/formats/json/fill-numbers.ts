/** JSON numbers and booleans into columns. Anything out of the ordinary takes the slow way. */
import type { ColumnBuilder } from '../../../core/column-builder.js';
import { POWERS_OF_TEN, scanNumber, type NumberText } from '../number-text.js';
import { firstNull, isNull, type BlockColumn, type Fill } from './fill.js';

/** Digits that surely fit a double. */
const DIGITS_MAX = 15;
const TWO_32 = 4294967296;

/** For TINYINT, SMALLINT and INT: magnitudes below `limit` fit. */
export function fillIntegers(limit: number): Fill {
  return (column, builder, from) => {
    const { bytes, starts, first, rows } = column;
    const values = builder.values as Int32Array;
    const base = builder.length - from;
    let { validity } = builder;
    for (let row = from; row < rows; row++) {
      const start = starts[first + row]!;
      const to = base + row;
      if (isNull(bytes, start)) {
        validity ??= firstNull(builder, to);
        continue;
      }
      const value = integerAt(bytes, start);
      if (!(value < limit && value >= -limit)) {
        builder.length = to;
        return row;
      }
      values[to] = value;
      if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
    }
    builder.length = base + rows;
    return rows;
  };
}

/** For BIGINT: written as two words, without bigints. */
export function fillBigs(column: BlockColumn, builder: ColumnBuilder, from: number): number {
  const { bytes, starts, first, rows } = column;
  const words = new Int32Array(builder.values.buffer as ArrayBuffer);
  const base = builder.length - from;
  let { validity } = builder;
  for (let row = from; row < rows; row++) {
    const start = starts[first + row]!;
    const to = base + row;
    if (isNull(bytes, start)) {
      validity ??= firstNull(builder, to);
      continue;
    }
    const value = integerAt(bytes, start);
    if (Number.isNaN(value)) {
      builder.length = to;
      return row;
    }
    const high = Math.floor(value / TWO_32);
    words[2 * to] = value - high * TWO_32;
    words[2 * to + 1] = high;
    if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
  }
  builder.length = base + rows;
  return rows;
}

/** The JSON integer at `start`; NaN when it is another value or has more than 15 digits. */
function integerAt(bytes: Uint8Array, start: number): number {
  const isNegative = bytes[start] === 45;
  const first = isNegative ? start + 1 : start;
  let at = first;
  let value = 0;
  let c = bytes[at]!;
  while (c >= 48 && c <= 57) {
    value = value * 10 + (c - 48);
    c = bytes[++at]!;
  }
  if (at === first || at - first > DIGITS_MAX || c === 46 || c === 101 || c === 69) return NaN;
  return isNegative ? 0 - value : value;
}

/** For FLOAT and DOUBLE. */
export function fillDoubles(): Fill {
  const number: NumberText = { digits: 0, exponent: 0, isExact: false, isNegative: false };
  return (column, builder, from) => {
    const { bytes, starts, ends, first, rows } = column;
    const values = builder.values as Float64Array;
    const base = builder.length - from;
    let { validity } = builder;
    for (let row = from; row < rows; row++) {
      const start = starts[first + row]!;
      const to = base + row;
      if (isNull(bytes, start)) {
        validity ??= firstNull(builder, to);
        continue;
      }
      const isShort = scanNumber(bytes, start, ends[first + row]!, number) && number.isExact;
      if (!isShort || number.exponent < -22 || number.exponent > 22) {
        builder.length = to;
        return row;
      }
      const digits = number.isNegative ? -number.digits : number.digits;
      values[to] =
        number.exponent < 0
          ? digits / POWERS_OF_TEN[-number.exponent]!
          : digits * POWERS_OF_TEN[number.exponent]!;
      if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
    }
    builder.length = base + rows;
    return rows;
  };
}

/** For DECIMAL of up to 18 digits: unscaled magnitudes below `limit` fit. */
export function fillDecimals(scale: number, limit: number): Fill {
  const number: NumberText = { digits: 0, exponent: 0, isExact: false, isNegative: false };
  return (column, builder, from) => {
    const { bytes, starts, ends, first, rows } = column;
    const words = new Int32Array(builder.values.buffer as ArrayBuffer);
    const base = builder.length - from;
    let { validity } = builder;
    for (let row = from; row < rows; row++) {
      const start = starts[first + row]!;
      const to = base + row;
      if (isNull(bytes, start)) {
        validity ??= firstNull(builder, to);
        continue;
      }
      const isShort = scanNumber(bytes, start, ends[first + row]!, number) && number.isExact;
      const shift = scale + number.exponent;
      const unscaled =
        isShort && shift >= 0 && shift <= 15 ? number.digits * POWERS_OF_TEN[shift]! : Infinity;
      if (unscaled >= limit) {
        builder.length = to;
        return row;
      }
      const value = number.isNegative ? -unscaled : unscaled;
      const high = Math.floor(value / TWO_32);
      words[2 * to] = value - high * TWO_32;
      words[2 * to + 1] = high;
      if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
    }
    builder.length = base + rows;
    return rows;
  };
}

/** For BOOLEAN. */
export function fillBooleans(column: BlockColumn, builder: ColumnBuilder, from: number): number {
  const { bytes, starts, first, rows } = column;
  const values = builder.values as Uint8Array;
  const base = builder.length - from;
  let { validity } = builder;
  for (let row = from; row < rows; row++) {
    const start = starts[first + row]!;
    const to = base + row;
    if (isNull(bytes, start)) {
      validity ??= firstNull(builder, to);
      continue;
    }
    const c = bytes[start];
    if (c !== 116 && c !== 102) {
      builder.length = to;
      return row;
    }
    values[to] = c === 116 ? 1 : 0;
    if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
  }
  builder.length = base + rows;
  return rows;
}
