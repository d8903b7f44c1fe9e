/** Boxed values as JSON text, as JSON_OBJECT and the JSON aggregates write them. */
import type { Value } from './batch.js';
import { formatBigDecimal, formatExactDouble } from './java-number.js';
import { childTypes } from './layout.js';
import type { DataType } from './types.js';
import { valueFormatter } from './value-text.js';

export type JsonFormatter = (value: Value) => string;

/**
 * Formatter for `type`, to be chosen once. Numbers have Java's BigDecimal form; times are texts as
 * `CAST(... AS STRING)` gives them (`toLocalMs`: see valueFormatter), bytes are base64.
 */
export function jsonFormatter(
  type: DataType,
  toLocalMs = (ms: number): number => ms,
): JsonFormatter {
  const format = notNullFormatter(type, toLocalMs);
  return (value) => (value === null ? 'null' : format(value));
}

function notNullFormatter(type: DataType, toLocalMs: (ms: number) => number): JsonFormatter {
  switch (type.id) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return String;
    case 'float':
    case 'double':
      return (value) => finite(value as number);
    case 'decimal':
      return (value) => formatBigDecimal(value as bigint, type.scale);
    case 'variant':
      return (value) => value as string;
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return (value) => JSON.stringify(base64(value as Uint8Array));
    case 'array':
    case 'multiset':
    case 'map':
    case 'row':
      return nestedFormatter(type, toLocalMs);
    default: {
      const text = valueFormatter(type, toLocalMs);
      return (value) => JSON.stringify(text(value));
    }
  }
}

/** NaN and the infinities are no JSON numbers. */
function finite(value: number): string {
  return Number.isFinite(value) ? formatExactDouble(value) : JSON.stringify(String(value));
}

function nestedFormatter(type: DataType, toLocalMs: (ms: number) => number): JsonFormatter {
  const items = childTypes(type).map((child) => jsonFormatter(child, toLocalMs));
  if (type.id === 'array')
    return (value) => `[${(value as readonly Value[]).map(items[0]!).join(',')}]`;
  if (type.id === 'row') {
    return (value) =>
      `{${(value as readonly Value[])
        .map((item, i) => `${JSON.stringify(type.fields[i]!.name)}:${items[i]!(item)}`)
        .join(',')}}`;
  }
  const keyText = valueFormatter(childTypes(type)[0]!, toLocalMs);
  return (value) =>
    `{${(value as readonly (readonly [Value, Value])[])
      .map(([key, item]) => `${JSON.stringify(keyText(key))}:${items[1]!(item)}`)
      .join(',')}}`;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
