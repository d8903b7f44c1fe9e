/** Batches and keys that the micro benchmarks work on. */
import { BATCH_ROWS, type Batch } from '../../core/batch.js';
import { makeColumn } from '../../core/column-read.js';
import { bigintType, stringType, type DataType } from '../../core/types.js';

export const rowTypes: readonly DataType[] = [bigintType, bigintType, stringType];

/** Columns: id (below `keys`), amount, a text of about 20 bytes. `seed` starts the ids. */
export function exampleBatch(keys: number, seed: number): Batch {
  const rows = Array.from({ length: BATCH_ROWS }, (_, i) => i);
  const ids = rows.map((i) => (Math.imul(i + seed * BATCH_ROWS, 0x9e3779b1) >>> 0) % keys);
  const columns = [
    makeColumn(bigintType, ids.map(BigInt)),
    makeColumn(
      bigintType,
      rows.map((i) => BigInt(i * 7)),
    ),
    makeColumn(
      stringType,
      rows.map((i) => `https://host/${i % 10}/item`),
    ),
  ];
  return { columns, kinds: null, selection: null, rowCount: BATCH_ROWS, watermarks: null };
}

/** 0, 1, 2, ... */
export const allRows = (): Int32Array => Int32Array.from({ length: BATCH_ROWS }, (_, i) => i);
