/** A row's watermark at a task with several inputs is the minimum over all of them. */
import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';

/**
 * `batch` as the operator may see it: its watermarks at most `ceiling` (what the other inputs have
 * reached) and at least `floor` (what was announced: never falls). The same batch when nothing
 * changes.
 */
export function clampWatermarks(batch: Batch, floor: number, ceiling: number): Batch {
  const watermarks = batch.watermarks;
  if (watermarks === null) return batch;
  if (ceiling <= floor) return withWatermarks(batch, null);
  const first = watermarks[rowAt(batch, 0)]!;
  const last = watermarks[rowAt(batch, batch.rowCount - 1)]!;
  if (last <= ceiling && first >= floor) return batch;
  if (last <= floor) return withWatermarks(batch, null);
  const clamped = new Float64Array(watermarks.length);
  for (let row = 0; row < clamped.length; row++) {
    clamped[row] = Math.max(floor, Math.min(ceiling, watermarks[row]!));
  }
  return withWatermarks(batch, clamped);
}

/** `batch` with other watermarks; shares its columns. */
export function withWatermarks(batch: Batch, watermarks: Float64Array | null): Batch {
  return {
    columns: batch.columns,
    kinds: batch.kinds,
    selection: batch.selection,
    rowCount: batch.rowCount,
    watermarks,
  };
}
