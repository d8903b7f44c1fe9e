/**
 * JSON numbers and booleans of a column into the array at `out`, one a row from row `from` to
 * `rows`; rows without a value are left. Each gives the first row whose value is out of the
 * ordinary, or `rows`.
 */
import { digitsEnd, eight } from './number-bytes';

const MINUS: u32 = 45;
const POINT: u32 = 46;
const LETTER_E: u32 = 101;
const ZEROS: u64 = 0x3030303030303030;
const NO_WHOLE: u64 = u64.MAX_VALUE;

/** As bytes, 0 or 1. */
export function booleans(starts: usize, from: u32, rows: u32, out: usize): u32 {
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const c: u32 = load<u8>(start);
    if (c != 116 && c != 102) return row;
    store<u8>(out + row, <u8>(c == 116));
  }
  return rows;
}

/** As words of four bytes; below `limit` in magnitude (or minus `limit`). */
export function integers(
  starts: usize,
  ends: usize,
  from: u32,
  rows: u32,
  out: usize,
  limit: f64,
): u32 {
  const most = <u64>limit;
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const isNegative = load<u8>(start) == MINUS;
    const value = whole(start + i32(isNegative), load<i32>(ends + (row << 2)));
    if (value >= most + u64(isNegative)) return row;
    store<i32>(out + (row << 2), <i32>(isNegative ? 0 - value : value));
  }
  return rows;
}

/** As words of eight bytes. */
export function bigs(starts: usize, ends: usize, from: u32, rows: u32, out: usize): u32 {
  const most: u64 = 1 << 63;
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const isNegative = load<u8>(start) == MINUS;
    const value = whole(start + i32(isNegative), load<i32>(ends + (row << 2)));
    if (value >= most + u64(isNegative)) return row;
    store<u64>(out + (row << 3), isNegative ? 0 - value : value);
  }
  return rows;
}

/**
 * Value of the JSON value from `first` to `end` when it is of 1 to 19 digits, else NO_WHOLE. Nothing
 * else in a number, nor the first byte of another value, has the upper half of a digit.
 */
// @ts-ignore: decorator
@inline
function whole(first: i32, end: i32): u64 {
  const unused = 64 - ((<u64>(end - first)) << 3);
  if (unused >= 64) return longWhole(first, end);
  const bytes = load<u64>(first) << unused;
  return (bytes & 0xf0f0f0f0f0f0f0f0) == ZEROS << unused ? eight(bytes) : NO_WHOLE;
}

function longWhole(first: usize, end: usize): u64 {
  if (end - first > 19 || digitsEnd(first) != end) return NO_WHOLE;
  return digits(first, end);
}

/** As doubles: of at most 15 digits, without exponent. */
export function doubles(starts: usize, from: u32, rows: u32, out: usize): u32 {
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const isNegative = load<u8>(start) == MINUS;
    const first: usize = start + <usize>isNegative;
    const point = digitsEnd(first);
    const end = load<u8>(point) == POINT ? digitsEnd(point + 1) : point;
    const scale = end == point ? 0 : end - point - 1;
    if (point == first || point - first + scale > 15 || isExponent(end)) return row;
    // Both are exact, so that the quotient is the nearest double.
    const value = <f64>unscaled(first, point, end) / <f64>power(<u32>scale);
    store<f64>(out + (row << 3), isNegative ? -value : value);
  }
  return rows;
}

/** As unscaled words of eight bytes: of at most 18 digits, without exponent, not rounded. */
export function decimals(
  starts: usize,
  from: u32,
  rows: u32,
  out: usize,
  precision: u32,
  scale: u32,
): u32 {
  const limit = power(precision);
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const isNegative = load<u8>(start) == MINUS;
    const first: usize = start + <usize>isNegative;
    const point = digitsEnd(first);
    const end = load<u8>(point) == POINT ? digitsEnd(point + 1) : point;
    const shift = <i32>scale - (end == point ? 0 : <i32>(end - point - 1));
    if (point == first || shift < 0 || isExponent(end)) return row;
    if (point - first + scale > 18) return row;
    const value = unscaled(first, point, end) * power(shift);
    if (value >= limit) return row;
    store<u64>(out + (row << 3), isNegative ? 0 - value : value);
  }
  return rows;
}

// @ts-ignore: decorator
@inline
function isExponent(at: usize): bool {
  return (load<u8>(at) | 32) == LETTER_E;
}

/** The digits from `first` to `end` without the point at `point`. */
// @ts-ignore: decorator
@inline
function unscaled(first: usize, point: usize, end: usize): u64 {
  const whole = digits(first, point);
  return end == point ? whole : whole * power(<u32>(end - point - 1)) + digits(point + 1, end);
}

/** 10 to the `exponent`, at most 18. */
// @ts-ignore: decorator
@inline
function power(exponent: u32): u64 {
  let value: u64 = 1;
  for (; exponent != 0; exponent--) value *= 10;
  return value;
}

/** Value of the 1 to 19 digits from `first` to `end`. */
// @ts-ignore: decorator
@inline
function digits(first: usize, end: usize): u64 {
  const bits = <u64>(end - first) << 3;
  if (bits <= 64) return eight(load<u64>(first) << (64 - bits));
  const low = eight(load<u64>(end - 8));
  if (bits <= 128) return eight(load<u64>(first) << (128 - bits)) * 100000000 + low;
  const middle = eight(load<u64>(end - 16));
  const high = eight(load<u64>(first) << (192 - bits));
  return (high * 100000000 + middle) * 100000000 + low;
}
