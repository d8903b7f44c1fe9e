import { CheckpointError } from '../../core/errors.js';
import type { CheckpointStore } from '../../storage/checkpoint-store.js';

/**
 * Copies checkpoint `epoch` into `dir`. Throws CheckpointError SAVEPOINT_WITHOUT_JOB_DIR without a
 * store,
 * else what CheckpointStore.exportSavepoint throws.
 */
export async function exportSavepoint(
  store: CheckpointStore | null,
  epoch: number,
  dir: string,
): Promise<void> {
  if (store !== null) return store.exportSavepoint(epoch, dir);
  throw new CheckpointError('SAVEPOINT_WITHOUT_JOB_DIR', {
    message: `no savepoint in ${dir}: this job keeps no checkpoints`,
    hint: 'open the database with a directory: open({ dir })',
    blame: 'user',
  });
}
