/**
 * Subqueries whose conditions on outer columns are no equalities, below an aggregate or a ranking:
 * the different outer rows are joined in below, and what comes out is found by equality.
 */
import type { Span } from '../../core/errors.js';
import { booleanType, notNull } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call, column } from '../../engine/expr.js';
import { andAll, mapExpr, someExpr, visitExpr } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, inputsOf, join, withInputs } from '../logical/nodes.js';
import { equalitySides, isCorrelated, pullUp, readsOuter } from './correlation.js';
import { unnestOuter } from './outer-collection.js';
import { distinct } from './set-operation.js';

/** The subquery as `pullUp` knows it. `input`: the outer rows; `map` has outer columns over it. */
export function ownRows(
  node: LogicalNode,
  input: LogicalNode,
  span: Span,
  map: (expr: Expr) => Expr = (expr) => expr,
): LogicalNode {
  return joinOuterRows(unnestOuter(node, input, map), input, span, map);
}

type Outer = Expr & { readonly kind: 'call' };

/** The subquery with only equalities with outer columns below its aggregates and rankings. */
function joinOuterRows(
  node: LogicalNode,
  input: LogicalNode,
  span: Span,
  map: (expr: Expr) => Expr,
): LogicalNode {
  if (!isCorrelated(node)) return node;
  const inputs = inputsOf(node);
  const changed = inputs.map((one) => joinOuterRows(one, input, span, map));
  const same = changed.every((one, i) => one === inputs[i]);
  const rebuilt = same ? node : withInputs(node, changed);
  const needsEqualities =
    rebuilt.kind === 'aggregate' || rebuilt.kind === 'topN' || rebuilt.kind === 'over';
  if (!needsEqualities) return rebuilt;
  const { base, values } = valuesOf(rebuilt.input);
  const { predicates } = pullUp(base, span);
  if (predicates.every((p) => equalitySides(p) !== null) && !values.some(readsOuter))
    return rebuilt;
  const below = besideOuterRows(rebuilt.input, input, span, map);
  return below === rebuilt.input ? rebuilt : withInputs(rebuilt, [below]);
}

/** The rows of `node` with the conditions `column = outer` alone; unchanged where it has them. */
export function byColumns(
  node: LogicalNode,
  input: LogicalNode,
  span: Span,
  map: (expr: Expr) => Expr,
): LogicalNode {
  const { predicates } = pullUp(node, span);
  return isByColumns(predicates) ? node : besideOuterRows(node, input, span, map);
}

/** Does each of the conditions compare one inner column with outer ones? */
export function isByColumns(predicates: readonly Expr[]): boolean {
  return predicates.every((p) => equalitySides(p)?.inner.kind === 'column');
}

function besideOuterRows(
  node: LogicalNode,
  input: LogicalNode,
  span: Span,
  map: (expr: Expr) => Expr,
): LogicalNode {
  const { base, values } = valuesOf(node);
  const { node: inner, predicates } = pullUp(base, span);
  if ([...predicates, ...values].some(readsFurther)) return node;
  const outer = outerColumns([...predicates, ...values]);
  const places = [...outer.keys()];
  const columns = [...outer].map(([index, { type }]) => map(column(index, type)));
  const rows = distinct(
    calc(
      input,
      null,
      columns,
      columns.map((_, i) => `$o${i}`),
    ),
  );
  const width = inner.output.fields.length;
  const known = (e: Expr): Expr | null =>
    isOuterColumn(e) ? column(width + places.indexOf(indexOf(e)), e.type) : null;
  const on = andAll(predicates.map((p) => mapExpr(p, known)));
  const joined = join(inner, rows, 'inner', on, span);
  const found = [...outer.values()].map((value, i) =>
    call(
      'IS NOT DISTINCT FROM',
      [column(width + i, joined.output.fields[width + i]!.type), value],
      notNull(booleanType),
    ),
  );
  return calc(
    joined,
    andAll(found),
    values.map((value) => mapExpr(value, known)),
    node.output.fields.map((field) => field.name),
  );
}

/** What the node computes of outer columns, taken off it. */
function valuesOf(node: LogicalNode): {
  readonly base: LogicalNode;
  readonly values: readonly Expr[];
} {
  if (node.kind !== 'calc' || !node.projections.some(readsOuter))
    return { base: node, values: columnsOf(node.output) };
  const { input, filter, projections } = node;
  const names = input.output.fields.map((field) => field.name);
  return { base: calc(input, filter, columnsOf(input.output), names), values: projections };
}

/** A query around the one around. */
function readsFurther(expr: Expr): boolean {
  return someExpr(expr, (e) => e.kind === 'call' && e.name === '$OUTER' && !readsOuter(e));
}

function isOuterColumn(expr: Expr): expr is Outer {
  return expr.kind === 'call' && expr.name === '$OUTER';
}

function indexOf(outer: Outer): number {
  return (outer.options as { readonly index: number }).index;
}

/** The outer columns read, by their place in the query around, each as written once. */
function outerColumns(predicates: readonly Expr[]): ReadonlyMap<number, Expr> {
  const found = new Map<number, Expr>();
  for (const predicate of predicates)
    visitExpr(predicate, (e) => {
      if (isOuterColumn(e)) found.set(indexOf(e), e);
    });
  return found;
}
