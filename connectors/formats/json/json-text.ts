/** Boxed values into JSON text as Flink writes it. */
import type { Value } from '../../../core/batch.js';
import { ConnectorError, DataError } from '../../../core/errors.js';
import type { DataType } from '../../../core/types.js';
import { booleanOption, choiceOption, type Options } from '../../options.js';
import { formatPlainDecimal, formatScalar, formatShortDecimal } from '../scalar-text.js';

export interface JsonWriteOptions {
  readonly separator: string; // between date and time
  readonly nullKeys: 'FAIL' | 'DROP' | 'LITERAL';
  readonly nullKeyText: string;
  readonly plainDecimals: boolean;
  readonly dropsNullFields: boolean;
}

/** From the options `<prefix>.*`. */
export function jsonWriteOptions(options: Options, prefix: string): JsonWriteOptions {
  const standard = choiceOption(options, `${prefix}.timestamp-format.standard`, [
    'SQL',
    'ISO-8601',
  ]);
  return {
    separator: standard === 'SQL' ? ' ' : 'T',
    nullKeys: choiceOption(options, `${prefix}.map-null-key.mode`, ['FAIL', 'DROP', 'LITERAL']),
    nullKeyText: options[`${prefix}.map-null-key.literal`] ?? 'null',
    plainDecimals: booleanOption(options, `${prefix}.encode.decimal-as-plain-number`, false),
    dropsNullFields: booleanOption(options, `${prefix}.encode.ignore-null-fields`, false),
  };
}

/** Text of a value of one type, 'null' included. */
export type JsonWriter = (value: Value) => string;

/** Throws ConnectorError FORMAT_SCHEMA when JSON has no form for the type. */
export function jsonWriter(type: DataType, options: JsonWriteOptions): JsonWriter {
  const write = valueWriter(type, options);
  return (value) => (value === null ? 'null' : write(value));
}

function valueWriter(type: DataType, options: JsonWriteOptions): JsonWriter {
  switch (type.id) {
    case 'null':
      return () => 'null';
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return String;
    case 'float':
    case 'double':
      return (value) => doubleText(formatScalar(value, type));
    case 'decimal':
      return options.plainDecimals
        ? (value) => formatPlainDecimal(value as bigint, type.scale)
        : (value) => formatShortDecimal(value as bigint, type.scale);
    case 'char':
    case 'varchar':
      return (value) => JSON.stringify(value);
    case 'variant':
      return (value) => value as string;
    case 'array': {
      const item = jsonWriter(type.element, options);
      return (value) => `[${(value as readonly Value[]).map(item).join(',')}]`;
    }
    case 'map':
      return pairsWriter(type.key, jsonWriter(type.value, options), options);
    case 'multiset':
      return pairsWriter(type.element, String, options);
    case 'row':
      return rowWriter(
        type.fields.map((field) => field.name),
        type.fields.map((field) => jsonWriter(field.type, options)),
        options,
      );
    case 'interval_year_month':
    case 'interval_day_time':
    case 'bitmap':
      throw new ConnectorError('FORMAT_SCHEMA', {
        message: `JSON has no form for ${type.id.replaceAll('_', ' ').toUpperCase()}`,
        blame: 'user',
        hint: 'cast the column to a number or STRING',
      });
    default:
      return (value) => JSON.stringify(formatScalar(value, type, options.separator));
  }
}

/** NaN and the infinities are no JSON numbers. */
function doubleText(text: string): string {
  return text.endsWith('y') || text === 'NaN' ? `"${text}"` : text;
}

function pairsWriter(key: DataType, value: JsonWriter, options: JsonWriteOptions): JsonWriter {
  const isText = key.id === 'char' || key.id === 'varchar';
  return (pairs) => {
    const parts: string[] = [];
    for (const [name, item] of pairs as readonly (readonly [Value, Value])[]) {
      if (name === null && options.nullKeys === 'DROP') continue;
      if (name === null && options.nullKeys === 'FAIL') throw nullKey();
      const text =
        name === null ? options.nullKeyText : isText ? (name as string) : formatScalar(name, key);
      parts.push(`${JSON.stringify(text)}:${value(item)}`);
    }
    return `{${parts.join(',')}}`;
  };
}

function nullKey(): DataError {
  return new DataError('MAP_NULL_KEY', {
    message: 'a map with a null key cannot be written as JSON',
    hint: "drop or name such keys with 'json.map-null-key.mode' = 'DROP' or 'LITERAL'",
  });
}

function rowWriter(
  names: readonly string[],
  writers: readonly JsonWriter[],
  options: JsonWriteOptions,
): JsonWriter {
  const keys = names.map((name) => `${JSON.stringify(name)}:`);
  return (value) => {
    const fields = value as readonly Value[];
    const parts: string[] = [];
    for (let i = 0; i < keys.length; i++) {
      if (fields[i] === null && options.dropsNullFields) continue;
      parts.push(keys[i]! + writers[i]!(fields[i]!));
    }
    return `{${parts.join(',')}}`;
  };
}
