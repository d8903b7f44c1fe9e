/** WITH, SELECT, VALUES, set operations, ORDER BY and LIMIT. */
import type { Expr } from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import type {
  Cte,
  GroupAll,
  GroupingSet,
  WrittenGroupItem,
  Hint,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SelectStar,
  SetOperation,
  Values,
} from '../ast/query.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { parseFrom, parseHints } from './table-ref.js';
import { parseOrderBy, parseWindowClause } from './window.js';

const queryStarts: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE']);

/** SELECT, WITH, VALUES or TABLE is `offset` tokens ahead; parentheses do not count. */
export function isQueryStart(c: Cursor, offset = 0): boolean {
  const key = c.peek(offset).key;
  if (key === 'VALUES' || key === 'TABLE') return c.peek(offset + 1).key !== ')';
  return queryStarts.has(key);
}

/** A whole query with WITH, ORDER BY and LIMIT. */
export function parseQuery(c: Cursor): Query {
  const start = c.token.start;
  const ctes = c.accept('WITH') ? parseCtes(c) : [];
  const body = parseSetOperation(c, UNION_PRECEDENCE);
  return finishQuery(c, start, ctes, body);
}

/** A query whose first operand, in parentheses, is read already: (SELECT 1) UNION ... */
export function continueQuery(c: Cursor, first: Query, start: number): Query {
  const body = continueSetOperation(c, unwrap(first), start, UNION_PRECEDENCE);
  return finishQuery(c, start, [], body);
}

function finishQuery(c: Cursor, start: number, ctes: Cte[], body: QueryBody): Query {
  const orderBy = parseOrderBy(c);
  const { limit, offset } = parseLimit(c);
  const isPlain = ctes.length + orderBy.length === 0 && limit === null && offset === null;
  if (isPlain && body.kind === 'query') return body;
  return { kind: 'query', ctes, body, orderBy, limit, offset, span: c.spanFrom(start) };
}

/** The body alone when the query adds nothing to it. */
function unwrap(query: Query): QueryBody {
  const { ctes, orderBy, limit, offset, body } = query;
  const isPlain = ctes.length + orderBy.length === 0 && limit === null && offset === null;
  return isPlain ? body : query;
}

function parseCtes(c: Cursor): Cte[] {
  c.accept('RECURSIVE'); // a query that names itself finds no such table
  return c.separated(() => {
    const start = c.token.start;
    const name = c.identifier('a table name');
    const columns = c.key === '(' ? c.identifierList('a column name') : [];
    c.expect('AS', '(');
    const query = c.nested(() => parseQuery(c));
    if (!c.accept(')')) c.fail(')');
    return { kind: 'cte', name, columns, query, span: c.spanFrom(start) };
  });
}

const UNION_PRECEDENCE = 1;
const INTERSECT_PRECEDENCE = 2;

function parseSetOperation(c: Cursor, minimum: number): QueryBody {
  const start = c.token.start;
  return continueSetOperation(c, parseBody(c), start, minimum);
}

function continueSetOperation(
  c: Cursor,
  first: QueryBody,
  start: number,
  minimum: number,
): QueryBody {
  let left = first;
  for (;;) {
    const precedence = c.key === 'INTERSECT' ? INTERSECT_PRECEDENCE : UNION_PRECEDENCE;
    if (precedence < minimum) return left;
    if (c.key === 'MINUS') c.reject('there is no MINUS between queries', 'Write EXCEPT.');
    const op: SetOperation['op'] | null = c.acceptOneOf(['UNION', 'INTERSECT', 'EXCEPT']);
    if (op === null) return left;
    const all = c.acceptOneOf(['ALL', 'DISTINCT']) === 'ALL';
    const right = parseSetOperation(c, precedence + 1);
    left = { kind: 'set-operation', op, all, left, right, span: c.spanFrom(start) };
  }
}

function parseBody(c: Cursor): QueryBody {
  const start = c.token.start;
  switch (c.key) {
    case 'SELECT':
      return parseSelect(c);
    case 'VALUES':
      return parseValues(c);
    case 'TABLE': {
      c.advance();
      const name = c.qualifiedName('a table name');
      return { kind: 'explicit-table', name, span: c.spanFrom(start) };
    }
    case '(': {
      c.advance();
      const query = c.nested(() => parseQuery(c));
      if (!c.accept(')')) c.fail(')');
      return unwrap(query);
    }
    default:
      return c.fail('a query (SELECT, VALUES, WITH)', { candidates: ['SELECT', 'VALUES', 'WITH'] });
  }
}

function parseValues(c: Cursor): Values {
  const start = c.token.start;
  c.expect('VALUES');
  const rows = c.separated(() => parseRow(c));
  return { kind: 'values', rows, span: c.spanFrom(start) };
}

/** (1, 2), ROW(1, 2), or one expression. */
function parseRow(c: Cursor): readonly Expr[] {
  const start = c.token.start;
  const opens = c.key === '(' || c.is('ROW', '(');
  const row = parseExpr(c);
  return opens && row.kind === 'row' && row.span.start === start ? row.items : [row];
}

