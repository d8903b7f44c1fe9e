/** Calc over calc becomes one; calcs that change nothing go; calcs over constants are computed. */
import type { Value } from '../../core/batch.js';
import type { Expr } from '../../engine/expr.js';
import { literal } from '../../engine/expr.js';
import { evaluate } from '../../engine/expr/evaluate.js';
import { userCall } from '../../engine/functions/user/user-call.js';
import { DataError } from '../../core/errors.js';
import { sameType } from '../../core/types.js';
import {
  andAll,
  conjuncts,
  isDeterministic,
  isLiteral,
  someExpr,
  substitute,
  visitExpr,
} from '../logical/expr-tools.js';
import type { Calc, LogicalNode, ValuesRows } from '../logical/nodes.js';
import type { Rewrite, RewriteContext } from './context.js';
import { bottomUp } from './context.js';

export const mergeCalcs: Rewrite = {
  name: 'merge-calcs',
  apply: (root, ctx) => bottomUp(root, (node) => (node.kind === 'calc' ? merged(node, ctx) : node)),
};

/** Not after scans were shared: it would tell them apart again. */
export const absorbPaths: Rewrite = {
  name: 'absorb-paths',
  apply: (root) => bottomUp(root, (node) => (node.kind === 'calc' ? absorbed(node) : node)),
};

function absorbed(node: Calc): LogicalNode {
  const { input } = node;
  if (input.kind !== 'scan' || node.filter !== null || !node.projections.every(isPath)) return node;
  return {
    ...input,
    columns: node.projections.map((p) => substitute(p, input.columns)),
    output: node.output,
  };
}

function merged(node: Calc, ctx: RewriteContext): LogicalNode {
  const { input } = node;
  if (conjuncts(node.filter).some((term) => isLiteral(term, false) || isLiteral(term, null))) {
    return { kind: 'values', rows: [], output: node.output };
  }
  if (isIdentity(node)) return input;
  if (input.kind === 'calc' && canMerge(node, input)) {
    const over = (expr: Expr): Expr => substitute(expr, input.projections);
    const filter = andAll([...conjuncts(input.filter), ...conjuncts(node.filter).map(over)]);
    return merged(
      { ...node, input: input.input, filter, projections: node.projections.map(over) },
      ctx,
    );
  }
  return input.kind === 'values' ? evaluated(node, input, ctx) : node;
}

function isIdentity(node: Calc): boolean {
  const fields = node.input.output.fields;
  return (
    node.filter === null &&
    node.projections.length === fields.length &&
    node.projections.every(
      (p, i) =>
        p.kind === 'column' &&
        p.index === i &&
        sameType(p.type, fields[i]!.type) &&
        attributeOf(p) === attributeOf(fields[i]!),
    )
  );
}

function attributeOf(typed: { readonly type: Expr['type'] }): string | undefined {
  return 'attribute' in typed.type ? typed.type.attribute : undefined;
}

/** A column, or fields of a column. */
export function isPath(expr: Expr): boolean {
  return (
    expr.kind === 'column' ||
    (expr.kind === 'call' && expr.name === 'FIELD' && isPath(expr.args[0]!))
  );
}

/** Merging must not compute an expression twice, nor change how often a random one is asked. */
function canMerge(outer: Calc, inner: Calc): boolean {
  const uses = Array.from(inner.projections, () => 0);
  for (const expr of [outer.filter, ...outer.projections]) {
    if (expr !== null)
      visitExpr(expr, (e) => {
        if (e.kind === 'column') uses[e.index]!++;
      });
  }
  return inner.projections.every((p, i) => {
    if (p.kind !== 'call' || isPath(p)) return true;
    return (
      uses[i] === 0 ||
      (uses[i] === 1 && (isDeterministic(p) || (outer.filter === null && inner.filter === null)))
    );
  });
}

function evaluated(node: Calc, input: ValuesRows, ctx: RewriteContext): LogicalNode {
  const exprs = [node.filter, ...node.projections];
  const isConstant = (e: Expr | null): boolean =>
    e === null || (isDeterministic(e) && !someExpr(e, (part) => userCall(part) !== null));
  if (input.rows.length > 1000 || !exprs.every(isConstant)) return node;
  try {
    const computed = (expr: Expr, row: readonly Expr[]): Value =>
      evaluate(substitute(expr, row), [], ctx.session);
    const kept = input.rows
      .map((row) => row.map((value, i) => literal(value, input.output.fields[i]!.type)))
      .filter((row) => node.filter === null || computed(node.filter, row) === true);
    const rows = kept.map((row) => node.projections.map((p) => computed(p, row)));
    return { kind: 'values', rows, output: node.output };
  } catch (error) {
    if (error instanceof DataError) return node; // fails when the row is reached
    throw error;
  }
}
