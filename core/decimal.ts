/**
 * Exact decimals as unscaled bigints: value = unscaled / 10^scale. Rounding is half away from
 * zero.
 */

const POWERS: readonly bigint[] = Array.from({ length: 78 }, (_, n) => 10n ** BigInt(n));

/** 10^n for n >= 0. */
export function powerOfTen(n: number): bigint {
  return POWERS[n] ?? 10n ** BigInt(n);
}

/** Does `unscaled` fit in `precision` digits? */
export function fitsPrecision(unscaled: bigint, precision: number): boolean {
  const limit = powerOfTen(precision);
  return unscaled < limit && unscaled > -limit;
}

/** The same number with another scale; rounds half away from zero when digits are lost. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (to >= from) return unscaled * powerOfTen(to - from);
  return divideRounded(unscaled, powerOfTen(from - to));
}

/** a / b rounded half away from zero; b is not 0. */
export function divideRounded(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const rest = a % b;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < (b < 0n ? -b : b)) return quotient;
  return a < 0n === b < 0n ? quotient + 1n : quotient - 1n;
}

/** Plain text with exactly `scale` digits behind the point, e.g. -0.05. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return (unscaled * powerOfTen(-scale)).toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const cut = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

export interface ParsedDecimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/**
 * Number text with optional sign, point and exponent; null when it is no number. Scale may be
 * negative.
 */
export function parseDecimal(text: string): ParsedDecimal | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const digits = whole! + fraction;
  if (digits === '') return null;
  const magnitude = BigInt(digits);
  return {
    unscaled: sign === '-' ? -magnitude : magnitude,
    scale: fraction.length - Number(exponent),
  };
}

/** Unscaled value for DECIMAL(precision, scale), rounded; null when it does not fit. */
export function toDecimal(parsed: ParsedDecimal, precision: number, scale: number): bigint | null {
  const { unscaled, scale: from } = parsed;
  if (unscaled === 0n) return 0n;
  if (scale - from > 80) return null; // far above 38 digits
  if (from - scale > unscaled.toString().length + 1) return 0n; // rounds to nothing
  const value = rescale(unscaled, from, scale);
  return fitsPrecision(value, precision) ? value : null;
}

/** Nearest double. */
export function decimalToDouble(unscaled: bigint, scale: number): number {
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  if (magnitude <= 9007199254740991n && scale <= 22) return Number(unscaled) / 10 ** scale;
  return Number(formatDecimal(unscaled, scale));
}

/** Exact decimal behind a finite double's shortest text, as Java's BigDecimal.valueOf does it. */
export function decimalOfDouble(value: number): ParsedDecimal {
  return parseDecimal(String(value))!;
}

/** Sign of a - b for decimals of any scales. */
export function compareDecimals(a: bigint, aScale: number, b: bigint, bScale: number): number {
  const left = aScale < bScale ? a * powerOfTen(bScale - aScale) : a;
  const right = bScale < aScale ? b * powerOfTen(aScale - bScale) : b;
  return left < right ? -1 : left > right ? 1 : 0;
}
