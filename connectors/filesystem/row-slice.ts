/** Some of the rows that a decoder gave. */
import type { Column } from '../../core/batch.js';
import type { DecodedRows } from '../formats/format.js';

/** As in Batch: physical rows `selection` (null = the first rowCount) of the columns. */
export interface RowSlice {
  readonly columns: readonly Column[];
  readonly kinds: Uint8Array | null;
  readonly selection: Int32Array | null;
  readonly rowCount: number;
}

/** Rows [start, start + count) without copying columns. */
export function rowSlice(rows: DecodedRows, start: number, count: number): RowSlice {
  const { columns, kinds } = rows;
  if (start === 0) return { columns, kinds, selection: null, rowCount: count };
  const selection = new Int32Array(count);
  for (let i = 0; i < count; i++) selection[i] = start + i;
  return { columns, kinds, selection, rowCount: count };
}
