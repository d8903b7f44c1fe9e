/** NULL without a type as an argument: refused where it can only be a slip, as in Flink. */
import { SqlError } from '../../core/errors.js';
import type * as Ast from '../ast/expr.js';
import { quotedFunctions } from '../catalog/quoted-functions.js';
import type { BindEnv, ExprContext } from './context.js';

/** These are in Flink's catalog of functions, and fail there all the same. */
const FAILS_ON_NULL: ReadonlySet<string> = new Set(['GREATEST', 'LEAST']);

/**
 * Throws SQL_UNTYPED_NULL where a function of the engine's own, or an operator, is given a bare
 * NULL: the result would be NULL whatever the other arguments are. Other dialects allow it.
 */
export function refuseNulls(
  name: string,
  args: readonly (Ast.Expr | Ast.Argument)[],
  ctx: ExprContext,
): void {
  if (!args.some(isNull) || !ownDialect(ctx.env)) return;
  const taken = quotedFunctions.has(name) && !FAILS_ON_NULL.has(name);
  if (taken || isForeign(name, ctx)) return;
  const at = checkedArguments(name, args).find(isNull);
  if (at !== undefined) throw untypedNull(name, at);
}

/** Those that take no type from another argument. */
function checkedArguments<T extends Ast.Expr | Ast.Argument>(
  name: string,
  args: readonly T[],
): readonly T[] {
  if (name === 'NULLIF') return args.slice(0, 1);
  if (name === 'IF') return args.slice(1).every(isNull) ? args : args.slice(0, 1);
  return name === 'COALESCE' && !args.every(isNull) ? [] : args;
}

/** Throws SQL_UNTYPED_NULL where all results of a CASE are NULL. */
export function refuseNullCase(node: Ast.CaseExpr, ctx: ExprContext): void {
  if (!ownDialect(ctx.env)) return;
  const results = node.branches.map((branch) => branch.result);
  if (node.otherwise !== null) results.push(node.otherwise);
  if (results.every(isNull)) throw untypedNull('CASE', results[0]!);
}

/** Throws SQL_UNTYPED_NULL for a key of GROUP BY that is NULL. */
export function refuseNullKey(item: Ast.Expr, ctx: ExprContext): void {
  if (isNull(item) && ownDialect(ctx.env)) throw untypedNull('GROUP BY', item);
}

function isNull(node: Ast.Expr | Ast.Argument): boolean {
  return node.kind === 'null';
}

function ownDialect({ options }: BindEnv): boolean {
  return (options.get('table.sql-dialect') ?? 'default').toLowerCase() === 'default';
}

/** A user's function says itself what NULL means to it. */
function isForeign(name: string, ctx: ExprContext): boolean {
  return ctx.env.session.functions?.has(name) === true;
}

function untypedNull(name: string, node: Ast.Expr | Ast.Argument): SqlError {
  return new SqlError('SQL_UNTYPED_NULL', {
    message: `${name} is given a NULL that has no type`,
    span: node.span,
    hint: 'Say which type is meant: CAST(NULL AS INT), CAST(NULL AS STRING).',
  });
}
