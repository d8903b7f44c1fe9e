/** One staged file that rows are written to. Nothing is held open between writes. */
import { dirname } from 'node:path';
import type { FileSystem } from '../../core/env.js';
import { connectorFault } from './file-fault.js';

export class PartFile {
  /** Absolute, in the staging folder. */
  readonly staged: string;
  /** Folder of the partition below the table's, '' for none. */
  readonly folder: string;
  /** Bytes given so far. */
  bytes = 0;
  readonly #files: FileSystem;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #written = 0;
  /** Writes happen one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(files: FileSystem, staged: string, folder: string) {
    this.#files = files;
    this.staged = staged;
    this.folder = folder;
  }

  /** Keeps `bytes` in memory; gives how many wait there. */
  append(bytes: Uint8Array): number {
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

  /** Writes what waits and makes the file durable. No `append` comes after it. */
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
