/**
 * SQL types. Nullability is part of the type, as in Flink's logical types.
 * `attribute` marks time attributes; it is left out of comparisons and printing.
 */
interface Nullable {
  readonly nullable: boolean;
}

export type TimeAttribute = 'rowtime' | 'proctime';
export type IntegerType = Nullable & { readonly id: 'tinyint' | 'smallint' | 'int' | 'bigint' };
export type DecimalType = Nullable & {
  readonly id: 'decimal';
  readonly precision: number;
  readonly scale: number;
};
/** length 2147483647 of varchar is STRING, of varbinary BYTES. */
export type TextType = Nullable & { readonly id: 'char' | 'varchar'; readonly length: number };
export type BinaryType = Nullable & {
  readonly id: 'binary' | 'varbinary';
  readonly length: number;
};
export type TimestampType = Nullable & {
  readonly id: 'timestamp' | 'timestamp_ltz';
  readonly precision: number; // 0..9
  readonly attribute?: TimeAttribute | undefined;
};
export type IntervalType = Nullable & {
  readonly id: 'interval_year_month' | 'interval_day_time';
  /** Qualifier for printing only, e.g. 'DAY(2) TO SECOND(3)'. */
  readonly qualifier: string;
};
export type DataType =
  | (Nullable & {
      readonly id: 'null' | 'boolean' | 'float' | 'double' | 'date' | 'variant' | 'bitmap';
    })
  | IntegerType
  | DecimalType
  | TextType
  | BinaryType
  | TimestampType
  | IntervalType
  | (Nullable & { readonly id: 'time'; readonly precision: number })
  | (Nullable & { readonly id: 'array' | 'multiset'; readonly element: DataType })
  | (Nullable & { readonly id: 'map'; readonly key: DataType; readonly value: DataType })
  | (Nullable & {
      readonly id: 'row';
      readonly fields: readonly Field[];
      /** Of an object of a class (OBJECT_OF); absent for plain rows. */
      readonly className?: string;
    });
export type TypeId = DataType['id'];

export interface Field {
  readonly name: string;
  readonly type: DataType;
}
export interface Schema {
  readonly fields: readonly Field[];
}

export const LENGTH_MAX = 2147483647;
export const DECIMAL_PRECISION_MAX = 38;

/** Scalar types without parameters, nullable; `notNull` narrows. */
export const booleanType: DataType = { id: 'boolean', nullable: true };
export const tinyintType: DataType = { id: 'tinyint', nullable: true };
export const smallintType: DataType = { id: 'smallint', nullable: true };
export const intType: DataType = { id: 'int', nullable: true };
export const bigintType: DataType = { id: 'bigint', nullable: true };
export const floatType: DataType = { id: 'float', nullable: true };
export const doubleType: DataType = { id: 'double', nullable: true };
export const dateType: DataType = { id: 'date', nullable: true };
export const stringType: DataType = { id: 'varchar', length: LENGTH_MAX, nullable: true };
export const bytesType: DataType = { id: 'varbinary', length: LENGTH_MAX, nullable: true };
export const nullType: DataType = { id: 'null', nullable: true };

/** DECIMAL(precision, scale). */
export function decimalType(precision: number, scale: number, nullable = true): DecimalType {
  return { id: 'decimal', precision, scale, nullable };
}
/** TIMESTAMP(precision), without a time attribute. */
export function timestampType(precision: number, nullable = true): TimestampType {
  return { id: 'timestamp', precision, nullable };
}
/** TIMESTAMP_LTZ(precision), without a time attribute. */
export function timestampLtzType(precision: number, nullable = true): TimestampType {
  return { id: 'timestamp_ltz', precision, nullable };
}

/** The same type with another nullability; returns `type` itself when nothing changes. */
export function withNullable<T extends DataType>(type: T, nullable: boolean): T {
  return type.nullable === nullable ? type : { ...type, nullable };
}
/** The NOT NULL form of `type`. */
export function notNull<T extends DataType>(type: T): T {
  return withNullable(type, false);
}

/** Drops the time attribute (what Flink calls materialising it). */
export function withoutAttribute(type: DataType): DataType {
  if (type.id !== 'timestamp' && type.id !== 'timestamp_ltz') return type;
  if (type.attribute === undefined) return type;
  return { id: type.id, precision: type.precision, nullable: type.nullable };
}

/**
 * Flink's summary text: `INT NOT NULL`, `ROW<\`a\` INT>`, `TIMESTAMP(3)`. Attributes are not shown.
 */
export function formatType(type: DataType): string {
  return formatWithoutNull(type) + (type.nullable || type.id === 'null' ? '' : ' NOT NULL');
}

function formatWithoutNull(type: DataType): string {
  switch (type.id) {
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'char':
      return `CHAR(${type.length})`;
    case 'varchar':
      return type.length === LENGTH_MAX ? 'STRING' : `VARCHAR(${type.length})`;
    case 'binary':
      return `BINARY(${type.length})`;
    case 'varbinary':
      return type.length === LENGTH_MAX ? 'BYTES' : `VARBINARY(${type.length})`;
    case 'time':
      return `TIME(${type.precision})`;
    case 'timestamp':
      return `TIMESTAMP(${type.precision})`;
    case 'timestamp_ltz':
      return `TIMESTAMP_LTZ(${type.precision})`;
    case 'interval_year_month':
    case 'interval_day_time':
      return `INTERVAL ${type.qualifier}`;
    case 'array':
      return `ARRAY<${formatType(type.element)}>`;
    case 'multiset':
      return `MULTISET<${formatType(type.element)}>`;
    case 'map':
      return `MAP<${formatType(type.key)}, ${formatType(type.value)}>`;
    case 'row':
      return formatRow(type.fields, type.className);
    default:
      return type.id.toUpperCase();
  }
}

function formatRow(fields: readonly Field[], className: string | undefined): string {
  const texts = fields.map((f) => `\`${f.name}\` ${formatType(f.type)}`);
  if (className === undefined) return `ROW<${texts.join(', ')}>`;
  return `STRUCTURED<${[`'${className.replaceAll("'", "''")}'`, ...texts].join(', ')}>`;
}

/** Structural equality; nullability counts, attributes and interval qualifiers do not. */
export function sameType(a: DataType, b: DataType): boolean {
  if (a.id.startsWith('interval') && a.id === b.id) return a.nullable === b.nullable;
  return formatType(a) === formatType(b);
}
