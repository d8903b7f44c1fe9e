/** Keys of a batch's rows for operators that rank: partitions, and places in the order. */
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import type { DataType, Schema } from '../../../core/types.js';
import type { SortKey } from '../../nodes.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyBatch, KeyEncoder } from '../../state/state.js';
import { putPrefixes } from './sort-prefix.js';

/** Scratch of the batch at hand: valid until the next `take`. */
export class RankInput {
  /** Columns of the rows, also as they are stored. */
  readonly types: readonly DataType[];
  readonly order: readonly SortKey[];
  /** By place among the rows given to `take`. */
  sortKeys!: KeyBatch;
  partitions!: KeyBatch;
  /** The sort keys' prefixes, two numbers a row; see sort-prefix.ts. */
  readonly prefixes = new Float64Array(2 * BATCH_ROWS);
  readonly #partition: readonly number[];
  readonly #partitionEncoder: KeyEncoder;
  readonly #sortEncoder: KeyEncoder;

  constructor(schema: Schema, partition: readonly number[], order: readonly SortKey[]) {
    this.types = schema.fields.map((field) => field.type);
    this.order = order;
    this.#partition = partition;
    this.#partitionEncoder = createKeyEncoder(partition.map((c) => this.types[c]!));
    this.#sortEncoder = sortEncoder(this.types, order);
  }

  /** Encodes the keys of some physical rows, and the prefixes that rankings need. */
  takeRanked(batch: Batch, rows: Int32Array, count: number): void {
    this.take(batch, rows, count);
    putPrefixes(this.sortKeys, this.prefixes);
  }

  /** Encodes the keys of some physical rows. */
  take(batch: Batch, rows: Int32Array, count: number): void {
    this.takePartitions(batch, rows, count);
    this.sortKeys = this.#sortEncoder.encode(
      this.order.map(({ column }) => batch.columns[column]!),
      rows,
      count,
    );
  }

  /** Encodes their partitions only. */
  takePartitions(batch: Batch, rows: Int32Array, count: number): void {
    const columns = this.#partition.map((c) => batch.columns[c]!);
    this.partitions = this.#partitionEncoder.encode(columns, rows, count);
  }
}

/** Encoder for keys whose bytes ascend in the order. */
export function sortEncoder(types: readonly DataType[], order: readonly SortKey[]): KeyEncoder {
  const columns = order.map(({ column }) => types[column]!);
  return createKeyEncoder(columns, { mergeZeros: true, order });
}
