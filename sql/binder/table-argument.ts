/** A table as an argument: TABLE t [PARTITION BY ...], or a query in parentheses. */
import type * as Ast from '../ast/expr.js';
import type { LogicalNode } from '../logical/nodes.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { bindFrom } from './from.js';
import { bindQuery } from './query.js';
import type { Scope } from './scope.js';

export function tableArgument(
  arg: Ast.Argument | undefined,
  env: BindEnv,
  parent: Scope | null,
  node: Ast.CallExpr,
): { readonly node: LogicalNode; readonly partition: readonly number[] } {
  if (arg?.kind === 'subquery') return { node: bindQuery(arg.query, env, parent), partition: [] };
  if (arg?.kind !== 'table-arg') throw invalid('a table is needed: TABLE name', (arg ?? node).span);
  if (arg.orderBy.length > 0)
    throw unsupported('ORDER BY of a table argument', arg.orderBy[0]!.span);
  const from = bindFrom(arg.table, env, parent);
  const ctx = exprContext(env, { ...from.scope, parent: null }, 'PARTITION BY');
  const partition = arg.partitionBy.map((expr) => {
    const bound = bindExpr(expr, ctx);
    if (bound.kind !== 'column') throw invalid('PARTITION BY takes columns here', expr.span);
    return bound.index;
  });
  return { node: from.node, partition };
}
