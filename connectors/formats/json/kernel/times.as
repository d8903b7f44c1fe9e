/** JSON strings of a column into timestamps. */
import { eight } from './number-bytes';

const QUOTE: u32 = 34;
const MS_PER_DAY: f64 = 86400000;
/** No minute of the years 0 to 9999. */
const NO_MINUTE: f64 = 0.5;
const NO_FRACTION: u32 = 0xffffffff;
const ZEROS: u64 = 0x3030303030303030;
/** Where `yyyy-MM-dd HH:mm` has digits, by bits. */
const DIGITS: u32 = 0xdb6f;

/**
 * `yyyy-MM-dd`, the byte `separator`, `HH:mm:ss` with a fraction of 0 to 9 digits, and a Z when
 * `zoneBytes` is 1: ms since 1970 to `out` as doubles, rounded down to `msStep`, the ns below them,
 * rounded down to `nanosStep`, to `nanos` as words unless that is 0. Rows from `from` to `rows`;
 * gives the first one that has another value, or `rows`.
 */
export function timestamps(
  starts: usize,
  ends: usize,
  from: u32,
  rows: u32,
  out: usize,
  nanos: usize,
  separator: u32,
  zoneBytes: u32,
  msStep: f64,
  nanosStep: u32,
): u32 {
  // The last one met, of which most rows are: its text, which no string begins with at first.
  let known = i8x16.splat(10);
  let minute: f64 = 0;
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const end = load<i32>(ends + (row << 2));
    if (load<u8>(start) != QUOTE || end < 0) return row;
    const text: usize = start + 1;
    const last: usize = end - 1 - zoneBytes;
    if (zoneBytes != 0 && load<u8>(last) != 90) return row;
    const length = <u32>(last - text);
    if (length - 19 > 10 || length == 20) return row;
    const prefix = v128.load(text);
    if (v128.any_true(v128.xor(prefix, known))) {
      minute = minuteOf(text, separator);
      if (minute == NO_MINUTE) return row;
      known = prefix;
    }
    const tens = <u32>load<u8>(text, 17) - 48;
    const ones = <u32>load<u8>(text, 18) - 48;
    if (load<u8>(text, 16) != 58 || tens > 5 || ones > 9) return row;
    let ms = minute + <f64>((tens * 10 + ones) * 1000);
    let below: u32 = 0;
    if (length > 19) {
      const fraction = fractionOf(text + 20, length - 20);
      if (load<u8>(text, 19) != 46 || fraction == NO_FRACTION) return row;
      ms += <f64>(fraction / 1000000);
      below = fraction % 1000000;
    }
    store<f64>(out + (row << 3), msStep == 1 ? ms : floor<f64>(ms / msStep) * msStep);
    if (nanos != 0) store<u32>(nanos + (row << 2), below - (below % nanosStep));
  }
  return rows;
}

/** Of the `count` digits (1 to 9) at `at`, in billionths. */
// @ts-ignore: decorator
@inline
function fractionOf(at: usize, count: u32): u32 {
  const bytes = load<u64>(at);
  const shown: u64 = count < 8 ? (<u64>1 << (count << 3)) - 1 : -1;
  const others = (bytes ^ ZEROS) | ((bytes + 0x0606060606060606) ^ ZEROS);
  const ninth: u32 = count == 9 ? <u32>load<u8>(at, 8) - 48 : 0;
  if ((others & shown & 0xf0f0f0f0f0f0f0f0) != 0 || ninth > 9) return NO_FRACTION;
  return <u32>eight(bytes & shown) * 10 + ninth;
}

/** Ms since 1970 of `yyyy-MM-dd HH:mm` at `at`, or NO_MINUTE. */
function minuteOf(at: usize, separator: u32): f64 {
  const values = i8x16.sub(v128.load(at), i8x16.splat(48));
  const digits: u32 = i8x16.bitmask(i8x16.lt_u(values, i8x16.splat(10)));
  const isDateTime =
    (digits & DIGITS) == DIGITS &&
    load<u8>(at, 4) == 45 &&
    load<u8>(at, 7) == 45 &&
    load<u8>(at, 10) == separator &&
    load<u8>(at, 13) == 58 &&
    two(at + 11) < 24 &&
    two(at + 14) < 60;
  const day = isDateTime ? date(at) : i32.MIN_VALUE;
  if (day == i32.MIN_VALUE) return NO_MINUTE;
  return <f64>day * MS_PER_DAY + <f64>((two(at + 11) * 60 + two(at + 14)) * 60000);
}

/** Number of the two digits at `at`. */
// @ts-ignore: decorator
@inline
function two(at: usize): u32 {
  return (<u32>load<u8>(at) - 48) * 10 + <u32>load<u8>(at, 1) - 48;
}

/** Days since 1970 of the digits `yyyy-MM-dd`; the least i32 when there is no such day. */
// @ts-ignore: decorator
@inline
function date(at: usize): i32 {
  const year = two(at) * 100 + two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  if (month - 1 > 11 || day - 1 >= daysOf(year, month)) return i32.MIN_VALUE;
  // Years begin in March, so that the leap day is the last one.
  const y = month <= 2 ? year + 399 : year + 400; // never below 0
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
  return <i32>(365 * y + y / 4 - y / 100 + y / 400 + dayOfYear) - (719468 + 146097);
}

// @ts-ignore: decorator
@inline
function daysOf(year: u32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}
