/** A file system that fails where a plan says so: full disks, failed syncs, torn writes, races. */
import type { AppendFile, FileSystem, ReadFile } from '../core/env.js';
import { FileError } from './file-error.js';

/**
 * One call about to be made. `path` is the one changed (for link, rename and copy: the new name).
 */
export interface FileCall {
  readonly name: keyof FileSystem | keyof AppendFile | keyof ReadFile;
  readonly path: string;
  /** 0-based count of calls of any kind through this wrapper. */
  readonly index: number;
}

/**
 * How a call fails: with a Node error code; a write may leave its first `tornBytes` bytes behind.
 */
export interface FileFault { readonly code: string; readonly tornBytes?: number }

/**
 * Says for each call whether it fails. It may also act first (delete a file, cut the power, throw),
 * and the call then runs after its promise: so a race can be staged exactly.
 */
export type FaultPlan = (call: FileCall) => FileFault | undefined | Promise<FileFault | undefined>;

/** `inner`, except that calls fail as `plan` says. */
export function faultFiles(inner: FileSystem, plan: FaultPlan): FileSystem {
  let index = 0;
  const check = async (name: FileCall['name'], path: string, torn?: Torn): Promise<void> => {
    const fault = await plan({ name, path, index: index++ });
    if (fault === undefined) return;
    if (torn !== undefined && fault.tornBytes !== undefined) {
      await torn.write(torn.bytes.subarray(0, fault.tornBytes));
    }
    throw new FileError(fault.code, name, path);
  };
  return {
    async readFile(path) { await check('readFile', path); return inner.readFile(path); },
    async readAt(path, position, length) {
      await check('readAt', path);
      return inner.readAt(path, position, length);
    },
    async openRead(path) {
      await check('openRead', path);
      const file = await inner.openRead(path);
      return {
        async read(target, position) {
          await check('read', path);
          return file.read(target, position);
        },
        close: () => file.close(),
      };
    },
    async writeFile(path, bytes) {
      await check('writeFile', path, { bytes, write: (part) => inner.writeFile(path, part) });
      await inner.writeFile(path, bytes);
    },
    async openAppend(path, position) {
      await check('openAppend', path);
      return faultAppend(await inner.openAppend(path, position), path, check);
    },
    async rename(from, to) { await check('rename', to); await inner.rename(from, to); },
    async link(existing, created) {
      await check('link', created);
      await inner.link(existing, created);
    },
    async copy(from, to) { await check('copy', to); await inner.copy(from, to); },
    async remove(path) { await check('remove', path); await inner.remove(path); },
    async removeTree(path) { await check('removeTree', path); await inner.removeTree(path); },
    async makeDirectory(path) {
      await check('makeDirectory', path);
      await inner.makeDirectory(path);
    },
    async list(path) { await check('list', path); return inner.list(path); },
    async stat(path) { await check('stat', path); return inner.stat(path); },
    async sync(path) { await check('sync', path); await inner.sync(path); },
  };
}

interface Torn { readonly bytes: Uint8Array; readonly write: (part: Uint8Array) => Promise<void> }
type Check = (name: FileCall['name'], path: string, torn?: Torn) => Promise<void>;

function faultAppend(inner: AppendFile, path: string, check: Check): AppendFile {
  return {
    async append(bytes) {
      await check('append', path, { bytes, write: (part) => inner.append(part) });
      await inner.append(bytes);
    },
    async sync() { await check('sync', path); await inner.sync(); },
    async close() { await inner.close(); await check('close', path); },
  };
}
