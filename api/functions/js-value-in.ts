/**
 * Values from programs into the engine: the other direction of js-value.ts, a little more lenient
 * (safe integers for BIGINT, numbers for DECIMAL, Date for TIMESTAMP, objects for MAP; intervals
 * are
 * numbers of months or ms). What does not fit is refused; only DECIMAL and FLOAT are rounded.
 */
import type { Value } from '../../core/batch.js';
import { parseDecimal, toDecimal } from '../../core/decimal.js';
import { DataError } from '../../core/errors.js';
import { timestampValue } from '../../core/timestamp-value.js';
import { parseDate, parseTime, parseTimestamp } from '../../core/time.js';
import { formatType, type DataType, type Field } from '../../core/types.js';

export type FromJs = (value: unknown) => Value;

/**
 * Converter to boxed values of `type`, to be made once. It throws DataError VALUE_TYPE_MISMATCH.
 */
export function fromJs(type: DataType): FromJs {
  const convert = notNull(type);
  return (value) => {
    if (value !== null && value !== undefined) return convert(value);
    if (!type.nullable) throw mismatch(value, type);
    return null;
  };
}

function mismatch(value: unknown, type: DataType): DataError {
  return new DataError('VALUE_TYPE_MISMATCH', {
    message: `${shown(value)} is no value of ${formatType(type)}`,
  });
}

/** A value in messages, cut to a readable length. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'bigint'
        ? `${value}n`
        : typeof value === 'object' && value !== null
          ? shownObject(value)
          : String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function shownObject(value: object): string {
  if (value instanceof Promise) return 'a promise (that is for "callAsync")';
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  }
  if (value instanceof Uint8Array) return `bytes(${value.length})`;
  if (value instanceof Map) {
    return `{${[...value].map(([k, v]) => `${shown(k)} => ${shown(v)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([k, v]) => `${k}: ${shown(v)}`)
    .join(', ')}}`;
}

const INTEGER_MAX = { tinyint: 127, smallint: 32_767, int: 2_147_483_647 } as const;

function notNull(type: DataType): FromJs {
  const refuse = (value: unknown): never => {
    throw mismatch(value, type);
  };
  switch (type.id) {
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : refuse(value));
    case 'tinyint':
    case 'smallint':
    case 'int': {
      const max = INTEGER_MAX[type.id];
      return (value) => {
        const n = typeof value === 'bigint' ? Number(value) : value;
        return Number.isInteger(n) && (n as number) <= max && (n as number) >= -max - 1
          ? Number(n) + 0
          : refuse(value);
      };
    }
    case 'bigint':
      return (value) => bigintOf(value) ?? refuse(value);
    case 'float':
      return (value) => (typeof value === 'number' ? Math.fround(value) : refuse(value));
    case 'double':
      return (value) => (typeof value === 'number' ? value : refuse(value));
    case 'decimal':
      return (value) => decimalOf(value, type.precision, type.scale) ?? refuse(value);
    case 'char':
    case 'varchar':
      return (value) => textOf(value, type.length, type.id === 'char') ?? refuse(value);
    case 'variant':
      return (value) => (typeof value === 'string' ? value : refuse(value));
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return bytesOf(type);
    case 'array': {
      const item = fromJs(type.element);
      return (value) =>
        Array.isArray(value) || ArrayBuffer.isView(value)
          ? Array.from(value as unknown as ArrayLike<unknown>, item)
          : refuse(value);
    }
    case 'map':
      return pairsOf(type, fromJs(type.key), fromJs(type.value));
    case 'multiset':
      return pairsOf(type, fromJs(type.element), fromJs({ id: 'int', nullable: false }));
    case 'row':
      return rowOf(type, type.fields);
    case 'null':
      return refuse;
    default:
      return temporalOf(type);
  }
}

function bigintOf(value: unknown): bigint | null {
  const n = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof n === 'bigint' && BigInt.asIntN(64, n) === n ? n : null;
}

/** Digits behind the scale are rounded, as CAST does it. */
function decimalOf(value: unknown, precision: number, scale: number): bigint | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
    return null;
  }
  const parsed = parseDecimal(String(value));
  return parsed === null ? null : toDecimal(parsed, precision, scale);
}

/** Lengths count code points; CHAR is padded with blanks. */
function textOf(value: unknown, length: number, isFixed: boolean): string | null {
  if (typeof value !== 'string') return null;
  if (value.length <= length && !isFixed) return value;
  const points = Array.from(value).length;
  if (points > length) return null;
  return isFixed ? value + ' '.repeat(length - points) : value;
}

function bytesOf(type: DataType): FromJs {
  const max = type.id === 'bitmap' ? Infinity : (type as { readonly length: number }).length;
  const isFixed = type.id === 'binary';
  return (value) => {
    if (!(value instanceof Uint8Array) || value.length > max) throw mismatch(value, type);
    if (isFixed && value.length !== max) throw mismatch(value, type);
    return value;
  };
}

function pairsOf(type: DataType, key: FromJs, item: FromJs): FromJs {
  return (value) => {
    if (value instanceof Map) return Array.from(value, ([k, v]) => [key(k), item(v)] as const);
    if (!isPlainObject(value)) throw mismatch(value, type);
    return Object.entries(value).map(([k, v]) => [key(k), item(v)] as const);
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

/**
 * An object by field names (a missing one is NULL, an unknown one refused), or an array in order.
 */
function rowOf(type: DataType, fields: readonly Field[]): FromJs {
  const items = fields.map((field) => fromJs(field.type));
  const names = new Set(fields.map((field) => field.name));
  return (value) => {
    if (Array.isArray(value)) {
      if (value.length !== fields.length) throw mismatch(value, type);
      return value.map((cell, i) => items[i]!(cell));
    }
    if (typeof value !== 'object' || value === null || value instanceof Map) {
      throw mismatch(value, type);
    }
    if (Object.keys(value).some((name) => !names.has(name))) throw mismatch(value, type);
    const record = value as Readonly<Record<string, unknown>>;
    return fields.map((field, i) => items[i]!(record[field.name]));
  };
}

function temporalOf(type: DataType): FromJs {
  return (value) => {
    const result = temporalValue(value, type);
    if (result === null) throw mismatch(value, type);
    return result;
  };
}

function temporalValue(value: unknown, type: DataType): Value {
  switch (type.id) {
    case 'date':
      return typeof value === 'string' ? parseDate(value) : null;
    case 'time':
      return typeof value === 'string' ? (parseTime(value)?.ms ?? null) : null;
    case 'timestamp': {
      if (value instanceof Date) return dateValue(value, type);
      const instant = typeof value === 'string' ? parseTimestamp(value) : null;
      return instant === null ? null : timestampValue(instant, type);
    }
    case 'timestamp_ltz':
      return value instanceof Date ? dateValue(value, type) : null;
    case 'interval_year_month':
    case 'interval_day_time':
      return Number.isSafeInteger(value) ? (value as number) : null;
    default:
      return null;
  }
}

function dateValue(value: Date, type: DataType & { id: 'timestamp' | 'timestamp_ltz' }): Value {
  const ms = value.getTime();
  return Number.isNaN(ms) ? null : timestampValue({ ms, nanos: 0 }, type);
}
