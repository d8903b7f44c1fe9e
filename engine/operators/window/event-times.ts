/** The times that rows are put into windows by. */
import type { Batch } from '../../../core/batch.js';
import { isValid, rowAt } from '../../../core/batch.js';
import type { Clock } from '../../../core/env.js';
import { DataError } from '../../../core/errors.js';
import type { Schema } from '../../../core/types.js';
import type { WindowSpec } from '../../nodes.js';

/**
 * By physical row: ms of the time column, or now for all rows in processing time. Throws DataError
 * ROWTIME_NULL for a live row without a time.
 */
export function eventTimes(
  batch: Batch,
  window: WindowSpec,
  clock: Clock,
  input: Schema,
): Float64Array {
  if (window.processingTime) {
    return new Float64Array(rowAt(batch, batch.rowCount - 1) + 1).fill(clock.nowMs());
  }
  return timesOf(batch, window.time, input);
}

/**
 * By physical row: the ms of a TIMESTAMP column that is null in no live row, else DataError
 * ROWTIME_NULL.
 */
export function timesOf(batch: Batch, index: number, input: Schema): Float64Array {
  const column = batch.columns[index]!;
  if (column.validity !== null) {
    for (let i = 0; i < batch.rowCount; i++) {
      if (!isValid(column, rowAt(batch, i))) throw nullTime(input.fields[index]!.name);
    }
  }
  return column.values as Float64Array;
}

function nullTime(name: string): DataError {
  return new DataError('ROWTIME_NULL', {
    message: `the time column "${name}" is NULL in a row that goes into a window`,
    hint: 'filter such rows out before the window',
  });
}
