/** Event time and the clock that windows are laid on. */
import { timeZone } from '../../../core/time-zone.js';
import type { TimeZone } from '../../../core/time-zone.js';

/**
 * Windows over TIMESTAMP lie on event time itself, over TIMESTAMP_LTZ on the local clock of a
 * zone: their bounds are local ms. Watermarks are always event time.
 */
export class WindowClock {
  readonly #zone: TimeZone | null;
  /** Windows stay open for that long behind their end. */
  readonly graceMs: number;

  constructor(zoneName: string | null, graceMs = 0) {
    this.graceMs = graceMs;
    const zone = zoneName === null ? null : timeZone(zoneName);
    this.#zone = zone === null || zone.isUtc ? null : zone;
  }

  /** Clock time of an event time. */
  fromEvent(ms: number): number {
    return this.#zone === null ? ms : this.#zone.toLocalMs(ms);
  }

  /**
   * The watermark at which a window that ends at `end` closes: end - 1 ms, the second time the
   * clock shows it if it does so twice, + grace. Never falls as `end` grows.
   */
  closes(end: number): number {
    return this.graceMs + (this.#zone === null ? end - 1 : this.#zone.lastUtcMs(end - 1));
  }

  /** window_time of a window that ends at `end`: event time of end - 1 ms, the first of two. */
  windowTime(end: number): number {
    return this.#zone === null ? end - 1 : this.#zone.toUtcMs(end - 1);
  }
}
