/** When a failed job is started again: Flink's restart strategies. */
import type { Random } from '../../core/env.js';
import type { RestartStrategy } from '../job-options.js';

export class RestartBackoff {
  readonly #strategy: RestartStrategy;
  readonly #random: Random;
  #restarts = 0;
  #backoffMs = 0;
  #lastMs = -Infinity;
  /** failureRate: monotonic times of the failures in the interval. */
  #failures: number[] = [];

  constructor(strategy: RestartStrategy, random: Random) {
    this.#strategy = strategy;
    this.#random = random;
  }

  /** ms to wait before the next start after a failure at `nowMs` (monotonic); null = give up. */
  next(nowMs: number): number | null {
    const strategy = this.#strategy;
    switch (strategy.kind) {
      case 'none':
        return null;
      case 'fixedDelay':
        return this.#restarts++ < strategy.attempts ? strategy.delayMs : null;
      case 'failureRate':
        return this.#byRate(strategy, nowMs);
      default:
        return this.#exponential(strategy, nowMs);
    }
  }

  #byRate(strategy: RestartStrategy & { kind: 'failureRate' }, nowMs: number): number | null {
    this.#failures = this.#failures.filter((atMs) => atMs > nowMs - strategy.intervalMs);
    this.#failures.push(nowMs);
    return this.#failures.length <= strategy.failuresMax ? strategy.delayMs : null;
  }

  #exponential(
    strategy: RestartStrategy & { kind: 'exponentialDelay' },
    nowMs: number,
  ): number | null {
    if (nowMs - this.#lastMs >= strategy.resetMs) {
      this.#restarts = 0;
      this.#backoffMs = strategy.initialMs;
    }
    if (this.#restarts++ >= strategy.attempts) return null;
    const jitter = strategy.jitter * (2 * this.#random.next() - 1);
    const delayMs = Math.min(strategy.maxMs, this.#backoffMs * (1 + jitter));
    this.#backoffMs = Math.min(strategy.maxMs, this.#backoffMs * strategy.multiplier);
    this.#lastMs = nowMs + delayMs;
    return delayMs;
  }
}
