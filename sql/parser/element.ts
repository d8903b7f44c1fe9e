/** What CREATE TABLE and ALTER TABLE say of columns, watermarks, keys, options and partitions. */
import { SqlError } from '../../core/errors.js';
import type {
  ColumnPosition,
  ConstraintDefinition,
  Distribution,
  TableElement,
} from '../ast/create.js';
import type { Identifier, OptionNode, QualifiedName, StringLiteral } from '../ast/node.js';
import type { PartitionValue } from '../ast/statement.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { parseType } from './type.js';

/** (column, WATERMARK ..., PRIMARY KEY ...). */
export function parseElements(c: Cursor): TableElement[] {
  c.expect('(');
  if (c.key === ')') c.fail('a column name');
  const elements = c.separated(() => parseElement(c));
  if (!c.accept(')')) c.fail(', or )');
  const [, second] = elements.filter((element) => element.kind === 'watermark');
  if (second === undefined) return elements;
  throw new SqlError('SQL_PARSE', {
    message: 'a table has one WATERMARK at most',
    span: second.span,
    hint: 'Keep the one you need.',
  });
}

/** One column, watermark or constraint, with FIRST or AFTER behind a column. */
export function parseElement(c: Cursor): TableElement {
  if (c.key === 'WATERMARK') return parseWatermark(c);
  if (c.key === 'CONSTRAINT' || c.key === 'PRIMARY' || c.is('UNIQUE', '('))
    return parseConstraint(c);
  return parseColumn(c);
}

function parseWatermark(c: Cursor): TableElement {
  const start = c.token.start;
  c.expect('WATERMARK', 'FOR');
  const column = c.qualifiedName('a column name');
  c.expect('AS');
  const expr = parseExpr(c);
  return { kind: 'watermark', column, expr, span: c.spanFrom(start) };
}

/** [CONSTRAINT name] PRIMARY KEY (a, b) NOT ENFORCED. */
function parseConstraint(c: Cursor): ConstraintDefinition {
  const start = c.token.start;
  const name = c.accept('CONSTRAINT') ? c.identifier('a constraint name') : null;
  const constraint = parseConstraintKind(c);
  const columns = c.identifierList('a column name');
  const enforced = parseEnforced(c);
  return { kind: 'constraint', name, constraint, columns, enforced, span: c.spanFrom(start) };
}

function parseConstraintKind(c: Cursor): ConstraintDefinition['constraint'] {
  if (c.accept('UNIQUE')) return 'UNIQUE';
  c.expect('PRIMARY', 'KEY');
  return 'PRIMARY KEY';
}

function parseEnforced(c: Cursor): boolean | null {
  if (c.accept('NOT', 'ENFORCED')) return false;
  return c.accept('ENFORCED') ? true : null;
}

function parseColumn(c: Cursor): TableElement {
  const start = c.token.start;
  const name = c.qualifiedName('a column name');
  if (c.accept('AS')) return parseComputed(c, name, start);
  if (c.key === ',' || c.key === ')') return bareColumn(c, name, start);
  const type = parseType(c);
  if (c.accept('METADATA')) {
    const key = c.accept('FROM') ? c.string('a metadata key in quotes') : null;
    const virtual = c.accept('VIRTUAL');
    const rest = parseColumnEnd(c);
    const span = c.spanFrom(start);
    return { kind: 'metadata-column', name, type, key, virtual, ...rest, span };
  }
  const constraint = parseColumnConstraint(c);
  const rest = parseColumnEnd(c);
  return { kind: 'physical-column', name, type, constraint, ...rest, span: c.spanFrom(start) };
}

/** A name alone: allowed for CREATE TABLE (a, b) AS SELECT, which is checked when AS is seen. */
function bareColumn(c: Cursor, name: QualifiedName, start: number): TableElement {
  return {
    kind: 'physical-column',
    name,
    type: null,
    constraint: null,
    comment: null,
    position: null,
    span: c.spanFrom(start),
  };
}

function parseComputed(c: Cursor, name: QualifiedName, start: number): TableElement {
  const expr = parseExpr(c);
  const rest = parseColumnEnd(c);
  return { kind: 'computed-column', name, expr, ...rest, span: c.spanFrom(start) };
}

