/** Function calls: name, arguments, and what may stand behind the parenthesis. */
import type {
  Argument,
  CallExpr,
  DescriptorArg,
  ModelArg,
  NamedArg,
  SubqueryExpr,
  TableArg,
} from '../ast/expr.js';
import type { QualifiedName } from '../ast/node.js';
import type { OrderItem, TableRef } from '../ast/query.js';
import type { Cursor } from './cursor.js';
import { parseExpr } from './expression.js';
import { isQueryStart } from './query.js';
import { parseTableName } from './table-ref.js';
import { parseOrderBy, parseOrderItem, parseOver } from './window.js';

/** name(args) [WITHIN GROUP] [FILTER] [nulls] [OVER], or one of the words without parentheses. */
export function parseCall(c: Cursor): CallExpr {
  const start = c.token.start;
  const semantics = c.peek(1).key === '(' ? null : c.acceptOneOf(['RUNNING', 'FINAL']);
  const name = parseFunctionName(c);
  if (!c.accept('(')) return callOf(name, [], c, start, { parens: false, semantics });
  const quantifier = c.acceptOneOf(['DISTINCT', 'ALL']);
  const args = c.key === ')' ? [] : c.separated(() => parseArgument(c));
  const orderBy = parseOrderBy(c);
  const innerNulls = parseNulls(c);
  if (!c.accept(')')) c.fail(', or )');
  return callOf(name, args, c, start, { semantics, quantifier, orderBy, nulls: innerNulls });
}

/**
 * A reserved word is allowed as the name: the caller has checked that it is one of the functions.
 */
function parseFunctionName(c: Cursor): QualifiedName {
  const { kind, value, start, end } = c.token;
  if (c.isIdentifier()) return c.qualifiedName('a function name');
  if (kind !== 'word') c.fail('a function name');
  c.advance();
  const span = { start, end };
  return { kind: 'qualified-name', parts: [{ kind: 'identifier', name: value, span }], span };
}

type CallParts = Partial<Omit<CallExpr, 'kind' | 'span' | 'name' | 'args'>>;

/** A call, with the clauses that follow its closing parenthesis read here. */
export function callOf(
  name: QualifiedName,
  args: readonly Argument[],
  c: Cursor,
  start: number,
  parts: CallParts,
): CallExpr {
  const parens = parts.parens ?? true;
  const trailing = parens ? parseTrailing(c) : noTrailing;
  return {
    kind: 'call',
    name,
    args,
    parens,
    quantifier: parts.quantifier ?? null,
    orderBy: parts.orderBy ?? [],
    semantics: parts.semantics ?? null,
    ...trailing,
    nulls: trailing.nulls ?? parts.nulls ?? null,
    span: c.spanFrom(start),
  };
}

type Trailing = Pick<CallExpr, 'withinGroup' | 'filter' | 'nulls' | 'over'>;
const noTrailing: Trailing = { withinGroup: [], filter: null, nulls: null, over: null };

const trailingWords: ReadonlySet<string> = new Set([
  'WITHIN',
  'FILTER',
  'IGNORE',
  'RESPECT',
  'OVER',
]);

function parseTrailing(c: Cursor): Trailing {
  if (!c.isOneOf(trailingWords)) return noTrailing;
  const nullsFirst = parseNulls(c);
  let withinGroup: OrderItem[] = [];
  if (c.accept('WITHIN', 'GROUP')) {
    c.expect('(');
    withinGroup = parseOrderBy(c);
    if (withinGroup.length === 0) c.fail('ORDER BY');
    c.expect(')');
  }
  const filter = parseFilter(c);
  const nulls = nullsFirst ?? parseNulls(c);
  const over = c.accept('OVER') ? parseOver(c) : null;
  return { withinGroup, filter, nulls, over };
}

/** FILTER (WHERE condition), or null. */
export function parseFilter(c: Cursor): CallExpr['filter'] {
  if (!c.accept('FILTER', '(')) return null;
  c.expect('WHERE');
  const filter = parseExpr(c);
  c.expect(')');
  return filter;
}

