/**
 * Functions that a program adds to a session. A plan holds their names only; planner and runtime
 * look them up in `SessionFacts.functions`, which a job keeps as it was when the job started.
 */
import type { Column, Value } from '../../../core/batch.js';
import type { Field } from '../../../core/types.js';
import type { AggregateFunction } from '../../aggregates/aggregate.js';
import type { SessionFacts } from '../../expr.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction } from '../function.js';
import { findFunction } from '../registry.js';

/** Immutable; keys are upper case. */
export type UserFunctions = ReadonlyMap<string, UserFunction>;

export type UserFunction = UserScalar | UserAsync | UserAggregate | UserTable;

interface Described {
  readonly name: string;
  /** For people: `F(a, b) -> type`. */
  readonly signature?: string;
}

export interface UserScalar extends Described {
  readonly kind: 'scalar';
  /** Its kernel's last argument is the number of the row in its batch (see `takesRow`). */
  readonly scalar: ScalarFunction;
  /**
   * Computes a whole batch: dense columns of the arguments' types -> a dense column of
   * `site.type` with `rowCount` rows. Null: row by row only.
   */
  readonly vectorized:
    ((site: CallSite) => (columns: readonly Column[], rowCount: number) => Column) | null;
}

export interface UserAsync extends Described {
  readonly kind: 'async';
  /** Types only; it has no kernel. */
  readonly scalar: ScalarFunction;
  /** Calls that may be under way at a time, in all jobs together. */
  readonly concurrency: number;
  /**
   * Asks once more where the definition says so; settles at its timeout at the latest, and soon
   * after `stop` (its answer counts no more then).
   */
  invoke(
    site: CallSite,
    stop: AbortSignal,
  ): (args: readonly Value[], row: number) => Promise<Value>;
}

export interface UserAggregate extends Described {
  readonly kind: 'aggregate';
  readonly aggregate: AggregateFunction;
  /** Can two accumulators become one (hopping, cumulating and session windows)? */
  readonly isMergeable: boolean;
}

/** Rows for a row: LATERAL TABLE(f(x)). */
export interface UserTable extends Described {
  readonly kind: 'table';
  readonly isDeterministic: boolean;
  /** Types the arguments are cast to and the columns that come out. Must not throw. */
  resolve(args: readonly ArgumentFacts[]): TableSignature | Refusal;
  /** Boxed argument values -> boxed rows, in order. Throws DataError FUNCTION_FAILED. */
  rows(site: CallSite): (args: readonly Value[], row: number) => Iterable<readonly Value[]>;
}
export interface TableSignature {
  readonly args: ScalarArgs;
  readonly fields: readonly Field[];
}
type ScalarArgs = readonly Column['type'][];

/** The session's function of that name, whatever the case; undefined when there is none. */
export function userFunction(name: string, session: SessionFacts): UserFunction | undefined {
  return session.functions?.get(name.toUpperCase());
}

/** Scalar function of that name: the engine's own, or one of the session (async ones included). */
export function scalarFunction(name: string, session: SessionFacts): ScalarFunction | undefined {
  const own = findFunction(name);
  if (own !== undefined) return own;
  const found = userFunction(name, session);
  return found?.kind === 'scalar' || found?.kind === 'async' ? found.scalar : undefined;
}
