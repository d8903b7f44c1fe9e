/** The constant facts of one call, for `kernel` and `js` of its function. */
import type { CallExpr, SessionFacts } from '../expr.js';
import type { CallSite } from '../functions/function.js';

/** Facts of `expr` in `session`. */
export function callSite(expr: CallExpr, session: SessionFacts): CallSite {
  return {
    args: expr.args.map((arg) => arg.type),
    type: expr.type,
    literals: expr.args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)),
    options: expr.options,
    session,
  };
}
