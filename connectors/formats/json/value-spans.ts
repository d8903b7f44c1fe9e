/** Where the wanted values of a block of rows are, before they are decoded. */
import type { Kernel } from './kernel/kernel.js';

/** Few enough that the bytes and places of a block stay in the processor's cache. */
export const BLOCK_ROWS = 256;

/** No such key, or not in this object. */
export const MISSING = -1;
/** Null, or within an object that is null (or, when errors are ignored, no object). */
export const NULL = -2;

/**
 * Value of column c in row r of the block: `starts[c * BLOCK_ROWS + r]` is its first byte in the
 * kernel's memory (or one of the constants above, below 0), `ends[...]` the place behind its last
 * one, complemented for a string that has escapes. The arrays are others when memory has grown.
 */
export class ValueSpans {
  /** Line of row r, 0-based in the file. */
  readonly lines = new Int32Array(BLOCK_ROWS);
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.clear();
  }

  get starts(): Int32Array {
    return this.#kernel.views.starts;
  }
  get ends(): Int32Array {
    return this.#kernel.views.ends;
  }
  /** Start of the line of row r. */
  get lineStarts(): Int32Array {
    return this.#kernel.views.lineStarts;
  }
  /** Whole rows so far; values of the next one may be there. */
  get rows(): number {
    return this.#kernel.views.rows[0]!;
  }

  /** Forgets the values of the row under way. */
  clearRow(): void {
    const { starts, rows } = this;
    for (let i = rows; i < starts.length; i += BLOCK_ROWS) starts[i] = MISSING;
  }

  /** Makes the row under way a whole one. */
  endRow(lineStart: number, line: number): void {
    const { rows } = this;
    this.lineStarts[rows] = lineStart;
    this.lines[rows] = line;
    this.#kernel.views.rows[0] = rows + 1;
  }

  clear(): void {
    this.starts.fill(MISSING);
    this.#kernel.views.rows[0] = 0;
  }
}
