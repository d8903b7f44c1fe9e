/**
 * Takes the conditions on outer columns out of a subquery, so that it becomes a plain side of a
 * join.
 */
import type { Span } from '../../core/errors.js';
import type { Expr } from '../../engine/expr.js';
import { call, column } from '../../engine/expr.js';
import {
  andAll,
  columnsRead,
  conjuncts,
  mapExpr,
  moveColumns,
  someExpr,
} from '../logical/expr-tools.js';
import type { Calc, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, inputsOf, join, select, withInputs } from '../logical/nodes.js';
import { buildAggregate } from '../logical/build-aggregate.js';
import { unsupported } from './errors.js';

export interface PulledUp {
  /** The subquery without outer columns; columns of the predicates are appended to its own. */
  readonly node: LogicalNode;
  /** Over `node`'s columns and `$OUTER`. */
  readonly predicates: readonly Expr[];
}

function isOuter(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    expr.name === '$OUTER' &&
    (expr.options as { level: number }).level === 1
  );
}
export function readsOuter(expr: Expr): boolean {
  return someExpr(expr, isOuter);
}

function exprsOf(node: LogicalNode): readonly Expr[] {
  if (node.kind === 'calc')
    return node.filter === null ? node.projections : [node.filter, ...node.projections];
  return node.kind === 'join' && node.condition !== null ? [node.condition] : [];
}

export function isCorrelated(node: LogicalNode): boolean {
  return exprsOf(node).some(readsOuter) || inputsOf(node).some(isCorrelated);
}

/** A calc (or none) over an aggregate without keys: always one row, in SQL. */
export function isGlobalAggregate(node: LogicalNode): boolean {
  if (node.kind === 'calc') return isGlobalAggregate(node.input);
  return node.kind === 'aggregate' && node.keys.length === 0;
}

export function pullUp(node: LogicalNode, span: Span): PulledUp {
  if (!isCorrelated(node)) return { node, predicates: [] };
  switch (node.kind) {
    case 'calc':
      return pullUpCalc(node, span);
    case 'aggregate':
      return pullUpAggregate(node, span);
    case 'join':
      return pullUpJoin(node, span);
    case 'topN':
    case 'over':
      return pullUpRanked(node, span);
    default:
      throw unsupported(`a subquery that mentions outer columns below ${node.kind}`, span);
  }
}

function pullUpCalc(node: Calc, span: Span): PulledUp {
  const inner = pullUp(node.input, span);
  if (node.projections.some(readsOuter))
    throw unsupported('an outer column in the select list of a subquery', span);
  const terms = conjuncts(node.filter);
  const predicates = [...inner.predicates, ...terms.filter(readsOuter)];
  const projections = [...node.projections];
  const names = node.output.fields.map((f) => f.name);
  const places = new Map<number, number>();
  for (const c of columnsRead(predicates)) {
    const field = inner.node.output.fields[c]!;
    const known = projections.findIndex((p) => p.kind === 'column' && p.index === c);
    places.set(c, known >= 0 ? known : projections.push(column(c, field.type)) - 1);
    if (known < 0) names.push(`$c${names.length}`);
  }
  const kept = calc(inner.node, andAll(terms.filter((t) => !readsOuter(t))), projections, names);
  return { node: kept, predicates: predicates.map((p) => moveColumns(p, (c) => places.get(c)!)) };
}

/** Equalities with outer columns become further keys. */
function pullUpAggregate(node: LogicalNode & { kind: 'aggregate' }, span: Span): PulledUp {
  const inner = pullUp(node.input, span);
  const columns = columnsOf(inner.node.output);
  const names = inner.node.output.fields.map((f) => f.name);
  const width = node.keys.length;
  const keys = [...node.keys];
  const predicates = inner.predicates.map((predicate) => {
    const sides = equalitySides(predicate);
    if (sides === null)
      throw unsupported('a comparison with an outer column under an aggregate', span);
    names.push(`$k${names.length}`);
    keys.push(columns.push(sides.inner) - 1);
    return { ...sides, at: keys.length - 1, predicate };
  });
  const pre = calc(inner.node, null, columns, names);
  const grouped = buildAggregate(
    pre,
    keys,
    node.calls,
    node.output.fields.slice(width).map((f) => f.name),
  );
  const count = node.calls.length;
  const order = [
    ...node.keys.keys(),
    ...Array.from({ length: count }, (_, i) => keys.length + i),
    ...predicates.map((p) => p.at),
  ];
  return {
    node: select(grouped, order),
    predicates: predicates.map((p, i) =>
      call(p.name, [column(width + count + i, p.inner.type), p.outer], p.predicate.type),
    ),
  };
}

/**
 * Places are counted among the rows of one outer row: what equals its columns is a further
 * partition.
 */
