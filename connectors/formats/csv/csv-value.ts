/**
 * One CSV field, boxed: rows and arrays stand in a field, their items between element delimiters.
 */
import type { Value } from '../../../core/batch.js';
import { ConnectorError } from '../../../core/errors.js';
import { formatType, type DataType, type Schema } from '../../../core/types.js';
import { formatScalar, formatShortDecimal, parseScalar } from '../scalar-text.js';
import type { CsvOptions } from './csv-options.js';

/** Value of a field's text, undefined when it does not fit. */
export function parseCsvValue(
  text: string,
  type: DataType,
  options: CsvOptions,
): Value | undefined {
  if (options.nullLiteral !== null && text === options.nullLiteral) return null;
  switch (type.id) {
    case 'array':
      return text === ''
        ? []
        : allOrNone(text.split(options.elementDelimiter), () => type.element, options);
    case 'row': {
      if (text === '' && type.fields.length > 1) return null;
      const items = text.split(options.elementDelimiter);
      if (items.length !== type.fields.length) return undefined;
      return allOrNone(items, (i) => type.fields[i]!.type, options);
    }
    default:
      return parseScalar(text, type);
  }
}

function allOrNone(
  items: readonly string[],
  typeOf: (i: number) => DataType,
  options: CsvOptions,
): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const [i, item] of items.entries()) {
    const value = parseCsvValue(item, typeOf(i), options);
    if (value === undefined && !options.ignoresErrors) return undefined;
    values.push(value ?? null);
  }
  return values;
}

/** Text of a value without quotes; null is the null literal or nothing. */
export function formatCsvValue(value: Value, type: DataType, options: CsvOptions): string {
  if (value === null) return options.nullLiteral ?? '';
  switch (type.id) {
    case 'array':
      return (value as readonly Value[])
        .map((item) => formatCsvValue(item, type.element, options))
        .join(options.elementDelimiter);
    case 'row':
      return (value as readonly Value[])
        .map((item, i) => formatCsvValue(item, type.fields[i]!.type, options))
        .join(options.elementDelimiter);
    case 'decimal':
      return options.plainDecimals
        ? formatScalar(value, type)
            .replace(/(\.\d*?)0+$/, '$1')
            .replace(/\.$/, '')
        : formatShortDecimal(value as bigint, type.scale);
    default:
      return formatScalar(value, type);
  }
}

/** Throws ConnectorError FORMAT_SCHEMA on columns of types that CSV has no form for. */
export function checkCsvSchema(columns: Schema): void {
  for (const field of columns.fields) checkType(field.type, field.name, false);
}

/** One delimiter stands between items: those of arrays within arrays would run together. */
function checkType(type: DataType, name: string, isNested: boolean): void {
  switch (type.id) {
    case 'array':
      if (isNested) throw noForm(type, name);
      checkType(type.element, `${name}[]`, true);
      break;
    case 'row':
      if (isNested) throw noForm(type, name);
      for (const field of type.fields) checkType(field.type, `${name}.${field.name}`, true);
      break;
    case 'map':
    case 'multiset':
    case 'bitmap':
    case 'interval_day_time':
    case 'interval_year_month':
      throw noForm(type, name);
    default:
      break;
  }
}

function noForm(type: DataType, name: string): ConnectorError {
  return new ConnectorError('FORMAT_SCHEMA', {
    message: `CSV has no form for the column ${name} of type ${formatType(type)}`,
    hint: "use 'format' = 'json', or cast the column to STRING",
    blame: 'user',
  });
}
