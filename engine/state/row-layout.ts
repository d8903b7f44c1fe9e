/** How the columns of a stored row are laid out (see row-codec.ts). */
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';

/** How a column is stored; the number of fixed words is WORDS[code]. */
export const Code = {
  Null: 0,
  Byte: 1,
  Short: 2,
  Word: 3,
  Float: 4,
  Pair: 5,
  Double: 6,
  Nanos: 7,
  Wide: 8,
  Run: 9,
  Nested: 10,
} as const;
export type Code = (typeof Code)[keyof typeof Code];
/** Fixed words of a column, by code. */
export const WORDS = [0, 1, 1, 1, 1, 2, 2, 3, 4, 0, 0] as const;

/** Code of a column of `type`. */
export function codeOf(type: DataType): Code {
  switch (layoutOf(type)) {
    case Layout.Null:
      return Code.Null;
    case Layout.Bool:
      return Code.Byte;
    case Layout.Big:
      return Code.Pair;
    case Layout.Wide:
      return Code.Wide;
    case Layout.Nanos:
      return Code.Nanos;
    case Layout.Text:
    case Layout.Bytes:
      return Code.Run;
    case Layout.Fixed:
      return fixedCodeOf(type);
    default:
      return Code.Nested;
  }
}

function fixedCodeOf(type: DataType): Code {
  switch (type.id) {
    case 'tinyint':
      return Code.Byte;
    case 'smallint':
      return Code.Short;
    case 'float':
      return Code.Float;
    case 'int':
    case 'date':
    case 'time':
    case 'interval_year_month':
      return Code.Word;
    default:
      return Code.Double;
  }
}