function pullUpRanked(node: LogicalNode & { kind: 'topN' | 'over' }, span: Span): PulledUp {
  const inner = pullUp(node.input, span);
  const width = node.input.output.fields.length;
  const columns = columnsOf(inner.node.output);
  const names = inner.node.output.fields.map((f) => f.name);
  const keys = inner.predicates.map((predicate) => {
    const sides = equalitySides(predicate);
    if (sides === null)
      throw unsupported('a comparison with an outer column under a ranking', span);
    names.push(`$k${names.length}`);
    return { ...sides, at: columns.push(sides.inner) - 1, predicate };
  });
  const pre = calc(inner.node, null, columns, names);
  const added = node.output.fields.slice(width);
  const ranked: LogicalNode = {
    ...node,
    input: pre,
    partition: [...node.partition, ...keys.map((key) => key.at)],
    output: { fields: [...pre.output.fields, ...added] },
  };
  const order = [
    ...Array.from({ length: width }, (_, i) => i),
    ...added.map((_, i) => columns.length + i),
    ...keys.map((key) => key.at),
  ];
  return {
    node: select(ranked, order),
    predicates: keys.map((key, i) =>
      call(
        key.name,
        [column(width + added.length + i, key.inner.type), key.outer],
        key.predicate.type,
      ),
    ),
  };
}

interface EqualitySides {
  readonly name: '=' | 'IS NOT DISTINCT FROM';
  readonly inner: Expr;
  readonly outer: Expr;
}

/** `inner = outer` or the like for NULLs, each side reading one query only. */
export function equalitySides(predicate: Expr): EqualitySides | null {
  if (predicate.kind !== 'call') return null;
  const { name } = predicate;
  if (name !== '=' && name !== 'IS NOT DISTINCT FROM') return null;
  const [a, b] = predicate.args as [Expr, Expr];
  const isInner = (e: Expr): boolean => !readsOuter(e);
  const isPureOuter = (e: Expr): boolean => columnsRead([e]).length === 0;
  if (isInner(a) && readsOuter(b) && isPureOuter(b)) return { name, inner: a, outer: b };
  return isInner(b) && readsOuter(a) && isPureOuter(a) ? { name, inner: b, outer: a } : null;
}

function pullUpJoin(node: LogicalNode & { kind: 'join' }, span: Span): PulledUp {
  if (node.joinType !== 'inner') return pullUpOneSide(node, span);
  const [left, right] = [pullUp(node.left, span), pullUp(node.right, span)];
  const [lw, rw] = [node.left.output.fields.length, node.right.output.fields.length];
  const wide = left.node.output.fields.length;
  const place = (c: number): number => (c < lw ? c : c - lw + wide);
  const terms = conjuncts(node.condition).map((t) => moveColumns(t, place));
  const joined = join(
    left.node,
    right.node,
    'inner',
    andAll(terms.filter((t) => !readsOuter(t))),
    node.span,
  );
  const extraLeft = Array.from({ length: wide - lw }, (_, i) => lw + i);
  const extraRight = Array.from(
    { length: right.node.output.fields.length - rw },
    (_, i) => wide + rw + i,
  );
  const order = [
    ...Array.from({ length: lw + rw }, (_, i) => place(i)),
    ...extraLeft,
    ...extraRight,
  ];
  const back = (c: number): number => order.indexOf(c);
  const predicates = [
    ...left.predicates,
    ...right.predicates.map((p) => moveColumns(p, (c) => c + wide)),
    ...terms.filter(readsOuter),
  ];
  return { node: select(joined, order), predicates: predicates.map((p) => moveColumns(p, back)) };
}

/** Semi and anti joins: the left side may be correlated. */
function pullUpOneSide(node: LogicalNode & { kind: 'join' }, span: Span): PulledUp {
  const isSemi = node.joinType === 'semi' || node.joinType === 'anti';
  const onRight =
    isCorrelated(node.right) || (node.condition !== null && readsOuter(node.condition));
  if (!isSemi || onRight) throw unsupported('an outer column below this join of a subquery', span);
  const left = pullUp(node.left, span);
  const lw = node.left.output.fields.length;
  const wide = left.node.output.fields.length;
  const condition =
    node.condition === null
      ? null
      : moveColumns(node.condition, (c) => (c < lw ? c : c - lw + wide));
  const moved = withInputs(node, [left.node, node.right]) as LogicalNode & { kind: 'join' };
  return { node: { ...moved, condition, output: left.node.output }, predicates: left.predicates };
}

/**
 * A predicate over the subquery and `$OUTER` as one over outer columns, then the subquery's from
 * `width` on.
 */
export function overBoth(predicate: Expr, width: number): Expr {
  return mapExpr(predicate, (e) => {
    if (e.kind === 'column') return column(e.index + width, e.type);
    if (e.kind !== 'call' || e.name !== '$OUTER') return null;
    const { level, index } = e.options as { level: number; index: number };
    return level === 1
      ? column(index, e.type)
      : call('$OUTER', [], e.type, { level: level - 1, index });
  });
}
