/**
 * Collects a query's batches over several attempts; rows after the restored checkpoint are dropped.
 */
import { rowAt, type Batch, type Value } from '../../core/batch.js';
import { readRow } from '../../core/column-read.js';
import type { JsonValue } from '../../core/json.js';
import { kindMark } from '../../core/rowkind.js';
import { formatType, type Schema } from '../../core/types.js';
import type { ResultSink } from '../../engine/runtime/job-spec.js';
import type { Change } from './fold.js';
import { valueJson } from './value-json.js';

interface MarkedRow {
  readonly mark: string;
  readonly values: readonly Value[];
}

export class CollectedRows implements ResultSink {
  #rows: MarkedRow[] = [];
  readonly #countAt = new Map<number, number>(); // epoch -> rows before its barrier

  write(batch: Batch): void {
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      this.#rows.push({
        mark: batch.kinds === null ? '+I' : kindMark[batch.kinds[row]!]!,
        values: readRow(batch, row),
      });
    }
  }

  barrier(epoch: number): void {
    this.#countAt.set(epoch, this.#rows.length);
  }

  /**
   * A job of this script starts from `epoch` (null: from nothing): what came after it never
   * happened.
   */
  restoredTo(epoch: number | null): void {
    this.#rows = this.#rows.slice(0, epoch === null ? 0 : (this.#countAt.get(epoch) ?? 0));
    if (epoch === null) this.#countAt.clear();
  }

  changes(schema: Schema): Change[] {
    return this.#rows.map(({ mark, values }) => change(schema, mark, values));
  }
}

/** Rows of SHOW, DESCRIBE, EXPLAIN as inserts. */
export function valueRows(schema: Schema, rows: readonly (readonly Value[])[]): Change[] {
  return rows.map((values) => change(schema, '+I', values));
}

function change(schema: Schema, mark: string, values: readonly Value[]): Change {
  const cells: JsonValue[] = schema.fields.map((field, i) => valueJson(field.type, values[i]!));
  return [mark, ...cells];
}

/** [name, type] of every column, as the cases record them. */
export function typeTexts(schema: Schema): (readonly [string, string])[] {
  return schema.fields.map((field) => [field.name, formatType(field.type)] as const);
}
