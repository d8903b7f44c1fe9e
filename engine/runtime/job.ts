/** A job: runs its plan, and restarts it from the last checkpoint after failures that may pass. */
import { assert } from '../../core/assert.js';
import { MillraceError } from '../../core/errors.js';
import { readJobOptions } from '../job-options.js';
import type { JobOptions } from '../job-options.js';
import type { JobMetrics } from '../metrics.js';
import { RateMeter } from '../metrics.js';
import { forgetState } from '../state/forget-state.js';
import { startExecution } from './execution.js';
import type { Execution, ExecutionEnd } from './execution.js';
import { jobMetrics } from './job-metrics.js';
import type { CheckpointSummary, Job, JobEnd, JobSpec, RestoredFrom } from './job-spec.js';
import { recoverJob } from './recover-job.js';
import type { RecoverOptions, Recovery } from './recover-job.js';
import { RestartBackoff } from './restart-backoff.js';
import { savedPlan } from './saved-job.js';

/** How finely a wait between restarts listens to cancel and stop. */
const WAIT_STEP_MS = 50;

/**
 * Restores the job (or prepares a first start); `run` starts it. Throws what reading options,
 * choosing
 * the checkpoint, making and restoring tasks throws; `spec.backend` is the caller's to close then.
 */
export async function createJob(spec: JobSpec): Promise<Job> {
  const options = readJobOptions(spec.options);
  const recover: RecoverOptions = {
    allowChangedPlan: spec.allowChangedPlan === true || options.ignoreUnclaimedState,
    savepoint: spec.savepoint ?? options.savepointPath,
  };
  const recovery = await recoverJob(spec, recover);
  if (recovery.change !== null) {
    spec.env.log.write('warn', `job ${spec.name} is restored under a changed plan`, {
      ...recovery.change,
    });
  }
  const execution = await startExecution(spec, options, recovery);
  return new RunningJob(spec, options, recover, recovery, execution);
}

class RunningJob implements Job {
  readonly restored: RestoredFrom | null;
  readonly #spec: JobSpec;
  readonly #options: JobOptions;
  readonly #recover: RecoverOptions;
  readonly #backoff: RestartBackoff;
  readonly #rate: RateMeter;
  #execution: Execution;
  #running: Promise<JobEnd> | null = null;
  #restarts = 0;
  #isStopping = false;
  #isCancelled = false;
  /** A checkpoint of this process is durable: it comes before the savepoint we began with. */
  #hasCheckpointed = false;
  #startMs: number;
  #endMs: number | null = null;

  constructor(
    spec: JobSpec,
    options: JobOptions,
    recover: RecoverOptions,
    recovery: Recovery,
    execution: Execution,
  ) {
    this.#spec = spec;
    this.#options = options;
    this.#recover = recover;
    this.#execution = execution;
    this.#backoff = new RestartBackoff(options.restart, spec.env.random);
    this.#startMs = spec.env.clock.monotonicMs();
    this.#rate = new RateMeter(this.#startMs);
    const { manifest, passedOver } = recovery;
    this.restored =
      manifest === null
        ? null
        : {
            epoch: manifest.epoch,
            finished: recovery.change === null && savedPlan(manifest).isFinished,
            passedOver,
          };
  }

  run(): Promise<JobEnd> {
    assert(this.#running === null, 'a job runs once');
    this.#startMs = this.#spec.env.clock.monotonicMs();
    this.#running = this.#runToEnd();
    return this.#running;
  }

  async checkpoint(): Promise<CheckpointSummary> {
    return this.#execution.coordinator.request(false, null);
  }

  async savepoint(dir: string): Promise<CheckpointSummary> {
    return this.#execution.coordinator.request(false, dir);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    // Its failure, if any, is the failure of the run.
    this.#execution.coordinator.request(true, null).catch(() => undefined);
    await this.#running;
  }

  async cancel(): Promise<void> {
    this.#isCancelled = true;
    this.#execution.cancel();
    if (this.#running !== null) await this.#running;
    else await this.#close();
  }

  metrics(): JobMetrics {
    const nowMs = this.#endMs ?? this.#spec.env.clock.monotonicMs();
    const elapsedMs = nowMs - this.#startMs;
    const rows = this.#execution.rowsIn;
    const isOver = this.#endMs !== null && elapsedMs > 0;
    const rowsPerSecond = isOver ? (rows * 1000) / elapsedMs : this.#rate.sample(nowMs, rows);
    return jobMetrics(this.#execution, { elapsedMs, rowsPerSecond, restarts: this.#restarts });
  }

  async #runToEnd(): Promise<JobEnd> {
    try {
      return await this.#runWithRestarts();
    } finally {
      this.#endMs = this.#spec.env.clock.monotonicMs();
      await this.#spec.backend.close();
    }
  }

  async #runWithRestarts(): Promise<JobEnd> {
    let isOpen = true;
    while (true) {
      try {
        if (!isOpen) await this.#restart();
        isOpen = true;
        const end = await this.#execution.run();
        await this.#execution.close();
        return jobEnd(end);
      } catch (error) {
        if (isOpen) await this.#execution.close();
        isOpen = false;
        this.#hasCheckpointed ||= this.#execution.coordinator.completed.count > 0;
        const delayMs = this.#delayAfter(error);
        if (delayMs === null) throw error;
        const message = error instanceof Error ? error.message : String(error);
        this.#spec.env.log.write(
          'warn',
          `job ${this.#spec.name} failed, restarts in ${delayMs} ms: ${message}`,
        );
        if (!(await this.#wait(delayMs))) return this.#endWhileWaiting();
      }
    }
  }

  /** null: the failure is final. */
  #delayAfter(error: unknown): number | null {
    const mayPass = error instanceof MillraceError && error.blame === 'environment';
    if (!mayPass || this.#isStopping || this.#isCancelled) return null;
    // Rows handed to the program, and commits nobody remembers, cannot be taken back.
    if (this.#spec.plan.nodes.some((node) => node.kind === 'collect')) return null;
    if (this.#spec.store === null && this.#hasCheckpointed) return null;
    return this.#backoff.next(this.#spec.env.clock.monotonicMs());
  }

  /** False when stop or cancel came first. */
  async #wait(delayMs: number): Promise<boolean> {
    const { clock } = this.#spec.env;
    const untilMs = clock.monotonicMs() + delayMs;
    while (!this.#isStopping && !this.#isCancelled) {
      const leftMs = untilMs - clock.monotonicMs();
      if (leftMs <= 0) return true;
      await clock.sleep(Math.min(WAIT_STEP_MS, leftMs));
    }
    return false;
  }

  #endWhileWaiting(): JobEnd {
    if (this.#isCancelled) return { kind: 'cancelled' };
    return { kind: 'stopped', epoch: this.#execution.coordinator.durable };
  }

  async #restart(): Promise<void> {
    this.#restarts++;
    const savepoint = this.#hasCheckpointed ? null : this.#recover.savepoint;
    const recovery = await recoverJob(this.#spec, { ...this.#recover, savepoint });
    if (recovery.manifest === null) {
      await forgetState(this.#spec.backend);
    }
    this.#execution = await startExecution(this.#spec, this.#options, recovery);
    if (this.#isCancelled) this.#execution.cancel();
  }

  async #close(): Promise<void> {
    await this.#execution.close();
    await this.#spec.backend.close();
  }
}

function jobEnd(end: ExecutionEnd): JobEnd {
  return end.kind === 'stopped' ? { kind: 'stopped', epoch: end.epoch } : { kind: end.kind };
}
