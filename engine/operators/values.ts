import type { Batch } from '../../core/batch.js';
import { BATCH_ROWS } from '../../core/batch.js';
import { makeColumn } from '../../core/column-read.js';
import type { ValuesNode } from '../nodes.js';

/**
 * The rows of a VALUES node in order, all inserts; none when it has no rows. The runtime drives
 * them as a bounded source whose offset is the number of rows read.
 */
export function valuesBatches(node: ValuesNode, rowsMax = BATCH_ROWS): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < node.rows.length; start += rowsMax) {
    const rows = node.rows.slice(start, start + rowsMax);
    batches.push({
      columns: node.output.fields.map((field, c) =>
        makeColumn(
          field.type,
          rows.map((row) => row[c]!),
        ),
      ),
      kinds: null,
      selection: null,
      rowCount: rows.length,
      watermarks: null,
    });
  }
  return batches;
}
