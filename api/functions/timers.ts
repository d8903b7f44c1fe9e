/** Timers of async calls: a seam, so that tests need no real time. */

export interface Timers {
  /** Calls `run` once after `ms`, unless the returned function is called before. */
  start(ms: number, run: () => void): () => void;
}

/** Longest time a timer of the machine takes, ms: longer ones would fire at once. */
export const TIMER_MS_MAX = 2 ** 31 - 1;

export const realTimers: Timers = {
  start(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
