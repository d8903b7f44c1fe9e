/**
 * One entry is one SQL scalar function: name, types, null rule, code, docs and examples.
 * Docs, SHOW FUNCTIONS, REPL help and completion are generated from it; its examples are executed.
 */
import type { Value } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import type { JsonValue } from '../../core/json.js';
import type { SessionFacts } from '../expr.js';

export interface ScalarFunction {
  /** Canonical name: upper case ('UPPER') or the operator's symbol ('+', '||', 'IS NULL'). */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One sentence, for docs and the REPL. */
  readonly doc: string;
  /** For docs, e.g. 'SUBSTRING(text, start [, length])'. */
  readonly syntax: string;
  readonly category: FunctionCategory;
  /**
   * SQL expression and the text of its result (as `CAST(... AS STRING)` prints it, NULL for null).
   */
  readonly examples: readonly (readonly [sql: string, result: string])[];
  /**
   * strict: any NULL argument gives NULL and `kernel` never sees it. handled: `kernel` sees nulls.
   * lazy: a special form the compiler and the evaluator know themselves (AND, OR, CASE, COALESCE,
   * IF...).
   */
  readonly nulls: 'strict' | 'handled' | 'lazy';
  /**
   * false: may differ between calls (RAND, UUID, CURRENT_*). 'with arguments': only without any
   * (UNIX_TIMESTAMP). Default true.
   */
  readonly deterministic?: boolean | 'with arguments';
  /** false: an operator or internal form, not shown by SHOW FUNCTIONS. Default true. */
  readonly listed?: boolean;
  /**
   * Types of the arguments as written -> types they must be cast to and the result type,
   * or a refusal (text that completes "UPPER: ..."). Must not throw.
   */
  resolve(args: readonly ArgumentFacts[], options: JsonValue | undefined): Signature | Refusal;
  /**
   * Per-call-site constant work (compile a pattern, pick by type); the returned function maps boxed
   * argument values to the boxed result. Never null arguments when strict. Absent only when lazy.
   */
  kernel?(site: CallSite): (...args: never[]) => Value;
  /**
   * The compiled kernel gets one more argument: the number of the row in its batch, from 0. It is
   * undefined where a single row is evaluated.
   */
  readonly takesRow?: boolean;
  /**
   * Optional inline JavaScript over argument expressions (non-null when strict), for hot functions.
   * Built from `args` and numbers alone, never from user text. null = use the kernel for these
   * types.
   */
  js?(args: readonly string[], site: CallSite): string | null;
  /**
   * Strict functions of a text in a column, with literals that are not NULL behind it, may work on
   * its bytes: what they give is part of the text (`slicer`), or a number or boolean
   * (`utf8Kernel`). null = use the kernel for these literals.
   */
  slicer?(site: CallSite): TextSlicer | null;
  utf8Kernel?(site: CallSite): Utf8Kernel | null;
  /**
   * Optional, for BIGINT results of at most 32 bits that are never NULL: the kernel without
   * bigints. null = use the kernel for these types.
   */
  intKernel?(site: CallSite): ((...args: never[]) => number) | null;
}

/** A result that is part of a text. */
export interface TextSlicer {
  /** Bytes of the part found last. */
  readonly start: number;
  readonly end: number;
  /** Finds the part of the text bytes[start..end); false when the result is NULL. */
  find(bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Optional: what finds the same part in what begins where the part that `earlier` found ends,
   * where it found one; else it is NULL. null = `earlier` does not help.
   */
  behind?(earlier: TextSlicer): TextSlicer | null;
}
/** Number or boolean of the text bytes[start..end); never NULL. */
export type Utf8Kernel = (bytes: Uint8Array, start: number, end: number) => number | boolean;

export type FunctionCategory =
  | 'comparison'
  | 'logic'
  | 'arithmetic'
  | 'string'
  | 'temporal'
  | 'conditional'
  | 'conversion'
  | 'collection'
  | 'json'
  | 'variant'
  | 'bitmap'
  | 'hash'
  | 'row'
  | 'url'
  | 'system';

export interface ArgumentFacts {
  readonly type: DataType;
  /** Value when the argument is a literal (after folding), else undefined. */
  readonly literal: Value | undefined;
}
export interface Signature {
  readonly args: readonly DataType[];
  readonly type: DataType;
}
export interface Refusal {
  readonly refused: string;
  readonly argument?: number;
  /** What to write instead, where there is more to say than which types fit. */
  readonly hint?: string;
}

export interface CallSite {
  readonly args: readonly DataType[];
  readonly type: DataType;
  /** Values of literal arguments, undefined elsewhere. */
  readonly literals: readonly (Value | undefined)[];
  readonly options: JsonValue | undefined;
  readonly session: SessionFacts;
}
