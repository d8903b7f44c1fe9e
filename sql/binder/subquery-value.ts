/** Subqueries as values: left joins behind the columns there are. */
import type { Span } from '../../core/errors.js';
import {
  bigintType,
  booleanType,
  notNull,
  withNullable,
  withoutAttribute,
} from '../../core/types.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import type { Expr } from '../../engine/expr.js';
import { column, literal } from '../../engine/expr.js';
import type { AggregateCall } from '../../engine/nodes.js';
import { buildAggregate } from '../logical/build-aggregate.js';
import { andAll, columnsRead, mapExpr, moveColumns, substitute } from '../logical/expr-tools.js';
import type { Calc, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, join } from '../logical/nodes.js';
import { bindFunction } from './call.js';
import type { BindEnv, PendingSubquery } from './context.js';
import { isGlobalAggregate, overBoth, pullUp } from './correlation.js';
import { unsupported } from './errors.js';
import { byColumns, isByColumns, ownRows } from './outer-rows.js';
import { distinct } from './set-operation.js';
import { equalities, hasFilter, withoutLimit } from './subquery-join.js';

interface Attached {
  readonly node: LogicalNode;
  readonly exprs: readonly (Expr | null)[];
}

/**
 * Joins the subqueries behind the columns of `input`; `$SUB n` in `exprs` reads them. `map`
 * translates outer columns.
 */
export function attachValues(
  input: LogicalNode,
  subqueries: readonly PendingSubquery[],
  exprs: readonly (Expr | null)[],
  env: BindEnv,
  map: (expr: Expr) => Expr,
): Attached {
  let node = input;
  const values = subqueries.map((subquery) => {
    const joined =
      subquery.form === 'scalar'
        ? scalarJoin(node, subquery, env, map)
        : subquery.form === 'exists'
          ? markJoin(node, subquery, env, map)
          : inValue(node, subquery, env, map);
    node = joined.node;
    return joined.value;
  });
  if (node === input) return { node, exprs };
  const replace = (expr: Expr | null): Expr | null =>
    expr === null
      ? null
      : mapExpr(expr, (e) => {
          if (e.kind === 'column') return column(e.index, withoutAttribute(e.type));
          return e.kind === 'call' && e.name === '$SUB' ? values[e.options as number]! : null;
        });
  return { node, exprs: exprs.map(replace) };
}

interface Joined {
  readonly node: LogicalNode;
  readonly value: Expr;
}

/** The outer columns of the predicates, as `map` has them, then joined. */
function leftJoin(
  input: LogicalNode,
  plan: LogicalNode,
  predicates: readonly Expr[],
  extra: readonly Expr[],
  map: (expr: Expr) => Expr,
  span: Span,
): LogicalNode {
  const width = input.output.fields.length;
  const condition = andAll([
    ...predicates.map((p) => mapOuter(overBoth(p, width), width, map)),
    ...extra,
  ]);
  return join(input, plan, 'left', condition, span);
}

/**
 * `overBoth` has put outer columns below `width`; they may mean something else behind a GROUP BY.
 */
function mapOuter(expr: Expr, width: number, map: (expr: Expr) => Expr): Expr {
  return mapExpr(expr, (e) => (e.kind === 'column' ? (e.index < width ? map(e) : e) : null));
}

function scalarJoin(
  input: LogicalNode,
  subquery: PendingSubquery,
  env: BindEnv,
  map: (expr: Expr) => Expr,
): Joined {
  const { node: plan, span } = subquery;
  const width = input.output.fields.length;
  if (isGlobalAggregate(plan) && !hasFilter(plan)) return globalJoin(input, subquery, env, map);
  const pulled = pullUp(byColumns(ownRows(plan, input, span, map), input, span, map), span);
  if (!isByColumns(pulled.predicates))
    throw unsupported('a scalar subquery with this condition on outer columns', span);
  const single = singleValue(pulled.node, subquery);
  const moved = pulled.predicates.map((p) =>
    mapExpr(p, (e) => (e.kind === 'column' ? column(single.keys.indexOf(e.index), e.type) : null)),
  );
  const joined = leftJoin(input, single.node, moved, [], map, span);
  const at = width + single.keys.length;
  return { node: joined, value: column(at, joined.output.fields[at]!.type) };
}

/**
 * Per combination of the correlation columns, the one value there may be; more are a run-time
 * error.
 */
function singleValue(
  node: LogicalNode,
  subquery: PendingSubquery,
): { node: LogicalNode; keys: readonly number[] } {
  const keys = node.output.fields.map((_, i) => i).slice(1);
  if (aggregateFunction('SINGLE_VALUE') === undefined)
    throw unsupported('a scalar subquery that is no aggregate', subquery.span);
  const call: AggregateCall = {
    name: 'SINGLE_VALUE',
    args: [0],
    distinct: false,
    filter: null,
    type: subquery.type,
  };
  return { node: buildAggregate(node, keys, [call], ['$value']), keys };
}

/**
 * An aggregate without keys: joined first, computed behind the join, so that COUNT of nothing is
 * 0.
 */
