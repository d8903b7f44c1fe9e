/**
 * Functions as programs write them. Types are SQL type texts ('BIGINT', 'ROW<a INT, b STRING>');
 * values cross as in api/js-value.ts: BIGINT a bigint, DECIMAL, DATE and TIMESTAMP texts, ROW an
 * object. NULL is null, for arguments and results.
 */
import type * as Arrow from 'apache-arrow';
import type { JsValue } from '../js-value.js';

export type FunctionDefinition =
  ScalarDefinition | AsyncDefinition | AggregateDefinition | TableDefinition;

interface Typed {
  /** SQL types of the arguments. NOT NULL refuses arguments that may be NULL. */
  readonly args: readonly string[];
  /** SQL type of the result; of a table function, of its rows. */
  readonly returns: string;
  /** Same arguments, same result? Default true. */
  readonly deterministic?: boolean;
}

/* Parameters take anything on purpose: their types are in `args`, hidden from TypeScript. */
type Values = readonly never[];

/** One value for a row; `vectorized` computes a batch of rows at a time and is preferred. */
export interface ScalarDefinition extends Typed {
  readonly call?: (...args: Values) => unknown;
  /** Arrow vectors, one an argument -> `rowCount` results: an array, a typed array, or a vector. */
  readonly vectorized?: (columns: readonly Arrow.Vector[], rowCount: number) => Results;
}
export type Results = ArrayLike<unknown> | { readonly length: number; get(index: number): unknown };

/** One value for a row, later. Rows stay in order; SELECT and WHERE only. */
export interface AsyncDefinition extends Typed {
  readonly callAsync: (...args: Values) => Promise<unknown>;
  /** Calls under way at a time, over all queries. Default 10. */
  readonly concurrency?: number;
  /** A try that takes longer fails. Default 10000. */
  readonly timeoutMs?: number;
  /** Further tries of a call that failed. Default 0. */
  readonly retries?: number;
  /** Pause before another try; doubles each time, up to a minute. Default 100. */
  readonly retryDelayMs?: number;
}

/**
 * Many rows to one value. `accumulate`, `retract` and `merge` return the new accumulator, or
 * nothing
 * when they changed the one they got.
 */
export interface AggregateDefinition<Accumulator = never> extends Typed {
  /** The accumulator of no rows. */
  create(): unknown;
  accumulate(accumulator: Accumulator, ...args: Values): unknown;
  /** Takes a row away again. Without it, input that retracts is refused. */
  retract?(accumulator: Accumulator, ...args: Values): unknown;
  /**
   * Adds `other` (which is not used afterwards). Hopping, cumulating and session windows need it.
   */
  merge?(accumulator: Accumulator, other: Accumulator): unknown;
  /** Must not change the accumulator. */
  result(accumulator: Accumulator): unknown;
  /** How accumulators are kept in checkpoints. Default: JSON, with bigints. */
  readonly codec?: AccumulatorCodec<Accumulator>;
}
export interface AccumulatorCodec<Accumulator = never> {
  encode(accumulator: Accumulator): string | Uint8Array;
  decode(encoded: string | Uint8Array): unknown;
}

/** Any number of rows for a row. */
export interface TableDefinition extends Typed {
  /** Rows as objects by column name, or as arrays; bare values when `returns` is no ROW. */
  readonly rows: (...args: Values) => Iterable<unknown>;
}

export type { JsValue };
