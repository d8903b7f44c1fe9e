/** What stands in FROM: tables, queries, functions, joins. */
import type { CallExpr, Expr } from '../ast/expr.js';
import type { OptionNode, StringLiteral } from '../ast/node.js';
import type {
  Hint,
  HintNumber,
  Join,
  NamedTable,
  Query,
  TableAlias,
  TableRef,
  TableSample,
  UnnestTable,
} from '../ast/query.js';
import { reservedFunctions } from '../keywords.js';
import { parseCall } from './call.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { parseMatchRecognize } from './match.js';
import { continueQuery, isQueryStart, parseQuery } from './query.js';

/** The table of a FROM clause, commas and joins included. */
export function parseFrom(c: Cursor): TableRef {
  const start = c.token.start;
  return continueCommas(c, parseJoins(c), start);
}

function continueCommas(c: Cursor, first: TableRef, start: number): TableRef {
  let left = first;
  while (c.accept(',')) {
    const right = parseJoins(c);
    const span = c.spanFrom(start);
    left = { kind: 'join', type: 'COMMA', natural: false, left, right, condition: null, span };
  }
  return left;
}

function parseJoins(c: Cursor): TableRef {
  const start = c.token.start;
  return continueJoins(c, parseTable(c), start);
}

function continueJoins(c: Cursor, first: TableRef, start: number): TableRef {
  let left = first;
  for (;;) {
    const head = acceptJoin(c);
    if (head === null) return left;
    const right = parseTable(c);
    const isFree = head.type === 'CROSS' || head.natural;
    if (isFree && (c.key === 'ON' || c.key === 'USING')) {
      c.reject(
        `${head.natural ? 'NATURAL' : 'CROSS'} JOIN takes no condition`,
        'Write JOIN ... ON ...',
      );
    }
    const condition = isFree ? null : parseCondition(c);
    left = { kind: 'join', ...head, left, right, condition, span: c.spanFrom(start) };
  }
}

/** NATURAL LEFT OUTER JOIN and its kind; null when no join is next. */
function acceptJoin(c: Cursor): Pick<Join, 'type' | 'natural'> | null {
  if (c.accept('CROSS', 'JOIN')) return { type: 'CROSS', natural: false };
  const natural = c.accept('NATURAL');
  const outer = c.acceptOneOf(['LEFT', 'RIGHT', 'FULL']);
  if (outer !== null) c.accept('OUTER');
  else if (!c.accept('INNER') && !natural && c.key !== 'JOIN') return null;
  c.expect('JOIN');
  return { type: outer ?? 'INNER', natural };
}

function parseCondition(c: Cursor): Join['condition'] {
  const start = c.token.start;
  if (c.accept('ON')) return { kind: 'on', expr: parseExpr(c), span: c.spanFrom(start) };
  if (c.accept('USING')) {
    return { kind: 'using', columns: c.identifierList('a column name'), span: c.spanFrom(start) };
  }
  return null;
}

function parseTable(c: Cursor): TableRef {
  const start = c.token.start;
  const table = parseTablePrimary(c);
  if (c.key !== 'MATCH_RECOGNIZE') return table;
  return parseMatchRecognize(c, table, start);
}

function parseTablePrimary(c: Cursor): TableRef {
  const start = c.token.start;
  const lateral = c.accept('LATERAL');
  if (c.key === '(') return lateral ? parseDerived(c, start, true) : parseParenthesisedTable(c);
  if (c.key === 'UNNEST') return parseUnnest(c, start, lateral);
  if (c.is('TABLE', '(')) return parseWrappedFunction(c, start, lateral);
  if (isFunctionAhead(c)) {
    const call = parseTableCall(c);
    return finishFunction(c, start, call, lateral, false);
  }
  if (lateral) c.fail('TABLE(, a query in parentheses or a function');
  const table = parseNamedTable(c);
  if (c.key === 'MATCH_RECOGNIZE') return table;
  return withSample(c, { ...table, alias: parseTableAlias(c) }, start);
}

