/** A constant as the text it has in a partition's folder name. */
import { valueFormatter } from '../../core/value-text.js';
import type { Expr } from '../ast/expr.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid } from './errors.js';
import { bindExpr } from './expression.js';
import { emptyScope } from './scope.js';

export function constantText(node: Expr, env: BindEnv): string {
  const expr = bindExpr(node, exprContext(env, emptyScope, 'a constant'));
  if (expr.kind !== 'literal') throw invalid('a constant is needed', node.span);
  return expr.value === null ? '__DEFAULT_PARTITION__' : valueFormatter(expr.type)(expr.value);
}
