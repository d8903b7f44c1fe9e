/** SHOW and DESCRIBE. */
import type { QualifiedName } from '../ast/node.js';
import type {
  DescribeStatement,
  ObjectKind,
  ShowCreate,
  ShowLike,
  ShowStatement,
  ShowWhat,
} from '../ast/statement.js';
import { listOf } from './cursor.js';
import type { Cursor } from './cursor.js';
import { parsePartition } from './element.js';

/** Longer forms first. */
const shown: readonly (readonly [ShowWhat, 'none' | 'like' | 'from'])[] = [
  ['CURRENT CATALOG', 'none'],
  ['CURRENT DATABASE', 'none'],
  ['FULL MODULES', 'none'],
  ['MODULES', 'none'],
  ['JARS', 'none'],
  ['JOBS', 'none'],
  ['CATALOGS', 'like'],
  ['DATABASES', 'from'],
  ['TABLES', 'from'],
  ['VIEWS', 'from'],
  ['MATERIALIZED TABLES', 'from'],
  ['USER FUNCTIONS', 'from'],
  ['FUNCTIONS', 'from'],
  ['PROCEDURES', 'from'],
  ['MODELS', 'from'],
  ['CONNECTIONS', 'from'],
];

/** Their names are matched by LIKE alone. */
const likeOnly: readonly ShowWhat[] = ['TABLES', 'VIEWS', 'MATERIALIZED TABLES'];

const shownWords = [...new Set(shown.map(([what]) => what)), 'COLUMNS', 'PARTITIONS', 'CREATE'];

/** SHOW is next. */
export function parseShow(c: Cursor): ShowStatement | ShowCreate {
  const start = c.token.start;
  c.expect('SHOW');
  if (c.accept('CREATE')) return parseShowCreate(c, start);
  if (c.accept('COLUMNS')) {
    c.expectOneOf(['FROM', 'IN']);
    const from = c.qualifiedName('a table name');
    return showOf(c, start, 'COLUMNS', from, parseLike(c, false));
  }
  if (c.accept('PARTITIONS')) {
    const from = c.qualifiedName('a table name');
    const partition = parsePartition(c);
    return { ...showOf(c, start, 'PARTITIONS', from, null), partition };
  }
  for (const [what, tail] of shown) {
    if (!c.accept(...what.split(' '))) continue;
    const hasFrom = tail === 'from' && c.acceptOneOf(['FROM', 'IN']) !== null;
    const from = hasFrom ? c.qualifiedName('a database name') : null;
    const like = tail === 'none' ? null : parseLike(c, !likeOnly.includes(what));
    return showOf(c, start, what, from, like);
  }
  return c.fail(listOf(shownWords), { candidates: shownWords });
}

function showOf(
  c: Cursor,
  start: number,
  what: ShowWhat,
  from: QualifiedName | null,
  like: ShowLike | null,
): ShowStatement {
  return { kind: 'show', what, from, like, partition: [], span: c.spanFrom(start) };
}

function parseLike(c: Cursor, hasIlike: boolean): ShowLike | null {
  const start = c.token.start;
  const negated = c.accept('NOT');
  const operator = c.acceptOneOf(hasIlike ? ['LIKE', 'ILIKE'] : ['LIKE']);
  if (operator === null) {
    const wanted = hasIlike ? 'LIKE or ILIKE' : 'LIKE';
    return negated || c.key === 'ILIKE' ? c.fail(wanted) : null;
  }
  const pattern = c.string('a pattern in quotes');
  return { kind: 'show-like', operator, negated, pattern, span: c.spanFrom(start) };
}

const objects = [
  'TABLE',
  'VIEW',
  'CATALOG',
  'DATABASE',
  'FUNCTION',
  'MODEL',
  'CONNECTION',
  'MATERIALIZED',
] as const;

/** TABLE, VIEW, MATERIALIZED TABLE... */
export function parseObjectKind(c: Cursor): ObjectKind {
  const object = c.expectOneOf(objects);
  if (object !== 'MATERIALIZED') return object;
  c.expect('TABLE');
  return 'MATERIALIZED TABLE';
}

function parseShowCreate(c: Cursor, start: number): ShowCreate {
  const object = parseObjectKind(c);
  const name = c.qualifiedName('a name');
  return { kind: 'show-create', object, name, span: c.spanFrom(start) };
}

/** DESCRIBE or DESC is next. */
export function parseDescribe(c: Cursor): DescribeStatement {
  const start = c.token.start;
  c.expectOneOf(['DESCRIBE', 'DESC']);
  if (c.key === 'JOB' && c.peek(1).kind === 'string') return parseDescribeJob(c, start);
  const isWord = c.peek(1).kind !== 'end' && c.peek(1).key !== ';' && c.peek(1).key !== '.';
  const object = (isWord ? c.acceptOneOf(describable) : null) ?? 'TABLE';
  const extended = c.accept('EXTENDED');
  const name = c.qualifiedName('a table name');
  return { kind: 'describe', object, extended, name, span: c.spanFrom(start) };
}

const describable = ['TABLE', 'CATALOG', 'DATABASE', 'FUNCTION', 'MODEL', 'CONNECTION'] as const;

function parseDescribeJob(c: Cursor, start: number): DescribeStatement {
  c.expect('JOB');
  const { value, span } = c.string('a job id in quotes');
  const parts = [{ kind: 'identifier' as const, name: value, span }];
  const name: QualifiedName = { kind: 'qualified-name', parts, span };
  return { kind: 'describe', object: 'JOB', extended: false, name, span: c.spanFrom(start) };
}
