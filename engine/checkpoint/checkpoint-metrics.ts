/** What completed checkpoints tell of themselves. */
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

/** Those of one run. */
export class CompletedCheckpoints {
  count = 0;
  /** Written by all of them. */
  bytes = 0;
  /** Longest time in which no row flowed at one of them. */
  pauseMaxMs = 0;
  last: CheckpointMetrics | null = null;

  add(metrics: CheckpointMetrics): void {
    this.count += 1;
    this.bytes += metrics.bytes;
    this.pauseMaxMs = Math.max(this.pauseMaxMs, metrics.pauseMs);
    this.last = metrics;
  }
}
