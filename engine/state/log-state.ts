/** Appends what was dirty at a barrier to the log, while rows flow on. */
import { logBlock } from '../../storage/log-block.js';
import type { StateBackend } from '../../storage/backend.js';
import { BytesWriter } from './bytes.js';
import type { LoggedStore } from './disk-table.js';

/** Rows wait while a block of about this size is encoded: about a ms. */
const BLOCK_BYTES = 1 << 19;

/**
 * Writes all of `stores`, block by block, with `slice` before and after each. `isWhole`: it is all
 * there is, so that what was logged before is dropped.
 */
export async function logState(
  backend: StateBackend,
  stores: readonly LoggedStore[],
  isWhole: boolean,
  slice: () => Promise<void>,
): Promise<void> {
  await slice(); // first: the caller is at a barrier
  const cut = isWhole ? await backend.cutLog() : null;
  const block = new BytesWriter(BLOCK_BYTES + (BLOCK_BYTES >> 2));
  for (const store of stores) {
    while (store.take(block, BLOCK_BYTES)) await flush(backend, block, slice);
    if (store.meta === null) continue;
    const meta = logBlock([store.meta], []);
    block.raw(meta, 0, meta.length);
  }
  await flush(backend, block, slice);
  if (cut !== null) await backend.dropLog(cut);
}

async function flush(
  backend: StateBackend,
  block: BytesWriter,
  slice: () => Promise<void>,
): Promise<void> {
  if (block.length === 0) return;
  await backend.log(block.buffer.subarray(0, block.length));
  block.reset();
  await slice();
}
