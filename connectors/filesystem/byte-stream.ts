/** Bytes of a file in order, decompressed by the suffix of its name. */
import { Readable, Transform, pipeline } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { FileSystem, ReadFile } from '../../core/env.js';
import { ConnectorError, DataError } from '../../core/errors.js';
import { errorCode, errorText } from '../../storage/file-error.js';
import { connectorFault } from './file-fault.js';
import type { ListedFile } from './file-list.js';

const CHUNK_BYTES = 1 << 20;

/** Bytes in front of each chunk of a plain file, for the rest of the one before it. */
export const HEAD_BYTES = 1 << 16;

/** Bytes of a stream: `buffer[start..end)`. What is in front of them is the reader's to use. */
export interface Chunk {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export interface ByteStream {
  /**
   * The next bytes (at least one), null at the end. They are good until the call after the next
   * one. Throws ConnectorError FILE_READ, DataError CORRUPT_FILE when it cannot be decompressed.
   */
  next(): Promise<Chunk | null>;
  /** Waits for a read under way. */
  close(): Promise<void>;
}

const compressed = /\.(gz|gzip|deflate|zst|zstd|bz2|xz)$/i;

/** Does the name's suffix say so? */
export function isCompressed(path: string): boolean {
  return compressed.test(path);
}

/**
 * Bytes from `position` of the decompressed file on. A compressed file is read again from its
 * start.
 */
export function openBytes(files: FileSystem, file: ListedFile, position: number): ByteStream {
  const suffix = compressed.exec(file.path)?.[1]?.toLowerCase();
  switch (suffix) {
    case undefined:
      return new PlainBytes(files, file, position);
    case 'gz':
    case 'gzip':
      return inflated(files, file, position, createGunzip({ chunkSize: CHUNK_BYTES }));
    case 'deflate':
      return inflated(files, file, position, createInflate({ chunkSize: CHUNK_BYTES }));
    case 'zst':
    case 'zstd':
      return new IteratedBytes(file.path, zstdChunks(files, file.path), position);
    default:
      throw new ConnectorError('FILE_COMPRESSION', {
        message: `${file.path}: files of .${suffix} cannot be read`,
        blame: 'user',
        hint: 'use gzip (.gz), deflate (.deflate) or zstandard (.zst)',
      });
  }
}

/** Reads into two buffers in turn; the file stays open. */
class PlainBytes implements ByteStream {
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #chunkBytes: number;
  #position: number;
  #open: ReadFile | null = null;
  #reading: Promise<number> = Promise.resolve(0);
  #isClosed = false;
  #spare: ArrayBuffer | null = null;
  #last: ArrayBuffer | null = null;

  constructor(files: FileSystem, file: ListedFile, position: number) {
    this.#files = files;
    this.#path = file.path;
    this.#position = position;
    // One byte more than is left, so that the end is seen with the last bytes.
    this.#chunkBytes = Math.min(CHUNK_BYTES, Math.max(0, file.bytes - position) + 1);
  }

  async next(): Promise<Chunk | null> {
    if (this.#isClosed) return null;
    const buffer = this.#spare ?? new ArrayBuffer(HEAD_BYTES + this.#chunkBytes);
    this.#spare = this.#last;
    this.#last = buffer;
    this.#reading = connectorFault('FILE_READ', 'read', this.#path, () => this.#read(buffer));
    const count = await this.#reading;
    const end = HEAD_BYTES + count;
    return count === 0 ? null : { buffer: new Uint8Array(buffer), start: HEAD_BYTES, end };
  }

  async #read(buffer: ArrayBuffer): Promise<number> {
    this.#open ??= await this.#files.openRead(this.#path);
    const count = await this.#open.read(new Uint8Array(buffer, HEAD_BYTES), this.#position);
    this.#position += count;
    return count;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#reading.catch(() => {
      /* thrown by `next` */
    });
    await this.#open?.close();
    this.#open = null;
  }
}

class IteratedBytes implements ByteStream {
  readonly #path: string;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #end: () => void;
  /** Bytes still to be left out. */
  #skip: number;

  constructor(path: string, chunks: AsyncIterable<Uint8Array>, skip: number, end?: () => void) {
    this.#path = path;
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#skip = skip;
    this.#end =
      end ??
      (() => {
        /* nothing to end */
      });
  }

  async next(): Promise<Chunk | null> {
    for (;;) {
      const { done, value } = await unpacked(this.#path, () => this.#chunks.next());
      if (done === true) return null;
      const skipped = Math.min(this.#skip, value.length);
      this.#skip -= skipped;
      if (skipped < value.length) return { buffer: value, start: skipped, end: value.length };
    }
  }

  async close(): Promise<void> {
    this.#end();
  }
}

function inflated(
  files: FileSystem,
  file: ListedFile,
  skip: number,
  transform: Transform,
): ByteStream {
  const input = Readable.from(rawChunks(files, file.path));
  // The error reaches whoever iterates; the callback is only there because pipeline demands one.
  pipeline(input, transform, () => {
    /* see above */
  });
  return new IteratedBytes(file.path, transform, skip, () => input.destroy());
}

async function* rawChunks(files: FileSystem, path: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ;) {
    const bytes = await files.readAt(path, position, CHUNK_BYTES);
    if (bytes.length === 0) return;
    position += bytes.length;
    yield bytes;
  }
}

/** A frame at once: the library has no streaming. Loaded only when a file needs it. */
async function* zstdChunks(files: FileSystem, path: string): AsyncGenerator<Uint8Array> {
  const { zstdFrames } = await import('../zstd.js');
  for (const frame of zstdFrames(await files.readFile(path))) {
    for (let at = 0; at < frame.length; at += CHUNK_BYTES)
      yield frame.subarray(at, at + CHUNK_BYTES);
  }
}

/** What is wrong with the content becomes DataError CORRUPT_FILE, all else FILE_READ. */
async function unpacked<T>(path: string, work: () => Promise<T>): Promise<T> {
  return connectorFault('FILE_READ', 'read', path, async () => {
    try {
      return await work();
    } catch (cause) {
      const isContent = cause instanceof DataError || errorCode(cause)?.startsWith('Z_') === true;
      if (!isContent) throw cause;
      throw new DataError('CORRUPT_FILE', {
        message: `${path} cannot be decompressed: ${errorText(cause)}`,
        hint: 'it is damaged or cut off: fetch it again, or compress it again',
        cause,
      });
    }
  });
}
