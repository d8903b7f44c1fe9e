/** Folders whose names survive a power cut. */
import { dirname } from 'node:path';
import type { FileSystem } from '../core/env.js';
import { errorCode } from './file-error.js';

/**
 * Makes `path` with all folders above it, one level after the other, each durable before the next.
 * So of what an earlier call left behind when it was cut short, only the last level may still be
 * lost: it is synced again.
 */
export async function makeDurableDirectory(files: FileSystem, path: string): Promise<void> {
  const missing: string[] = [];
  let at = path;
  for (; (await files.stat(at)) === null && dirname(at) !== at; at = dirname(at)) missing.push(at);
  await syncNameOf(files, at);
  for (const folder of missing.reverse()) {
    await files.makeDirectory(folder);
    await files.sync(dirname(folder));
  }
}

/** A folder whose parent may not be read is none that an earlier call has made. */
async function syncNameOf(files: FileSystem, folder: string): Promise<void> {
  try {
    await files.sync(dirname(folder));
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
  }
}
