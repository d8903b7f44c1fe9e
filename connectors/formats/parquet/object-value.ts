/**
 * Values as hyparquet gives them (nested columns, rare encodings), boxed as the engine has them.
 */
import type { Value } from '../../../core/batch.js';
import { decimalOfDouble, parseDecimal, toDecimal } from '../../../core/decimal.js';
import { timestampValue } from '../../../core/timestamp-value.js';
import type { DataType } from '../../../core/types.js';
import { decodeUtf8 } from '../../../core/utf8.js';
import { isUtf8 } from '../utf8-check.js';
import { decimalValue, type DecimalScales } from './nested-decimal.js';
import { uuidText, type NanoTime, type Uuid } from './raw-values.js';

/** Greatest value of the whole numbers that are not BIGINT. */
const integerMax = { tinyint: 127, smallint: 32_767, int: 2_147_483_647, date: 2_147_483_647 };

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
      return integerValue(value, integerMax[type.id]);
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
    case 'bigint':
      return bigintValue(value);
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
      return textValue(value);
    case 'binary':
    case 'varbinary':
      return isUuid(value) ? value.uuidBytes : value instanceof Uint8Array ? value : undefined;
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

function integerValue(value: unknown, max: number): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
  return number > max || number < -max - 1 ? undefined : number;
}

function bigintValue(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : undefined;
  return Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
}

function textValue(value: unknown): string | undefined {
  if (isUuid(value)) return uuidText(value.uuidBytes);
  if (!(value instanceof Uint8Array) || !isUtf8(value, 0, value.length)) return undefined;
  return decodeUtf8(value, 0, value.length);
}

function isUuid(value: unknown): value is Uuid {
  return typeof value === 'object' && value !== null && 'uuidBytes' in value;
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

/** `value`: a row of one field, the list of entries, each a row of key and value. */
function mapValue(
  value: unknown,
  key: DataType,
  item: DataType,
  scales: DecimalScales,
): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [entries] = Object.values(value) as unknown[];
  if (!Array.isArray(entries)) return undefined;
  const pairs: Value[] = [];
  for (const entry of entries as readonly object[]) {
    const pair = Object.values(entry) as unknown[];
    const boxed = allOrNone([pair[0], pair[1]], (i) => (i === 0 ? key : item), scales);
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
