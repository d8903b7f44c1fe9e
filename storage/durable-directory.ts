/** Folders whose names survive a power cut. */
import { dirname } from 'node:path';
import type { FileSystem } from '../core/env.js';

/** Makes `path` with all folders above it, and syncs the parent of each one that was not there. */
export async function makeDurableDirectory(files: FileSystem, path: string): Promise<void> {
  const created: string[] = [];
  for (let at = path; await files.stat(at) === null && dirname(at) !== at; at = dirname(at)) {
    created.push(at);
  }
  await files.makeDirectory(path);
  for (const each of created.reverse()) await files.sync(dirname(each));
}
