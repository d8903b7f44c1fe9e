/**
 * One entry is one SQL aggregate function. Accumulators are typed fields of a KeyedTable (or of
 * the global group), so that updating a batch is a loop over typed arrays.
 */
import type { Column, Value } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';
import type { JsonValue } from '../../core/json.js';
import type { ArgumentFacts, Refusal, Signature } from '../functions/function.js';
import type { StateField } from '../state/state.js';
import type { Accumulators } from './accumulators.js';
import type { RowSteps } from './each-row.js';

export interface AggregateFunction {
  readonly name: string; // canonical, upper case: 'COUNT', 'SUM'
  readonly aliases?: readonly string[];
  readonly doc: string;
  readonly syntax: string;
  /** Types the arguments must be cast to and the result type. COUNT(*) has no arguments. */
  resolve(args: readonly ArgumentFacts[], options: JsonValue | undefined): Signature | Refusal;
  /**
   * The result is NULL when no row reached the function: the binder makes the type nullable for a
   * global group and with FILTER. Default false.
   */
  readonly nullWhenEmpty?: boolean;
  /** The same, and the type is made nullable with FILTER only. Default false. */
  readonly nullWhenFiltered?: boolean;
  /**
   * Positions of the arguments that must be literals; they become `AggregateCall.constants`, in
   * order.
   */
  readonly literalArgs?: readonly number[];
  /** false: refuses retracting input. Default true. */
  readonly retractable?: boolean;
  create(site: AggregateSite): Aggregator;
}
export interface AggregateSite {
  /** Types of the column arguments (constants are not among them). */
  readonly args: readonly DataType[];
  readonly constants: readonly Value[];
  readonly type: DataType;
  /** Input may retract: MIN/MAX must keep all values, AVG its count, ... */
  readonly retracting: boolean;
  readonly options: JsonValue | undefined;
}
/** Stateless code over accumulators; fields are numbered from `base` in the table. */
export interface Aggregator {
  readonly fields: readonly StateField[];
  /**
   * Folds `count` rows in: row i is physical row rows[i] of `args`, into slot slots[i], added
   * when signs === null or signs[i] > 0, else taken away. The caller has touched the slots, and
   * filtered.
   */
  update(
    table: Accumulators,
    base: number,
    args: readonly Column[],
    rows: Int32Array,
    slots: Int32Array,
    count: number,
    signs: Int8Array | null,
  ): void;
  /**
   * Adds accumulator from[i] of `other` (same fields, same base) into slot to[i] for i < `count`
   * (slices into windows, session merge). `other` keeps its accumulators and must not share
   * objects with them. The caller has touched the slots of `table`.
   */
  merge(
    table: Accumulators,
    base: number,
    to: Int32Array,
    other: Accumulators,
    from: Int32Array,
    count: number,
  ): void;
  /**
   * Optional kernel for `update` and `results` of one row after the other: appends the slot's
   * result behind each row. Without it CallSet goes row by row through the two.
   */
  updateEach?(
    table: Accumulators,
    base: number,
    args: readonly Column[],
    steps: RowSteps,
    out: ColumnBuilder,
  ): void;
  /** Appends the results of slots[0..count). */
  results(
    table: Accumulators,
    base: number,
    slots: Int32Array,
    count: number,
    out: ColumnBuilder,
  ): void;
}
