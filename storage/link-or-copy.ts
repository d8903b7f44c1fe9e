/** Hard links where the file system has them, copies where it does not. */
import type { FileSystem } from '../core/env.js';
import { errorCode } from './file-error.js';

/** Codes by which a file system says that this link cannot be made, not that something is wrong. */
const noLinks: ReadonlySet<string> = new Set([
  'EXDEV', 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK',
]);

/** Gives the immutable file `existing` a second name, or copies it. True when it was linked. */
export async function linkOrCopy(
  files: FileSystem, existing: string, created: string,
): Promise<boolean> {
  try {
    await files.link(existing, created);
    return true;
  } catch (error) {
    if (!noLinks.has(errorCode(error) ?? '')) throw error;
    await files.copy(existing, created);
    return false;
  }
}
