/**
 * Typed expressions: what the binder makes and the engine runs. Plain data (printable, hashable).
 * Every node knows its type; arguments are already coerced (the binder inserts CAST calls), so that
 * compiling never fails on types. All operators and special forms are calls of a named function:
 * AND, OR, NOT, CASE, COALESCE, CAST, TRY_CAST, =, +, FIELD, ITEM, ... (see engine/functions).
 */
import type { Value } from '../core/batch.js';
import type { Env } from '../core/env.js';
import type { DataType } from '../core/types.js';
import type { JsonValue } from '../core/json.js';
import type { UserFunctions } from './functions/user/user-functions.js';

export type Expr = ColumnExpr | LiteralExpr | CallExpr;

export interface ColumnExpr {
  readonly kind: 'column';
  readonly index: number; // column of the input batch
  readonly type: DataType;
}
export interface LiteralExpr {
  readonly kind: 'literal';
  readonly value: Value; // boxed form of core/batch.ts for `type`
  readonly type: DataType;
}
export interface CallExpr {
  readonly kind: 'call';
  readonly name: string; // canonical name of a ScalarFunction
  readonly args: readonly Expr[];
  readonly type: DataType;
  /** What is not an argument: time unit, JSON path behaviour, field index, ... */
  readonly options?: JsonValue;
}

/** A column of the input batch. */
export function column(index: number, type: DataType): ColumnExpr {
  return { kind: 'column', index, type };
}
/** A boxed constant of `type`. */
export function literal(value: Value, type: DataType): LiteralExpr {
  return { kind: 'literal', value, type };
}
/** A call of the function with that canonical name; `args` are coerced already. */
export function call(
  name: string,
  args: readonly Expr[],
  type: DataType,
  options?: JsonValue,
): CallExpr {
  return options === undefined
    ? { kind: 'call', name, args, type }
    : { kind: 'call', name, args, type, options };
}

/**
 * Facts about the session that functions may depend on; part of the plan, fixed while a job runs.
 */
export interface SessionFacts {
  /** IANA zone of `table.local-time-zone`, e.g. 'Europe/Berlin' or 'UTC'. */
  readonly timeZone: string;
  /** Clock and chance of the running job, for RAND, CURRENT_TIMESTAMP...; absent while planning. */
  readonly machine?: Pick<Env, 'clock' | 'random'>;
  /** Functions that the program added, by upper-case name; absent = none. */
  readonly functions?: UserFunctions;
}