function parseNulls(c: Cursor): CallExpr['nulls'] {
  if (c.accept('IGNORE', 'NULLS')) return 'IGNORE';
  return c.accept('RESPECT', 'NULLS') ? 'RESPECT' : null;
}

function parseArgument(c: Cursor): Argument {
  if (!c.isIdentifier() || c.peek(1).key !== '=>') return parseValue(c);
  const start = c.token.start;
  const name = c.identifier('a parameter name');
  c.expect('=>');
  return {
    kind: 'named-arg',
    name,
    value: parseValue(c),
    span: c.spanFrom(start),
  } satisfies NamedArg;
}

function parseValue(c: Cursor): Exclude<Argument, NamedArg> {
  const { start, end } = c.token;
  if (c.key === '*') {
    c.advance();
    return { kind: 'star-arg', span: { start, end } };
  }
  if (c.accept('DEFAULT')) return { kind: 'default', span: { start, end } };
  if (c.key === 'TABLE') return parseTableArg(c);
  if (c.key === 'DESCRIPTOR' && c.peek(1).key === '(') return parseDescriptor(c);
  if (c.key === 'MODEL' && c.isIdentifier(1)) return parseModelArg(c);
  const expr = parseExpr(c);
  const hasClause = c.is('PARTITION', 'BY') || (c.is('ORDER', 'BY') && expr.kind === 'subquery');
  return expr.kind === 'subquery' && hasClause ? queryArg(c, expr) : expr;
}

/** (query) PARTITION BY ... ORDER BY ... */
function queryArg(c: Cursor, subquery: SubqueryExpr): TableArg {
  const table: TableRef = {
    kind: 'derived-table',
    query: subquery.query,
    lateral: false,
    alias: null,
    span: subquery.span,
  };
  return tableArg(c, table, subquery.span.start);
}

function parseTableArg(c: Cursor): TableArg {
  const start = c.token.start;
  c.expect('TABLE');
  if (c.key === '(' && !isQueryStart(c, 1)) {
    c.expect('(');
    const table = parseTableName(c);
    c.expect(')');
    return tableArg(c, table, start);
  }
  if (c.key === '(') {
    const query = parseExpr(c);
    if (query.kind !== 'subquery') return c.fail('a query');
    return queryArg(c, query);
  }
  return tableArg(c, parseTableName(c), start);
}

function tableArg(c: Cursor, table: TableRef, start: number): TableArg {
  let partitionBy: TableArg['partitionBy'] = [];
  if (c.accept('PARTITION', 'BY')) {
    partitionBy = c.key === '(' ? c.list(() => parseExpr(c)) : parsePartition(c);
  }
  const orderBy = parseTableOrder(c);
  return { kind: 'table-arg', table, partitionBy, orderBy, span: c.spanFrom(start) };
}

/** ORDER BY (a, b) or one item alone: the comma behind it starts the next argument. */
function parseTableOrder(c: Cursor): OrderItem[] {
  if (!c.accept('ORDER')) return [];
  c.expect('BY');
  return c.key === '(' ? c.list(() => parseOrderItem(c)) : [parseOrderItem(c)];
}

/** Without parentheses the list goes on as long as no other argument starts: `k, DESCRIPTOR(t)`. */
function parsePartition(c: Cursor): TableArg['partitionBy'] {
  const items = [parseExpr(c)];
  while (c.key === ',' && isPartitionColumn(c)) {
    c.advance();
    items.push(parseExpr(c));
  }
  return items;
}

function isPartitionColumn(c: Cursor): boolean {
  const isCall = c.peek(2).key === '(' || c.peek(2).key === '=>';
  return c.isIdentifier(1) && !isCall;
}

function parseDescriptor(c: Cursor): DescriptorArg {
  const start = c.token.start;
  c.expect('DESCRIPTOR');
  const columns = c.identifierList('a column name');
  return { kind: 'descriptor', columns, span: c.spanFrom(start) };
}

function parseModelArg(c: Cursor): ModelArg {
  const start = c.token.start;
  c.expect('MODEL');
  return { kind: 'model-arg', name: c.qualifiedName('a model name'), span: c.spanFrom(start) };
}
