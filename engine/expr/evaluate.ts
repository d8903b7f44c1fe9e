/**
 * Row-at-a-time evaluation by walking the tree: the oracle that compiled expressions must equal,
 * and
 * the folder of constants. Slow on purpose: every call builds its kernel anew.
 */
import { assert } from '../../core/assert.js';
import type { Value } from '../../core/batch.js';
import { EngineBug } from '../../core/errors.js';
import type { CallExpr, Expr, SessionFacts } from '../expr.js';
import { scalarFunction } from '../functions/user/user-functions.js';
import { callSite } from './call-site.js';

/** Value of `expr` for a row of boxed values. Throws DataError where the row cannot be computed. */
export function evaluate(expr: Expr, row: readonly Value[], session: SessionFacts): Value {
  if (expr.kind === 'column') return row[expr.index]!;
  if (expr.kind === 'literal') return expr.value;
  const fn = scalarFunction(expr.name, session);
  assert(fn !== undefined, `no function ${expr.name}`);
  if (fn.nulls === 'lazy') return evaluateLazy(expr, row, session);
  const args = expr.args.map((arg) => evaluate(arg, row, session));
  if (fn.nulls === 'strict' && args.includes(null)) return null;
  const kernel = fn.kernel!(callSite(expr, session)) as (...values: Value[]) => Value;
  return kernel(...args);
}

function evaluateLazy(expr: CallExpr, row: readonly Value[], session: SessionFacts): Value {
  const { args } = expr;
  switch (expr.name) {
    case 'AND':
      return evaluateChain(args, row, session, false);
    case 'OR':
      return evaluateChain(args, row, session, true);
    case 'CASE':
    case 'IF':
      return evaluateCase(args, row, session);
    case 'COALESCE':
    case 'IFNULL':
      return evaluateCoalesce(args, row, session);
    default:
      throw new EngineBug(`no lazy form ${expr.name}`);
  }
}

/** AND stops at the first FALSE, OR at the first TRUE; NULL does not stop. */
function evaluateChain(
  args: readonly Expr[],
  row: readonly Value[],
  session: SessionFacts,
  stop: boolean,
): Value {
  let isNull = false;
  for (const arg of args) {
    const value = evaluate(arg, row, session);
    if (value === stop) return stop;
    if (value === null) isNull = true;
  }
  return isNull ? null : !stop;
}

/** when1, then1, when2, then2, ..., else. */
function evaluateCase(args: readonly Expr[], row: readonly Value[], session: SessionFacts): Value {
  for (let i = 0; i + 1 < args.length; i += 2) {
    if (evaluate(args[i]!, row, session) === true) return evaluate(args[i + 1]!, row, session);
  }
  return args.length % 2 === 1 ? evaluate(args.at(-1)!, row, session) : null;
}

function evaluateCoalesce(
  args: readonly Expr[],
  row: readonly Value[],
  session: SessionFacts,
): Value {
  for (const arg of args) {
    const value = evaluate(arg, row, session);
    if (value !== null) return value;
  }
  return null;
}
