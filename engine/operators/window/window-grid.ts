/**
 * Window arithmetic, all in ms on the window clock. Windows are [start, end). A row belongs to
 * one slice; every window is a run of whole slices. Negative times round down.
 */
import { assert } from '../../../core/assert.js';
import type { WindowSpec } from '../../nodes.js';

export type GridSpec = Pick<WindowSpec, 'kind' | 'sizeMs' | 'slideMs' | 'offsetMs'>;

/** The windows of one TUMBLE, HOP or CUMULATE; see the header. */
export class WindowGrid {
  readonly sizeMs: number;
  /** From one window end to the next one that shares rows with it. */
  readonly stepMs: number;
  readonly sliceMs: number;
  readonly isCumulate: boolean;
  /** Some window starts here. */
  readonly #origin: number;

  /** kind tumble, hop or cumulate. */
  constructor(spec: GridSpec) {
    assert(spec.kind !== 'session', 'sessions have no grid');
    this.sizeMs = spec.sizeMs;
    this.stepMs = spec.kind === 'tumble' ? spec.sizeMs : spec.slideMs;
    this.sliceMs = gcd(this.sizeMs, this.stepMs);
    this.isCumulate = spec.kind === 'cumulate';
    this.#origin = spec.offsetMs;
  }

  /** Is a window one slice, and a slice one window? */
  get isTumble(): boolean {
    return this.sliceMs === this.sizeMs && this.stepMs === this.sizeMs;
  }

  /** End of the slice that holds `time`. */
  sliceEnd(time: number): number {
    return this.#floor(time, this.sliceMs) + this.sliceMs;
  }

  /**
   * End of the first window that contains the slice; above `lastEnd` when none does (hops with
   * gaps).
   */
  firstEnd(sliceEnd: number): number {
    if (this.isCumulate) return sliceEnd;
    return -this.#floor(-(sliceEnd - this.sizeMs), this.stepMs, -this.#origin) + this.sizeMs;
  }

  /** End of the last window that contains the slice. */
  lastEnd(sliceEnd: number): number {
    const start = sliceEnd - this.sliceMs;
    return this.#floor(start, this.isCumulate ? this.sizeMs : this.stepMs) + this.sizeMs;
  }

  /** Start of the window that ends at `end`. */
  startOf(end: number): number {
    return this.isCumulate ? this.#floor(end - this.sliceMs, this.sizeMs) : end - this.sizeMs;
  }

  #floor(time: number, step: number, origin = this.#origin): number {
    return Math.floor((time - origin) / step) * step + origin;
  }
}

/** Greatest common divisor of two positive integers. */
function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
