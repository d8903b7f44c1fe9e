/** Types as Flink writes them, synonyms resolved. */
import type {
  IntervalTypeNode,
  NamedType,
  RowFieldNode,
  RowTypeNode,
  TypeName,
  TypeNode,
} from '../ast/type.js';
import type { Cursor } from './cursor.js';
import { parseQualifier } from './interval.js';

/** A type with its NULL / NOT NULL and the postfix ARRAY / MULTISET. */
export function parseType(c: Cursor): TypeNode {
  return c.nested(() => {
    const start = c.token.start;
    let type = parseNullability(c, parseCore(c), start);
    while (c.key === 'ARRAY' || c.key === 'MULTISET') {
      const collection = c.advance().key as 'ARRAY' | 'MULTISET';
      const span = c.spanFrom(start);
      type = parseNullability(
        c,
        { kind: 'array-type', collection, element: type, nullable: true, span },
        start,
      );
    }
    return type;
  });
}

function parseNullability(c: Cursor, type: TypeNode, start: number): TypeNode {
  if (c.accept('NOT', 'NULL')) return { ...type, nullable: false, span: c.spanFrom(start) };
  if (!c.is('NULL', 'ON') && c.accept('NULL'))
    return { ...type, nullable: true, span: c.spanFrom(start) };
  return type;
}

/** Names without anything behind them but perhaps a length. */
const plainNames: Readonly<Record<string, TypeName>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT: 'INT',
  INTEGER: 'INT',
  BIGINT: 'BIGINT',
  FLOAT: 'FLOAT',
  REAL: 'FLOAT',
  DOUBLE: 'DOUBLE',
  DECIMAL: 'DECIMAL',
  DEC: 'DECIMAL',
  NUMERIC: 'DECIMAL',
  CHAR: 'CHAR',
  CHARACTER: 'CHAR',
  VARCHAR: 'VARCHAR',
  STRING: 'STRING',
  BINARY: 'BINARY',
  VARBINARY: 'VARBINARY',
  BYTES: 'BYTES',
  DATE: 'DATE',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
  TIMESTAMP_LTZ: 'TIMESTAMP_LTZ',
  TIMESTAMP_TZ: 'TIMESTAMP_TZ',
  VARIANT: 'VARIANT',
  BITMAP: 'BITMAP',
  NULL: 'NULL',
  ANY: 'ANY',
  DESCRIPTOR: 'DESCRIPTOR',
};

const withLength: ReadonlySet<TypeName> = new Set<TypeName>([
  'CHAR',
  'VARCHAR',
  'BINARY',
  'VARBINARY',
  'TIME',
  'TIMESTAMP',
  'TIMESTAMP_LTZ',
  'TIMESTAMP_TZ',
  'DECIMAL',
]);

const typeCandidates = [
  ...Object.keys(plainNames),
  'ARRAY',
  'MAP',
  'MULTISET',
  'ROW',
  'INTERVAL',
  'RAW',
];

function parseCore(c: Cursor): TypeNode {
  const { key, start } = c.token;
  switch (key) {
    case 'ARRAY':
    case 'MULTISET':
      return parseCollection(c, key);
    case 'MAP':
      if (c.peek(1).key === '<') return parseMap(c);
      break;
    case 'ROW':
      return parseRow(c);
    case 'RAW':
      return parseRaw(c);
    case 'INTERVAL':
      return parseIntervalType(c);
    default:
  }
  const name = Object.hasOwn(plainNames, key) ? plainNames[key] : undefined;
  if (name !== undefined && c.peek(1).key !== '.') {
    c.advance();
    return parsePlain(c, name, start);
  }
  if (!c.isIdentifier()) c.fail('a type', { candidates: typeCandidates });
  const userName = c.qualifiedName('a type name');
  return { kind: 'user-type', name: userName, nullable: true, span: c.spanFrom(start) };
}

function parsePlain(c: Cursor, plain: TypeName, start: number): NamedType {
  let name = plain;
  if (name === 'DOUBLE') c.accept('PRECISION');
  if (name === 'CHAR' && c.accept('VARYING')) name = 'VARCHAR';
  if (name === 'BINARY' && c.accept('VARYING')) name = 'VARBINARY';
  let precision: number | null = null;
  let scale: number | null = null;
  if (withLength.has(name) && c.accept('(')) {
    precision = c.integer('a length or precision');
    if (name === 'DECIMAL' && c.accept(',')) scale = c.integer('a scale');
    c.expect(')');
  }
  if (name === 'TIMESTAMP' || name === 'TIME') name = parseZone(c, name);
  return { kind: 'named-type', name, precision, scale, nullable: true, span: c.spanFrom(start) };
}

/** WITH LOCAL TIME ZONE, WITH TIME ZONE, WITHOUT TIME ZONE. */
function parseZone(c: Cursor, name: 'TIMESTAMP' | 'TIME'): TypeName {
  if (c.accept('WITHOUT', 'TIME', 'ZONE')) return name;
  if (name === 'TIME') return name;
  if (c.accept('WITH', 'LOCAL', 'TIME', 'ZONE')) return 'TIMESTAMP_LTZ';
  return c.accept('WITH', 'TIME', 'ZONE') ? 'TIMESTAMP_TZ' : name;
}

function parseCollection(c: Cursor, collection: 'ARRAY' | 'MULTISET'): TypeNode {
  const start = c.token.start;
  c.advance();
  if (!c.accept('<')) c.fail('<', { hint: `Write ${collection}<INT>.` });
  const element = parseType(c);
  c.expect('>');
  return { kind: 'array-type', collection, element, nullable: true, span: c.spanFrom(start) };
}

function parseMap(c: Cursor): TypeNode {
  const start = c.token.start;
  c.expect('MAP', '<');
  const key = parseType(c);
  c.expect(',');
  const value = parseType(c);
  c.expect('>');
  return { kind: 'map-type', key, value, nullable: true, span: c.spanFrom(start) };
}

/** ROW<a INT, b STRING 'comment'> or with parentheses. ROW<> is `<` `>`, which lexes as `<>`. */
function parseRow(c: Cursor): RowTypeNode {
  const start = c.token.start;
  c.expect('ROW');
  const empty = c.accept('<>') || c.accept('(', ')');
  if (empty) return { kind: 'row-type', fields: [], nullable: true, span: c.spanFrom(start) };
  const closing = c.accept('(') ? ')' : '>';
  if (closing === '>' && !c.accept('<')) c.fail('<', { hint: 'Write ROW<a INT, b STRING>.' });
  const fields = c.separated(() => parseField(c));
  c.expect(closing);
  return { kind: 'row-type', fields, nullable: true, span: c.spanFrom(start) };
}

function parseField(c: Cursor): RowFieldNode {
  const start = c.token.start;
  const name = c.identifier('a field name');
  const type = parseType(c);
  const comment = c.isString ? c.string('a comment') : null;
  return { kind: 'row-field', name, type, comment, span: c.spanFrom(start) };
}

function parseRaw(c: Cursor): TypeNode {
  const start = c.token.start;
  c.expect('RAW', '(');
  const className = c.string('a class name in quotes');
  c.expect(',');
  const serializer = c.string('a serializer in quotes');
  c.expect(')');
  return { kind: 'raw-type', className, serializer, nullable: true, span: c.spanFrom(start) };
}

function parseIntervalType(c: Cursor): IntervalTypeNode {
  const start = c.token.start;
  c.expect('INTERVAL');
  const { from, to, precision, fraction } = parseQualifier(c);
  const span = c.spanFrom(start);
  return { kind: 'interval-type', from, to, precision, fraction, nullable: true, span };
}
