/** One staged file that rows are written to. Nothing is held open between writes. */
import { dirname } from 'node:path';
import type { Batch } from '../../core/batch.js';
import type { FileSystem } from '../../core/env.js';
import type { Encoder, FileEncoder, FileEncoders } from '../formats/format.js';
import { connectorFault } from './file-fault.js';

const NO_BYTES = new Uint8Array(0);

/** Files without head and footer. */
export function lineEncoders(encoder: Encoder): FileEncoders {
  const file: FileEncoder = {
    encode: (batch, rows, count) => encoder.encode(batch, rows, count),
    finish: () => NO_BYTES,
  };
  return () => file;
}

/** One staged file of a sink. */
export class PartFile {
  /** Absolute, in the staging folder. */
  readonly staged: string;
  /** Folder of the partition below the table's, '' for none. */
  readonly folder: string;
  /** Bytes given so far. */
  bytes = 0;
  readonly #files: FileSystem;
  readonly #encoder: FileEncoder;
  #isEnded = false;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #written = 0;
  /** Writes happen one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(files: FileSystem, staged: string, folder: string, encoder: FileEncoder) {
    this.#files = files;
    this.#encoder = encoder;
    this.staged = staged;
    this.folder = folder;
  }

  /** Keeps the rows' bytes in memory; gives how many wait there. */
  write(batch: Batch, rows: Int32Array, count: number): number {
    return this.#append(this.#encoder.encode(batch, rows, count));
  }

  /** Adds what the format writes at the end of a file. No `write` comes after it. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#append(this.#encoder.finish());
  }

  #append(bytes: Uint8Array): number {
    if (bytes.length === 0) return this.#buffered;
    this.#chunks.push(bytes);
    this.#buffered += bytes.length;
    this.bytes += bytes.length;
    return this.#buffered;
  }

  /** Writes what waits; resolves when it is written. Throws ConnectorError FILE_WRITE. */
  flush(): Promise<void> {
    const bytes = joined(this.#chunks, this.#buffered);
    this.#chunks = [];
    this.#buffered = 0;
    this.#last = this.#last.then(() => this.#write(bytes, false));
    return this.#last;
  }

  /** Writes what waits and makes the file durable. It has ended. */
  finish(): Promise<void> {
    const bytes = joined(this.#chunks, this.#buffered);
    this.#chunks = [];
    this.#last = this.#last.then(() => this.#write(bytes, true));
    return this.#last;
  }

  async #write(bytes: Uint8Array, isFinal: boolean): Promise<void> {
    await connectorFault('FILE_WRITE', 'write', this.staged, async () => {
      if (this.#written === 0) await this.#files.makeDirectory(dirname(this.staged));
      const file = await this.#files.openAppend(this.staged, this.#written);
      try {
        await file.append(bytes);
        if (isFinal) await file.sync();
      } finally {
        await file.close();
      }
      this.#written += bytes.length;
    });
  }
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
