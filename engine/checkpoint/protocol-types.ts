/**
 * Vocabulary of the checkpoint protocol (see protocol.ts and docs/CHECKPOINTS.md). All of it is
 * plain data.
 */
import type { Committable } from '../connector.js';

/** What was asked for. One checkpoint may serve several requests: flags are OR-ed. */
export interface CheckpointRequest {
  /** The job ends once the checkpoint is complete (stop, or the end of a bounded input). */
  readonly isLast: boolean;
}

export interface ProtocolConfig {
  /** Every task that reports `aligned` (all but sources), sinks included; not empty. */
  readonly tasks: readonly number[];
  /** Those of `tasks` that are sinks. */
  readonly sinks: readonly number[];
  /** null = only on request. */
  readonly intervalMs: number | null;
  /** Least time between the end of one checkpoint and the start of the next periodic one. */
  readonly minPauseMs: number;
  /** A checkpoint not published after this long is abandoned. */
  readonly timeoutMs: number;
  /** Consecutive abandoned checkpoints that the job survives. */
  readonly tolerableFailures: number;
  /** Completed checkpoints kept; >= 1. */
  readonly retainedCount: number;
  /** Commit is tried this often before the job fails over (which finishes the commit). */
  readonly commitAttemptsMax: number;
  readonly commitRetryMs: number;
}

/** Phase one of a sink succeeded: what has to be committed once a manifest holds it. */
export interface PreparedCommit {
  readonly epoch: number;
  readonly sink: number;
  readonly committable: Committable;
}

export type Phase =
  | 'idle'
  | 'aligning' // barrier injected, waiting for every task
  | 'writing' // frozen; state is written and sinks prepare while rows flow
  | 'snapshotting' // backend links its files
  | 'publishing' // manifest is being written: from here on the outcome may be durable
  | 'committing' // durable; sinks commit
  | 'acknowledging'
  | 'retiring'
  | 'abandoning' // failed before publication; waiting for what is in flight, then discarding
  | 'closed';

export interface ProtocolState {
  readonly phase: Phase;
  /** Of the running checkpoint, else of the last one; 0 before the first. */
  readonly epoch: number;
  /** Newest epoch known to be durable, or null. */
  readonly durable: number | null;
  readonly request: CheckpointRequest;
  readonly queued: CheckpointRequest | null;
  readonly startedMs: number;
  readonly aligning: readonly number[];
  readonly preparing: readonly number[];
  readonly isWriting: boolean;
  readonly isSnapshotting: boolean;
  readonly prepared: readonly PreparedCommit[];
  /** Prepared for epochs that were abandoned: the next manifest holds them too. Oldest first. */
  readonly carried: readonly PreparedCommit[];
  readonly committing: readonly { readonly sink: number; readonly attempt: number }[];
  /** What the newest manifest holds, oldest first. */
  readonly published: readonly PreparedCommit[];
  /** Durable epochs that retention may delete, ascending. */
  readonly retirable: readonly number[];
  readonly failures: number;
  readonly reason: string;
}

/**
 * Everything that may happen. Events of another epoch than the running one are stale and ignored.
 */
export type ProtocolEvent =
  | { readonly kind: 'due' }
  | { readonly kind: 'request'; readonly request: CheckpointRequest }
  | { readonly kind: 'aligned'; readonly epoch: number; readonly task: number }
  | {
      readonly kind: 'prepared';
      readonly epoch: number;
      readonly sink: number;
      readonly committable: Committable | null;
    }
  | {
      readonly kind: 'prepareFailed';
      readonly epoch: number;
      readonly sink: number;
      readonly reason: string;
    }
  | { readonly kind: 'stateWritten'; readonly epoch: number }
  | { readonly kind: 'stateFailed'; readonly epoch: number; readonly reason: string }
  | { readonly kind: 'snapshotTaken'; readonly epoch: number }
  | { readonly kind: 'snapshotFailed'; readonly epoch: number; readonly reason: string }
  | { readonly kind: 'published'; readonly epoch: number }
  | { readonly kind: 'publishFailed'; readonly epoch: number; readonly reason: string }
  | { readonly kind: 'committed'; readonly epoch: number; readonly sink: number }
  | {
      readonly kind: 'commitFailed';
      readonly epoch: number;
      readonly sink: number;
      readonly reason: string;
    }
  | { readonly kind: 'acknowledged'; readonly epoch: number }
  | { readonly kind: 'retired'; readonly epochs: readonly number[] }
  | { readonly kind: 'discarded'; readonly epoch: number }
  | { readonly kind: 'timeout'; readonly epoch: number }
  /** The job fails, is cancelled or crashes: nothing more is done. */
  | { readonly kind: 'close' };

/** To be performed in order; those that answer do so by an event of the epoch. */
export type ProtocolAction =
  | {
      readonly kind: 'arm';
      readonly timer: 'due' | 'timeout';
      readonly epoch: number;
      readonly atMs: number;
    }
  /** Reads the source offsets and sends barriers: answers `aligned` per task. */
  | { readonly kind: 'injectBarrier'; readonly epoch: number }
  /** The sink's cut, synchronous: answers `prepared` or `prepareFailed`. */
  | { readonly kind: 'prepare'; readonly epoch: number; readonly sink: number }
  /** Synchronous: dirty state set aside, scalars and watermarks read. */
  | { readonly kind: 'freeze'; readonly epoch: number }
  /** Aligned (or aborted) tasks go on with what they hold back. */
  | { readonly kind: 'resume'; readonly epoch: number }
  | { readonly kind: 'writeState'; readonly epoch: number }
  | { readonly kind: 'snapshot'; readonly epoch: number }
  | {
      readonly kind: 'publish';
      readonly epoch: number;
      readonly committables: readonly PreparedCommit[];
    }
  | {
      readonly kind: 'commit';
      readonly epoch: number;
      readonly sink: number;
      readonly delayMs: number;
      readonly committables: readonly PreparedCommit[];
    }
  | { readonly kind: 'acknowledge'; readonly epoch: number }
  /** Deletes old checkpoints; answers with those really gone. */
  | { readonly kind: 'retire'; readonly epochs: readonly number[] }
  /** Deletes what an abandoned checkpoint left; always answers `discarded`. */
  | { readonly kind: 'discard'; readonly epoch: number }
  | { readonly kind: 'completed'; readonly epoch: number }
  | { readonly kind: 'abandoned'; readonly epoch: number; readonly reason: string }
  | { readonly kind: 'end'; readonly epoch: number }
  | { readonly kind: 'failJob'; readonly epoch: number; readonly reason: string };

export interface ProtocolStep {
  readonly state: ProtocolState;
  readonly actions: readonly ProtocolAction[];
}
