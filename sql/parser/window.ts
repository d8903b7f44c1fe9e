/** ORDER BY items, OVER, window specifications and frames. */
import type { Identifier } from '../ast/node.js';
import type { FrameBound, NamedWindow, OrderItem, WindowFrame, WindowSpec } from '../ast/query.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';

/** ORDER BY a, b DESC NULLS LAST; no items when there is no ORDER BY. */
export function parseOrderBy(c: Cursor): OrderItem[] {
  if (c.key !== 'ORDER') return [];
  c.expect('ORDER', 'BY');
  return c.separated(() => parseOrderItem(c));
}

/** One item of ORDER BY. */
export function parseOrderItem(c: Cursor): OrderItem {
  const start = c.token.start;
  const expr = parseExpr(c);
  const descending = c.acceptOneOf(['ASC', 'DESC']) === 'DESC';
  const nulls = c.accept('NULLS') ? c.expectOneOf(['FIRST', 'LAST']) : null;
  return { kind: 'order-item', expr, descending, nulls, span: c.spanFrom(start) };
}

/** What follows OVER: a window's name or a specification. */
export function parseOver(c: Cursor): WindowSpec | Identifier {
  return c.key === '(' ? parseWindowSpec(c) : c.identifier('( or a window name');
}

/** WINDOW w AS (...), v AS (...); nothing when there is no WINDOW. */
export function parseWindowClause(c: Cursor): NamedWindow[] {
  if (!c.accept('WINDOW')) return [];
  return c.separated(() => {
    const start = c.token.start;
    const name = c.identifier('a window name');
    c.expect('AS');
    const spec = parseWindowSpec(c);
    return { kind: 'named-window', name, spec, span: c.spanFrom(start) };
  });
}

function parseWindowSpec(c: Cursor): WindowSpec {
  const start = c.token.start;
  c.expect('(');
  const base = c.isIdentifier() ? c.identifier('a window name') : null;
  const partitionBy = c.accept('PARTITION', 'BY') ? c.separated(() => parseExpr(c)) : [];
  const orderBy = parseOrderBy(c);
  const frame = parseFrame(c);
  if (!c.accept(')')) c.fail('PARTITION BY, ORDER BY, ROWS, RANGE or )');
  return { kind: 'window-spec', base, partitionBy, orderBy, frame, span: c.spanFrom(start) };
}

function parseFrame(c: Cursor): WindowFrame | null {
  const start = c.token.start;
  const unit = c.acceptOneOf(['ROWS', 'RANGE']);
  if (unit === null) return null;
  const between = c.accept('BETWEEN');
  const from = parseBound(c);
  if (between) c.expect('AND');
  const end = between ? parseBound(c) : null;
  const exclude = parseExclude(c);
  return { kind: 'window-frame', unit, start: from, end, exclude, span: c.spanFrom(start) };
}

function parseExclude(c: Cursor): WindowFrame['exclude'] {
  if (!c.accept('EXCLUDE')) return null;
  if (c.accept('CURRENT', 'ROW')) return 'CURRENT ROW';
  if (c.accept('NO', 'OTHERS')) return 'NO OTHERS';
  return c.expectOneOf(['GROUP', 'TIES'] as const);
}

function parseBound(c: Cursor): FrameBound {
  const start = c.token.start;
  if (c.accept('CURRENT', 'ROW')) {
    return { kind: 'frame-bound', bound: 'CURRENT ROW', offset: null, span: c.spanFrom(start) };
  }
  if (c.is('UNBOUNDED', 'PRECEDING') || c.is('UNBOUNDED', 'FOLLOWING')) {
    c.advance();
    const bound = `UNBOUNDED ${c.expectOneOf(['PRECEDING', 'FOLLOWING'])}` as const;
    return { kind: 'frame-bound', bound, offset: null, span: c.spanFrom(start) };
  }
  const offset = parseExpr(c);
  const bound = c.expectOneOf(['PRECEDING', 'FOLLOWING']);
  return { kind: 'frame-bound', bound, offset, span: c.spanFrom(start) };
}
