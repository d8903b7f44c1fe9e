/**
 * Rows and the watermark in their exact order: a batch is cut where the watermark
 * (batch.watermarks) completes something, so that what fires inside a batch is emitted before the
 * rows behind it are taken in.
 */
import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS, rowAt } from '../../core/batch.js';
import type { Collector } from '../operator.js';

/**
 * What an operator does with rows that wait for the watermark. `time` is the number its rows wait
 * by.
 */
export interface WaitingRows {
  /** The watermark that completes rows of `time`. */
  closes(time: number): number;
  isLate(time: number, watermarkMs: number): boolean;
  /** Takes in physical rows rows[0..count), none of them late, ascending. */
  store(batch: Batch, rows: Int32Array, count: number): void;
  /** Emits what a watermark of `ms` completes; was there anything? It was `beforeMs` until now. */
  fire(ms: number, out: Collector, beforeMs: number): boolean;
}

/** The watermark of one operator, and the loop over batches that keeps it exact. */
export class WatermarkSegments {
  watermarkMs = -Infinity;
  readonly #waiting: WaitingRows;
  readonly #rows = new Int32Array(BATCH_ROWS);

  constructor(waiting: WaitingRows) {
    this.#waiting = waiting;
  }

  /**
   * Stores the rows of a batch, firing in between; `times` by physical row. Gives the number of
   * late rows.
   */
  process(batch: Batch, times: Float64Array, out: Collector): number {
    assert(batch.rowCount <= BATCH_ROWS, 'batches are cut to BATCH_ROWS');
    const { watermarks } = batch;
    let late = 0;
    let count = 0;
    let firstTime = Infinity;
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      if (watermarks !== null && watermarks[row]! > this.watermarkMs) {
        const ms = watermarks[row]!;
        if (count > 0 && this.#waiting.closes(firstTime) <= ms) {
          this.#waiting.store(batch, this.#rows, count);
          count = 0;
          firstTime = Infinity;
        }
        const before = this.watermarkMs;
        this.watermarkMs = ms;
        if (this.#waiting.fire(ms, out, before)) out.watermark(ms);
      }
      const time = times[row]!;
      if (this.#waiting.isLate(time, this.watermarkMs)) {
        late += 1;
        continue;
      }
      this.#rows[count++] = row;
      if (time < firstTime) firstTime = time;
    }
    if (count > 0) this.#waiting.store(batch, this.#rows, count);
    return late;
  }

  /** The watermark rose between batches. */
  watermark(ms: number, out: Collector): void {
    if (ms <= this.watermarkMs) return;
    const before = this.watermarkMs;
    this.watermarkMs = ms;
    this.#waiting.fire(ms, out, before);
  }
}