function globalJoin(
  input: LogicalNode,
  subquery: PendingSubquery,
  env: BindEnv,
  map: (expr: Expr) => Expr,
): Joined {
  const width = input.output.fields.length;
  const { top, aggregate } = splitGlobal(subquery.node);
  const pulled = pullUp(ownRows(aggregate, input, subquery.span, map), subquery.span);
  const joined = leftJoin(input, pulled.node, pulled.predicates, [], map, subquery.span);
  const place = { session: env.session, span: subquery.span };
  const calls = aggregate.output.fields.map((field, i): Expr => {
    const value = column(width + i, withNullable(withoutAttribute(field.type), true));
    return field.type.nullable || field.type.id !== 'bigint'
      ? value
      : bindFunction('COALESCE', [value, literal(0n, notNull(bigintType))], place);
  });
  return { node: joined, value: { ...substitute(top, calls), type: subquery.type } };
}

function splitGlobal(node: LogicalNode): { readonly top: Expr; readonly aggregate: LogicalNode } {
  if (node.kind !== 'calc') return { top: columnsOf(node.output)[0]!, aggregate: node };
  const inner = splitGlobalCalc(node);
  return { top: inner.projections[0]!, aggregate: inner.aggregate };
}

function splitGlobalCalc(node: Calc): {
  readonly projections: readonly Expr[];
  readonly aggregate: LogicalNode;
} {
  if (node.input.kind !== 'calc') return { projections: node.projections, aggregate: node.input };
  const inner = splitGlobalCalc(node.input);
  return {
    projections: node.projections.map((p) => substitute(p, inner.projections)),
    aggregate: inner.aggregate,
  };
}

/** EXISTS as a value: the distinct correlation columns with a mark. */
function markJoin(
  input: LogicalNode,
  subquery: PendingSubquery,
  env: BindEnv,
  map: (expr: Expr) => Expr,
): Joined {
  const { span } = subquery;
  const plan = ownRows(withoutLimit(subquery.node), input, span, map);
  const pulled = pullUp(byColumns(plan, input, span, map), span);
  const visible = subquery.node.output.fields.length;
  if (!isByColumns(pulled.predicates))
    throw unsupported('EXISTS as a value with this condition', subquery.span);
  const used = new Set<number>();
  const predicates = pulled.predicates.map((p) =>
    mapExpr(p, (e) => {
      if (e.kind === 'column') used.add(e.index);
      return null;
    }),
  );
  const keys = [...used].sort((a, b) => a - b);
  const mark = marked(pulled.node, keys);
  const moved = predicates.map((p) =>
    mapExpr(p, (e) => (e.kind === 'column' ? column(keys.indexOf(e.index), e.type) : null)),
  );
  const joined = leftJoin(input, mark, moved, [], map, subquery.span);
  const at = input.output.fields.length + keys.length;
  const place = { session: env.session, span: subquery.span };
  const found = column(at, joined.output.fields[at]!.type);
  return {
    node: joined,
    value: bindFunction(visible < 0 ? 'IS NULL' : 'IS NOT NULL', [found], place),
  };
}

/** Distinct values of `keys`, then TRUE. */
function marked(node: LogicalNode, keys: readonly number[]): LogicalNode {
  const fields = node.output.fields;
  const yes = literal(true, notNull(booleanType));
  return distinct(
    calc(
      node,
      null,
      [...keys.map((k) => column(k, fields[k]!.type)), yes],
      [...keys.map((k) => fields[k]!.name), '$found'],
    ),
  );
}

/**
 * x IN (query) as a value: found, else NULL where x or a row of the query is NULL and there are
 * rows, else FALSE.
 */
function inValue(
  input: LogicalNode,
  subquery: PendingSubquery,
  env: BindEnv,
  map: (expr: Expr) => Expr,
): Joined {
  const { operands, span } = subquery;
  if (operands.length !== 1) throw unsupported('a row-wise IN as a value', span);
  const own = ownRows(subquery.node, input, span, map);
  const { node: plan, predicates } = pullUp(byColumns(own, input, span, map), span);
  if (!isByColumns(predicates))
    throw unsupported('IN as a value with this condition on outer columns', span);
  const keys = columnsRead(predicates);
  const over = (first: number): readonly Expr[] =>
    predicates.map((p) => moveColumns(p, (c) => first + keys.indexOf(c)));
  const place = { session: env.session, span };
  const count = (args: readonly number[]): AggregateCall => ({
    name: 'COUNT',
    args,
    distinct: false,
    filter: null,
    type: notNull(bigintType),
  });
  const counts = buildAggregate(plan, keys, [count([]), count([0])], ['$rows', '$known']);
  const counted = leftJoin(input, counts, over(0), [], map, span);
  const width = counted.output.fields.length;
  const operand = operands[0]!;
  const equal = equalities([operand], plan, width, env, span);
  const mark = marked(plan, [0, ...keys.filter((key) => key > 0)]);
  const joined = leftJoin(counted, mark, over(keys[0] === 0 ? 0 : 1), equal, map, span);
  const zero = literal(0n, notNull(bigintType));
  const [rows, known] = [2, 1].map((back) =>
    bindFunction(
      'COALESCE',
      [column(width - back, joined.output.fields[width - back]!.type), zero],
      place,
    ),
  );
  const foundAt = joined.output.fields.length - 1;
  const found = column(foundAt, joined.output.fields[foundAt]!.type);
  const no = literal(false, notNull(booleanType));
  const value = bindFunction(
    'CASE',
    [
      bindFunction('=', [rows!, zero], place),
      no,
      bindFunction('IS NOT NULL', [found], place),
      literal(true, notNull(booleanType)),
      bindFunction(
        'OR',
        [bindFunction('IS NULL', [operand], place), bindFunction('<', [known!, rows!], place)],
        place,
      ),
      literal(null, booleanType),
      no,
    ],
    place,
  );
  return { node: joined, value: { ...value, type: subquery.type } };
}
