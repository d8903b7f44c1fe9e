/** Random expressions, as the parser would build them: every rule of canonical form is in here. */
import fc from 'fast-check';
import type { Argument, CallExpr, Expr, Literal } from '../../sql/ast/expr.js';
import type { OrderItem, Query, WindowSpec } from '../../sql/ast/query.js';
import type { Identifier, QualifiedName } from '../../sql/ast/node.js';
import { differenceQualifier, qualifier, type } from './type-arbitrary.js';
import { binaryPrecedence } from '../../sql/precedence.js';
import {
  identifier,
  identifiers,
  node,
  orNull,
  qualifiedName,
  some,
  span,
  text,
} from './name-arbitrary.js';

type A<T> = fc.Arbitrary<T>;

const bool = fc.boolean();
const noCount = fc.constant(null);

export const literal: A<Literal> = fc.oneof(
  text,
  node('number', { text: fc.constantFrom('0', '1', '007', '1.', '.5', '1.50', '1e10', '2.5E-3') }),
  node('boolean', { value: fc.constantFrom(true, false, null) }),
  node('null', {}),
  node('bytes', { hex: fc.constantFrom('', '00', 'CAFE01') }),
  node('temporal', {
    type: fc.constantFrom('DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ'),
    text: text.map(({ value }) => value),
  }),
  node('interval', { negative: bool, text: text.map(({ value }) => value), qualifier }),
) as A<Literal>;

/** What expressions need of queries, and of each other. */
export interface Parts {
  readonly expr: A<Expr>;
  readonly query: A<Query>;
  readonly orderItem: A<OrderItem>;
  readonly windowSpec: A<WindowSpec>;
}

/** A list for IN: not one lone subquery, which is the other form. */
const listOf = (expr: A<Expr>): A<Expr[]> =>
  some(expr, 1).filter((items) => items.length > 1 || items[0]!.kind !== 'subquery');

/** Every kind of expression but the leaves. */
export function compound(parts: Parts): A<Expr> {
  const { expr, query } = parts;
  const comparison = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
  const list = listOf(expr);
  return fc.oneof(
    node('field', { object: expr, field: identifier }),
    node('element', { object: expr, index: expr }),
    node('unary', { op: fc.constantFrom('-', '+', 'NOT'), operand: expr }),
    node('binary', {
      op: fc.constantFrom(...Object.keys(binaryPrecedence)),
      left: expr,
      right: expr,
    }),
    node('is', {
      operand: expr,
      negated: bool,
      test: fc.constantFrom(
        'NULL',
        'TRUE',
        'FALSE',
        'UNKNOWN',
        'A SET',
        'EMPTY',
        'JSON',
        'JSON VALUE',
        'JSON OBJECT',
        'JSON ARRAY',
        'JSON SCALAR',
      ),
    }),
    node('distinct-from', { left: expr, right: expr, negated: bool }),
    node('between', { operand: expr, low: expr, high: expr, symmetric: bool, negated: bool }),
    node('in', { operand: expr, source: fc.oneof(list, query), negated: bool }),
    node('like', {
      operator: fc.constantFrom('LIKE', 'ILIKE', 'SIMILAR TO', 'RLIKE'),
      operand: expr,
      pattern: expr,
      escape: orNull(expr),
      negated: bool,
    }),
    node('quantified', {
      op: comparison,
      quantifier: fc.constantFrom('ANY', 'ALL'),
      left: expr,
      source: fc.oneof(list, query),
    }),
    node('overlaps', { left: expr, right: expr }),
    node('at-time-zone', { operand: expr, zone: orNull(expr) }),
    node('interval-of', { operand: expr, qualifier, difference: fc.constant(false) }),
    node('interval-of', {
      operand: node('binary', { op: fc.constant('-'), left: expr, right: expr }),
      qualifier: differenceQualifier,
      difference: fc.constant(true),
    }),
    ...collections(parts),
    ...cases(expr),
    call(parts),
    special(parts),
    ...json(parts),
  ) as A<Expr>;
}

