/**
 * What a connector is. Connectors live in `connectors/`, one file each; the planner and the runtime
 * see only
 * this. Delivery: a source is replayable when `restore(offset)` gives the same rows again.
 */
import type { Batch } from '../core/batch.js';
import type { Env } from '../core/env.js';
import type { JsonValue } from '../core/json.js';
import type { DataType, Schema } from '../core/types.js';
import type { ChangelogMode, Overwrite } from './nodes.js';

export type Poll =
  | { readonly kind: 'batch'; readonly batch: Batch } // watermarks null; 1..rowsMax rows
  /**
   * Nothing now; `ready` resolves when polling again makes sense (data, or a timer of the source).
   */
  | { readonly kind: 'idle'; readonly ready: Promise<void> }
  | { readonly kind: 'end' };

export interface Source {
  /**
   * Seek so that the next poll returns the first row after `offset`; null = from the start. First
   * call made.
   */
  restore(offset: JsonValue | null): Promise<void>;
  /**
   * At most `rowsMax` rows. Batches must be cut so that `offset()` is exact for any cut (batch size
   * 1 included).
   */
  poll(rowsMax: number): Poll | Promise<Poll>;
  /** Offset just after the last polled row. Synchronous: read at the barrier. */
  offset(): JsonValue;
  /** The checkpoint holding `offset` is durable. */
  acknowledge(offset: JsonValue): Promise<void>;
  close(): Promise<void>;
  /** Total rows or bytes when known, for progress: fraction read so far, 0..1; null = unknown. */
  progress?(): number | null;
}

/** What phase one made durable but invisible: enough to finish or undo it after a crash. */
export type Committable = JsonValue;

export interface Sink {
  /**
   * Finish `pending` (their checkpoint is durable) and undo everything newer. Called on every
   * start, with an
   * empty list on a first one. `epoch`: the checkpoint restored, null on a first start. What was
   * committed
   * for a later epoch must go, too: that happens when a damaged checkpoint was passed over.
   */
  restore(pending: readonly Committable[], epoch: number | null): Promise<void>;
  /** May buffer; a returned promise is back-pressure and is awaited before the next poll. */
  write(batch: Batch): void | Promise<void>;
  /**
   * Phase 1, at the barrier: synchronous cut of what was written so far, then durable when it
   * resolves. `isFinal`: the input has ended, no row comes any more (it may be asked again).
   */
  prepare(epoch: number, isFinal?: boolean): Promise<Committable | null>; // null = nothing written
  /** Phase 2, after the manifest is durable; idempotent, retried. */
  commit(committable: Committable): Promise<void>;
  close(): Promise<void>;
}

export interface OptionSpec {
  readonly name: string; // may contain one '*' wildcard segment, e.g. 'fields.*.min'
  readonly doc: string;
  readonly required?: boolean;
  readonly default?: string;
}

export interface TableContext {
  readonly env: Env;
  readonly table: string;
  /** Validated, defaults not filled in. */
  readonly options: Readonly<Record<string, string>>;
  /** Relative paths are below this folder. */
  readonly baseDir: string;
  readonly sessionTimeZone: string;
}
export interface SourceContext extends TableContext {
  readonly physical: Schema;
  /**
   * Wanted values: paths of names from the physical columns, e.g. ['bid', 'price']; output column
   * i.
   */
  readonly projection: readonly (readonly string[])[];
  /** Types of the projected values, then of the metadata columns. */
  readonly output: Schema;
  readonly metadata: readonly string[];
  readonly partitionKeys: readonly string[];
}
export interface SinkContext extends TableContext {
  readonly schema: Schema;
  readonly partitionKeys: readonly string[];
  readonly primaryKey: readonly string[];
  readonly inputMode: ChangelogMode;
  /** INSERT OVERWRITE; null adds rows. Only for connectors whose `sinkFacts` say so. */
  readonly overwrite: Overwrite | null;
  /** Stable over restarts of one job, unique between jobs and statements: names staged files. */
  readonly sinkId: string;
}

/** What the planner wants to know of a table before anything runs. */
export interface SourceFacts {
  readonly bounded: boolean;
  readonly replayable: boolean;
  readonly changelog: ChangelogMode;
  /** For reading small bounded tables first; null = unknown. */
  readonly estimatedBytes: number | null;
}
export interface SinkFacts {
  readonly delivery: 'exactly-once' | 'at-least-once' | 'at-most-once';
  readonly acceptsRetractions: boolean;
  /**
   * Someone may see each change, so that all are sent, not the net changes of each batch. Default
   * true.
   */
  readonly recordsChanges?: boolean;
  /** Takes INSERT OVERWRITE. */
  readonly overwrites?: boolean;
}

export interface ConnectorSpec {
  readonly name: string; // WITH ('connector' = '<name>')
  readonly doc: string;
  readonly options: readonly OptionSpec[];
  /** Options of formats and the like, chosen by other options ('format' = 'csv' adds 'csv.*'). */
  extraOptions?(options: Readonly<Record<string, string>>): readonly OptionSpec[];
  /** Metadata columns a source offers. */
  readonly metadata?: Readonly<Record<string, DataType>>;
  /**
   * Throws ConnectorError on bad values or combinations (unknown names are refused by the caller).
   */
  sourceFacts?(context: TableContext, physical: Schema): SourceFacts | Promise<SourceFacts>;
  /** Rows of a bounded source where that can be known without reading them; null = unknown. */
  estimatedRows?(context: TableContext, physical: Schema): number | null | Promise<number | null>;
  sinkFacts?(context: TableContext): SinkFacts;
  source?(context: SourceContext): Source;
  sink?(context: SinkContext): Sink;
}

export interface ConnectorRegistry {
  get(name: string): ConnectorSpec | undefined;
  names(): readonly string[];
}
