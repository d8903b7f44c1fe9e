/** Bytes of a file in order, decompressed by the suffix of its name. */
import { Readable, Transform, pipeline } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { FileSystem } from '../../core/env.js';
import { ConnectorError } from '../../core/errors.js';
import { connectorFault } from './file-fault.js';
import type { ListedFile } from './file-list.js';

const CHUNK_BYTES = 1 << 20;

export interface ByteStream {
  /** The next bytes (at least one), null at the end. Throws ConnectorError FILE_READ. */
  next(): Promise<Uint8Array | null>;
  close(): void;
}

/**
 * Bytes from `position` of the decompressed file on. A compressed file is read again from its
 * start.
 */
export function openBytes(files: FileSystem, file: ListedFile, position: number): ByteStream {
  const suffix = /\.(gz|gzip|deflate|zst|zstd|bz2|xz)$/i.exec(file.path)?.[1]?.toLowerCase();
  switch (suffix) {
    case undefined:
      return new PlainBytes(files, file.path, position);
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

class PlainBytes implements ByteStream {
  readonly #files: FileSystem;
  readonly #path: string;
  #position: number;

  constructor(files: FileSystem, path: string, position: number) {
    this.#files = files;
    this.#path = path;
    this.#position = position;
  }

  async next(): Promise<Uint8Array | null> {
    const bytes = await connectorFault('FILE_READ', 'read', this.#path, () =>
      this.#files.readAt(this.#path, this.#position, CHUNK_BYTES),
    );
    this.#position += bytes.length;
    return bytes.length === 0 ? null : bytes;
  }

  close(): void {
    /* holds nothing open */
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

  async next(): Promise<Uint8Array | null> {
    for (;;) {
      const { done, value } = await connectorFault('FILE_READ', 'decompress', this.#path, () =>
        this.#chunks.next(),
      );
      if (done === true) return null;
      const skipped = Math.min(this.#skip, value.length);
      this.#skip -= skipped;
      if (skipped < value.length) return value.subarray(skipped);
    }
  }

  close(): void {
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

/** The whole file at once: the library has no streaming. Loaded only when a file needs it. */
async function* zstdChunks(files: FileSystem, path: string): AsyncGenerator<Uint8Array> {
  const { decompressZstd } = await import('../zstd.js');
  const all = decompressZstd(await files.readFile(path));
  for (let at = 0; at < all.length; at += CHUNK_BYTES) yield all.subarray(at, at + CHUNK_BYTES);
}
