/** Values of PLAIN pages and dictionaries, converted to the table's type one by one. */
import type { Value } from '../../../core/batch.js';
import { fitsPrecision, rescale } from '../../../core/decimal.js';
import { timestampValue } from '../../../core/timestamp-value.js';
import type { DataType, TimestampType } from '../../../core/types.js';
import type { SchemaElement } from 'hyparquet';

/** Value at `at`, or undefined when it does not fit. `length`: bytes of a byte array. */
export type PlainRead = (view: DataView, at: number, length: number) => Value | undefined;

/** How to read `element` as `type`, or null when the two do not go together. */
export function plainRead(element: SchemaElement, type: DataType): PlainRead | null {
  switch (type.id) {
    case 'tinyint':
      return integerRead(element, 127n);
    case 'smallint':
      return integerRead(element, 32767n);
    case 'int':
      return integerRead(element, 2147483647n);
    case 'bigint':
      return longRead(element);
    case 'float':
    case 'double':
      return doubleRead(element);
    case 'decimal':
      return decimalRead(element, type.precision, type.scale);
    case 'date':
      return element.type === 'INT32' ? (view, at) => view.getInt32(at, true) : null;
    case 'time':
      return timeRead(element);
    case 'timestamp':
    case 'timestamp_ltz':
      return timestampRead(element, type);
    default:
      return null;
  }
}

/** Byte width of a fixed-width physical type; 0 for others. */
export function plainWidth(element: SchemaElement): number {
  switch (element.type) {
    case 'INT32':
    case 'FLOAT':
      return 4;
    case 'INT64':
    case 'DOUBLE':
      return 8;
    case 'INT96':
      return 12;
    case 'FIXED_LEN_BYTE_ARRAY':
      return element.type_length ?? 0;
    default:
      return 0;
  }
}

function bigintRead(element: SchemaElement): ((view: DataView, at: number) => bigint) | null {
  const unsigned = isUnsigned(element);
  if (element.type === 'INT64') {
    if (unsigned) return (view, at) => view.getBigUint64(at, true);
    return (view, at) => view.getBigInt64(at, true);
  }
  if (element.type !== 'INT32') return null;
  if (unsigned) return (view, at) => BigInt(view.getUint32(at, true));
  return (view, at) => BigInt(view.getInt32(at, true));
}

/** Has the file's type no negative numbers? */
export function isUnsigned({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): boolean {
  if (logical?.type === 'INTEGER') return !logical.isSigned;
  return converted?.startsWith('UINT_') === true;
}

/** Are there at most 16 bits? */
export function isNarrow({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): boolean {
  if (logical?.type === 'INTEGER') return logical.bitWidth <= 16;
  return converted === 'UINT_8' || converted === 'UINT_16';
}

function longRead(element: SchemaElement): PlainRead | null {
  const read = bigintRead(element);
  if (read === null || !isUnsigned(element)) return read;
  return (view, at) => {
    const value = read(view, at);
    return value > 9_223_372_036_854_775_807n ? undefined : value;
  };
}

function integerRead(element: SchemaElement, max: bigint): PlainRead | null {
  const read = bigintRead(element);
  if (read === null) return null;
  return (view, at) => {
    const value = read(view, at);
    return value > max || value < -max - 1n ? undefined : Number(value);
  };
}

function doubleRead(element: SchemaElement): PlainRead | null {
  switch (element.type) {
    case 'FLOAT':
      return (view, at) => view.getFloat32(at, true);
    case 'DOUBLE':
      return (view, at) => view.getFloat64(at, true);
    case 'INT32':
      return isUnsigned(element)
        ? (view, at) => view.getUint32(at, true)
        : (view, at) => view.getInt32(at, true);
    default:
      return null;
  }
}

function decimalRead(element: SchemaElement, precision: number, scale: number): PlainRead | null {
  const unscaled = unscaledRead(element);
  if (unscaled === null) return null;
  const from = decimalScale(element);
  return (view, at, length) => {
    const value = rescale(unscaled(view, at, length), from, scale);
    return fitsPrecision(value, precision) ? value : undefined;
  };
}

function decimalScale(element: SchemaElement): number {
  const logical = element.logical_type;
  return logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0);
}

function unscaledRead(
  element: SchemaElement,
): ((view: DataView, at: number, length: number) => bigint) | null {
  switch (element.type) {
    case 'INT32':
    case 'INT64':
      return bigintRead(element);
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return bigEndian;
    default:
      return null;
  }
}

function bigEndian(view: DataView, at: number, length: number): bigint {
  let value = length === 0 ? 0n : BigInt(view.getInt8(at));
  for (let i = 1; i < length; i++) value = (value << 8n) | BigInt(view.getUint8(at + i));
  return value;
}

function timeRead(element: SchemaElement): PlainRead | null {
  if (element.type === 'INT32') return (view, at) => view.getInt32(at, true);
  if (element.type !== 'INT64') return null;
  const perMs = unitNanos(element) === 1n ? 1_000_000n : 1000n;
  return (view, at) => Number(view.getBigInt64(at, true) / perMs);
}

/** Nanoseconds a unit of an INT64 time. */
function unitNanos(element: SchemaElement): bigint {
  const logical = element.logical_type;
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') {
    return logical.unit === 'MILLIS' ? 1_000_000n : logical.unit === 'MICROS' ? 1000n : 1n;
  }
  return element.converted_type === 'TIMESTAMP_MILLIS' ? 1_000_000n : 1000n;
}

function timestampRead(element: SchemaElement, type: TimestampType): PlainRead | null {
  if (element.type === 'INT96') return (view, at) => instant(julianNanos(view, at), type);
  if (element.type !== 'INT64') return null;
  const unit = unitNanos(element);
  return (view, at) => instant(view.getBigInt64(at, true) * unit, type);
}

function instant(nanos: bigint, type: TimestampType): Value {
  const below = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return timestampValue({ ms: Number((nanos - below) / 1_000_000n), nanos: Number(below) }, type);
}

/** Nanoseconds of the day, then the Julian day. */
function julianNanos(view: DataView, at: number): bigint {
  const days = BigInt(view.getInt32(at + 8, true)) - 2440588n;
  return days * 86_400_000_000_000n + view.getBigInt64(at, true);
}
