/** Number texts: scanned in bytes, and whole numbers however they are written. */
import { parseDecimal, powerOfTen } from '../../core/decimal.js';
import { decodeUtf8 } from '../../core/utf8.js';

/** Filled by `scanNumber`: the value is digits * 10^exponent; only meaningful when `isExact`. */
export interface NumberText {
  digits: number;
  exponent: number;
  /** Did all digits fit a double exactly (at most 15), with a short exponent? */
  isExact: boolean;
  isNegative: boolean;
}

/**
 * Reads `[+-]digits[.digits][e[+-]digits]`, at least one digit, exactly up to `end`; false when it
 * is no number. -0 counts as not exact, so that the caller's slow way keeps its sign.
 */
export function scanNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: NumberText,
): boolean {
  let at = start;
  const sign = bytes[at];
  into.isNegative = sign === 45;
  if (sign === 45 || sign === 43) at++;
  const first = at;
  let digits = 0;
  let byte = 0;
  while (at < end && (byte = bytes[at]! - 48) >= 0 && byte <= 9) {
    digits = digits * 10 + byte;
    at++;
  }
  let digitCount = at - first;
  let exponent = 0;
  if (at < end && bytes[at] === 46) {
    const point = ++at;
    while (at < end && (byte = bytes[at]! - 48) >= 0 && byte <= 9) {
      digits = digits * 10 + byte;
      at++;
    }
    exponent = point - at;
    digitCount += at - point;
  }
  if (digitCount === 0) return false;
  into.digits = digits;
  into.exponent = exponent;
  into.isExact = digitCount <= 15 && (digits !== 0 || sign !== 45);
  return at === end || scanExponent(bytes, at, end, into);
}

function scanExponent(bytes: Uint8Array, start: number, end: number, into: NumberText): boolean {
  let at = start;
  if (bytes[at] !== 101 && bytes[at] !== 69) return false;
  at++;
  const isNegative = bytes[at] === 45;
  if (isNegative || bytes[at] === 43) at++;
  if (at === end) return false;
  let value = 0;
  for (const first = at; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return false;
    if (at - first > 3) into.isExact = false;
    else value = value * 10 + digit;
  }
  into.exponent += isNegative ? -value : value;
  return true;
}

/**
 * The integer that `text` names (42, 42.0, 4.2e1), or null when it is none of at most 40 digits.
 */
export function wholeNumber(text: string): bigint | null {
  const parsed = parseDecimal(text);
  if (parsed === null) return null;
  const { unscaled, scale } = parsed;
  if (unscaled === 0n) return 0n;
  if (scale < -40 || scale > text.length) return null;
  if (scale <= 0) return unscaled * powerOfTen(-scale);
  const divisor = powerOfTen(scale);
  return unscaled % divisor === 0n ? unscaled / divisor : null;
}

/** Exact powers of ten, 10^0 to 10^22. */
export const POWERS_OF_TEN: readonly number[] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
];

/** The double written in [start, end), null when it is none; `number` is scratch. */
export function parseDouble(
  bytes: Uint8Array,
  start: number,
  end: number,
  number: NumberText,
): number | null {
  const isShort = scanNumber(bytes, start, end, number) && number.isExact;
  if (isShort && number.exponent >= -22 && number.exponent <= 22) {
    const digits = number.isNegative ? -number.digits : number.digits;
    return number.exponent < 0
      ? digits / POWERS_OF_TEN[-number.exponent]!
      : digits * POWERS_OF_TEN[number.exponent]!;
  }
  const text = decodeUtf8(bytes, start, end);
  const value = Number(text);
  if (Number.isNaN(value) && text !== 'NaN' && text !== '+NaN' && text !== '-NaN') return null;
  return text === '' || /^[+-]?0[xXbBoO]/.test(text) ? null : value;
}