/** A name, dotted perhaps, with a parenthesis behind it. */
function isFunctionAhead(c: Cursor): boolean {
  if (reservedFunctions.has(c.key)) return c.peek(1).key === '(';
  let at = 0;
  while (c.isIdentifier(at) && c.peek(at + 1).key === '.') at += 2;
  return c.isIdentifier(at) && c.peek(at + 1).key === '(';
}

function parseTableCall(c: Cursor): CallExpr {
  const call = parseCall(c);
  const hasMore = call.over !== null || call.filter !== null || call.withinGroup.length > 0;
  if (hasMore) c.fail('a table function without OVER, FILTER or WITHIN GROUP');
  return call;
}

/** TABLE(f(...)). */
function parseWrappedFunction(c: Cursor, start: number, lateral: boolean): TableRef {
  c.expect('TABLE', '(');
  if (!isFunctionAhead(c)) {
    return c.fail('a table function', {
      hint: 'Write TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), ...)).',
    });
  }
  const call = parseTableCall(c);
  c.expect(')');
  return finishFunction(c, start, call, lateral, true);
}

function finishFunction(
  c: Cursor,
  start: number,
  call: CallExpr,
  lateral: boolean,
  wrapped: boolean,
): TableRef {
  const span = c.spanFrom(start);
  if (c.key === 'MATCH_RECOGNIZE') {
    return { kind: 'table-function', call, lateral, wrapped, alias: null, span };
  }
  const alias = parseTableAlias(c);
  return { kind: 'table-function', call, lateral, wrapped, alias, span: c.spanFrom(start) };
}

function parseUnnest(c: Cursor, start: number, lateral: boolean): UnnestTable {
  c.expect('UNNEST');
  const operands = c.list(() => parseExpr(c));
  const ordinality = c.accept('WITH', 'ORDINALITY');
  const alias = parseTableAlias(c);
  return { kind: 'unnest', operands, ordinality, lateral, alias, span: c.spanFrom(start) };
}

function parseDerived(c: Cursor, start: number, lateral: boolean): TableRef {
  c.expect('(');
  const query = c.nested(() => parseQuery(c));
  c.expect(')');
  return finishDerived(c, start, query, lateral);
}

function finishDerived(c: Cursor, start: number, query: Query, lateral: boolean): TableRef {
  if (c.key === 'MATCH_RECOGNIZE') {
    return { kind: 'derived-table', query, lateral, alias: null, span: c.spanFrom(start) };
  }
  const alias = parseTableAlias(c);
  return { kind: 'derived-table', query, lateral, alias, span: c.spanFrom(start) };
}

/** (query) alias, ((query) UNION (query)) alias, (a JOIN b ON ...) alias. */
function parseParenthesisedTable(c: Cursor): TableRef {
  const start = c.token.start;
  const inside = c.nested(() => parseInsideParentheses(c));
  if (inside.kind === 'query') return finishDerived(c, start, inside, false);
  const alias = parseTableAlias(c);
  if (alias === null) return inside;
  return { kind: 'aliased-table', table: inside, alias, span: c.spanFrom(start) };
}

/**
 * One pair of parentheses; whether it holds a query or a table may show only after its first
 * part.
 */
function parseInsideParentheses(c: Cursor): Query | TableRef {
  c.expect('(');
  const start = c.token.start;
  let result: Query | TableRef;
  if (isQueryStart(c) && !c.is('TABLE', '(')) {
    result = parseQuery(c);
  } else if (c.key === '(') {
    const first = c.nested(() => parseInsideParentheses(c));
    result =
      first.kind === 'query'
        ? continueFromQuery(c, first, start)
        : continueFromTable(c, first, start);
  } else {
    result = parseFrom(c);
  }
  if (!c.accept(')')) c.fail(')');
  return result;
}

const tableFollows: ReadonlySet<string> = new Set([
  'AS',
  'JOIN',
  'LEFT',
  'RIGHT',
  'FULL',
  'INNER',
  'CROSS',
  'NATURAL',
  ',',
  'MATCH_RECOGNIZE',
  'TABLESAMPLE',
]);

/** After `((query)`: the first operand of a query, or a derived table with an alias or a join. */
function continueFromQuery(c: Cursor, query: Query, start: number): Query | TableRef {
  const isTable = c.isOneOf(tableFollows) || c.isIdentifier();
  if (!isTable) return continueQuery(c, query, start);
  const derived = finishDerived(c, start, query, false);
  return continueFrom(c, derived, start);
}

