/**
 * Result values as programs see them. Exact everywhere: BIGINT is a bigint; DECIMAL, DATE, TIME,
 * TIMESTAMP and
 * intervals are text (no JavaScript type holds them); TIMESTAMP_LTZ, an instant, is a Date (ms;
 * take `batches()`
 * for finer digits); BYTES a Uint8Array; ARRAY an array; ROW an object; MAP and MULTISET a Map.
 */
import type { Value } from '../core/batch.js';
import { instantOf } from '../core/timestamp-value.js';
import type { DataType, Field } from '../core/types.js';
import { valueFormatter } from '../core/value-text.js';

export type JsValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | readonly JsValue[]
  | ReadonlyMap<JsValue, JsValue>
  | { readonly [field: string]: JsValue };
export type JsRow = Readonly<Record<string, JsValue>>;

type Convert = (value: Value) => JsValue;

/** Converter of boxed values of `type`, to be made once. */
export function jsConverter(type: DataType): Convert {
  const convert = notNull(type);
  return (value) => (value === null ? null : convert(value));
}

function notNull(type: DataType): Convert {
  switch (type.id) {
    case 'decimal':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'interval_year_month':
    case 'interval_day_time':
      return valueFormatter(type);
    case 'timestamp_ltz':
      return (value) => new Date(instantOf(value).ms);
    case 'array': {
      const item = jsConverter(type.element);
      return (value) => (value as readonly Value[]).map(item);
    }
    case 'map':
      return entries(jsConverter(type.key), jsConverter(type.value));
    case 'multiset':
      return entries(jsConverter(type.element), (count) => count as number);
    case 'row':
      return rowConverter(type.fields);
    default:
      return (value) => value as JsValue;
  }
}

function entries(key: Convert, item: Convert): Convert {
  return (value) =>
    new Map((value as readonly (readonly Value[])[]).map(([k, v]) => [key(k!), item(v!)]));
}

/** Boxed row -> object by field name. */
export function rowConverter(fields: readonly Field[]): (value: Value) => JsRow {
  const converters = fields.map((field) => jsConverter(field.type));
  return (value) => {
    const cells = value as readonly Value[];
    return Object.fromEntries(fields.map((field, i) => [field.name, converters[i]!(cells[i]!)]));
  };
}