/** PRIMARY KEY NOT ENFORCED behind a column. */
function parseColumnConstraint(c: Cursor): ConstraintDefinition | null {
  if (c.key !== 'PRIMARY' && c.key !== 'UNIQUE' && c.key !== 'CONSTRAINT') return null;
  const start = c.token.start;
  const name = c.accept('CONSTRAINT') ? c.identifier('a constraint name') : null;
  const constraint = parseConstraintKind(c);
  const enforced = parseEnforced(c);
  return { kind: 'constraint', name, constraint, columns: [], enforced, span: c.spanFrom(start) };
}

function parseColumnEnd(c: Cursor): {
  comment: StringLiteral | null;
  position: ColumnPosition | null;
} {
  const comment = parseComment(c);
  const start = c.token.start;
  if (c.accept('FIRST')) {
    return { comment, position: { kind: 'column-position', after: null, span: c.spanFrom(start) } };
  }
  if (!c.accept('AFTER')) return { comment, position: null };
  const after = c.qualifiedName('a column name');
  return { comment, position: { kind: 'column-position', after, span: c.spanFrom(start) } };
}

/** COMMENT 'text', or null. */
export function parseComment(c: Cursor): StringLiteral | null {
  return c.accept('COMMENT') ? c.string('a comment in quotes') : null;
}

/** WITH ('key' = 'value', ...); no options when there is no WITH. */
export function parseWith(c: Cursor): OptionNode[] {
  return c.accept('WITH') ? parseOptions(c) : [];
}

/** ('key' = 'value', ...); may be empty. */
export function parseOptions(c: Cursor): OptionNode[] {
  if (c.accept('(', ')')) return [];
  return c.list(() => parseOption(c));
}

function parseOption(c: Cursor): OptionNode {
  const start = c.token.start;
  const key = parseQuoted(c, "an option in quotes, like 'connector'");
  c.expect('=');
  const value = parseQuoted(c, 'a value in quotes');
  return { kind: 'option', key, value, span: c.spanFrom(start) };
}

function parseQuoted(c: Cursor, what: string): StringLiteral {
  if (c.isString) return c.string(what);
  const { value, kind } = c.token;
  const plain = kind === 'word' || kind === 'number';
  return c.fail(what, plain ? { hint: `Put it in single quotes: '${value}'.` } : {});
}

/** DISTRIBUTED BY HASH (a) INTO 4 BUCKETS without the first word; null when it is not next. */
export function parseDistributed(c: Cursor): Distribution | null {
  return c.accept('DISTRIBUTED') ? parseDistribution(c) : null;
}

/** [BY [HASH | RANGE] (a, b)] [INTO n BUCKETS]. */
export function parseDistribution(c: Cursor): Distribution {
  const start = c.token.start;
  let method: Distribution['method'] = null;
  let columns: Identifier[] = [];
  if (c.accept('BY')) {
    method = c.acceptOneOf(['HASH', 'RANGE']);
    if (method === null && c.isIdentifier() && c.peek(1).key === '(')
      c.expectOneOf(['HASH', 'RANGE']);
    columns = c.identifierList('a column name');
  }
  let buckets: number | null = null;
  if (c.accept('INTO')) {
    buckets = c.integer('a number of buckets');
    c.expect('BUCKETS');
  }
  if (columns.length === 0 && buckets === null) c.fail('BY or INTO');
  return { kind: 'distribution', method, columns, buckets, span: c.spanFrom(start) };
}

/** PARTITIONED BY (a, b); none when it is not next. */
export function parsePartitionedBy(c: Cursor): Identifier[] {
  if (!c.accept('PARTITIONED')) return [];
  c.expect('BY');
  return c.accept('(', ')') ? [] : c.identifierList('a column name');
}

/** PARTITION (a = 1, b); none when it is not next. */
export function parsePartition(c: Cursor): PartitionValue[] {
  return c.accept('PARTITION') ? parsePartitionValues(c) : [];
}

/** (a = 1, b). */
export function parsePartitionValues(c: Cursor): PartitionValue[] {
  return c.list(() => {
    const start = c.token.start;
    const column = c.identifier('a partition column');
    const value = c.accept('=') ? parseExpr(c) : null;
    return { kind: 'partition-value', column, value, span: c.spanFrom(start) };
  });
}

/** IF NOT EXISTS. */
export function parseIfNotExists(c: Cursor): boolean {
  if (!c.accept('IF')) return false;
  c.expect('NOT', 'EXISTS');
  return true;
}

/** IF EXISTS. */
export function parseIfExists(c: Cursor): boolean {
  if (!c.accept('IF')) return false;
  c.expect('EXISTS');
  return true;
}
