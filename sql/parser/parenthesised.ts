/** What stands between parentheses: a query, or expressions. Which one may show only at the end. */
import type { Expr, RowExpr, SubqueryExpr } from '../ast/expr.js';
import type { Query } from '../ast/query.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { continueQuery, isQueryStart, parseQuery } from './query.js';

const queryContinues: ReadonlySet<string> = new Set([
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'MINUS',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FETCH',
]);

/**
 * (query), (a), (a, b): the query or the expressions. A lone query in more parentheses is that
 * query.
 */
export function parseParenthesised(c: Cursor): Query | readonly Expr[] {
  c.expect('(');
  if (isQueryStart(c)) {
    const query = c.nested(() => parseQuery(c));
    c.expect(')');
    return query;
  }
  const start = c.token.start;
  const first = parseExpr(c);
  if (first.kind === 'subquery') {
    const query = c.isOneOf(queryContinues) ? continueQuery(c, first.query, start) : first.query;
    if (c.accept(')')) return query;
  }
  const items = [first];
  while (c.accept(',')) items.push(parseExpr(c));
  c.expect(')');
  return items;
}

/** A parenthesised primary: an expression, an implicit row, or a subquery. */
export function parseParenthesisedExpr(c: Cursor): Expr {
  const start = c.token.start;
  const inside = parseParenthesised(c);
  if (!isExprs(inside)) {
    return { kind: 'subquery', query: inside, span: c.spanFrom(start) } satisfies SubqueryExpr;
  }
  if (inside.length === 1) return inside[0]!;
  return { kind: 'row', items: inside, span: c.spanFrom(start) } satisfies RowExpr;
}

/** Tells the two results of `parseParenthesised` apart. */
export function isExprs(inside: Query | readonly Expr[]): inside is readonly Expr[] {
  return Array.isArray(inside);
}
