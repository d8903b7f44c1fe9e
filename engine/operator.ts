/**
 * Operators own data, Tasks own control. An operator is single-threaded and synchronous: a state
 * miss is
 * read from the backend with a synchronous point read, so `process` never waits.
 */
import type { Batch } from '../core/batch.js';
import type { JsonValue } from '../core/json.js';
import type { Clock, Random } from '../core/env.js';
import type { SessionFacts } from './expr.js';
import type { Schema } from '../core/types.js';
import type { ChangelogMode, PhysicalNode } from './nodes.js';
import type { KeyedTable, RowMultimap, RowMultimapDecl, TableDecl } from './state/state.js';

export interface Collector {
  /**
   * Hands the batch over; it must not be changed afterwards. Runs the consumers before it returns.
   */
  emit(batch: Batch): void;
  /**
   * Announces a watermark downstream before `process` returns: an operator that fires inside a
   * batch (because
   * batch.watermarks crossed a timer) emits what fired, then announces, so consumers see exact
   * order.
   */
  watermark(ms: number): void;
}

/** A small durable value in the manifest (not for per-key state). */
export interface ScalarState<T extends JsonValue> {
  get(): T;
  set(value: T): void;
}

/** What a producer's node says about the rows of one input slot. */
export interface OperatorInput {
  readonly schema: Schema;
  readonly changelog: ChangelogMode;
  /** Rows wait upstream until the watermark passes their event time. Absent: they do not. */
  readonly waits?: boolean;
}

export interface OperatorContext {
  /** By input slot. */
  readonly inputs: readonly OperatorInput[];
  readonly session: SessionFacts;
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: OperatorMetrics;
  table(decl: TableDecl): KeyedTable;
  multimap(decl: RowMultimapDecl): RowMultimap;
  scalar<T extends JsonValue>(name: string, initial: T): ScalarState<T>;
  /** Merged watermark announced so far, also right after a restore; -Infinity before the first. */
  currentWatermark(): number;
}
export interface OperatorMetrics {
  /** Rows dropped because they were late. */
  lateRows(count: number): void;
  /** Windows (or other panes) emitted. */
  windowsEmitted(count: number): void;
  /**
   * Retractions of rows that were never added (a change stream joined half way): they change
   * nothing.
   */
  unmatchedRetractions(count: number): void;
}

export interface Operator {
  /**
   * Rows of time t come out only at a watermark of t + `lagMs` (ms; absent: 0): Task announces that
   * much less, so that they are not late downstream.
   */
  readonly lagMs?: number;
  /**
   * The only start path: state is empty on a first start. May read the backend (enumerate tables).
   */
  restore(): void | Promise<void>;
  /** `batch.watermarks` is already the minimum over all inputs. */
  process(input: number, batch: Batch, out: Collector): void;
  /**
   * The merged watermark rose to `ms` (Infinity at the end of all inputs). Emit what it completes;
   * Task forwards it.
   */
  watermark(ms: number, out: Collector): void;
  /** Input `input` has ended (bounded), before the watermark +Infinity. */
  endInput?(input: number, out: Collector): void;
  /** Barrier: put every transient field that matters into state. Emits nothing. */
  checkpoint(epoch: number): void;
  close(): void;
  /** Processing-time timers: when to be called next (Env clock, ms), Infinity = never. */
  nextTimerMs?(): number;
  timer?(nowMs: number, out: Collector): void;
}

export interface OperatorSpec<N extends PhysicalNode = PhysicalNode> {
  readonly kind: N['kind'];
  /** Attributes for EXPLAIN, in order. */
  explain(node: N): Readonly<Record<string, string>>;
  create(node: N, ctx: OperatorContext): Operator;
}
