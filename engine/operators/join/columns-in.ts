/** Which columns an expression reads. */
import type { Expr } from '../../expr.js';

/** Column numbers in `expr`, in no order. */
export function columnsIn(expr: Expr, into: Set<number> = new Set()): ReadonlySet<number> {
  if (expr.kind === 'column') into.add(expr.index);
  if (expr.kind === 'call') for (const arg of expr.args) columnsIn(arg, into);
  return into;
}
