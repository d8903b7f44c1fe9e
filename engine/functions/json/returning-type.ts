/** The type behind RETURNING in JSON_VALUE and JSON_QUERY. */
import type { JsonValue } from '../../../core/json.js';
import type { DataType } from '../../../core/types.js';
import {
  bigintType,
  booleanType,
  dateType,
  decimalType,
  doubleType,
  floatType,
  intType,
  smallintType,
  stringType,
  timestampLtzType,
  timestampType,
  tinyintType,
} from '../../../core/types.js';
import { textOption } from './path-call.js';

const SIMPLE: Readonly<Record<string, DataType>> = {
  STRING: stringType,
  BOOLEAN: booleanType,
  TINYINT: tinyintType,
  SMALLINT: smallintType,
  INT: intType,
  BIGINT: bigintType,
  FLOAT: floatType,
  DOUBLE: doubleType,
  DATE: dateType,
  'ARRAY<STRING>': { id: 'array', element: stringType, nullable: true },
};

/** Nullable type of the call's `returning` text (see formatType); null for one JSON cannot give. */
export function returningType(options: JsonValue | undefined): DataType | null {
  const text = textOption(options, 'returning').replace(/ NOT NULL$/, '');
  const simple = SIMPLE[text];
  if (simple !== undefined) return simple;
  const match = /^([A-Z_]+)\((\d+)(?:, (\d+))?\)$/.exec(text);
  if (match === null) return null;
  const first = Number(match[2]);
  switch (match[1]) {
    case 'DECIMAL':
      return decimalType(first, Number(match[3] ?? 0));
    case 'CHAR':
      return { id: 'char', length: first, nullable: true };
    case 'VARCHAR':
      return { id: 'varchar', length: first, nullable: true };
    case 'TIME':
      return { id: 'time', precision: first, nullable: true };
    case 'TIMESTAMP':
      return timestampType(first);
    case 'TIMESTAMP_LTZ':
      return timestampLtzType(first);
    default:
      return null;
  }
}
