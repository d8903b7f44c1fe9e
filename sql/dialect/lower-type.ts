/** Types of casts: the dialect's names -> ours. */
import type { TypeName, TypeNode } from '../ast/type.js';
import type { DialectName, DialectPlace, Tree } from './tree.js';
import { isEmpty, only, refused, textOf } from './tree.js';

const COMMON: Readonly<Record<string, TypeName>> = {
  BOOLEAN: 'BOOLEAN',
  SMALLINT: 'SMALLINT',
  INT: 'INT',
  INTEGER: 'INT',
  BIGINT: 'BIGINT',
  DECIMAL: 'DECIMAL',
  NUMERIC: 'DECIMAL',
  'DOUBLE PRECISION': 'DOUBLE',
  VARCHAR: 'VARCHAR',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
};
const OWN: Readonly<Record<DialectName, Readonly<Record<string, TypeName>>>> = {
  postgresql: {
    BOOL: 'BOOLEAN',
    INT2: 'SMALLINT',
    INT4: 'INT',
    INT8: 'BIGINT',
    FLOAT4: 'FLOAT',
    REAL: 'FLOAT',
    FLOAT8: 'DOUBLE',
    TEXT: 'STRING',
    BYTEA: 'BYTES',
  },
  mysql: { SIGNED: 'BIGINT', 'SIGNED INTEGER': 'BIGINT', DOUBLE: 'DOUBLE' },
  bigquery: {
    BOOL: 'BOOLEAN',
    INT64: 'BIGINT',
    FLOAT64: 'DOUBLE',
    STRING: 'STRING',
    BYTES: 'BYTES',
  },
  snowflake: { TEXT: 'STRING', STRING: 'STRING', DOUBLE: 'DOUBLE' },
};
const WITH_LENGTH: readonly TypeName[] = ['DECIMAL', 'VARCHAR', 'TIMESTAMP'];

/** DECIMAL without digits means other things in every dialect, and is refused. */
export function lowerType(tree: Tree, place: DialectPlace): TypeNode {
  only(tree, ['dataType', 'length', 'scale', 'parentheses'], place);
  const { written, length, scale } = parts(tree, place);
  const name = named(OWN[place.dialect], written) ?? named(COMMON, written);
  if (name === undefined || (name === 'DECIMAL' && length === null)) {
    throw refused(`the type ${written}`, place);
  }
  if (length !== null) {
    if (!WITH_LENGTH.includes(name)) throw refused(`the type ${written} with a length`, place);
    place.parens += 1;
  }
  const { span } = place;
  return { kind: 'named-type', name, precision: length, scale, nullable: true, span };
}

function named(names: Readonly<Record<string, TypeName>>, written: string): TypeName | undefined {
  return Object.hasOwn(names, written) ? names[written] : undefined;
}

interface TypeParts {
  readonly written: string;
  readonly length: number | null;
  readonly scale: number | null;
}

/** The numbers are nodes of their own or (bigquery) a part of the name. */
function parts(tree: Tree, place: DialectPlace): TypeParts {
  const text = textOf(tree['dataType'], place).toUpperCase();
  const match = /^([A-Z0-9 ]+?) ?\((\d{1,9})(?:, ?(\d{1,9}))?\)$/.exec(text);
  if (match !== null) {
    if (!isEmpty(tree['length'])) throw refused(`the type ${text}`, place);
    const scale = match[3] === undefined ? null : Number(match[3]);
    return { written: match[1]!, length: Number(match[2]), scale };
  }
  return {
    written: text,
    length: count(tree['length'], place),
    scale: count(tree['scale'], place),
  };
}

function count(value: unknown, place: DialectPlace): number | null {
  if (typeof value === 'number') return value;
  if (!isEmpty(value)) throw refused('a length that is no number', place);
  return null;
}
