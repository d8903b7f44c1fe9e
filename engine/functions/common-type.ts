/** Flink's rules for one type that holds several (leastRestrictive), and for casts nobody wrote. */
import type {
  DataType,
  DecimalType,
  Field,
  TextType,
  TimestampType,
  TypeId,
} from '../../core/types.js';
import { DECIMAL_PRECISION_MAX, decimalType, doubleType, withNullable } from '../../core/types.js';

const INTEGERS: readonly TypeId[] = ['tinyint', 'smallint', 'int', 'bigint'];
const INTEGER_DIGITS: Readonly<Partial<Record<TypeId, number>>> = {
  tinyint: 3,
  smallint: 5,
  int: 10,
  bigint: 19,
};

/** TINYINT, SMALLINT, INT or BIGINT? */
export function isInteger(type: DataType): boolean {
  return INTEGERS.includes(type.id);
}
/** Integer, DECIMAL, FLOAT or DOUBLE? */
export function isNumeric(type: DataType): boolean {
  return isInteger(type) || type.id === 'decimal' || isApproximate(type);
}
/** FLOAT or DOUBLE? */
export function isApproximate(type: DataType): boolean {
  return type.id === 'float' || type.id === 'double';
}
/** CHAR or VARCHAR? */
export function isText(type: DataType): type is TextType {
  return type.id === 'char' || type.id === 'varchar';
}
/** BINARY or VARBINARY? */
export function isBinary(type: DataType): boolean {
  return type.id === 'binary' || type.id === 'varbinary';
}
/** TIMESTAMP or TIMESTAMP_LTZ? */
export function isTimestamp(type: DataType): type is TimestampType {
  return type.id === 'timestamp' || type.id === 'timestamp_ltz';
}
/** An INTERVAL of either kind? */
export function isInterval(type: DataType): boolean {
  return type.id === 'interval_year_month' || type.id === 'interval_day_time';
}

/** The DECIMAL that holds an integer or decimal type exactly; null for other types. */
export function asDecimalType(type: DataType): DecimalType | null {
  if (type.id === 'decimal') return type;
  const digits = INTEGER_DIGITS[type.id];
  return digits === undefined ? null : decimalType(digits, 0, type.nullable);
}

/**
 * Smallest type all of `types` convert to, or null when there is none. NULL literals fit anything.
 */
export function commonType(types: readonly DataType[]): DataType | null {
  let result: DataType | null = null;
  let nullable = false;
  for (const type of types) {
    nullable ||= type.nullable;
    if (type.id === 'null') continue;
    result = result === null ? type : merged(result, type);
    if (result === null) return null;
  }
  if (result === null) return types[0] ?? null; // only NULLs
  return withNullable(result, nullable);
}

function merged(a: DataType, b: DataType): DataType | null {
  if (isNumeric(a) && isNumeric(b)) return mergedNumbers(a, b);
  if (isText(a) && isText(b)) {
    return {
      id: a.id === b.id && a.length === b.length ? a.id : 'varchar',
      length: Math.max(a.length, b.length),
      nullable: true,
    };
  }
  if ((a.id === 'binary' || a.id === 'varbinary') && (b.id === 'binary' || b.id === 'varbinary')) {
    return {
      id: a.id === b.id && a.length === b.length ? a.id : 'varbinary',
      length: Math.max(a.length, b.length),
      nullable: true,
    };
  }
  if (isTimestamp(a) && isTimestamp(b)) {
    return {
      id: a.id === b.id ? a.id : 'timestamp_ltz',
      precision: Math.max(a.precision, b.precision),
      nullable: true,
    };
  }
  if (a.id === 'date' && isTimestamp(b)) return withoutMark(b);
  if (isTimestamp(a) && b.id === 'date') return withoutMark(a);
  return a.id === b.id ? mergedSameKind(a, b) : null;
}

function withoutMark(type: TimestampType): DataType {
  return { id: type.id, precision: type.precision, nullable: type.nullable };
}

function mergedNumbers(a: DataType, b: DataType): DataType {
  if (isApproximate(a) || isApproximate(b)) {
    const hasDouble =
      a.id === 'double' || b.id === 'double' || a.id === 'decimal' || b.id === 'decimal';
    return hasDouble ? doubleType : isApproximate(a) ? a : b;
  }
  if (isInteger(a) && isInteger(b)) return INTEGERS.indexOf(a.id) >= INTEGERS.indexOf(b.id) ? a : b;
  const [left, right] = [asDecimalType(a)!, asDecimalType(b)!];
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  if (whole + scale <= DECIMAL_PRECISION_MAX) return decimalType(whole + scale, scale);
  return decimalType(DECIMAL_PRECISION_MAX, Math.max(0, DECIMAL_PRECISION_MAX - whole));
}

function mergedSameKind(a: DataType, b: DataType): DataType | null {
  if (a.id === 'time' && b.id === 'time') return a.precision >= b.precision ? a : b;
  if ((a.id === 'array' && b.id === 'array') || (a.id === 'multiset' && b.id === 'multiset')) {
    const element = commonType([a.element, b.element]);
    return element === null ? null : { id: a.id, element, nullable: true };
  }
  if (a.id === 'map' && b.id === 'map') {
    const [key, value] = [commonType([a.key, b.key]), commonType([a.value, b.value])];
    return key === null || value === null ? null : { id: 'map', key, value, nullable: true };
  }
  if (a.id === 'row' && b.id === 'row') return mergedRows(a.fields, b.fields);
  return a;
}

function mergedRows(a: readonly Field[], b: readonly Field[]): DataType | null {
  if (a.length !== b.length) return null;
  const fields: Field[] = [];
  for (const [i, field] of a.entries()) {
    const type = commonType([field.type, b[i]!.type]);
    if (type === null) return null;
    fields.push({ name: field.name, type });
  }
  return { id: 'row', fields, nullable: true };
}

/** Targets of implicit casts beside the type's own kind. */
const IMPLICIT: Readonly<Partial<Record<TypeId, readonly TypeId[]>>> = {
  tinyint: ['smallint', 'int', 'bigint', 'decimal', 'float', 'double'],
  smallint: ['int', 'bigint', 'decimal', 'float', 'double'],
  int: ['bigint', 'decimal', 'float', 'double'],
  bigint: ['decimal', 'float', 'double'],
  decimal: ['float', 'double'],
  float: ['double', 'decimal'],
  double: ['decimal'],
  char: ['varchar'],
  varchar: ['char'],
  binary: ['varbinary'],
  varbinary: ['binary'],
  timestamp: ['timestamp_ltz', 'date', 'time'],
  timestamp_ltz: ['timestamp'],
};

/**
 * May a value of `from` be stored as `to` without a written CAST (as in INSERT)? Ignores
 * nullability.
 */
export function canImplicitlyCast(from: DataType, to: DataType): boolean {
  if (from.id === 'null') return true;
  if (from.id !== to.id) return IMPLICIT[from.id]?.includes(to.id) ?? false;
  if ((from.id === 'array' || from.id === 'multiset') && to.id === from.id) {
    return canImplicitlyCast(from.element, to.element);
  }
  if (from.id === 'map' && to.id === 'map') {
    return canImplicitlyCast(from.key, to.key) && canImplicitlyCast(from.value, to.value);
  }
  if (from.id === 'row' && to.id === 'row') {
    return (
      from.fields.length === to.fields.length &&
      from.fields.every((field, i) => canImplicitlyCast(field.type, to.fields[i]!.type))
    );
  }
  return true;
}
