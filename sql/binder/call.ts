/** Calls of scalar functions: overloads, implicit casts, constant folding. */
import type { Value } from '../../core/batch.js';
import type { Span } from '../../core/errors.js';
import { DataError, SqlError } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';
import type { DataType } from '../../core/types.js';
import { formatType, sameType, withNullable, withoutAttribute } from '../../core/types.js';
import { evaluate } from '../../engine/expr/evaluate.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import { call, literal } from '../../engine/expr.js';
import { canCast } from '../../engine/functions/cast/cast-rules.js';
import type { ArgumentFacts, ScalarFunction } from '../../engine/functions/function.js';
import { userCall } from '../../engine/functions/user/user-call.js';
import { scalarFunction, userFunction } from '../../engine/functions/user/user-functions.js';
import { isDeterministic } from '../logical/expr-tools.js';
import { unsupported } from './errors.js';

/** What folding and resolving need to know, and where the call stands. */
export interface CallPlace {
  readonly session: SessionFacts;
  readonly span: Span;
}

export function argumentFacts(args: readonly Expr[]): ArgumentFacts[] {
  return args.map((arg) => ({
    type: withoutAttribute(arg.type),
    literal: arg.kind === 'literal' ? arg.value : undefined,
  }));
}

/**
 * The call of function `name` with casts put around the arguments; folded when all are constants.
 * Throws SQL_UNSUPPORTED for a name the engine lacks, SQL_INVALID_ARGUMENTS for types it refuses.
 */
export function bindFunction(
  name: string,
  args: readonly Expr[],
  place: CallPlace,
  options?: JsonValue,
): Expr {
  const fn = scalarFunction(name, place.session);
  if (fn === undefined) throw unsupported(name, place.span);
  const signature = fn.resolve(argumentFacts(args), options);
  if ('refused' in signature)
    throw refused(fn.name, args, signature.refused, place.span, signature.hint);
  const casted = args.map((arg, i) => castTo(arg, signature.args[i] ?? arg.type, place.session));
  return fold(
    call(fn.name, casted, signature.type, userOptions(name, fn, place.session) ?? options),
    place.session,
  );
}

/** The mark of a user function's call; undefined for the engine's own. */
function userOptions(
  name: string,
  fn: ScalarFunction,
  session: SessionFacts,
): JsonValue | undefined {
  const user = userFunction(name, session);
  if ((user?.kind !== 'scalar' && user?.kind !== 'async') || user.scalar !== fn) return undefined;
  return { user: user.kind, volatile: user.kind === 'async' || fn.deterministic === false };
}

export function refused(
  name: string,
  args: readonly Expr[],
  why: string,
  span: Span,
  hint?: string,
): SqlError {
  const types = args.map((arg) => formatType(arg.type)).join(', ');
  return new SqlError('SQL_INVALID_ARGUMENTS', {
    message: `${name}(${types}): ${why}`,
    span,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** `expr` as `type`; its nullability stays its own. No cast when the types agree. */
export function castTo(expr: Expr, type: DataType, session: SessionFacts): Expr {
  const target = withNullable(withoutAttribute(type), expr.type.nullable);
  if (expr.kind === 'literal' && expr.value === null)
    return literal(null, withNullable(target, true));
  if (sameType(withoutAttribute(expr.type), target) || target.id === 'null') return expr;
  return fold(call('CAST', [expr], target), session);
}

/** A cast somebody wrote. The time attribute is lost even when the type stays. */
export function explicitCast(expr: Expr, type: DataType, safe: boolean, place: CallPlace): Expr {
  const target = withNullable(type, safe || expr.type.nullable);
  if (expr.kind === 'literal' && expr.value === null)
    return literal(null, withNullable(type, true));
  const from = withoutAttribute(expr.type);
  if (!canCast(from, type)) {
    throw new SqlError('SQL_INVALID_CAST', {
      message: `no cast from ${formatType(expr.type)} to ${formatType(type)}`,
      span: place.span,
    });
  }
  if (sameType(from, withNullable(target, from.nullable)) && (!safe || from.nullable)) {
    return { ...expr, type: from };
  }
  return fold(call(safe ? 'TRY_CAST' : 'CAST', [expr], target), place.session);
}

/**
 * The constant an expression without columns stands for; the expression itself where that fails.
 */
export function fold(expr: Expr, session: SessionFacts): Expr {
  if (
    expr.kind !== 'call' ||
    !expr.args.every((arg) => arg.kind === 'literal') ||
    !isDeterministic(expr) ||
    userCall(expr) !== null
  )
    return expr;
  const value = foldedValue(expr, session);
  if (value === undefined || (value === null && !expr.type.nullable)) return expr;
  return literal(value, expr.type);
}

function foldedValue(expr: Expr, session: SessionFacts): Value | undefined {
  try {
    return evaluate(expr, [], session);
  } catch (error) {
    if (error instanceof DataError) return undefined; // fails when, and only if, a row gets there
    throw error;
  }
}
