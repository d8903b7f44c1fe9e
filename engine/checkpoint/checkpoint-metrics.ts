/** What a completed checkpoint tells of itself. */
import type { SnapshotFile } from '../../storage/backend.js';
import type { CheckpointMetrics } from '../metrics.js';

/** From the files of its state; milliseconds. */
export function checkpointMetrics(
  epoch: number,
  durationMs: number,
  pauseMs: number,
  files: readonly SnapshotFile[],
): CheckpointMetrics {
  const sum = (some: typeof files): number => some.reduce((bytes, file) => bytes + file.bytes, 0);
  const bytes = sum(files.filter((file) => !file.shared));
  return { epoch, durationMs, pauseMs, bytes, totalBytes: sum(files), files: files.length };
}
