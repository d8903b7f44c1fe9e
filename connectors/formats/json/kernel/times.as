/** JSON strings of a column into timestamps. */

const QUOTE: u32 = 34;
const MS_PER_DAY: f64 = 86400000;
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
  for (let row = from; row < rows; row++) {
    const start = load<i32>(starts + (row << 2));
    if (start < 0) continue;
    const end = load<i32>(ends + (row << 2));
    if (load<u8>(start) != QUOTE || end < 0) return row;
    const text: usize = start + 1;
    const last: usize = end - 1 - zoneBytes;
    if (zoneBytes != 0 && load<u8>(last) != 90) return row;
    const length = <i32>(last - text);
    if (length < 19 || length > 29 || length == 20 || !isDateTime(text, separator)) return row;
    const day = date(text);
    const second = two(text + 17);
    if (day == i32.MIN_VALUE || !areDigits(text + 17, text + 19) || second > 59) return row;
    const minutes = two(text + 11) * 60 + two(text + 14);
    let fraction: u32 = 0;
    if (length > 19) {
      if (load<u8>(text, 19) != 46 || !areDigits(text + 20, last)) return row;
      for (let at = text + 20; at < text + 29; at++)
        fraction = fraction * 10 + (at < last ? <u32>load<u8>(at) - 48 : 0);
    }
    const ms = <f64>((minutes * 60 + second) * 1000 + fraction / 1000000);
    store<f64>(out + (row << 3), floor<f64>((<f64>day * MS_PER_DAY + ms) / msStep) * msStep);
    if (nanos != 0) {
      const below = fraction % 1000000;
      store<u32>(nanos + (row << 2), below - (below % nanosStep));
    }
  }
  return rows;
}

/** Digits and marks up to the minutes, in hours and minutes that are; and a colon behind. */
// @ts-ignore: decorator
@inline
function isDateTime(at: usize, separator: u32): bool {
  const values = i8x16.sub(v128.load(at), i8x16.splat(48));
  const digits: u32 = i8x16.bitmask(i8x16.lt_u(values, i8x16.splat(10)));
  return (
    (digits & DIGITS) == DIGITS &&
    load<u8>(at, 4) == 45 &&
    load<u8>(at, 7) == 45 &&
    load<u8>(at, 10) == separator &&
    load<u8>(at, 13) == 58 &&
    load<u8>(at, 16) == 58 &&
    two(at + 11) < 24 &&
    two(at + 14) < 60
  );
}

function areDigits(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) if (<u32>load<u8>(at) - 48 > 9) return false;
  return true;
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
