/** Batches for tests of stored rows. */
import type { Batch, Value } from '../../../core/batch.js';
import { makeColumn } from '../../../core/column-read.js';
import type { DataType } from '../../../core/types.js';

/** All `rows`, inserted. */
export function batchOf(types: readonly DataType[], rows: readonly (readonly Value[])[]): Batch {
  const columns = types.map((type, c) =>
    makeColumn(
      type,
      rows.map((row) => row[c]!),
    ),
  );
  return { columns, kinds: null, selection: null, rowCount: rows.length, watermarks: null };
}
