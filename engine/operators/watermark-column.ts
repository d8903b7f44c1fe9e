/** CURRENT_WATERMARK(ts) in a calc: the watermark becomes a column behind the others. */
import type { Batch, Column } from '../../core/batch.js';
import { timestampType } from '../../core/types.js';
import type { Expr } from '../expr.js';
import { column } from '../expr.js';
import { physicalRows } from '../expr/inputs.js';

/** Does the expression ask for the watermark? */
export function asksForWatermark(expr: Expr): boolean {
  if (expr.kind !== 'call') return false;
  return expr.name === 'CURRENT_WATERMARK' || expr.args.some(asksForWatermark);
}

/** The expression with column `index` in place of each CURRENT_WATERMARK. */
export function withWatermarkColumn(expr: Expr, index: number): Expr {
  if (expr.kind !== 'call') return expr;
  if (expr.name === 'CURRENT_WATERMARK') return column(index, expr.type);
  return { ...expr, args: expr.args.map((arg) => withWatermarkColumn(arg, index)) };
}

/**
 * The batch with a column of the watermarks in force; NULL before the first one. `announced` is in
 * force for a batch that has no watermarks of its own.
 */
export function addWatermarkColumn(batch: Batch, announced: number): Batch {
  const rows = physicalRows(batch);
  const values = batch.watermarks?.slice(0, rows) ?? new Float64Array(rows).fill(announced);
  const validity = new Uint8Array((rows + 7) >> 3);
  for (let row = 0; row < rows; row++) {
    if (Number.isFinite(values[row]!)) validity[row >> 3]! |= 1 << (row & 7);
    else values[row] = 0;
  }
  const watermarks: Column = {
    type: timestampType(3),
    values,
    offsets: null,
    validity,
    nanos: null,
    children: null,
  };
  return { ...batch, columns: [...batch.columns, watermarks] };
}
