/**
 * One scalar from and to text, boxed: for elements of arrays, partition values, writers. Not for
 * hot loops.
 */
import type { Value } from '../../core/batch.js';
import { formatDecimal, parseDecimal, toDecimal } from '../../core/decimal.js';
import { formatDouble, formatFloat } from '../../core/java-number.js';
import { formatDate, formatTime, formatTimestamp } from '../../core/time.js';
import { instantOf, timestampValue } from '../../core/timestamp-value.js';
import type { DataType, TimestampType } from '../../core/types.js';
import { encodeUtf8 } from '../../core/utf8.js';
import { TimestampText } from './timestamp-text.js';

const BLANK = 32;
const INT_LIMITS: Readonly<Record<string, bigint>> = {
  tinyint: 1n << 7n,
  smallint: 1n << 15n,
  int: 1n << 31n,
  bigint: 1n << 63n,
};

/**
 * Value of `text` for `type`, or undefined when it does not fit. Blanks around numbers, booleans
 * and times are left out. `separator` (32 or 84) stands between date and time. Arrays, maps and
 * rows never fit.
 */
export function parseScalar(text: string, type: DataType, separator = BLANK): Value | undefined {
  switch (type.id) {
    case 'char':
    case 'varchar':
    case 'variant':
      return text;
    case 'binary':
    case 'varbinary':
      return parseBase64(text);
    case 'boolean':
      return parseBoolean(text.trim());
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return parseInteger(text.trim(), type.id);
    case 'float':
    case 'double':
      return parseDouble(text.trim(), type.id === 'float');
    case 'decimal': {
      const parsed = parseDecimal(text.trim());
      return parsed === null
        ? undefined
        : (toDecimal(parsed, type.precision, type.scale) ?? undefined);
    }
    case 'date':
    case 'time':
      return parseDateOrTime(text.trim(), type.id);
    case 'timestamp':
    case 'timestamp_ltz':
      return parseInstant(text.trim(), type, separator);
    default:
      return undefined;
  }
}

/** Bytes of base64 text, padded or not; undefined when it is none. */
export function parseBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  if (text.replace(/=+$/, '').length % 4 === 1) return undefined;
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** `true` or `false` in any case, else undefined. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function parseInteger(
  text: string,
  id: 'tinyint' | 'smallint' | 'int' | 'bigint',
): Value | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  const limit = INT_LIMITS[id]!;
  if (value >= limit || value < -limit) return undefined;
  return id === 'bigint' ? value : Number(value);
}

function parseDouble(text: string, isFloat: boolean): number | undefined {
  if (!/^[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)$/.test(text)) return undefined;
  const value = text.endsWith('NaN') ? NaN : Number(text);
  return isFloat ? Math.fround(value) : value;
}

function parseDateOrTime(text: string, id: 'date' | 'time'): number | undefined {
  const bytes = encodeUtf8(text);
  const clock = new TimestampText();
  if (id === 'date')
    return bytes.length === 10 && clock.parseDate(bytes, 0) ? clock.days : undefined;
  return clock.parseTime(bytes, 0, bytes.length) ? clock.ms : undefined;
}

function parseInstant(text: string, type: TimestampType, separator: number): Value | undefined {
  const bytes = encodeUtf8(text);
  const clock = new TimestampText();
  const form = { separator, isZoned: type.id === 'timestamp_ltz' };
  if (!clock.parseTimestamp(bytes, 0, bytes.length, form)) return undefined;
  return timestampValue({ ms: clock.ms, nanos: clock.nanos }, type);
}

/** Text of a non-null scalar; `parseScalar` gives the value back (blanks aside). */
export function formatScalar(value: Value, type: DataType, separator = ' '): string {
  switch (type.id) {
    case 'float':
      return formatFloat(value as number);
    case 'double':
      return formatDouble(value as number);
    case 'decimal':
      return formatPlainDecimal(value as bigint, type.scale);
    case 'date':
      return formatDate(value as number);
    case 'time':
      return withoutZeros(formatTime(value as number, 3));
    case 'timestamp':
      return formatInstant(value, separator);
    case 'timestamp_ltz':
      return `${formatInstant(value, separator)}Z`;
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return Buffer.from(value as Uint8Array).toString('base64');
    default:
      return String(value);
  }
}

function formatInstant(value: Value, separator: string): string {
  const { ms, nanos } = instantOf(value);
  return withoutZeros(formatTimestamp(ms, 9, nanos, separator));
}

/** Drops the zeros at the end of a fraction, and its point when nothing is left. */
function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Plain digits with the whole scale: -1.5000000000. */
export function formatPlainDecimal(unscaled: bigint, scale: number): string {
  return formatDecimal(unscaled, scale);
}

/** As Java's BigDecimal prints without trailing zeros: 12.5, 1E+5, 0, 1.2E-8. */
export function formatShortDecimal(unscaled: bigint, scale: number): string {
  if (unscaled === 0n) return '0';
  const sign = unscaled < 0n ? '-' : '';
  const all = (unscaled < 0n ? -unscaled : unscaled).toString();
  const digits = all.replace(/0+$/, '');
  const shortScale = scale - (all.length - digits.length);
  const exponent = digits.length - 1 - shortScale; // of the first digit
  if (shortScale >= 0 && exponent >= -6) return sign + formatDecimal(BigInt(digits), shortScale);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}E${exponent >= 0 ? '+' : ''}${exponent}`;
}
