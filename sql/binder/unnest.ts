/** UNNEST of arrays, maps and multisets: the engine's table function of that name. */
import type * as Ast from '../ast/query.js';
import { exprContext, type BindEnv } from './context.js';
import { unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import type { From } from './from.js';
import type { Scope } from './scope.js';
import { correlateJoin } from './user-table.js';

export function unnestJoin(
  left: From,
  ref: Ast.Join,
  unnest: Ast.UnnestTable,
  env: BindEnv,
  parent: Scope | null,
): From {
  const { operands, ordinality, alias, span } = unnest;
  if (operands.length !== 1) throw unsupported('UNNEST of several collections', span);
  const ctx = exprContext(env, { ...left.scope, parent }, 'UNNEST');
  const call = {
    name: ordinality ? 'UNNEST WITH ORDINALITY' : 'UNNEST',
    args: [bindExpr(operands[0]!, ctx)],
    alias,
    span,
  };
  return correlateJoin(left, ref, call, env, parent);
}
