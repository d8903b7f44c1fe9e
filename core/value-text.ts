/** Boxed values as the text that `CAST(x AS STRING)` gives. */
import type { Value } from './batch.js';
import { formatDecimal } from './decimal.js';
import { formatDouble, formatFloat } from './java-number.js';
import { childTypes } from './layout.js';
import { formatDate, formatTime, formatTimestamp } from './time.js';
import { instantOf } from './timestamp-value.js';
import type { DataType } from './types.js';
import { decodeUtf8 } from './utf8.js';

export type ValueFormatter = (value: Value) => string;

/**
 * Formatter for `type`, to be chosen once; null gives 'NULL'. `toLocalMs` turns the instant of a
 * TIMESTAMP_LTZ into local wall-clock ms; by default UTC is shown.
 */
export function valueFormatter(
  type: DataType,
  toLocalMs = (ms: number): number => ms,
): ValueFormatter {
  const format = notNullFormatter(type, toLocalMs);
  return (value) => (value === null ? 'NULL' : format(value));
}

function notNullFormatter(type: DataType, toLocalMs: (ms: number) => number): ValueFormatter {
  switch (type.id) {
    case 'boolean':
      return (value) => (value === true ? 'TRUE' : 'FALSE');
    case 'float':
      return (value) => formatFloat(value as number);
    case 'double':
      return (value) => formatDouble(value as number);
    case 'decimal':
      return (value) => formatDecimal(value as bigint, type.scale);
    case 'date':
      return (value) => formatDate(value as number);
    case 'time':
      return (value) => formatTime(value as number, type.precision);
    case 'timestamp':
      return timestampFormatter(type.precision, (ms) => ms);
    case 'timestamp_ltz':
      return timestampFormatter(type.precision, toLocalMs);
    case 'interval_year_month':
      return (value) => formatMonths(value as number);
    case 'interval_day_time':
      return (value) => formatDayTime(value as number);
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return (value) => {
        const bytes = value as Uint8Array;
        return decodeUtf8(bytes, 0, bytes.length);
      };
    case 'array':
    case 'multiset':
    case 'map':
    case 'row':
      return nestedFormatter(type, toLocalMs);
    default:
      return (value) => String(value);
  }
}

function timestampFormatter(precision: number, toLocalMs: (ms: number) => number): ValueFormatter {
  return (value) => {
    const { ms, nanos } = instantOf(value);
    return formatTimestamp(toLocalMs(ms), precision, nanos);
  };
}

/** +y-MM. */
function formatMonths(months: number): string {
  const magnitude = Math.abs(months);
  const month = String(magnitude % 12).padStart(2, '0');
  return `${months < 0 ? '-' : '+'}${Math.floor(magnitude / 12)}-${month}`;
}

/** +d HH:mm:ss.SSS. */
function formatDayTime(ms: number): string {
  const magnitude = Math.abs(ms);
  const days = Math.floor(magnitude / 86_400_000);
  return `${ms < 0 ? '-' : '+'}${days} ${formatTime(magnitude - days * 86_400_000, 3)}`;
}

/** [a, b], {k=v, k=v}, (a, b). */
function nestedFormatter(type: DataType, toLocalMs: (ms: number) => number): ValueFormatter {
  const items = childTypes(type).map((child) => valueFormatter(child, toLocalMs));
  if (type.id === 'row') {
    return (value) =>
      `(${(value as readonly Value[]).map((item, i) => items[i]!(item)).join(', ')})`;
  }
  if (type.id === 'array') {
    return (value) => `[${(value as readonly Value[]).map(items[0]!).join(', ')}]`;
  }
  return (value) => {
    const pairs = value as readonly (readonly [Value, Value])[];
    return `{${pairs.map(([key, item]) => `${items[0]!(key)}=${items[1]!(item)}`).join(', ')}}`;
  };
}
