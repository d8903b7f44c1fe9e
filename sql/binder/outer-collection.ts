/** UNNEST of an outer column in a subquery: over the different collections of the outer rows. */
import { booleanType } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { call, column } from '../../engine/expr.js';
import { andAll } from '../logical/expr-tools.js';
import type { Correlate, LogicalNode } from '../logical/nodes.js';
import { calc, inputsOf, withInputs } from '../logical/nodes.js';
import { readsOuter } from './correlation.js';
import { distinct } from './set-operation.js';

/**
 * The subquery with each UNNEST of outer columns as a table of collections and their elements, and
 * a condition on the outer column, which `pullUp` knows what to do with. `input`: the outer rows;
 * `map` has outer columns over it.
 */
export function unnestOuter(
  node: LogicalNode,
  input: LogicalNode,
  map: (expr: Expr) => Expr = (expr) => expr,
): LogicalNode {
  if (node.kind === 'correlate' && isOuterUnnest(node)) return unnested(node, input, map);
  const inputs = inputsOf(node);
  const changed = inputs.map((one) => unnestOuter(one, input, map));
  return changed.every((one, i) => one === inputs[i]) ? node : withInputs(node, changed);
}

/** Over nothing else, and its one argument is a column of the query around. */
function isOuterUnnest(node: Correlate): boolean {
  const [arg] = node.args;
  return (
    /^UNNEST\b/.test(node.function) &&
    node.input.output.fields.length === 0 &&
    arg?.kind === 'call' &&
    arg.name === '$OUTER' &&
    readsOuter(arg)
  );
}

/** A NULL collection has no elements, so that plain equality finds all there is. */
function unnested(node: Correlate, input: LogicalNode, map: (expr: Expr) => Expr): LogicalNode {
  const outer = node.args[0]!;
  const { index } = (outer as Expr & { kind: 'call' }).options as { index: number };
  const collections = distinct(calc(input, null, [map(column(index, outer.type))], ['$all']));
  const key = column(0, collections.output.fields[0]!.type);
  const own = node.output.fields;
  const elements: Correlate = {
    ...node,
    input: collections,
    args: [key],
    output: { fields: [...collections.output.fields, ...own] },
  };
  return calc(
    elements,
    andAll([call('=', [key, outer], booleanType)]),
    own.map((field, i) => column(1 + i, field.type)),
    own.map((field) => field.name),
  );
}
