/** Pending window functions -> Over nodes, one per window; each adds its columns. */
import { withoutAttribute } from '../../core/types.js';
import type { Field } from '../../core/types.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { AggregateCall } from '../../engine/nodes.js';
import { exprKey, mapExpr } from '../logical/expr-tools.js';
import type { LogicalNode } from '../logical/nodes.js';
import { calc, columnsOf } from '../logical/nodes.js';
import type { PendingOver } from './context.js';
import { castTo } from './call.js';

/** The node with all window functions computed, and `exprs` reading their columns. */
export function attachOvers(
  input: LogicalNode,
  overs: readonly PendingOver[],
  exprs: readonly (Expr | null)[],
  session: SessionFacts,
): { readonly node: LogicalNode; readonly exprs: readonly (Expr | null)[] } {
  if (overs.length === 0) return { node: input, exprs };
  const places: number[] = [];
  let node = input;
  for (const group of groupByWindow(overs)) {
    const first = overs[group[0]!]!;
    const columns = columnsOf(node.output);
    const names = node.output.fields.map((f) => f.name);
    const place = (expr: Expr): number => {
      const known = columns.findIndex((other) => exprKey(other) === exprKey(expr));
      if (known >= 0) return known;
      names.push(`$w${columns.length}`);
      return columns.push(expr) - 1;
    };
    const partition = first.partition.map(place);
    const order = first.order.map((k) => ({
      column: place(k.expr),
      ascending: k.ascending,
      nullsFirst: k.nullsFirst,
    }));
    const calls = group.map((i): AggregateCall => overCall(overs[i]!, place, session));
    const pre =
      columns.length === node.output.fields.length ? node : calc(node, null, columns, names);
    const fields: Field[] = calls.map((c, i) => ({ name: `$o${i}`, type: c.type }));
    group.forEach((i, at) => {
      places[i] = pre.output.fields.length + at;
    });
    node = {
      kind: 'over',
      input: pre,
      partition,
      order,
      frame: first.frame,
      calls,
      span: first.span,
      output: { fields: [...pre.output.fields, ...fields] },
    };
  }
  const replace = (expr: Expr | null): Expr | null =>
    expr === null
      ? null
      : mapExpr(expr, (e) =>
          e.kind === 'call' && e.name === '$OVER'
            ? column(places[e.options as number]!, e.type)
            : null,
        );
  return { node, exprs: exprs.map(replace) };
}

function overCall(
  over: PendingOver,
  place: (expr: Expr) => number,
  session: SessionFacts,
): AggregateCall {
  const cast = (arg: Expr, i: number): Expr =>
    (over.name === 'LAG' || over.name === 'LEAD') && i === 2
      ? castTo(arg, over.type, session)
      : arg;
  return {
    name: over.name,
    args: over.args.map((arg, i) => place(cast(arg, i))),
    ...(over.constants.length === 0 ? {} : { constants: over.constants }),
    distinct: over.distinct,
    filter: null,
    type: withoutAttribute(over.type),
  };
}

function groupByWindow(overs: readonly PendingOver[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  overs.forEach((over, i) => {
    const key = JSON.stringify([
      over.partition.map(exprKey),
      over.order.map((k) => [exprKey(k.expr), k.ascending, k.nullsFirst]),
      over.frame,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()];
}
