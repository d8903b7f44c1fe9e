/**
 * The buckets of a multimap by the end of the window they belong to, and which windows the
 * watermark closes. Rows that wait for a time t are windows that end at t + 1 ms.
 */
import { compareBytes } from '../../storage/backend.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';
import type { RowMultimap } from '../state/state.js';
import { NumberHeap } from './window/number-heap.js';
import { WindowClock } from './window/window-clock.js';

export class WindowBuckets {
  readonly #rows: RowMultimap;
  readonly #types: readonly DataType[];
  readonly #endColumn: number;
  readonly #afterMs: number;
  readonly #clock: WindowClock;
  readonly #byEnd = new Map<number, Set<number>>();
  readonly #ends = new NumberHeap();

  /**
   * Stored rows have columns of `types`; windows end `afterMs` after the value of column
   * `endColumn`, on the clock of `zone`.
   */
  constructor(
    rows: RowMultimap,
    types: readonly DataType[],
    endColumn: number,
    zone: string | null,
    afterMs = 0,
  ) {
    this.#rows = rows;
    this.#types = types;
    this.#endColumn = endColumn;
    this.#afterMs = afterMs;
    this.#clock = new WindowClock(zone);
  }

  /** Loads all buckets (they stay resident) and notes their windows. */
  async restore(): Promise<void> {
    await this.#rows.loadAll();
    this.#rows.forEachBucket((bucket) => {
      const first = this.#rows.first(bucket);
      if (first >= 0) this.add(this.endOf(first), bucket);
      else this.#rows.removeBucket(bucket); // all retracted
    });
  }

  /**
   * The watermark at which a window that ends at `end` closes: rows of it are late from then on.
   */
  closes(end: number): number {
    return this.#clock.closes(end);
  }

  /** Notes a bucket, perhaps once more. */
  add(end: number, bucket: number): void {
    let buckets = this.#byEnd.get(end);
    if (buckets === undefined) {
      buckets = new Set();
      this.#byEnd.set(end, buckets);
      this.#ends.push(end);
    }
    buckets.add(bucket);
  }

  /** Takes back an `add`. */
  remove(end: number, bucket: number): void {
    this.#byEnd.get(end)?.delete(bucket);
  }

  /** End of the first window that a watermark of `ms` closes; null when it closes none. */
  firstClosed(ms: number): number | null {
    const end = this.#ends.top();
    return end < Infinity && this.#clock.closes(end) <= ms ? end : null;
  }

  /** Buckets of the window, by their keys' bytes; forgets the window. */
  take(end: number): readonly number[] {
    const buckets = [...(this.#byEnd.get(end) ?? [])];
    this.#byEnd.delete(end);
    if (this.#ends.top() === end) this.#ends.pop();
    return buckets.sort((a, b) => compareBytes(this.#rows.key(a), this.#rows.key(b)));
  }

  /** End of a stored row's window. */
  endOf(row: number): number {
    const end = new ColumnBuilder(this.#types[this.#endColumn]!, 1);
    this.#rows.readMany(
      Int32Array.of(row),
      1,
      this.#types.map((_, c) => (c === this.#endColumn ? end : null)),
    );
    return (end.finish().values[0] as number) + this.#afterMs;
  }
}
