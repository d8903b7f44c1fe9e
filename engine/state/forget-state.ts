/** Empties a backend for a start from nothing in the same process. */
import type { StateBackend } from '../../storage/backend.js';
import { allDiskKeys } from './disk-key.js';

/** Deletes all entries, those about tables included, and drops the log. Nothing else runs. */
export async function forgetState(backend: StateBackend): Promise<void> {
  await backend.dropLog(await backend.cutLog());
  await backend.deleteRange(allDiskKeys());
}
