/** A keyed table of counts and sums, and the loop that fills it. */
import { BATCH_ROWS, type Batch } from '../../core/batch.js';
import { bigintType } from '../../core/types.js';
import { createKeyEncoder } from '../../engine/state/key-encoder.js';
import type { KeyedTable } from '../../engine/state/state.js';
import type { StateTables } from '../../engine/state/state-tables.js';
import { allRows } from './rows.js';

/** Count and sum of each key. */
export function sums(tables: StateTables): KeyedTable {
  const fields = [
    { name: 'count', kind: 'f64' },
    { name: 'sum', kind: 'i64' },
  ] as const;
  return tables.forOperator('bench').table({ stateId: 1, name: 'sums', version: 1, fields });
}

/** Adds a batch of (id, amount, ...) to such a table. */
export function adder(): (table: KeyedTable, batch: Batch) => void {
  const encoder = createKeyEncoder([bigintType]);
  const rows = allRows();
  const slots = new Int32Array(BATCH_ROWS);
  return (table, batch) => {
    table.upsert(encoder.encode(batch.columns, rows, BATCH_ROWS), slots);
    table.touchAll(slots, BATCH_ROWS);
    addAmounts(table.f64(0), table.i64(1), batch.columns[1]!.values as BigInt64Array, slots);
  };
}

function addAmounts(
  counts: Float64Array,
  totals: BigInt64Array,
  amounts: BigInt64Array,
  slots: Int32Array,
): void {
  for (let i = 0; i < BATCH_ROWS; i++) {
    counts[slots[i]!]! += 1;
    totals[slots[i]!]! += amounts[i]!;
  }
}