function collections({ expr, query }: Parts): A<unknown>[] {
  return [
    node('exists', { test: fc.constantFrom('EXISTS', 'UNIQUE'), query }),
    node('subquery', { query }),
    node('row', { items: some(expr) }),
    node('array', { items: some(expr) }),
    node('map', { items: some(expr) }),
    node('collection', { collection: fc.constantFrom('ARRAY', 'MULTISET'), source: query }),
    node('collection', { collection: fc.constant('MULTISET'), source: some(expr) }),
    node('cast', { operand: expr, type, safe: bool }),
  ];
}

function cases(expr: A<Expr>): A<unknown>[] {
  const branch = (most: number): A<unknown> =>
    node('case-branch', { when: fc.array(expr, { minLength: 1, maxLength: most }), result: expr });
  const otherwise = orNull(expr);
  return [
    node('case', { operand: noCount, branches: some(branch(1), 1), otherwise }),
    node('case', { operand: expr, branches: some(branch(2), 1), otherwise }),
  ];
}

const functionName: A<QualifiedName> = fc.oneof(
  fc
    .constantFrom(
      'f',
      'COUNT',
      'sum',
      'IF',
      'LAG',
      'left',
      'MAP',
      'row',
      'CAST',
      'Year',
      'a b',
      'EXISTS',
    )
    .map((name) => nameOf(name)),
  qualifiedName.filter(({ parts }) => parts.length > 1),
);

function nameOf(name: string): QualifiedName {
  return { kind: 'qualified-name', parts: [{ kind: 'identifier', name, span }], span };
}

const plainCall = {
  parens: fc.constant(true),
  quantifier: noCount,
  orderBy: fc.constant([]),
  withinGroup: fc.constant([]),
  filter: noCount,
  nulls: noCount,
  over: noCount,
  semantics: noCount,
};

function argument({ expr, query, orderItem }: Parts): A<Argument> {
  const table = node('table', {
    name: qualifiedName,
    hints: fc.constant([]),
    asOf: noCount,
    sample: noCount,
    alias: noCount,
  });
  const derived = node('derived-table', { query, lateral: fc.constant(false), alias: noCount });
  const value = fc.oneof(
    { arbitrary: expr as A<unknown>, weight: 6 },
    { arbitrary: node('star-arg', {}), weight: 1 },
    { arbitrary: node('default', {}), weight: 1 },
    { arbitrary: node('descriptor', { columns: identifiers }), weight: 1 },
    { arbitrary: node('model-arg', { name: qualifiedName }), weight: 1 },
    {
      arbitrary: node('table-arg', { table, partitionBy: some(expr), orderBy: some(orderItem) }),
      weight: 1,
    },
    {
      arbitrary: node('table-arg', {
        table: derived,
        partitionBy: some(expr, 1),
        orderBy: some(orderItem),
      }),
      weight: 1,
    },
  );
  const named = node('named-arg', { name: identifier, value });
  return fc.oneof({ arbitrary: value, weight: 5 }, { arbitrary: named, weight: 1 }) as A<Argument>;
}

/** A call with everything that may stand behind it. */
function call(parts: Parts): A<CallExpr> {
  const { expr, orderItem, windowSpec } = parts;
  const args = some(argument(parts));
  const full = node('call', {
    name: functionName,
    args,
    parens: fc.constant(true),
    quantifier: fc.constantFrom(null, 'DISTINCT', 'ALL'),
    orderBy: some(orderItem),
    withinGroup: some(orderItem),
    filter: orNull(expr),
    nulls: fc.constantFrom(null, 'IGNORE', 'RESPECT'),
    over: orNull(fc.oneof(windowSpec, identifier)),
    semantics: fc.constantFrom(null, null, 'RUNNING', 'FINAL'),
  }) as A<unknown> as A<CallExpr>;
  const bare = node('call', {
    ...plainCall,
    name: fc.constantFrom('CURRENT_DATE', 'LOCALTIME', 'USER').map(nameOf),
    args: fc.constant([]),
    parens: fc.constant(false),
  }) as A<unknown> as A<CallExpr>;
  return fc.oneof(
    { arbitrary: full.map(canonicalCall), weight: 5 },
    { arbitrary: bare, weight: 1 },
  );
}

