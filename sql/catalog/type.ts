/** Types as written -> types. */
import type { Span } from '../../core/errors.js';
import { didYouMean, SqlError } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import {
  bigintType,
  booleanType,
  bytesType,
  dateType,
  doubleType,
  floatType,
  intType,
  LENGTH_MAX,
  nullType,
  smallintType,
  stringType,
  tinyintType,
  withNullable,
} from '../../core/types.js';
import type { IntervalQualifier } from '../ast/expr.js';
import type { IntervalTypeNode, NamedType, RowTypeNode, TypeName, TypeNode } from '../ast/type.js';

const SIMPLE: Readonly<Partial<Record<TypeName, DataType>>> = {
  BOOLEAN: booleanType,
  TINYINT: tinyintType,
  SMALLINT: smallintType,
  INT: intType,
  BIGINT: bigintType,
  FLOAT: floatType,
  DOUBLE: doubleType,
  DATE: dateType,
  STRING: stringType,
  BYTES: bytesType,
  NULL: nullType,
  VARIANT: { id: 'variant', nullable: true },
  BITMAP: { id: 'bitmap', nullable: true },
};
const TYPE_NAMES: readonly string[] = [
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
  'CHAR',
  'VARCHAR',
  'STRING',
  'BINARY',
  'VARBINARY',
  'BYTES',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP_LTZ',
  'ARRAY',
  'MAP',
  'MULTISET',
  'ROW',
  'VARIANT',
  'BITMAP',
];

/** The type that `node` writes. Throws SQL_UNKNOWN_TYPE, SQL_INVALID_TYPE. */
export function typeOf(node: TypeNode): DataType {
  switch (node.kind) {
    case 'named-type':
      return namedType(node);
    case 'array-type': {
      const id = node.collection === 'ARRAY' ? 'array' : 'multiset';
      return { id, element: typeOf(node.element), nullable: node.nullable };
    }
    case 'map-type':
      return {
        id: 'map',
        key: typeOf(node.key),
        value: typeOf(node.value),
        nullable: node.nullable,
      };
    case 'row-type':
      return rowType(node);
    case 'interval-type':
      return withNullable(intervalTypeOf(node), node.nullable);
    case 'raw-type':
      throw invalidType('RAW types hold Java objects and do not exist here', node.span);
    case 'user-type': {
      const name = node.name.parts.map((part) => part.name).join('.');
      throw new SqlError('SQL_UNKNOWN_TYPE', {
        message: `no type "${name}"`,
        span: node.span,
        hint:
          didYouMean(name, TYPE_NAMES) ??
          (name.toUpperCase() === 'TEXT' ? 'Text without a limit is STRING.' : undefined),
      });
    }
  }
}

function rowType(node: RowTypeNode): DataType {
  const names = new Set<string>();
  for (const { name } of node.fields) {
    if (names.has(name.name)) throw invalidType(`field "${name.name}" is there twice`, name.span);
    names.add(name.name);
  }
  return {
    id: 'row',
    nullable: node.nullable,
    fields: node.fields.map((field) => ({ name: field.name.name, type: typeOf(field.type) })),
  };
}

function invalidType(message: string, span: Span): SqlError {
  return new SqlError('SQL_INVALID_TYPE', { message, span });
}

function namedType(node: NamedType): DataType {
  const { name, nullable, span } = node;
  const simple = SIMPLE[name];
  if (simple !== undefined) return withNullable(simple, nullable);
  const precision = (fallback: number, max: number): number => {
    const digits = node.precision ?? fallback;
    if (digits > max) throw invalidType(`the precision of ${name} is at most ${max}`, span);
    return digits;
  };
  const length = (fallback: number): number => {
    const size = node.precision ?? fallback;
    if (size > LENGTH_MAX)
      throw invalidType(`the length of ${name} is at most ${LENGTH_MAX}`, span);
    return size;
  };
  switch (name) {
    case 'DECIMAL':
      return decimal(node);
    case 'CHAR':
      return { id: 'char', length: length(1), nullable };
    case 'VARCHAR':
      return { id: 'varchar', length: length(LENGTH_MAX), nullable };
    case 'BINARY':
      return { id: 'binary', length: length(1), nullable };
    case 'VARBINARY':
      return { id: 'varbinary', length: length(LENGTH_MAX), nullable };
    case 'TIME':
      // times are milliseconds of the day, so more digits would hold nothing
      return { id: 'time', precision: Math.min(precision(0, 9), 3), nullable };
    case 'TIMESTAMP':
      return { id: 'timestamp', precision: precision(6, 9), nullable };
    case 'TIMESTAMP_LTZ':
      return { id: 'timestamp_ltz', precision: precision(6, 9), nullable };
    default:
      throw invalidType(`${name} is no type of a value`, span);
  }
}

function decimal(node: NamedType): DataType {
  const precision = node.precision ?? 10;
  const scale = node.scale ?? 0;
  if (precision < 1 || precision > 38) {
    throw invalidType('the precision of DECIMAL is between 1 and 38', node.span);
  }
  if (scale > precision) {
    throw invalidType(
      `the scale of DECIMAL is between 0 and its precision ${precision}`,
      node.span,
    );
  }
  return { id: 'decimal', precision, scale, nullable: node.nullable };
}

/** Type of an interval with this qualifier, nullable. All are counts of months or of ms. */
export function intervalTypeOf({
  from,
}: Pick<IntervalQualifier | IntervalTypeNode, 'from'>): DataType {
  if (from === 'YEAR' || from === 'QUARTER' || from === 'MONTH')
    return { id: 'interval_year_month', qualifier: 'MONTH', nullable: true };
  return { id: 'interval_day_time', qualifier: 'SECOND(3)', nullable: true };
}
