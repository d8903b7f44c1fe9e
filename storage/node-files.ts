/** `FileSystem` over node:fs. Errors are Node's own, unchanged. */
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppendFile, FileStat, FileSystem, ReadFile } from '../core/env.js';
import { errorCode } from './file-error.js';

/** The real file system; stateless, share one. */
export const nodeFiles: FileSystem = {
  readFile,
  readAt,
  openRead,
  writeFile: async (path, bytes) => fs.writeFile(path, bytes),
  openAppend,
  rename: async (from, to) => fs.rename(from, to),
  link: async (existing, created) => fs.link(existing, created),
  copy: async (from, to) => fs.copyFile(from, to, constants.COPYFILE_FICLONE),
  remove: async (path) => fs.unlink(path),
  removeTree: async (path) => fs.rm(path, { recursive: true, force: true }),
  makeDirectory,
  list: async (path) => (await fs.readdir(path)).sort(byCodeUnit),
  stat,
  sync,
};

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Not `fs.mkdir` with `recursive`: that never ends where a folder cannot be made and the system
 * says
 * ENOENT for it, as below /proc.
 */
async function makeDirectory(path: string): Promise<void> {
  if (await isMade(path)) return;
  await makeDirectory(dirname(path));
  await fs.mkdir(path).catch(async (error: unknown) => {
    if (!(await isDirectory(path))) throw error;
  });
}

/** False when the folder above is missing. */
async function isMade(path: string): Promise<boolean> {
  try {
    await fs.mkdir(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && dirname(path) !== path) return false;
    if (!(await isDirectory(path))) throw error;
  }
  return true;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path))?.isDirectory === true;
}

/** A plain Uint8Array: `slice` of a Buffer would share its bytes. */
async function readFile(path: string): Promise<Uint8Array> {
  const buffer = await fs.readFile(path);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

async function readAt(path: string, position: number, length: number): Promise<Uint8Array> {
  const handle = await fs.open(path, 'r');
  try {
    const buffer = new Uint8Array(length);
    const filled = await readFully(handle, buffer, position);
    return filled === length ? buffer : buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

async function openRead(path: string): Promise<ReadFile> {
  const handle = await fs.open(path, 'r');
  return {
    read: async (target, position) => readFully(handle, target, position),
    close: async () => handle.close(),
  };
}

/** Reads until `buffer` is full or the file ends; gives the count of bytes read. */
async function readFully(
  handle: fs.FileHandle, buffer: Uint8Array, position: number,
): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(
      buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

async function openAppend(path: string, position: number): Promise<AppendFile> {
  const handle = await fs.open(path, constants.O_CREAT | constants.O_WRONLY);
  try {
    await handle.truncate(position);
  } catch (error) {
    await handle.close();
    throw error;
  }
  let end = position;
  return {
    async append(bytes) {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, end);
        done += bytesWritten;
        end += bytesWritten;
      }
    },
    sync: async () => handle.sync(),
    close: async () => handle.close(),
  };
}

async function stat(path: string): Promise<FileStat | null> {
  try {
    const found = await fs.stat(path);
    return { bytes: found.size, isDirectory: found.isDirectory(), modifiedMs: found.mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Opens read-only: enough for fsync on Linux and macOS, and the only way to open a folder. */
async function sync(path: string): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