/** ORDER BY behind a subquery argument, or a table, would be read as part of that argument. */
function canonicalCall(call: CallExpr): CallExpr {
  const last = call.args.at(-1);
  const value = last?.kind === 'named-arg' ? last.value : last;
  const clashes = value === undefined || value.kind === 'subquery' || value.kind === 'table-arg';
  const hasSemantics = call.name.parts.length === 1 && call.name.parts[0]!.name === 'f';
  return {
    ...call,
    orderBy: clashes ? [] : call.orderBy,
    semantics: hasSemantics ? call.semantics : null,
  };
}

const symbol = (...names: readonly string[]): A<unknown> =>
  node('symbol', { name: fc.constantFrom(...names) });

/** Calls with words between their arguments. */
function special({ expr }: Parts): A<unknown> {
  const units = symbol('YEAR', 'DAY', 'SECOND', 'WEEK', 'EPOCH');
  const of = (name: string, ...args: readonly A<unknown>[]): A<unknown> =>
    node('call', { ...plainCall, name: fc.constant(nameOf(name)), args: fc.tuple(...args) });
  return fc.oneof(
    of('EXTRACT', units, expr),
    of('floor', expr, units),
    of('CEIL', expr),
    of('CEILING', expr, units),
    of('TIMESTAMPADD', units, expr, expr),
    of('TIMESTAMPDIFF', units, expr, expr),
    of('TRIM', expr),
    of('TRIM', symbol('BOTH', 'LEADING'), expr),
    of('Trim', symbol('TRAILING'), expr, expr),
    of('SUBSTRING', expr, expr, expr),
    of('OVERLAY', expr, expr, expr),
    of('OVERLAY', expr, expr, expr, expr),
    of('POSITION', expr, expr),
    of('POSITION', expr, expr, expr),
    of('CONVERT', expr, symbol('UTF8')),
    of('TRANSLATE', expr, expr, expr),
  );
}

function json({ expr, orderItem, windowSpec }: Parts): A<unknown>[] {
  const behavior = (...actions: readonly string[]): A<unknown> =>
    orNull(node('json-behavior', { action: fc.constantFrom(...actions), value: noCount }));
  const orDefault = fc.oneof(
    behavior('NULL', 'ERROR'),
    node('json-behavior', { action: fc.constant('DEFAULT'), value: expr }),
  );
  const empty = behavior('NULL', 'ERROR', 'EMPTY ARRAY', 'EMPTY OBJECT');
  const onNull = fc.constantFrom(null, 'NULL', 'ABSENT');
  const over: A<WindowSpec | Identifier | null> = orNull(fc.oneof(windowSpec, identifier));
  const aggregate = { value: expr, onNull, filter: orNull(expr), over };
  return [
    node('json-exists', {
      input: expr,
      path: expr,
      onError: behavior('TRUE', 'FALSE', 'UNKNOWN', 'ERROR'),
    }),
    node('json-value', {
      input: expr,
      path: expr,
      returning: orNull(type),
      onEmpty: orDefault,
      onError: orDefault,
    }),
    node('json-query', {
      input: expr,
      path: expr,
      returning: orNull(type),
      onEmpty: empty,
      onError: empty,
      wrapper: fc.constantFrom(null, 'WITHOUT', 'CONDITIONAL', 'UNCONDITIONAL'),
    }),
    node('json-object', { pairs: some(node('json-pair', { key: expr, value: expr })), onNull }),
    node('json-array', { items: some(expr), onNull }),
    node('json-aggregate', { ...aggregate, key: expr, orderBy: fc.constant([]) }),
    node('json-aggregate', { ...aggregate, key: noCount, orderBy: some(orderItem) }),
  ];
}
