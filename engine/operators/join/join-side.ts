/** One input of a join: its stored rows by key, and the keys of the batch at hand. */
import type { Batch } from '../../../core/batch.js';
import { BATCH_ROWS, isValid, rowAt } from '../../../core/batch.js';
import type { Schema } from '../../../core/types.js';
import type { OperatorContext } from '../../operator.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyBatch, KeyEncoder, RowMultimap } from '../../state/state.js';

export interface JoinSideFacts {
  readonly name: 'left' | 'right';
  readonly schema: Schema;
  readonly keys: readonly number[];
  readonly nullSafe: readonly boolean[];
  /** Rows count their matches. */
  readonly withCounter: boolean;
}

/** Scratch of the batch at hand: valid until the next `begin`. */
export class JoinSide {
  readonly schema: Schema;
  readonly rows: RowMultimap;
  /** Physical rows of the current batch, ascending; set by `begin`. */
  readonly physical = new Int32Array(BATCH_ROWS);
  /**
   * Per row of `physical`: its place among the keys, -1 where a null keeps it from ever matching.
   */
  readonly keyOf = new Int32Array(BATCH_ROWS);
  count = 0;
  /** By place among the keys: physical row. */
  readonly keyed = new Int32Array(BATCH_ROWS);
  readonly #keys: readonly number[];
  /** Keys whose null matches nothing. */
  readonly #strict: readonly number[];
  readonly #encoder: KeyEncoder;

  constructor(facts: JoinSideFacts, ctx: OperatorContext) {
    this.schema = facts.schema;
    this.#keys = facts.keys;
    this.#strict = facts.keys.filter((_, i) => !facts.nullSafe[i]!);
    this.#encoder = createKeyEncoder(
      facts.keys.map((c) => facts.schema.fields[c]!.type),
      { mergeZeros: true },
    );
    this.rows = ctx.multimap({
      stateId: facts.name === 'left' ? 0 : 2,
      name: `${facts.name} rows`,
      version: 2,
      rowTypes: facts.schema.fields.map((field) => field.type),
      withCounter: facts.withCounter,
    });
  }

  /**
   * Takes up a batch (at most BATCH_ROWS rows): its physical rows, and the keys of those that may
   * match.
   */
  begin(batch: Batch): KeyBatch {
    const { rowCount } = batch;
    this.count = rowCount;
    let keyed = 0;
    for (let i = 0; i < rowCount; i++) {
      const row = rowAt(batch, i);
      this.physical[i] = row;
      this.keyOf[i] = this.#hasKey(batch, row) ? keyed : -1;
      if (this.keyOf[i]! >= 0) this.keyed[keyed++] = row;
    }
    return this.keysOf(batch, this.keyed, keyed);
  }

  /** Keys of some physical rows, also of those that never match. */
  keysOf(batch: Batch, rows: Int32Array, count: number): KeyBatch {
    return this.#encoder.encode(
      this.#keys.map((c) => batch.columns[c]!),
      rows,
      count,
    );
  }

  #hasKey(batch: Batch, row: number): boolean {
    for (let k = 0; k < this.#strict.length; k++) {
      const column = batch.columns[this.#strict[k]!]!;
      if (column.validity !== null && !isValid(column, row)) return false;
    }
    return true;
  }
}
