/** Floating point as Java prints it: 1.0, 1.0E7, 9.9E-4, NaN, Infinity. */
import { formatDecimal } from './decimal.js';

/** Text of a double in Java's form (plain from 10^-3 below 10^7, else d.dddE±n). */
export function formatDouble(value: number): string {
  return javaForm(
    value,
    Math.abs(value) === LEAST_DOUBLE ? leastText(value, '4.9e-324') : `${value}`,
  );
}

/** The least numbers above zero, of which Java prints two digits and not one. */
const LEAST_DOUBLE = 2 ** -1074;
const LEAST_FLOAT = 2 ** -149;

function leastText(value: number, text: string): string {
  return value < 0 ? `-${text}` : text;
}

/** Text of a 32-bit float in Java's form, with the fewest digits that name the float. */
export function formatFloat(value: number): string {
  return javaForm(value, shortestFloat(value));
}

/**
 * Text of unscaled * 10^-scale in the form of java.math.BigDecimal.toString(): plain unless the
 * scale is negative or the number starts behind the sixth place, then d.ddE±n.
 */
export function formatBigDecimal(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  const first = digits.length - 1 - scale;
  if (scale >= 0 && first >= -6) return formatDecimal(unscaled, scale);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]!}${fraction}E${first < 0 ? '' : '+'}${first}`;
}

/** A finite double as the BigDecimal of its text: 1.0E+7, 123456789.5, 0.000010; no minus zero. */
export function formatExactDouble(value: number): string {
  const [mantissa, exponent = '0'] = formatDouble(value).split('E') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  return formatBigDecimal(BigInt(whole + fraction), fraction.length - Number(exponent));
}

/** Shortest decimal text that rounds to the float `value`. */
function shortestFloat(value: number): string {
  if (Math.abs(value) === LEAST_FLOAT) return leastText(value, '1.4e-45');
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

function javaForm(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    return shortest.includes('.') ? shortest : `${shortest}.0`;
  }
  const [, sign, digits, exponent] = scientificParts(shortest);
  return `${sign}${digits!.slice(0, 1)}.${digits!.slice(1) || '0'}E${exponent}`;
}

/** [, sign, significant digits, exponent of the first digit] of a JavaScript number text. */
function scientificParts(text: string): readonly string[] {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text)!;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const all = whole! + fraction;
  const leadingZeros = /^0*/.exec(all)![0].length;
  const digits = all.slice(leadingZeros).replace(/0+$/, '');
  const first = Number(exponent) + whole!.length - 1 - leadingZeros;
  return ['', sign!, digits, String(first)];
}
