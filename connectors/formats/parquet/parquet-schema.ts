/** Engine types as Parquet schema elements, as Flink lays them out (timestamps as INT64). */
import type { SchemaElement } from 'hyparquet';
import { ConnectorError } from '../../../core/errors.js';
import { formatType, type DataType, type Field } from '../../../core/types.js';

type Repetition = 'REQUIRED' | 'OPTIONAL';

/**
 * The schema in preorder, the root first. Throws ConnectorError FORMAT_SCHEMA on types that
 * Parquet has no place for.
 */
export function parquetElements(fields: readonly Field[]): SchemaElement[] {
  const root: SchemaElement = { name: 'flink_schema', num_children: fields.length };
  return [root, ...fields.flatMap(({ name, type }) => elementsOf(name, type, name))];
}

/** Bytes that hold every unscaled value of `precision` digits. */
export function decimalBytes(precision: number): number {
  let bytes = 1;
  while (2n ** BigInt(8 * bytes - 1) < 10n ** BigInt(precision)) bytes++;
  return bytes;
}

function elementsOf(name: string, type: DataType, column: string): SchemaElement[] {
  const repetition: Repetition = type.nullable ? 'OPTIONAL' : 'REQUIRED';
  const group = (
    converted: 'LIST' | 'MAP' | undefined,
    children: SchemaElement[],
    count: number,
  ): SchemaElement[] => [
    {
      name,
      repetition_type: repetition,
      num_children: count,
      ...(converted === undefined ? {} : { converted_type: converted }),
    },
    ...children,
  ];
  switch (type.id) {
    case 'array': {
      const list: SchemaElement = { name: 'list', repetition_type: 'REPEATED', num_children: 1 };
      return group('LIST', [list, ...elementsOf('element', type.element, column)], 1);
    }
    case 'map':
      return group('MAP', pairElements(type.key, type.value, column), 1);
    case 'multiset':
      return group('MAP', pairElements(type.element, { id: 'int', nullable: false }, column), 1);
    case 'row': {
      const children = type.fields.flatMap((f) => elementsOf(f.name, f.type, column));
      if (type.fields.length === 0) throw unsupported(type, column);
      return group(undefined, children, type.fields.length);
    }
    default:
      return [{ name, repetition_type: repetition, ...leafOf(type, column) }];
  }
}

/** Keys are required in Parquet. */
function pairElements(key: DataType, value: DataType, column: string): SchemaElement[] {
  return [
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    ...elementsOf('key', { ...key, nullable: false }, column),
    ...elementsOf('value', value, column),
  ];
}

function leafOf(type: DataType, column: string): Partial<SchemaElement> {
  switch (type.id) {
    case 'boolean':
      return { type: 'BOOLEAN' };
    case 'tinyint':
      return { type: 'INT32', converted_type: 'INT_8' };
    case 'smallint':
      return { type: 'INT32', converted_type: 'INT_16' };
    case 'int':
      return { type: 'INT32' };
    case 'bigint':
      return { type: 'INT64' };
    case 'float':
      return { type: 'FLOAT' };
    case 'double':
      return { type: 'DOUBLE' };
    case 'date':
      return { type: 'INT32', converted_type: 'DATE' };
    case 'time':
      return { type: 'INT32', converted_type: 'TIME_MILLIS' };
    case 'char':
    case 'varchar':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'binary':
    case 'varbinary':
      return { type: 'BYTE_ARRAY' };
    case 'decimal':
      return {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: decimalBytes(type.precision),
        converted_type: 'DECIMAL',
        precision: type.precision,
        scale: type.scale,
      };
    case 'timestamp':
    case 'timestamp_ltz': {
      const unit = type.precision <= 3 ? 'MILLIS' : type.precision <= 6 ? 'MICROS' : 'NANOS';
      const isAdjustedToUTC = type.id === 'timestamp_ltz';
      return { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit } };
    }
    default:
      throw unsupported(type, column);
  }
}

function unsupported(type: DataType, column: string): ConnectorError {
  return new ConnectorError('FORMAT_SCHEMA', {
    message: `column "${column}": Parquet has no place for ${formatType(type)}`,
    hint: 'CAST it to STRING',
    blame: 'user',
  });
}
