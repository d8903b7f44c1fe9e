/**
 * Rows of a batch as top-N operators store them: partition keys, and sort keys as a first BYTES
 * column.
 */
import type { Batch, Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import type { DataType, Schema } from '../../../core/types.js';
import { bytesType, notNull } from '../../../core/types.js';
import type { SortKey } from '../../nodes.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyBatch, KeyEncoder } from '../../state/state.js';

export class RankInput {
  /** Columns of the stored rows: sort key, then the input's. */
  readonly storedTypes: readonly DataType[];
  /**
   * Sort keys of the rows last given to `take`: row `i` of them has bytes [start(i), start(i + 1)).
   */
  sortKeys!: KeyBatch;
  partitions!: KeyBatch;
  readonly #partition: readonly number[];
  readonly #order: readonly SortKey[];
  readonly #partitionEncoder: KeyEncoder;
  readonly #sortEncoder: KeyEncoder;
  readonly #noRows = new Int32Array(BATCH_ROWS + 1);

  constructor(schema: Schema, partition: readonly number[], order: readonly SortKey[]) {
    const types = schema.fields.map((field) => field.type);
    this.#partition = partition;
    this.#order = order;
    this.#partitionEncoder = createKeyEncoder(partition.map((c) => types[c]!));
    this.#sortEncoder = createKeyEncoder(
      order.map(({ column }) => types[column]!),
      { mergeZeros: true, order },
    );
    this.storedTypes = [notNull(bytesType), ...types];
  }

  /**
   * Encodes the keys of some ascending physical rows; gives the batch with the sort keys in front.
   */
  take(batch: Batch, rows: Int32Array, count: number): Batch {
    this.partitions = this.#partitionEncoder.encode(
      this.#partition.map((c) => batch.columns[c]!),
      rows,
      count,
    );
    this.sortKeys = this.#sortEncoder.encode(
      this.#order.map(({ column }) => batch.columns[column]!),
      rows,
      count,
    );
    return { ...batch, columns: [this.#sortColumn(rows, count), ...batch.columns] };
  }

  /** The sort keys as a column that holds them at the rows' physical places. */
  #sortColumn(rows: Int32Array, count: number): Column {
    const { bytes, offsets: from } = this.sortKeys;
    const last = count === 0 ? -1 : rows[count - 1]!;
    const offsets =
      last + 2 <= this.#noRows.length && this.#order.length === 0
        ? this.#noRows
        : new Int32Array(last + 2);
    if (this.#order.length > 0) {
      for (let i = 0; i < count; i++) {
        offsets[rows[i]!] = from[i]!;
        offsets[rows[i]! + 1] = from[i + 1]!;
      }
    }
    return {
      type: this.storedTypes[0]!,
      values: bytes,
      offsets,
      validity: null,
      nanos: null,
      children: null,
    };
  }
}