/** After `((table)`: an alias of the inner parentheses, MATCH_RECOGNIZE, joins and commas. */
function continueFromTable(c: Cursor, table: TableRef, start: number): TableRef {
  const alias = c.key === 'MATCH_RECOGNIZE' ? null : parseTableAlias(c);
  if (alias === null) return continueFrom(c, table, start);
  return continueFrom(c, { kind: 'aliased-table', table, alias, span: c.spanFrom(start) }, start);
}

function continueFrom(c: Cursor, inner: TableRef, start: number): TableRef {
  const isInput = c.key === 'MATCH_RECOGNIZE';
  const first = isInput ? parseMatchRecognize(c, inner, start) : inner;
  return continueCommas(c, continueJoins(c, first, start), start);
}

/** A table as an argument: TABLE t, or a function. */
export function parseTableName(c: Cursor): TableRef {
  const start = c.token.start;
  if (!isFunctionAhead(c)) return parseNamedTable(c);
  const call = parseTableCall(c);
  const span = c.spanFrom(start);
  return { kind: 'table-function', call, lateral: false, wrapped: false, alias: null, span };
}

/** name [hints] [FOR SYSTEM_TIME AS OF time]. */
function parseNamedTable(c: Cursor): NamedTable {
  const start = c.token.start;
  const name = c.qualifiedName('a table name');
  const hints = parseHints(c);
  let asOf: Expr | null = null;
  if (c.accept('FOR')) {
    c.expect('SYSTEM_TIME', 'AS', 'OF');
    asOf = parseExpr(c);
  }
  return { kind: 'table', name, hints, asOf, sample: null, alias: null, span: c.spanFrom(start) };
}

function withSample(c: Cursor, table: NamedTable, start: number): NamedTable {
  if (!c.accept('TABLESAMPLE')) return { ...table, span: c.spanFrom(start) };
  const sampleStart = c.token.start;
  const method = c.expectOneOf(['BERNOULLI', 'SYSTEM']);
  c.expect('(');
  const percentage = parseExpr(c);
  c.expect(')');
  let seed: Expr | null = null;
  if (c.accept('REPEATABLE', '(')) {
    seed = parseExpr(c);
    c.expect(')');
  }
  const span = c.spanFrom(sampleStart);
  const sample: TableSample = { kind: 'table-sample', method, percentage, seed, span };
  return { ...table, sample, span: c.spanFrom(start) };
}

/** [AS] name [(columns)], or null. */
export function parseTableAlias(c: Cursor): TableAlias | null {
  const start = c.token.start;
  if (!c.accept('AS') && !c.isIdentifier()) return null;
  const name = c.identifier('an alias');
  const columns = c.key === '(' ? c.identifierList('a column name') : [];
  return { kind: 'table-alias', name, columns, span: c.spanFrom(start) };
}

/** Hints between slash-star-plus and star-slash; none when there is no such comment. */
export function parseHints(c: Cursor): Hint[] {
  if (!c.accept('/*+')) return [];
  const hints = [parseHint(c)];
  while (!c.accept('*/')) {
    c.accept(',');
    hints.push(parseHint(c));
  }
  return hints;
}

function parseHint(c: Cursor): Hint {
  const start = c.token.start;
  const name = c.identifier('a hint');
  const args = c.key === '(' && !c.accept('(', ')') ? c.list(() => parseHintArgument(c)) : [];
  return { kind: 'hint', name, args, span: c.spanFrom(start) };
}

function parseHintArgument(c: Cursor): Hint['args'][number] {
  const { kind, value, start, end } = c.token;
  if (kind === 'number') {
    c.advance();
    return { kind: 'hint-number', text: value, span: { start, end } } satisfies HintNumber;
  }
  if (!c.isString) return c.identifier('a table alias or an option in quotes');
  const key: StringLiteral = c.string('an option');
  if (!c.accept('=')) return key;
  const option = c.string('a value in quotes');
  return { kind: 'option', key, value: option, span: c.spanFrom(start) } satisfies OptionNode;
}
