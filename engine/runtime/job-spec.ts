/**
 * What a job is made of and what can be done with it: the meeting point of the runtime (which
 * implements it in
 * job.ts: `createJob(spec): Promise<Job>`) and the api folder. Set by the lead; extend additively.
 */
import type { Batch } from '../../core/batch.js';
import type { Env } from '../../core/env.js';
import type { CheckpointStore } from '../../storage/checkpoint-store.js';
import type { StateBackend } from '../../storage/backend.js';
import type { ConnectorRegistry } from '../connector.js';
import type { SessionFacts } from '../expr.js';
import type { CollectNode, PhysicalPlan } from '../nodes.js';
import type { JobMetrics } from '../metrics.js';

/** Takes the rows of a collect node. */
export interface ResultSink {
  /** A returned promise is back-pressure. */
  write(batch: Batch): void | Promise<void>;
  /** Called at the barrier (synchronously) so that a test can cut its rows there. */
  barrier?(epoch: number): void;
}

export interface JobSpec {
  readonly name: string;
  readonly plan: PhysicalPlan;
  readonly env: Env;
  readonly session: SessionFacts;
  readonly connectors: ConnectorRegistry;
  /** Relative paths of tables are below this folder. */
  readonly baseDir: string;
  /** Working state; empty when given. The job restores into it and closes it. */
  readonly backend: StateBackend;
  /** The backend lies in memory: evicting to it frees none, so no budget holds for the state. */
  readonly staysInMemory?: boolean;
  /** null: nothing survives the process; sinks still commit at the end of the input or at stop. */
  readonly store: CheckpointStore | null;
  /** Session options with Flink's names; parsed by engine/options.ts. */
  readonly options: ReadonlyMap<string, string>;
  /** Rows per polled batch, 1..BATCH_ROWS (default BATCH_ROWS). Never changes results. */
  readonly batchRows?: number;
  collect(node: CollectNode): ResultSink;
  /** Restore although the plan changed: operators without a counterpart start empty. */
  readonly allowChangedPlan?: boolean;
  /** Restore this savepoint directory instead of the newest checkpoint. */
  readonly savepoint?: string;
  /**
   * Test seam: called with the total of rows polled after each poll; may call job methods, wait,
   * throw.
   */
  readonly onPoll?: (rowsIn: number) => void | Promise<void>;
}

export type JobEnd =
  | { readonly kind: 'finished' } // bounded input read to its end, all committed
  // stop(): resumable from that checkpoint
  | { readonly kind: 'stopped'; readonly epoch: number | null }
  | { readonly kind: 'cancelled' };

export interface CheckpointSummary {
  readonly epoch: number;
  readonly durationMs: number;
  readonly pauseMs: number;
  readonly bytes: number; // written by this checkpoint
  readonly totalBytes: number; // of all files it refers to
}

export interface RestoredFrom {
  readonly epoch: number;
  // that checkpoint was the last of a finished job: nothing is left to do
  readonly finished: boolean;
  /** One line for each checkpoint passed over as damaged or incompatible. */
  readonly passedOver: readonly string[];
}

export interface Job {
  /** Set after createJob: what it starts from; null = from nothing. */
  readonly restored: RestoredFrom | null;
  /**
   * Starts the loop (once); resolves at the end, rejects with the labelled error of a failed job.
   */
  run(): Promise<JobEnd>;
  /** Resolves when the checkpoint is durable and its sinks are committed. */
  checkpoint(): Promise<CheckpointSummary>;
  /** A checkpoint into `dir` that is never retired. */
  savepoint(dir: string): Promise<CheckpointSummary>;
  /** Checkpoint, commit, end. Open windows do not fire. Resolves when run() has. */
  stop(): Promise<void>;
  /** Ends now, without a checkpoint; what is not committed is undone at the next start. */
  cancel(): Promise<void>;
  metrics(): JobMetrics;
}
