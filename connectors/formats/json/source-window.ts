/** The part of the bytes under way that is in the kernel's memory: some whole lines. */
import { isUtf8 } from 'node:buffer';
import type { Kernel } from './kernel/kernel.js';

const NEWLINE = 10;
/** Fits the processor's cache beside what is decoded from it. */
const WINDOW_BYTES = 1 << 18;

export class SourceWindow {
  /** Address behind its last line. */
  end = 0;
  /** What is added to an address to get the place in the source. */
  shift = 0;
  isUtf8 = false;
  readonly #kernel: Kernel;
  #source: Uint8Array | null = null;
  #from = 0;
  #to = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /**
   * The address of `source[start]`, a line start. `limit` is behind a newline. The bytes of one
   * source never change.
   */
  load(source: Uint8Array, start: number, limit: number): number {
    const isThere =
      source === this.#source && start >= this.#from && start < this.#to && this.#to <= limit;
    if (!isThere) this.#copy(source, start, limit);
    return start - this.shift;
  }

  #copy(source: Uint8Array, start: number, limit: number): void {
    let end = limit;
    if (limit - start > WINDOW_BYTES) {
      end = source.lastIndexOf(NEWLINE, start + WINDOW_BYTES - 1) + 1;
      if (end <= start) end = source.indexOf(NEWLINE, start + WINDOW_BYTES) + 1;
    }
    const kernel = this.#kernel;
    const part = source.subarray(start, end);
    kernel.reserve(part.length);
    kernel.views.all.set(part, kernel.window);
    this.isUtf8 = isUtf8(part);
    this.end = kernel.window + part.length;
    this.shift = start - kernel.window;
    this.#source = source;
    this.#from = start;
    this.#to = end;
  }
}
