/** Collects ranked rows as (stored row, kind, place) and builds batches of them. */
import type { Batch, Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { Schema } from '../../../core/types.js';
import type { Collector } from '../../operator.js';
import type { RowMultimap } from '../../state/state.js';

export class RankOutput {
  readonly #rows: RowMultimap;
  readonly #output: Schema;
  readonly #hasRank: boolean;
  readonly #slots = new Int32Array(BATCH_ROWS);
  readonly #kinds = new Uint8Array(BATCH_ROWS);
  readonly #ranks = new Int32Array(BATCH_ROWS);
  readonly #watermarks = new Float64Array(BATCH_ROWS);
  #count = 0;
  #batch: Batch | null = null;
  #out: Collector | null = null;

  /** Stored rows have the output's columns, the rank aside. */
  constructor(rows: RowMultimap, output: Schema, hasRank: boolean) {
    this.#rows = rows;
    this.#output = output;
    this.#hasRank = hasRank;
  }

  /**
   * `batch`: the one being processed, whose watermarks the output rows get; null when a window
   * closes.
   */
  begin(batch: Batch | null, out: Collector): void {
    this.#batch = batch;
    this.#out = out;
  }

  /** `rank` is 1-based; `cause` the physical row being processed. */
  add(slot: number, kind: number, rank: number, cause: number): void {
    const at = this.#count++;
    this.#slots[at] = slot;
    this.#kinds[at] = kind;
    this.#ranks[at] = rank;
    const watermarks = this.#batch === null ? null : this.#batch.watermarks;
    if (watermarks !== null) this.#watermarks[at] = watermarks[cause]!;
    if (this.#count === BATCH_ROWS) this.flush();
  }

  flush(): void {
    const count = this.#count;
    if (count === 0) return;
    this.#count = 0;
    const hasWatermarks = this.#batch !== null && this.#batch.watermarks !== null;
    this.#out!.emit({
      columns: this.#columns(count),
      kinds: this.#takeKinds(count),
      selection: null,
      rowCount: count,
      watermarks: hasWatermarks ? this.#watermarks.slice(0, count) : null,
    });
  }

  #columns(count: number): Column[] {
    const builders = this.#output.fields.map((field) => new ColumnBuilder(field.type, count));
    const stored = this.#hasRank ? builders.slice(0, -1) : builders;
    this.#rows.readMany(this.#slots, count, stored);
    const columns = stored.map((builder) => builder.finish());
    if (!this.#hasRank) return columns;
    const { type } = builders.at(-1)!;
    const words = new Int32Array(2 * count); // low, high; ranks are above 0
    for (let i = 0; i < count; i++) words[2 * i] = this.#ranks[i]!;
    const values = new BigInt64Array(words.buffer);
    return [
      ...columns,
      { type, values, offsets: null, validity: null, nanos: null, children: null },
    ];
  }

  #takeKinds(count: number): Uint8Array | null {
    for (let i = 0; i < count; i++) if (this.#kinds[i] !== 0) return this.#kinds.slice(0, count);
    return null;
  }
}
