/** SQL values as JSON text with sorted keys, for JSON_OBJECT, JSON_STRING, JSON_ARRAYAGG, ... */
import type { Value } from '../../../core/batch.js';
import { formatTimestamp } from '../../../core/time.js';
import { instantOf } from '../../../core/timestamp-value.js';
import type { DataType } from '../../../core/types.js';
import { formatType } from '../../../core/types.js';
import { jsonFormatter } from '../../../core/value-json.js';
import { childTypes } from '../../../core/layout.js';
import { isText } from '../common-type.js';
import type { Refusal } from '../function.js';
import { refuse } from '../signature.js';
import { parseJson, quoteJson, writeJson, writeMembers } from './tree.js';

type ToJson = (value: Value) => string;

/** Why a value of the type has no JSON form; null when it has one. */
export function refusedAsJson(type: DataType, argument: number): Refusal | null {
  switch (type.id) {
    case 'interval_year_month':
    case 'interval_day_time':
    case 'bitmap':
      return refuse(`${formatType(type)} has no JSON form`, argument);
    case 'map':
    case 'multiset':
      if (!isText(childTypes(type)[0]!))
        return refuse(
          `keys of a JSON object are texts, not those of ${formatType(type)}`,
          argument,
        );
      break;
    default:
  }
  for (const child of childTypes(type)) {
    const refusal = refusedAsJson(child, argument);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** JSON text put in unquoted, written compactly. */
export function rawJson(value: Value): string {
  return value === null ? 'null' : writeJson(parseJson(value as string));
}

/** Text of values of `type`, NULL as null. */
export function toJson(type: DataType): ToJson {
  const write = notNull(type);
  return (value) => (value === null ? 'null' : write(value));
}

function notNull(type: DataType): ToJson {
  switch (type.id) {
    case 'char':
    case 'varchar':
      return (value) => quoteJson(value as string);
    case 'timestamp':
      return (value) => quoteJson(isoTimestamp(value));
    case 'timestamp_ltz':
      return (value) => quoteJson(`${isoTimestamp(value)}Z`);
    case 'array': {
      const item = toJson(type.element);
      return (value) => `[${(value as readonly Value[]).map(item).join(',')}]`;
    }
    case 'map':
    case 'multiset': {
      const item = toJson(childTypes(type)[1]!);
      return (value) =>
        writeMembers(
          (value as readonly (readonly [string, Value])[]).map(([key, own]) => [key, item(own)]),
        );
    }
    case 'row': {
      const items = type.fields.map((field) => toJson(field.type));
      return (value) =>
        writeMembers(
          (value as readonly Value[]).map((own, i) => [type.fields[i]!.name, items[i]!(own)]),
        );
    }
    default:
      return jsonFormatter(type);
  }
}

/** 2024-02-29T12:34:56.789, without zeros at the end of the fraction. */
function isoTimestamp(value: Value): string {
  const { ms, nanos } = instantOf(value);
  return formatTimestamp(ms, 9, nanos, 'T').replace(/\.?0+$/, '');
}
