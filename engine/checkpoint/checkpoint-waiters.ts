/** Who asked for a checkpoint and has not heard of it yet. */
import type { CheckpointMetrics } from '../metrics.js';

/** One request. */
export interface Waiter {
  /** Directory of a savepoint, or null. */
  readonly savepoint: string | null;
  readonly resolve: (checkpoint: CheckpointMetrics) => void;
  readonly reject: (error: Error) => void;
}

/** A request is answered by the first checkpoint whose barrier comes after it. */
export class CheckpointWaiters {
  #running: Waiter[] = [];
  #waiting: Waiter[] = [];

  add(waiter: Waiter): void {
    this.#waiting.push(waiter);
  }

  /** A barrier is injected: it serves all who asked before. */
  begin(): void {
    this.#running.push(...this.#waiting);
    this.#waiting = [];
  }

  /** Hands every savepoint directory of the running checkpoint to `write`; who fails is told. */
  async writeSavepoints(write: (dir: string) => Promise<void>): Promise<void> {
    const kept: Waiter[] = [];
    for (const waiter of this.#running) {
      try {
        if (waiter.savepoint !== null) await write(waiter.savepoint);
        kept.push(waiter);
      } catch (error) {
        waiter.reject(error as Error);
      }
    }
    this.#running = kept;
  }

  complete(checkpoint: CheckpointMetrics): void {
    const done = this.#running;
    this.#running = [];
    for (const waiter of done) waiter.resolve(checkpoint);
  }

  /** The running checkpoint is abandoned and will be tried again. */
  requeue(): void {
    this.#waiting.unshift(...this.#running);
    this.#running = [];
  }

  rejectRunning(error: Error): void {
    const failed = this.#running;
    this.#running = [];
    for (const waiter of failed) waiter.reject(error);
  }

  rejectAll(error: Error): void {
    this.begin();
    this.rejectRunning(error);
  }
}
