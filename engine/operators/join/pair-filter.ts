/**
 * The condition of a join over candidate pairs, many at once: only the columns it reads are built.
 */
import type { Batch, Column } from '../../../core/batch.js';
import { BATCH_ROWS } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import { gather } from '../../../core/gather.js';
import type { Schema } from '../../../core/types.js';
import type { CompiledFilter } from '../../expr/compile.js';
import { compileFilter } from '../../expr/compile.js';
import type { Expr, SessionFacts } from '../../expr.js';
import type { RowMultimap } from '../../state/state.js';
import { columnsIn } from './columns-in.js';

export class PairFilter {
  readonly #filter: CompiledFilter;
  readonly #used: ReadonlySet<number>;
  readonly #schemas: readonly [Schema, Schema];
  /** Stand in for the columns the condition does not read. */
  readonly #unused: readonly (readonly Column[])[];
  readonly #selection = new Int32Array(BATCH_ROWS);

  /** `condition` is over the columns of schemas[0], then those of schemas[1]. */
  constructor(condition: Expr, schemas: readonly [Schema, Schema], session: SessionFacts) {
    this.#filter = compileFilter(condition, session);
    this.#used = columnsIn(condition);
    this.#schemas = schemas;
    this.#unused = schemas.map((schema) =>
      schema.fields.map((field) => new ColumnBuilder(field.type, 1).finish()),
    );
  }

  /**
   * Which pairs pass: numbers of pairs in `passing` (ascending, valid until the next call), their
   * count as result.
   */
  run(
    input: number,
    batch: Batch,
    inputRows: Int32Array,
    rows: RowMultimap,
    storedRows: Int32Array,
    count: number,
  ): number {
    const own = this.#inputColumns(input, batch, inputRows, count);
    const other = this.#storedColumns(1 - input, rows, storedRows, count);
    const columns = input === 0 ? [...own, ...other] : [...other, ...own];
    const pairs = { columns, kinds: null, selection: null, rowCount: count, watermarks: null };
    return this.#filter(pairs, this.#selection);
  }

  get passing(): Int32Array {
    return this.#selection;
  }

  #inputColumns(side: number, batch: Batch, rows: Int32Array, count: number): readonly Column[] {
    return batch.columns.map((column, c) =>
      this.#isUsed(side, c) ? gather(column, rows, count) : this.#unused[side]![c]!,
    );
  }

  #storedColumns(
    side: number,
    rows: RowMultimap,
    slots: Int32Array,
    count: number,
  ): readonly Column[] {
    const builders = this.#schemas[side]!.fields.map((field, c) =>
      this.#isUsed(side, c) ? new ColumnBuilder(field.type, count) : null,
    );
    rows.readMany(slots, count, builders);
    return builders.map((builder, c) => builder?.finish() ?? this.#unused[side]![c]!);
  }

  #isUsed(side: number, column: number): boolean {
    return this.#used.has(side === 0 ? column : this.#schemas[0].fields.length + column);
  }
}
