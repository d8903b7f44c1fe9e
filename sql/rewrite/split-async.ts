/** Calls of async functions leave their expressions: a node that waits computes them first. */
import { PlanError } from '../../core/errors.js';
import type { CallExpr, Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import { findFunction } from '../../engine/functions/registry.js';
import { userCall } from '../../engine/functions/user/user-call.js';
import { andAll, conjuncts, someExpr } from '../logical/expr-tools.js';
import type { Calc, LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf, filterOnly } from '../logical/nodes.js';
import type { Rewrite } from './context.js';
import { bottomUp } from './context.js';

/** The last rewrite: the others know nothing of its nodes. */
export const splitAsync: Rewrite = {
  name: 'split-async',
  apply: (root) => bottomUp(root, (node) => (node.kind === 'calc' ? split(node) : node)),
};

export function isAsyncCall(expr: Expr): boolean {
  return userCall(expr)?.user === 'async';
}

function hasAsync(expr: Expr): boolean {
  return someExpr(expr, isAsyncCall);
}

/** Conditions that need no waiting are asked first. */
function split(node: Calc): LogicalNode {
  const terms = conjuncts(node.filter);
  const waiting = terms.filter(hasAsync);
  if (waiting.length === 0 && !node.projections.some(hasAsync)) return node;
  const rest = andAll(terms.filter((term) => !hasAsync(term)));
  const base = rest === null ? node.input : filterOnly(node.input, rest);
  if (waiting.length === 0) {
    const called = callAll(base, node.projections);
    return { ...node, input: called.node, filter: null, projections: called.exprs };
  }
  const called = callAll(base, waiting);
  const fields = node.input.output.fields;
  const passed = calc(
    called.node,
    andAll(called.exprs),
    columnsOf(node.input.output),
    fields.map((field) => field.name),
  );
  return split({ ...node, input: passed, filter: null });
}

/** `exprs` over a node that has the results of their async calls as further columns. */
function callAll(
  base: LogicalNode,
  exprs: readonly Expr[],
): { readonly node: LogicalNode; readonly exprs: readonly Expr[] } {
  let node = base;
  let rest = exprs;
  for (;;) {
    const calls = [...new Set(rest.flatMap(innermost))];
    if (calls.length === 0) return { node, exprs: rest };
    const width = node.output.fields.length;
    const results = calls.map((one, i) => ({ name: `$async${width + i}`, type: one.type }));
    const places = new Map<Expr, Expr>(
      calls.map((one, i) => [one, column(width + i, one.type)] as const),
    );
    node = {
      kind: 'asyncCalls',
      input: node,
      calls: calls.map(({ name, args, type }) => ({ name, args, type })),
      output: { fields: [...node.output.fields, ...results] },
    };
    rest = rest.map((expr) => replaced(expr, places));
  }
}

/** Async calls whose arguments hold none themselves. */
function innermost(expr: Expr): readonly CallExpr[] {
  if (expr.kind !== 'call' || !hasAsync(expr)) return [];
  if (findFunction(expr.name)?.nulls === 'lazy') {
    throw new PlanError('PLAN_ASYNC_IN_BRANCH', {
      message: `an async function cannot be called within ${expr.name}`,
      hint: 'Call it in a subquery, and use its result here.',
    });
  }
  const inner = expr.args.flatMap(innermost);
  return inner.length > 0 ? inner : [expr];
}

function replaced(expr: Expr, places: ReadonlyMap<Expr, Expr>): Expr {
  const place = places.get(expr);
  if (place !== undefined) return place;
  if (expr.kind !== 'call') return expr;
  return { ...expr, args: expr.args.map((arg) => replaced(arg, places)) };
}
