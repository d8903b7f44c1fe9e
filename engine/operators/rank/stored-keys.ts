/** Sort keys of stored rows, made from their columns when they are needed. */
import type { Column } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import type { DataType } from '../../../core/types.js';
import type { SortKey } from '../../nodes.js';
import type { KeyBatch, KeyEncoder, RowMultimap } from '../../state/state.js';
import { sortEncoder } from './rank-input.js';

export class StoredKeys {
  readonly #rows: RowMultimap;
  readonly #types: readonly DataType[];
  readonly #order: readonly SortKey[];
  readonly #encoder: KeyEncoder;
  #places = new Int32Array(0);

  constructor(rows: RowMultimap, types: readonly DataType[], order: readonly SortKey[]) {
    this.#rows = rows;
    this.#types = types;
    this.#order = order;
    this.#encoder = sortEncoder(types, order);
  }

  /** Keys of stored rows; valid until the next call. */
  of(slots: Int32Array, count: number): KeyBatch {
    const builders = this.#types.map((type, c) =>
      this.#order.some(({ column }) => column === c) ? new ColumnBuilder(type, count) : null,
    );
    this.#rows.readMany(slots, count, builders);
    const columns = builders.map((builder) => builder?.finish() ?? null);
    for (let i = this.#places.length; i < count; i = this.#places.length) {
      this.#places = Int32Array.from({ length: 2 * count }, (_, place) => place);
    }
    return this.#encoder.encode(
      this.#order.map(({ column }): Column => columns[column]!),
      this.#places,
      count,
    );
  }
}
