/** The changes that an aggregation over groups emits. */
import type { Batch, Column } from '../../core/batch.js';
import { BATCH_ROWS } from '../../core/batch.js';
import { gather } from '../../core/gather.js';
import type { Collector } from '../operator.js';

/**
 * Rows to emit: kind, row of the results, row of the batch that has the key. Fields are scratch;
 * a batch of them owns its arrays.
 */
export class GroupChanges {
  /** Rows so far. */
  count = 0;
  readonly #kinds: Uint8Array;
  readonly #results: Int32Array;
  readonly #keys: Int32Array;

  constructor(rowsMax: number) {
    this.#kinds = new Uint8Array(rowsMax);
    this.#results = new Int32Array(rowsMax);
    this.#keys = new Int32Array(rowsMax);
  }

  /** Adds one row. */
  push(kind: number, result: number, key: number): void {
    const at = this.count++;
    this.#kinds[at] = kind;
    this.#results[at] = result;
    this.#keys[at] = key;
  }

  /** `results` are the columns behind the keys; `keys` those of the batch. */
  emit(
    keys: readonly Column[],
    results: readonly Column[],
    withKinds: boolean,
    out: Collector,
  ): void {
    for (let start = 0; start < this.count; start += BATCH_ROWS) {
      const count = Math.min(BATCH_ROWS, this.count - start);
      out.emit(this.#batch(keys, results, start, count, withKinds));
    }
  }

  #batch(
    keys: readonly Column[],
    results: readonly Column[],
    start: number,
    count: number,
    withKinds: boolean,
  ): Batch {
    const keyRows = this.#keys.subarray(start, start + count);
    const resultRows = this.#results.subarray(start, start + count);
    return {
      columns: [
        ...keys.map((column) => gather(column, keyRows, count)),
        ...results.map((column) => gather(column, resultRows, count)),
      ],
      kinds: withKinds ? this.#kinds.slice(start, start + count) : null,
      selection: null,
      rowCount: count,
      watermarks: null,
    };
  }
}
