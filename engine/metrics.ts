/**
 * What a job tells about itself while it runs and at its end. Snapshots: plain data, no live
 * references. Counters are of one attempt, as Flink's are: no checkpoint holds them, a start from
 * one and a restart after a failure count from 0 again.
 */

export interface OperatorMetricsSnapshot {
  /** Node id in the plan, its uid and kind ('source', 'windowAggregate', ...). */
  readonly id: number;
  readonly uid: string;
  readonly kind: string;
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** Rows dropped because they were late. */
  readonly lateRows: number;
  readonly windowsEmitted: number;
  /** Retractions of rows that were never added. */
  readonly unmatchedRetractions: number;
  /** Approximate bytes of keyed state held in memory. */
  readonly stateBytes: number;
  /** Time spent in the operator itself, consumers not counted. */
  readonly busyMs: number;
  /**
   * Event time its output has reached, ms; null before the first watermark, Infinity at the end.
   */
  readonly watermark: number | null;
}

export interface CheckpointMetrics {
  readonly epoch: number;
  /** From the barrier to the last commit. */
  readonly durationMs: number;
  /** How long no row flowed. */
  readonly pauseMs: number;
  /** Written by this checkpoint; `totalBytes` counts all files it refers to. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
}

export interface JobMetrics {
  readonly elapsedMs: number;
  /** Rows read from sources since this run began (after a restore it counts on from 0). */
  readonly rowsIn: number;
  /** Over about the last second; over the whole run once the job has ended. */
  readonly rowsPerSecond: number;
  /** Least watermark of the sinks' inputs; null before the first, Infinity at the end. */
  readonly watermark: number | null;
  readonly windowsEmitted: number;
  readonly lateRows: number;
  readonly lastCheckpoint: CheckpointMetrics | null;
  readonly checkpointsCompleted: number;
  /** Bytes that all of them wrote. */
  readonly checkpointBytes: number;
  /** Longest time in which no row flowed at one of them. */
  readonly checkpointPauseMaxMs: number;
  readonly checkpointsAbandoned: number;
  /** In-process restarts after a failure. */
  readonly restarts: number;
  /** Fraction of the bounded input read, 0..1; null = unknown. */
  readonly progress: number | null;
  readonly operators: readonly OperatorMetricsSnapshot[];
}

/** Rate over the time since the last sample that is at least `windowMs` old. */
export class RateMeter {
  readonly #windowMs: number;
  #fromMs: number;
  #fromCount = 0;
  #rate = 0;

  constructor(startMs: number, windowMs = 1000) {
    this.#fromMs = startMs;
    this.#windowMs = windowMs;
  }

  /** Per second; `count` is a running total. Until the first window is over: since the start. */
  sample(nowMs: number, count: number): number {
    const elapsedMs = nowMs - this.#fromMs;
    if (elapsedMs <= 0) return this.#rate;
    const rate = ((count - this.#fromCount) * 1000) / elapsedMs;
    if (elapsedMs < this.#windowMs) return this.#rate === 0 ? rate : this.#rate;
    this.#rate = rate;
    this.#fromMs = nowMs;
    this.#fromCount = count;
    return rate;
  }
}
