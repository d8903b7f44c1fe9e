/** The NOT NULL constraints of a sink's table. */
import { isValid, rowAt, type Batch } from '../../core/batch.js';
import { DataError } from '../../core/errors.js';
import type { Schema } from '../../core/types.js';

/**
 * Throws DataError NOT_NULL_VIOLATED when a live row is null in a NOT NULL column of `schema`.
 * Columns without a validity bitmap cost nothing.
 */
export function checkNotNull(batch: Batch, table: string, schema: Schema): void {
  for (let c = 0; c < schema.fields.length; c++) {
    const column = batch.columns[c]!;
    if (column.validity === null || schema.fields[c]!.type.nullable) continue;
    for (let i = 0; i < batch.rowCount; i++) {
      if (isValid(column, rowAt(batch, i))) continue;
      throw new DataError('NOT_NULL_VIOLATED', {
        message: `column ${schema.fields[c]!.name} of ${table} is NOT NULL, a row has NULL there`,
        hint: "filter such rows, or SET 'table.exec.sink.not-null-enforcer' = 'DROP'",
      });
    }
  }
}
