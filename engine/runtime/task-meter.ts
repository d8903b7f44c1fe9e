/** Counters of one task; read by metrics(), written on the hot path once a batch. */
import type { Clock } from '../../core/env.js';
import type { OperatorMetrics } from '../operator.js';

/** Own time of nested calls: a producer's `process` runs its consumers before it returns. */
export class BusyClock {
  readonly #clock: Clock;
  /** Time spent so far in calls that have ended, whatever their depth. */
  #nestedMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `work` and adds the time that none of the calls inside it took to `meter`. */
  measure(meter: TaskMeter, work: () => void): void {
    const before = this.#nestedMs;
    const start = this.#clock.monotonicMs();
    try {
      work();
    } finally {
      const total = this.#clock.monotonicMs() - start;
      meter.busyMs += total - (this.#nestedMs - before);
      this.#nestedMs = before + total;
    }
  }
}

/** Running totals since the task was made. */
export class TaskMeter implements OperatorMetrics {
  rowsIn = 0;
  late = 0;
  windows = 0;
  unmatched = 0;
  busyMs = 0;

  lateRows(count: number): void {
    this.late += count;
  }
  windowsEmitted(count: number): void {
    this.windows += count;
  }
  unmatchedRetractions(count: number): void {
    this.unmatched += count;
  }
}
