/**
 * Which checkpoint to start from: a pure choice among what is in the job directory. Damage is
 * passed
 * over, newest first; a checkpoint that is whole but of another version or plan is never passed
 * over in
 * silence, and a job that has checkpoints never starts empty by itself.
 */
import { CheckpointError } from '../../core/errors.js';

export interface CheckpointCandidate {
  readonly epoch: number;
  /** What verification found wrong (torn, missing, flipped), or null. */
  readonly damage: string | null;
  /** Format version of the job contents; 0 when damaged. */
  readonly version: number;
  /** Why this plan cannot take its state over, or null. */
  readonly incompatible: string | null;
}

export interface RecoveryChoice {
  /** null: there is no checkpoint, start from nothing. */
  readonly epoch: number | null;
  /**
   * Newer than the chosen one and damaged: to be removed before anything is undone. Newest first.
   */
  readonly discard: readonly number[];
  /** One sentence for each of `discard`. */
  readonly passedOver: readonly string[];
}

/**
 * Newest candidate that verifies. Throws CheckpointError CHECKPOINT_NONE_USABLE (all are damaged),
 * CHECKPOINT_VERSION or CHECKPOINT_PLAN_CHANGED (the newest whole one does not fit).
 */
export function chooseRecoveryPoint(
  candidates: readonly CheckpointCandidate[],
  version: number,
): RecoveryChoice {
  const discard: number[] = [];
  const passedOver: string[] = [];
  const newestFirst = [...candidates].sort((a, b) => b.epoch - a.epoch);
  for (const candidate of newestFirst) {
    if (candidate.damage === null) {
      checkFits(candidate, version);
      return { epoch: candidate.epoch, discard, passedOver };
    }
    discard.push(candidate.epoch);
    passedOver.push(`checkpoint ${candidate.epoch} is damaged: ${candidate.damage}`);
  }
  if (candidates.length === 0) return { epoch: null, discard, passedOver };
  throw new CheckpointError('CHECKPOINT_NONE_USABLE', {
    message: `no checkpoint can be restored: ${passedOver.join('; ')}`,
    hint:
      'repair or restore the job directory from a copy; ' +
      'or delete the directory and the output to start from nothing',
  });
}

function checkFits(candidate: CheckpointCandidate, version: number): void {
  if (candidate.version !== version) {
    throw new CheckpointError('CHECKPOINT_VERSION', {
      message:
        `checkpoint ${candidate.epoch} has format ${candidate.version}, this engine ` +
        `reads format ${version}`,
      hint: 'continue the job with the version of the engine that wrote it',
    });
  }
  if (candidate.incompatible !== null) {
    throw new CheckpointError('CHECKPOINT_PLAN_CHANGED', {
      message: `checkpoint ${candidate.epoch} belongs to another plan: ${candidate.incompatible}`,
      hint:
        'run the statement it was taken with, begin anew (millrace run --fresh), or ' +
        "SET 'execution.state-recovery.ignore-unclaimed-state' = 'true' to drop the rest",
      blame: 'user',
    });
  }
}
