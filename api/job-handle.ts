/** A running job as a program holds it. */
import type { PhysicalPlan } from '../engine/nodes.js';
import type { JobMetrics } from '../engine/metrics.js';
import type { CheckpointSummary, Job, JobEnd, RestoredFrom } from '../engine/runtime/job-spec.js';

export class JobHandle {
  readonly name: string;
  readonly plan: PhysicalPlan;
  /** Resolves how the job ended; rejects with the error of a failed job. */
  readonly finished: Promise<JobEnd>;
  readonly #job: Job;

  /** Starts the job. `closed` runs after its end, whatever the end. */
  constructor(
    name: string,
    plan: PhysicalPlan,
    job: Job,
    closed: () => Promise<void>,
    onStart?: (job: JobHandle) => void,
  ) {
    this.name = name;
    this.plan = plan;
    this.#job = job;
    onStart?.(this);
    const alreadyFinished = job.restored?.finished === true;
    this.finished = (alreadyFinished ? endAtOnce(job) : job.run()).finally(closed);
    // The program may look at `finished` late or never; that must not be an unhandled rejection.
    this.finished.catch(() => undefined);
  }

  /** Where the job went on from; null when it began from nothing. */
  get restored(): RestoredFrom | null {
    return this.#job.restored;
  }
  /** Takes a checkpoint now; resolves when it is durable and its sinks are committed. */
  checkpoint(): Promise<CheckpointSummary> {
    return this.#job.checkpoint();
  }
  /** A self-contained checkpoint in `dir` that is never deleted. */
  savepoint(dir: string): Promise<CheckpointSummary> {
    return this.#job.savepoint(dir);
  }
  /** Takes a last checkpoint and ends; a later start goes on from there. */
  async stop(): Promise<void> {
    await this.#job.stop();
    await this.finished;
  }
  /** Ends at once; what was not committed is undone at the next start. */
  async cancel(): Promise<void> {
    await this.#job.cancel();
    await this.finished.catch(() => undefined);
  }
  /** Rows, rates, watermark, checkpoints, and counts per operator. */
  metrics(): JobMetrics {
    return this.#job.metrics();
  }
}

async function endAtOnce(job: Job): Promise<JobEnd> {
  await job.cancel();
  return { kind: 'finished' };
}
