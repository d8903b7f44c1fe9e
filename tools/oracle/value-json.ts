/** Boxed values in the JSON form of the cases' expected files (sql/cases/README.md). */
import type { Value } from '../../core/batch.js';
import { formatDecimal } from '../../core/decimal.js';
import type { JsonValue } from '../../core/json.js';
import { formatDate, formatTime, formatTimestamp } from '../../core/time.js';
import { instantOf } from '../../core/timestamp-value.js';
import type { DataType } from '../../core/types.js';
import { valueFormatter } from '../../core/value-text.js';

/** Keys of maps and multisets are sorted; floats are rounded to 24 bits. */
export function valueJson(type: DataType, value: Value): JsonValue {
  if (value === null) return null;
  switch (type.id) {
    case 'boolean':
      return value === true;
    case 'bigint':
      return String(value);
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'float':
    case 'double':
      return Number.isFinite(value) ? (value as number) : String(value);
    case 'date':
      return formatDate(value as number);
    case 'time':
      return trimFraction(formatTime(value as number, 3));
    case 'timestamp':
      return timestampText(value);
    case 'timestamp_ltz':
      return `${timestampText(value)}Z`;
    case 'interval_year_month':
      return periodText(value as number);
    case 'interval_day_time':
      return durationText(value as number);
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return `x'${Buffer.from(value as Uint8Array).toString('hex')}'`;
    case 'array':
      return (value as readonly Value[]).map((item) => valueJson(type.element, item));
    case 'row':
      return (value as readonly Value[]).map((item, i) => valueJson(type.fields[i]!.type, item));
    case 'map':
      return entriesJson(value, type.key, (item) => valueJson(type.value, item));
    case 'multiset':
      return entriesJson(value, type.element, (count) => count as number);
    case 'variant':
      return value as string;
    default:
      return value as JsonValue;
  }
}

function entriesJson(value: Value, key: DataType, item: (v: Value) => JsonValue): JsonValue {
  const entries = (value as readonly (readonly Value[])[]).map(([k, v]) => {
    return [keyText(key, k!), item(v!)] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A key as Java's toString writes it: `10:00`, `2024-01-01T10:00:01.500`, `1.0`. */
function keyText(type: DataType, value: Value): string {
  switch (type.id) {
    case 'float':
    case 'double':
      return valueFormatter(type)(value);
    case 'time':
      return isoTime(formatTime(value as number, 3));
    case 'timestamp':
    case 'timestamp_ltz': {
      const { ms, nanos } = instantOf(value);
      const [date, time] = formatTimestamp(ms, 9, nanos).split(' ') as [string, string];
      return type.id === 'timestamp'
        ? `${date}T${isoTime(time)}`
        : `${date}T${isoTime(time, true)}Z`;
    }
    default: {
      const json = valueJson(type, value);
      return typeof json === 'string' ? json : JSON.stringify(json);
    }
  }
}

/** Fractions of 3, 6 or 9 digits; no seconds when they are 0, unless wanted. */
function isoTime(text: string, hasSeconds = false): string {
  const [clock, fraction = ''] = text.split('.') as [string, string | undefined];
  const kept = fraction.replace(/(?:000)+$/, '');
  if (kept !== '') return `${clock}.${kept}`;
  return clock.endsWith(':00') && !hasSeconds ? clock.slice(0, -3) : clock;
}

function trimFraction(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
function timestampText(value: Value): string {
  const { ms, nanos } = instantOf(value);
  return trimFraction(formatTimestamp(ms, 9, nanos));
}

/** java.time.Period of months, not normalised: 27 months is P27M. */
function periodText(months: number): string {
  return months === 0 ? 'P0D' : `P${months}M`;
}

/** java.time.Duration.toString. */
function durationText(ms: number): string {
  if (ms === 0) return 'PT0S';
  const sign = ms < 0 ? '-' : '';
  const whole = Math.abs(ms);
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = (whole % 60_000) / 1000;
  const part = (n: number, unit: string): string => (n === 0 ? '' : `${sign}${n}${unit}`);
  return `PT${part(hours, 'H')}${part(minutes, 'M')}${part(seconds, 'S')}`;
}
