/**
 * Values as hyparquet gives them (nested columns, rare encodings), boxed as the engine has them.
 */
import type { Value } from '../../../core/batch.js';
import { decimalOfDouble, parseDecimal, toDecimal } from '../../../core/decimal.js';
import { timestampValue } from '../../../core/timestamp-value.js';
import type { DataType } from '../../../core/types.js';
import { decimalValue, type DecimalScales } from './nested-decimal.js';

/** What the parsers given to hyparquet make of times: nanoseconds since 1970. */
export interface NanoTime {
  readonly nanosSinceEpoch: bigint;
}

/**
 * Value of `value` for `type`, undefined when it does not fit (also anywhere within). Decimals of
 * the file are raw, see nested-decimal.ts; other numbers stand for decimals, too.
 */
export function objectValue(
  value: unknown,
  type: DataType,
  scales: DecimalScales,
): Value | undefined {
  if (value === null || value === undefined) return null;
  switch (type.id) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'date':
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
    case 'bigint':
      return typeof value === 'bigint'
        ? value
        : Number.isSafeInteger(value)
          ? BigInt(value as number)
          : undefined;
    case 'decimal': {
      if (scales.has(type)) return decimalValue(value, type, scales.get(type));
      const parsed =
        typeof value === 'number' ? decimalOfDouble(value) : parseDecimal(String(value));
      return parsed === null
        ? undefined
        : (toDecimal(parsed, type.precision, type.scale) ?? undefined);
    }
    case 'char':
    case 'varchar':
      return typeof value === 'string' ? value : undefined;
    case 'binary':
    case 'varbinary':
      return value instanceof Uint8Array
        ? value
        : typeof value === 'string'
          ? Buffer.from(value)
          : undefined;
    case 'time':
      return typeof value === 'bigint'
        ? Number(value / 1000n)
        : typeof value === 'number'
          ? value
          : undefined;
    case 'timestamp':
    case 'timestamp_ltz':
      return isNanoTime(value) ? timeOf(value, type) : undefined;
    case 'array':
      return Array.isArray(value) ? allOrNone(value, () => type.element, scales) : undefined;
    case 'map':
      return mapValue(value, type.key, type.value, scales);
    case 'row':
      return typeof value !== 'object'
        ? undefined
        : allOrNone(
            type.fields.map((field) => (value as Record<string, unknown>)[field.name]),
            (i) => type.fields[i]!.type,
            scales,
          );
    default:
      return undefined;
  }
}

function isNanoTime(value: unknown): value is NanoTime {
  return typeof value === 'object' && value !== null && 'nanosSinceEpoch' in value;
}

function timeOf(
  time: NanoTime,
  type: Extract<DataType, { id: 'timestamp' | 'timestamp_ltz' }>,
): Value {
  const nanos = time.nanosSinceEpoch;
  const below = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return timestampValue({ ms: Number((nanos - below) / 1_000_000n), nanos: Number(below) }, type);
}

function mapValue(
  value: unknown,
  key: DataType,
  item: DataType,
  scales: DecimalScales,
): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const pairs: Value[] = [];
  const entries: [unknown, unknown][] = Array.isArray(value)
    ? value.map((entry: { key: unknown; value: unknown }) => [entry.key, entry.value])
    : Object.entries(value);
  for (const pair of entries) {
    const boxed = allOrNone(pair, (i) => (i === 0 ? key : item), scales);
    if (boxed === undefined) return undefined;
    pairs.push(boxed);
  }
  return pairs;
}

function allOrNone(
  items: readonly unknown[],
  typeOf: (i: number) => DataType,
  scales: DecimalScales,
): readonly Value[] | undefined {
  const values: Value[] = [];
  for (let i = 0; i < items.length; i++) {
    const value = objectValue(items[i], typeOf(i), scales);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
