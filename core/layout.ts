/** How a type is stored (see the table in core/batch.ts), as a small integer to switch on. */
import type { ColumnValues } from './batch.js';
import type { DataType } from './types.js';
import { unsetMemory } from './unset-memory.js';

/**
 * Fixed: one number a row; Bool: 0 or 1; Big: one BigInt64 a row; Wide: two BigInt64 words a row;
 * Text and Bytes: offsets into bytes; Nanos: ms in a double plus `nanos`; List: one child;
 * Pairs: two children; Row: a child a field; Null: nothing.
 */
export const Layout = {
  Fixed: 0,
  Bool: 1,
  Big: 2,
  Wide: 3,
  Text: 4,
  Bytes: 5,
  Nanos: 6,
  List: 7,
  Pairs: 8,
  Row: 9,
  Null: 10,
} as const;
export type Layout = (typeof Layout)[keyof typeof Layout];

/** Storage class of `type`. */
export function layoutOf(type: DataType): Layout {
  switch (type.id) {
    case 'boolean':
      return Layout.Bool;
    case 'bigint':
      return Layout.Big;
    case 'decimal':
      return type.precision > 18 ? Layout.Wide : Layout.Big;
    case 'char':
    case 'varchar':
    case 'variant':
      return Layout.Text;
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return Layout.Bytes;
    case 'timestamp':
    case 'timestamp_ltz':
      return type.precision > 3 ? Layout.Nanos : Layout.Fixed;
    case 'array':
      return Layout.List;
    case 'multiset':
    case 'map':
      return Layout.Pairs;
    case 'row':
      return Layout.Row;
    case 'null':
      return Layout.Null;
    default:
      return Layout.Fixed;
  }
}

/** Types of the child columns of `type`; empty for a type without children. */
export function childTypes(type: DataType): readonly DataType[] {
  switch (type.id) {
    case 'array':
      return [type.element];
    case 'multiset':
      return [type.element, { id: 'int', nullable: false }];
    case 'map':
      return [type.key, type.value];
    case 'row':
      return type.fields.map((field) => field.type);
    default:
      return [];
  }
}

/** Does the layout have `offsets`? */
export function hasOffsets(layout: Layout): boolean {
  return (
    layout === Layout.Text ||
    layout === Layout.Bytes ||
    layout === Layout.List ||
    layout === Layout.Pairs
  );
}

/** Zeroed `values` for `rows` rows (`rows` bytes for Text and Bytes; empty for nested types). */
export function makeValues(type: DataType, rows: number): ColumnValues {
  return new (arrayKind(type))(valueCount(type, rows));
}

/** As `makeValues`, but not cleared: each row must be written, or never be read. */
export function unsetValues(type: DataType, rows: number): ColumnValues {
  const kind = arrayKind(type);
  return new kind(unsetMemory(valueCount(type, rows) * kind.BYTES_PER_ELEMENT));
}

interface ArrayKind {
  new (of: number | ArrayBuffer): ColumnValues;
  readonly BYTES_PER_ELEMENT: number;
}

function arrayKind(type: DataType): ArrayKind {
  switch (type.id) {
    case 'tinyint':
      return Int8Array;
    case 'smallint':
      return Int16Array;
    case 'int':
    case 'date':
    case 'time':
    case 'interval_year_month':
      return Int32Array;
    case 'bigint':
    case 'decimal':
      return BigInt64Array;
    case 'float':
      return Float32Array;
    case 'double':
    case 'timestamp':
    case 'timestamp_ltz':
    case 'interval_day_time':
      return Float64Array;
    default:
      return Uint8Array;
  }
}

function valueCount(type: DataType, rows: number): number {
  switch (layoutOf(type)) {
    case Layout.Wide:
      return 2 * rows;
    case Layout.List:
    case Layout.Pairs:
    case Layout.Row:
      return 0;
    default:
      return rows;
  }
}
