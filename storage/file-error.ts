/**
 * Errors in the shape of Node's own (`code`, `syscall`, `path`), and what to tell people about
 * them.
 */
import { MillraceError } from '../core/errors.js';

/** What simulated file systems throw; looks like a Node error to callers. */
export class FileError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path: string;

  constructor(code: string, syscall: string, path: string) {
    super(`${code}: ${meanings.get(code) ?? 'failed'}, ${syscall} '${path}'`);
    this.name = 'FileError';
    this.code = code;
    this.syscall = syscall;
    this.path = path;
  }
}

const meanings: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or directory'], ['EEXIST', 'file already exists'],
  ['ENOTDIR', 'not a directory'], ['EISDIR', 'illegal operation on a directory'],
  ['ENOTEMPTY', 'directory not empty'], ['ENOSPC', 'no space left on device'],
  ['EDQUOT', 'disk quota exceeded'], ['EIO', 'input/output error'],
  ['EROFS', 'read-only file system'], ['EACCES', 'permission denied'],
  ['EPERM', 'operation not permitted'], ['EXDEV', 'cross-device link not permitted'],
]);

/**
 * `code` of a Node-style error (ENOENT, ...), or undefined for anything else, our own errors
 * included.
 */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof MillraceError) return undefined;
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Message of anything thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One sentence: what a person can do about a failed file operation under `dir`. */
export function fileHint(error: unknown, dir: string): string {
  switch (errorCode(error)) {
    case 'ENOSPC': case 'EDQUOT':
      return `free disk space for ${dir}, or move the job directory to a larger disk`;
    case 'EROFS':
      return `${dir} is on a read-only file system: remount it, or use another directory`;
    case 'EACCES': case 'EPERM':
      return `give this user write permission on ${dir} (chown or chmod), or use another directory`;
    case 'EMFILE': case 'ENFILE': return 'raise the limit of open files (ulimit -n)';
    case 'EIO': return `the disk under ${dir} reports an error: check it (dmesg, smartctl)`;
    default: return `check that ${dir} is a reachable, writable directory`;
  }
}
