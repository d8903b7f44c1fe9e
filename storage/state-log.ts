/**
 * The log of a state backend: blocks of puts and deletes that a restore applies over the entries,
 * oldest first. Blocks are appended to a file of the working directory; a snapshot closes that file
 * and links all of them, so that each byte is written, read and checksummed once. Small files are
 * merged, so that there are few. Nothing here is read before a restore.
 */
import { join } from 'node:path';
import { assert } from '../core/assert.js';
import type { AppendFile, FileSystem } from '../core/env.js';
import type { SnapshotFile } from './backend.js';
import { checksumBuffer, crc32 } from './checksum.js';
import { settleFile } from './leveldb-snapshot.js';
import { linkOrCopy } from './link-or-copy.js';

const namePattern = /^log-\d{9}$/;
/** A file is merged with the one behind it when both are below this and it is the smaller one. */
const mergedBytesMax = 4 << 20;
/** A file that is larger is closed: a restore reads them one by one. */
const fileBytesMax = 16 << 20;

/** One file of the log in the working directory. */
interface LogFile {
  readonly name: string;
  readonly number: number;
  bytes: number;
  crc32: number;
  /** It is part of a snapshot that was taken. */
  isShared: boolean;
}

/** Is this file of a snapshot a part of the log? */
export function isLogFile(name: string): boolean {
  return namePattern.test(name);
}

/** Of one working directory. Calls follow one another: none begins before the last has ended. */
export class StateLog {
  readonly #files: FileSystem;
  readonly #dir: string;
  /** Closed files, oldest first. */
  #closed: LogFile[] = [];
  #current: LogFile | null = null;
  /** Of `#current`; null after a failure, until the file is opened again where it was good. */
  #handle: AppendFile | null = null;
  #lastNumber = 0;
  #bytes = 0;
  readonly #buffer = checksumBuffer();

  /** `dir` belongs to the log alone; made when something is logged. */
  constructor(files: FileSystem, dir: string) {
    this.#files = files;
    this.#dir = dir;
  }

  /** Bytes of all blocks. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends a block. After an error the log is as before. */
  async append(block: Uint8Array): Promise<void> {
    if (block.length === 0) return;
    if (this.#current !== null && this.#current.bytes > fileBytesMax) await this.#close();
    const file = (this.#current ??= this.#newFile());
    this.#handle ??= await this.#open(file);
    const checksum = crc32(block, file.crc32); // while it lies in the cache
    try {
      await this.#handle.append(block);
    } catch (error) {
      await this.#closeHandle(); // opening it again cuts what is torn
      throw error;
    }
    file.bytes += block.length;
    file.crc32 = checksum;
    this.#bytes += block.length;
  }

  /** A place in the log, for `drop`: between what was and what will be appended. */
  async cut(): Promise<number> {
    await this.#close();
    return this.#lastNumber;
  }

  /** Forgets the blocks that were appended before `cut`. */
  async drop(cut: number): Promise<void> {
    const gone = this.#closed.filter(({ number }) => number <= cut);
    this.#closed = this.#closed.filter(({ number }) => number > cut);
    for (const { bytes } of gone) this.#bytes -= bytes;
    for (const { name } of gone) await this.#files.remove(join(this.#dir, name));
  }

  /**
   * Links all files into the folder `into`, and makes those durable that were not in a snapshot
   * before. The folder is not synced.
   */
  async snapshot(into: string): Promise<readonly SnapshotFile[]> {
    await this.#close();
    await this.#merge();
    const result: SnapshotFile[] = [];
    for (const file of this.#closed) {
      const { name, bytes } = file;
      const isLinked = await linkOrCopy(this.#files, join(this.#dir, name), join(into, name));
      const known = { name, bytes, crc32: file.crc32, shared: true };
      if (isLinked && file.isShared) result.push(known);
      else if (isLinked) {
        await this.#files.sync(join(into, name));
        result.push({ ...known, shared: false });
      } else result.push(await settleFile(this.#files, into, name, undefined, this.#buffer));
    }
    for (const file of this.#closed) file.isShared = true;
    return result;
  }

  /** Forgets everything; the working directory was emptied by the caller. */
  async reset(): Promise<void> {
    await this.#closeHandle();
    this.#closed = [];
    this.#current = null;
    this.#bytes = 0;
  }

  /** Closes files; nothing is appended afterwards. */
  async release(): Promise<void> {
    await this.#closeHandle();
  }

  #newFile(): LogFile {
    const number = ++this.#lastNumber;
    const name = `log-${String(number).padStart(9, '0')}`;
    return { name, number, bytes: 0, crc32: 0, isShared: false };
  }

  async #open(file: LogFile): Promise<AppendFile> {
    if (file.bytes === 0) await this.#files.makeDirectory(this.#dir);
    return this.#files.openAppend(join(this.#dir, file.name), file.bytes);
  }

  async #closeHandle(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  /** What comes next goes to a new file. */
  async #close(): Promise<void> {
    const file = this.#current;
    if (file === null) return;
    if (this.#handle === null) {
      const handle = await this.#open(file); // cuts what a failed append left
      await handle.close();
    }
    await this.#closeHandle();
    this.#current = null;
    if (file.bytes > 0) this.#closed.push(file);
    else await this.#files.remove(join(this.#dir, file.name));
  }

  /**
   * As in a counter with carries: two files of about one size become one, so that there are few
   * small ones and a byte is seldom copied.
   */
  async #merge(): Promise<void> {
    while (this.#closed.length > 1) {
      const [first, second] = this.#closed.slice(-2) as [LogFile, LogFile];
      if (first.bytes > second.bytes || second.bytes > mergedBytesMax) return;
      const merged = this.#newFile();
      const bytes = new Uint8Array(first.bytes + second.bytes);
      bytes.set(await this.#read(first));
      bytes.set(await this.#read(second), first.bytes);
      await this.#files.writeFile(join(this.#dir, merged.name), bytes);
      merged.bytes = bytes.length;
      merged.crc32 = crc32(bytes);
      this.#closed.splice(-2, 2, merged);
      for (const { name } of [first, second]) await this.#files.remove(join(this.#dir, name));
    }
  }

  async #read(file: LogFile): Promise<Uint8Array> {
    const bytes = await this.#files.readFile(join(this.#dir, file.name));
    assert(bytes.length === file.bytes, `${file.name} has what was appended`);
    return bytes;
  }
}
