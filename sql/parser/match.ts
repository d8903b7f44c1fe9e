/** MATCH_RECOGNIZE. */
import type {
  AfterMatch,
  MatchDefine,
  MatchMeasure,
  MatchRecognize,
  MatchSubset,
  PatternNode,
} from '../ast/match.js';
import type { TableRef } from '../ast/query.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { parseInterval } from './interval.js';
import { parseTableAlias } from './table-ref.js';
import { parseOrderBy } from './window.js';

/** `input` is read already; MATCH_RECOGNIZE is next. */
export function parseMatchRecognize(c: Cursor, input: TableRef, start: number): MatchRecognize {
  c.expect('MATCH_RECOGNIZE', '(');
  const partitionBy = c.accept('PARTITION', 'BY') ? c.separated(() => parseExpr(c)) : [];
  const orderBy = parseOrderBy(c);
  const measures = c.accept('MEASURES') ? c.separated(() => parseMeasure(c)) : [];
  const rows = parseRows(c);
  const after = parseAfter(c);
  c.expect('PATTERN', '(');
  const startAnchor = c.accept('^');
  const pattern = parseAlternation(c);
  const endAnchor = c.accept('$');
  c.expect(')');
  const within = c.accept('WITHIN') ? parseInterval(c) : null;
  const subsets = c.accept('SUBSET') ? c.separated(() => parseSubset(c)) : [];
  c.expect('DEFINE');
  const defines = c.separated(() => parseDefine(c));
  c.expect(')');
  const alias = parseTableAlias(c);
  return {
    kind: 'match-recognize',
    input,
    partitionBy,
    orderBy,
    measures,
    rows,
    after,
    pattern,
    startAnchor,
    endAnchor,
    within: within as MatchRecognize['within'],
    subsets,
    defines,
    alias,
    span: c.spanFrom(start),
  };
}

function parseMeasure(c: Cursor): MatchMeasure {
  const start = c.token.start;
  const expr = parseExpr(c);
  c.expect('AS');
  const alias = c.identifier('a column name');
  return { kind: 'measure', expr, alias, span: c.spanFrom(start) };
}

function parseRows(c: Cursor): MatchRecognize['rows'] {
  const rows = c.accept('ONE', 'ROW') ? 'ONE ROW' : c.accept('ALL', 'ROWS') ? 'ALL ROWS' : null;
  if (rows !== null) c.expect('PER', 'MATCH');
  return rows;
}

function parseAfter(c: Cursor): AfterMatch | null {
  const start = c.token.start;
  if (!c.accept('AFTER')) return null;
  c.expect('MATCH', 'SKIP');
  if (c.accept('PAST')) {
    c.expect('LAST', 'ROW');
    return { kind: 'after-match', mode: 'PAST LAST ROW', variable: null, span: c.spanFrom(start) };
  }
  c.expect('TO');
  if (c.accept('NEXT')) {
    c.expect('ROW');
    return { kind: 'after-match', mode: 'NEXT ROW', variable: null, span: c.spanFrom(start) };
  }
  const isWord = c.isIdentifier(1);
  const mode = (isWord ? c.acceptOneOf(['FIRST', 'LAST']) : null) ?? 'LAST';
  const variable = c.identifier('a pattern variable');
  return { kind: 'after-match', mode, variable, span: c.spanFrom(start) };
}

function parseSubset(c: Cursor): MatchSubset {
  const start = c.token.start;
  const name = c.identifier('a name');
  c.expect('=');
  const variables = c.identifierList('a pattern variable');
  return { kind: 'subset', name, variables, span: c.spanFrom(start) };
}

function parseDefine(c: Cursor): MatchDefine {
  const start = c.token.start;
  const variable = c.identifier('a pattern variable');
  c.expect('AS');
  const condition = parseExpr(c);
  return { kind: 'define', variable, condition, span: c.spanFrom(start) };
}

function parseAlternation(c: Cursor): PatternNode {
  return c.nested(() => {
    const start = c.token.start;
    const items = [parseConcat(c)];
    while (c.accept('|')) items.push(parseConcat(c));
    return items.length === 1
      ? items[0]!
      : { kind: 'pattern-alternation', items, span: c.spanFrom(start) };
  });
}

function parseConcat(c: Cursor): PatternNode {
  const start = c.token.start;
  const items = [parseRepeat(c)];
  while (c.isIdentifier() || c.key === '(' || c.key === '{' || c.key === 'PERMUTE')
    items.push(parseRepeat(c));
  return items.length === 1
    ? items[0]!
    : { kind: 'pattern-concat', items, span: c.spanFrom(start) };
}

function parseRepeat(c: Cursor): PatternNode {
  const start = c.token.start;
  const item = parsePatternPrimary(c);
  const range = parseRange(c);
  if (range === null) return item;
  const [min, max] = range;
  const reluctant = c.accept('?');
  return { kind: 'pattern-repeat', item, min, max, reluctant, span: c.spanFrom(start) };
}

function parseRange(c: Cursor): readonly [number, number | null] | null {
  if (c.accept('*')) return [0, null];
  if (c.accept('+')) return [1, null];
  if (c.accept('?')) return [0, 1];
  if (c.peek(1).key === '-' || !c.accept('{')) return null;
  const min = c.key === ',' ? null : c.integer('a number of rows');
  const open = c.accept(',');
  const max = open && c.key === '}' ? null : open ? c.integer('a number of rows') : min;
  if (min === null && max === null) c.fail('a number of rows');
  c.expect('}');
  return [min ?? 0, max];
}

function parsePatternPrimary(c: Cursor): PatternNode {
  const start = c.token.start;
  if (c.accept('(')) {
    const inner = parseAlternation(c);
    c.expect(')');
    return inner;
  }
  if (c.accept('{', '-')) {
    const item = parseAlternation(c);
    c.expect('-', '}');
    return { kind: 'pattern-exclude', item, span: c.spanFrom(start) };
  }
  if (c.accept('PERMUTE')) {
    const items = c.list(() => parseAlternation(c));
    return { kind: 'pattern-permute', items, span: c.spanFrom(start) };
  }
  const { name, span } = c.identifier('a pattern variable');
  return { kind: 'pattern-variable', name, span };
}
