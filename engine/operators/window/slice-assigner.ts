/**
 * Which slice a row goes into, and whether it is late. The answer for the last row is kept: most
 * rows go into the slice of the row before.
 */
import type { WindowClock } from './window-clock.js';
import type { WindowGrid } from './window-grid.js';

export class SliceAssigner {
  /**
   * null for windows that rows carry: a row's time is the end of its window, on the window
   * clock.
   */
  readonly grid: WindowGrid | null;
  readonly #clock: WindowClock;
  readonly #known = new Set<number>();
  /** Event times [from, to) get the answer below; empty when there is none. */
  from = 0;
  to = 0;
  /** Does some window of the row still take it? If so it goes into slice `bound`. */
  isOpen = false;
  /** Has some window of the row closed? */
  isLate = false;
  bound = 0;
  /** End of the first window that takes the row. */
  firstOpenEnd = 0;

  constructor(grid: WindowGrid | null, clock: WindowClock) {
    this.grid = grid;
    this.#clock = clock;
  }

  /** Is a slice a whole window? */
  get isWindow(): boolean {
    return this.grid === null || this.grid.isTumble;
  }
  get stepMs(): number {
    return this.grid === null ? Infinity : this.grid.stepMs;
  }
  firstEnd(bound: number): number {
    return this.grid === null ? bound : this.grid.firstEnd(bound);
  }

  /** Does the last answer hold for `time`? */
  holds(time: number): boolean {
    return time >= this.from && time < this.to;
  }

  /** The watermark has risen: the last answer no longer holds. */
  forgetSlice(): void {
    this.from = 0;
    this.to = 0;
  }

  /** Finds the answer for an event time under `watermark`. */
  find(time: number, watermark: number): void {
    if (this.grid === null) this.#findAttached(time, watermark);
    else this.#findSlice(this.grid, time, watermark);
  }

  #findAttached(end: number, watermark: number): void {
    this.from = end;
    this.to = end + 1;
    this.isLate = this.#clock.closes(end) <= watermark;
    this.isOpen = !this.isLate;
    this.bound = end;
    this.firstOpenEnd = end;
  }

  #findSlice(grid: WindowGrid, time: number, watermark: number): void {
    const local = this.#clock.fromEvent(time);
    const slice = grid.sliceEnd(local);
    this.#rememberRange(time, local, slice - grid.sliceMs, slice);
    const first = grid.firstEnd(slice);
    const last = grid.lastEnd(slice);
    let open = first;
    while (open <= last && this.#clock.closes(open) <= watermark) open += grid.stepMs;
    this.isOpen = open <= last;
    this.isLate = open > first;
    this.firstOpenEnd = open;
    // What cumulates takes a late row into its next step; a hop merges the slice when the next one
    // closes.
    this.bound = grid.isCumulate ? open : slice;
  }

  /** The slice's event times, or just this one where a change of offset may lie between. */
  #rememberRange(time: number, local: number, start: number, end: number): void {
    const offset = local - time;
    const isPlain =
      this.#clock.fromEvent(start - offset) === start &&
      this.#clock.fromEvent(end - 1 - offset) === end - 1;
    this.from = isPlain ? start - offset : time;
    this.to = isPlain ? end - offset : time + 1;
  }

  /** Is the slice new among those that have data? */
  remember(bound: number): boolean {
    if (this.#known.has(bound)) return false;
    this.#known.add(bound);
    return true;
  }

  forget(bound: number): void {
    this.#known.delete(bound);
  }
}