function parseSelect(c: Cursor): Select {
  const start = c.token.start;
  c.expect('SELECT');
  const hints: readonly Hint[] = parseHints(c);
  const distinct = c.acceptOneOf(['DISTINCT', 'ALL']) === 'DISTINCT';
  const items = c.separated(() => parseSelectItem(c));
  const from = c.accept('FROM') ? parseFrom(c) : null;
  const where = c.accept('WHERE') ? parseExpr(c) : null;
  const grouping = c.accept('GROUP') ? parseGroupBy(c) : { groupBy: null, groupByDistinct: false };
  const having = c.accept('HAVING') ? parseExpr(c) : null;
  const windows = parseWindowClause(c);
  const qualify = c.accept('QUALIFY') ? parseExpr(c) : null;
  const span = c.spanFrom(start);
  return {
    kind: 'select',
    hints,
    distinct,
    items,
    from,
    where,
    ...grouping,
    having,
    windows,
    qualify,
    span,
  };
}

function parseSelectItem(c: Cursor): SelectItem {
  const start = c.token.start;
  if (c.key === '*' || isQualifiedStar(c)) return parseStar(c, start);
  const expr = parseExpr(c);
  const alias = parseAlias(c);
  return { kind: 'select-expr', expr, alias, span: c.spanFrom(start) };
}

/** [t.]* [EXCEPT (a, b)]. */
function parseStar(c: Cursor, start: number): SelectStar {
  const qualifier: Identifier[] = [];
  while (!c.accept('*')) {
    qualifier.push(c.identifier('a table name'));
    c.expect('.');
  }
  const hasExcept = c.is('EXCEPT', '(') && c.isIdentifier(2) && c.accept('EXCEPT');
  const except = hasExcept ? c.identifierList('a column name') : [];
  return { kind: 'select-star', qualifier, except, span: c.spanFrom(start) };
}

function isQualifiedStar(c: Cursor): boolean {
  let at = 0;
  while (c.isIdentifier(at) && c.peek(at + 1).key === '.') at += 2;
  return at > 0 && c.peek(at).key === '*';
}

/** [AS] name. */
function parseAlias(c: Cursor): Identifier | null {
  if (c.accept('AS')) return c.identifier('an alias');
  return c.isIdentifier() ? c.identifier('an alias') : null;
}

/** What may stand behind GROUP BY ALL, which has no list. */
const AFTER_GROUP_BY: ReadonlySet<string> = new Set(
  ') ; HAVING WINDOW QUALIFY ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT MINUS'.split(' '),
);

function parseGroupBy(c: Cursor): Pick<Select, 'groupBy' | 'groupByDistinct'> {
  c.expect('BY');
  const { start } = c.token;
  const word = c.acceptOneOf(['DISTINCT', 'ALL']);
  const groupByDistinct = word === 'DISTINCT';
  if (word === 'ALL' && (c.isEnd || AFTER_GROUP_BY.has(c.key))) {
    const all: GroupAll = { kind: 'group-all', span: c.spanFrom(start) };
    return { groupBy: [all], groupByDistinct };
  }
  return { groupBy: c.separated(() => parseGroupItem(c)), groupByDistinct };
}

function parseGroupItem(c: Cursor): WrittenGroupItem {
  const start = c.token.start;
  const form = c.accept('GROUPING', 'SETS') ? 'GROUPING SETS' : c.acceptOneOf(['CUBE', 'ROLLUP']);
  if (form !== null) {
    const items = c.nested(() => c.list(() => parseGroupItem(c)));
    return { kind: 'grouping-sets', form, items, span: c.spanFrom(start) };
  }
  if (c.accept('(', ')')) {
    return { kind: 'grouping-set', items: [], span: c.spanFrom(start) } satisfies GroupingSet;
  }
  const opens = c.key === '(';
  const expr = parseExpr(c);
  if (!opens || expr.kind !== 'row' || expr.span.start !== start) return expr;
  return { kind: 'grouping-set', items: expr.items, span: expr.span } satisfies GroupingSet;
}

/** LIMIT n, LIMIT ALL, OFFSET n ROWS, FETCH FIRST n ROWS ONLY, in either order. */
function parseLimit(c: Cursor): { limit: Expr | null; offset: Expr | null } {
  let limit: Expr | null = null;
  let offset: Expr | null = null;
  if (c.accept('LIMIT') && !c.accept('ALL')) limit = parseRowCount(c);
  if (c.accept('OFFSET')) {
    offset = parseRowCount(c);
    c.acceptOneOf(['ROW', 'ROWS']);
  }
  if (limit === null && c.accept('LIMIT') && !c.accept('ALL')) limit = parseRowCount(c);
  if (limit === null && c.accept('FETCH')) {
    c.expectOneOf(['FIRST', 'NEXT']);
    limit = parseRowCount(c);
    c.expectOneOf(['ROW', 'ROWS']);
    c.expect('ONLY');
  }
  return { limit, offset };
}

function parseRowCount(c: Cursor): Expr {
  const { kind, value, start, end } = c.token;
  if (kind !== 'number') c.fail('a number of rows');
  c.advance();
  return { kind: 'number', text: value, span: { start, end } };
}
