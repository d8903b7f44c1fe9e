/**
 * A query's result so far: its changes applied, in the order of the query's ORDER BY or of first
 * arrival.
 */
import { rowAt, type Batch, type Value } from '../core/batch.js';
import { readRow } from '../core/column-read.js';
import { valueKey } from '../core/compare.js';
import { kindMark, kindSign } from '../core/rowkind.js';
import type { Schema } from '../core/types.js';
import type { PhysicalPlan } from '../engine/nodes.js';
import { rowConverter, type JsRow } from './js-value.js';
import { resultOrder } from './result-order.js';

/** '+I' and '+U' add the row to the result, '-U' and '-D' take it away. */
export type ChangeKind = (typeof kindMark)[number];
export interface ChangeRow<Row = JsRow> {
  readonly kind: ChangeKind;
  readonly row: Row;
}

export class ResultTable {
  readonly #schema: Schema;
  readonly #order: ReturnType<typeof resultOrder>;
  readonly #rows = new Map<string, { values: readonly Value[]; count: number }>();

  constructor(schema: Schema, plan: PhysicalPlan) {
    this.#schema = schema;
    this.#order = resultOrder(plan);
  }

  apply(batch: Batch): void {
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      const values = readRow(batch, row);
      const key = this.#schema.fields.map((f, j) => valueKey(f.type, values[j]!)).join('\u0000');
      const entry = this.#rows.get(key) ?? { values, count: 0 };
      entry.count += batch.kinds === null ? 1 : kindSign[batch.kinds[row]!]!;
      if (entry.count === 0) this.#rows.delete(key);
      else this.#rows.set(key, entry);
    }
  }

  /** The rows now, as objects. */
  rows(): JsRow[] {
    const rows = [...this.#rows.values()].flatMap(({ values, count }) =>
      Array.from({ length: Math.max(0, count) }, () => values),
    );
    if (this.#order !== null) rows.sort(this.#order);
    return rows.map(rowConverter(this.#schema.fields));
  }
}

/** Makes a converter of batches to rows with their kind. */
export function changeConverter(schema: Schema): (batch: Batch) => ChangeRow[] {
  const convert = rowConverter(schema.fields);
  return (batch) =>
    Array.from({ length: batch.rowCount }, (_, i) => {
      const row = rowAt(batch, i);
      const kind = batch.kinds === null ? '+I' : kindMark[batch.kinds[row]!]!;
      return { kind, row: convert(readRow(batch, row)) };
    });
}
