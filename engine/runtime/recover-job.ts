/** Finds what a job starts from. The state itself is restored by execution.ts. */
import { CheckpointError } from '../../core/errors.js';
import { damageError, stateDirectory } from '../../storage/checkpoint-files.js';
import { loadSavepoint } from '../../storage/checkpoint-store.js';
import type { CheckpointStore, StoredCheckpoint } from '../../storage/checkpoint-store.js';
import { errorCode, errorText, fileHint } from '../../storage/file-error.js';
import type { CheckpointManifest } from '../../storage/manifest.js';
import { chooseRecoveryPoint } from '../checkpoint/recovery-point.js';
import type { CheckpointCandidate } from '../checkpoint/recovery-point.js';
import { describeChange, planChange } from './changed-plan.js';
import type { PlanChange } from './changed-plan.js';
import type { JobSpec } from './job-spec.js';
import { SAVED_JOB_VERSION, savedPlan } from './saved-job.js';

export interface Recovery {
  /** null: from nothing. */
  readonly manifest: CheckpointManifest | null;
  /** State directory to hand to `StateBackend.restore`; null without a manifest. */
  readonly stateDir: string | null;
  /** Highest epoch number in use. */
  readonly epochMax: number;
  /** Good checkpoints in the store, ascending. */
  readonly retirable: readonly number[];
  readonly passedOver: readonly string[];
  /** null: the same plan. */
  readonly change: PlanChange | null;
}

export interface RecoverOptions {
  readonly allowChangedPlan: boolean;
  /** Directory, or null for the newest checkpoint. */
  readonly savepoint: string | null;
}

/**
 * Chooses and verifies; damaged checkpoints newer than the chosen one are moved aside first, for
 * once
 * sinks have undone what those promised they must never be restored. Throws as chooseRecoveryPoint,
 * and JOB_DIR_FAILED when the disk does not let it look.
 */
export async function recoverJob(spec: JobSpec, options: RecoverOptions): Promise<Recovery> {
  try {
    return await recover(spec, options);
  } catch (error) {
    if (errorCode(error) === undefined || spec.store === null) throw error;
    throw new CheckpointError('JOB_DIR_FAILED', {
      message: `cannot choose a checkpoint in ${spec.store.dir}: ${errorText(error)}`,
      hint: fileHint(error, spec.store.dir),
      cause: error,
    });
  }
}

async function recover(spec: JobSpec, options: RecoverOptions): Promise<Recovery> {
  await spec.store?.collectGarbage();
  const stored = (await spec.store?.list()) ?? [];
  const used = [...stored.map(({ epoch }) => epoch), ...(await setAsideBefore(spec))];
  const epochMax = used.reduce((max, epoch) => Math.max(max, epoch), 0);
  const good = stored.filter(({ damage }) => damage === null).map(({ epoch }) => epoch);
  if (options.savepoint !== null) {
    return fromSavepoint(spec, options, options.savepoint, epochMax, good);
  }
  const nothing: Recovery = {
    manifest: null,
    stateDir: null,
    epochMax,
    retirable: [],
    passedOver: [],
    change: null,
  };
  if (spec.store === null) return nothing;
  const candidates = await examine(spec, spec.store, stored, options.allowChangedPlan);
  const choice = chooseRecoveryPoint(candidates, SAVED_JOB_VERSION);
  if (choice.epoch === null) return nothing;
  await setAside(spec, spec.store, choice.discard, choice.passedOver);
  await makeDurable(spec, spec.store, choice.epoch);
  const manifest = await spec.store.load(choice.epoch);
  return {
    manifest,
    stateDir: stateDirectory(spec.store.checkpointDir(choice.epoch)),
    epochMax,
    retirable: good.filter((epoch) => !choice.discard.includes(epoch)),
    passedOver: choice.passedOver,
    change: planChange(spec.plan, manifest),
  };
}

/** Newest first, down to the first that is whole: older ones need not be read. */
async function examine(
  spec: JobSpec,
  store: CheckpointStore,
  stored: readonly StoredCheckpoint[],
  allowChanged: boolean,
): Promise<CheckpointCandidate[]> {
  const candidates: CheckpointCandidate[] = [];
  for (const found of [...stored].reverse()) {
    const damage = found.damage ?? (await store.verify(found.epoch));
    // Neither an intact checkpoint of another engine version nor one that cannot be read just now
    // is damage to be passed over: its rows may have been shown.
    if (damage?.reason === 'version' || damage?.reason === 'no-access') throw damageError(damage);
    if (damage !== null || found.manifest === null) {
      const text = damage === null ? 'unreadable' : `${damage.file} ${damage.message}`;
      candidates.push({ epoch: found.epoch, damage: text, version: 0, incompatible: null });
      continue;
    }
    const change = planChange(spec.plan, found.manifest);
    candidates.push({
      epoch: found.epoch,
      damage: null,
      version: savedPlan(found.manifest).version,
      incompatible: change === null || allowChanged ? null : describeChange(change),
    });
    break;
  }
  return candidates;
}

/**
 * Whoever published it may have been killed between giving the manifest its name and syncing the
 * folders. Sinks are about to finish its commits: from then on no power cut may lose it.
 */
async function makeDurable(spec: JobSpec, store: CheckpointStore, epoch: number): Promise<void> {
  await spec.env.files.sync(store.checkpointDir(epoch));
  await spec.env.files.sync(store.dir);
}

async function setAside(
  spec: JobSpec,
  store: CheckpointStore,
  epochs: readonly number[],
  reasons: readonly string[],
): Promise<void> {
  const files = spec.env.files;
  for (const [i, epoch] of epochs.entries()) {
    const aside = `${store.dir}/damaged-${epoch}-${spec.env.random.uuid()}`;
    await files.rename(store.checkpointDir(epoch), aside);
    spec.env.log.write('warn', `${reasons[i]}; moved to ${aside}`);
  }
  if (epochs.length > 0) await files.sync(store.dir);
}

/** Epochs of earlier starts that passed over damaged checkpoints: their numbers stay used. */
async function setAsideBefore(spec: JobSpec): Promise<number[]> {
  if (spec.store === null) return [];
  const names = await spec.env.files.list(spec.store.dir);
  return names.flatMap((name) => /^damaged-([0-9]+)-/.exec(name)?.[1] ?? []).map(Number);
}

async function fromSavepoint(
  spec: JobSpec,
  options: RecoverOptions,
  dir: string,
  epochMax: number,
  good: readonly number[],
): Promise<Recovery> {
  const manifest = await loadSavepoint(spec.env.files, dir);
  const change = planChange(spec.plan, manifest);
  if (change !== null && !options.allowChangedPlan) {
    throw new CheckpointError('CHECKPOINT_PLAN_CHANGED', {
      message: `savepoint ${dir} belongs to another plan: ${describeChange(change)}`,
      blame: 'user',
      hint:
        'run the statement it was taken with, or ' +
        "SET 'execution.state-recovery.ignore-unclaimed-state' = 'true' to drop the rest",
    });
  }
  return {
    manifest,
    stateDir: stateDirectory(dir),
    epochMax: Math.max(epochMax, manifest.epoch),
    retirable: good,
    passedOver: [],
    change,
  };
}
