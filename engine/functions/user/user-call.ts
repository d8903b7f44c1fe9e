/** What the plan says about calls of user functions, without the functions at hand. */
import type { JsonValue } from '../../../core/json.js';
import type { Expr } from '../../expr.js';
import { findFunction } from '../registry.js';

/** Options of such calls. `volatile`: may differ between calls. */
export interface UserCallOptions {
  readonly user: 'scalar' | 'async';
  readonly volatile: boolean;
}

/** Options of a user function's call; null for every other expression. */
export function userCall(expr: Expr): UserCallOptions | null {
  if (expr.kind !== 'call') return null;
  const options = expr.options as { readonly [key: string]: JsonValue } | undefined | null;
  return typeof options === 'object' && options !== null && 'user' in options
    ? (options as unknown as UserCallOptions)
    : null;
}

/** Does the function of this call (arguments aside) give other answers at other times? */
export function isVolatileCall(expr: Expr): boolean {
  if (expr.kind !== 'call') return false;
  const deterministic = findFunction(expr.name)?.deterministic;
  if (deterministic === 'with arguments') return expr.args.length === 0;
  return deterministic === false || userCall(expr)?.volatile === true;
}
