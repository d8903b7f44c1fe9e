/** Up to which place rows are kept. */
import { assert } from '../../../core/assert.js';
import type { Batch } from '../../../core/batch.js';
import { isValid } from '../../../core/batch.js';

/** Places above this are not told apart from it. */
const PLACES_MAX = 2 ** 31 - 1;

/**
 * The bound of row `row`'s partition: `to`, or the value of `column` (an integer; NULL lets nothing
 * through).
 */
export function boundOf(batch: Batch, column: number | null, to: number, row: number): number {
  if (column === null) return to;
  const bounds = batch.columns[column]!;
  if (!isValid(bounds, row)) return 0;
  assert(
    ['tinyint', 'smallint', 'int', 'bigint'].includes(bounds.type.id),
    'the bound of a top-N is an integer',
  );
  return Math.max(0, Math.min(Number(bounds.values[row]!), PLACES_MAX));
}
