/** Types by how their text goes into a column. */
import type { DataType } from '../../core/types.js';

/** How a column is filled; Other: boxed values only. */
export const CellKind = {
  Int: 0,
  Big: 1,
  Double: 2,
  Decimal: 3,
  Text: 4,
  Bool: 5,
  Date: 6,
  Time: 7,
  Timestamp: 8,
  Bytes: 9,
  Other: 10,
} as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/** How a format writes scalars as text. */
export interface CellForms {
  /** Of TIMESTAMP texts; TIMESTAMP_LTZ has a Z behind. */
  readonly separator: number;
  /** Blanks around dates and times are left out. */
  readonly trimsTimes: boolean;
  /** Does 42.0 fit an integer column? (As a number without quotes.) */
  readonly takesWholeFractions: boolean;
}

/** Kind of a column of `type`. */
export function cellKindOf(type: DataType): CellKind {
  switch (type.id) {
    case 'tinyint':
    case 'smallint':
    case 'int':
      return CellKind.Int;
    case 'bigint':
      return CellKind.Big;
    case 'float':
    case 'double':
      return CellKind.Double;
    case 'decimal':
      return CellKind.Decimal;
    case 'char':
    case 'varchar':
      return CellKind.Text;
    case 'boolean':
      return CellKind.Bool;
    case 'date':
      return CellKind.Date;
    case 'time':
      return CellKind.Time;
    case 'timestamp':
    case 'timestamp_ltz':
      return CellKind.Timestamp;
    case 'binary':
    case 'varbinary':
      return CellKind.Bytes;
    default:
      return CellKind.Other;
  }
}

/** Magnitude below which integers and short unscaled decimals fit; 0 for other types. */
export function shortLimit(type: DataType): number {
  switch (type.id) {
    case 'tinyint':
      return 128;
    case 'smallint':
      return 32768;
    case 'int':
      return 2147483648;
    case 'decimal':
      return type.precision > 18 ? 0 : Math.min(10 ** type.precision, 2 ** 53);
    default:
      return 0;
  }
}
