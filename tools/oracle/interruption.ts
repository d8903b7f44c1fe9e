/**
 * What happens to the jobs of one attempt at a case: a stop with a checkpoint, or a crash after
 * one.
 */
import type { JobHandle } from '../../api/job-handle.js';

/** One job of the script is interrupted: the `job`-th that starts. */
export class Interruption {
  readonly #job: number;
  readonly #checkpointAt: number;
  readonly #endAt: number;
  readonly #how: 'stop' | 'crash';
  #started = -1;
  #watched: JobHandle | null = null;
  #checkpointed = false;
  #ended = false;

  private constructor(job: number, checkpointAt: number, endAt: number, how: 'stop' | 'crash') {
    this.#job = job;
    this.#checkpointAt = checkpointAt;
    this.#endAt = endAt;
    this.#how = how;
  }

  /** Job number `job` is stopped with a checkpoint once it has polled `rows` rows. */
  static stop(job: number, rows: number): Interruption {
    return new Interruption(job, Infinity, rows, 'stop');
  }
  /**
   * Job number `job` is asked for a checkpoint at `checkpointAt` rows and killed at `endAt` rows.
   */
  static crash(job: number, checkpointAt: number, endAt: number): Interruption {
    return new Interruption(job, checkpointAt, endAt, 'crash');
  }

  watch(job: JobHandle): void {
    this.#started++;
    this.#watched = this.#started === this.#job ? job : null;
  }
  jobEnded(): void {
    this.#watched = null;
  }

  /** Called after every poll with the rows polled so far by the running job. */
  polled(rows: number): void | Promise<void> {
    const job = this.#watched;
    if (job === null || this.#ended) return;
    if (rows >= this.#endAt) {
      this.#ended = true;
      const end = this.#how === 'stop' ? job.stop() : job.cancel();
      end.catch(() => undefined);
      return;
    }
    if (rows >= this.#checkpointAt && !this.#checkpointed) {
      this.#checkpointed = true;
      job.checkpoint().catch(() => undefined); // the crash may come first
    }
  }
}
