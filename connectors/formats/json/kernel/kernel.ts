/**
 * The JSON reader's WebAssembly kernel (kernel.as) and its memory: layouts of lines, spans of a
 * block of rows, decoded values of one column, wanted keys, and a window of the file. All places
 * are byte addresses in it.
 */
import { WASM_PAGE_BYTES, wasmKernel, type WasmMemory } from '../../../wasm.js';
import type { PathNode } from '../paths.js';
import { BLOCK_ROWS } from '../value-spans.js';
import { keyTables } from '../wanted-keys.js';
import { kernelWasm } from './kernel-wasm.js';

/** What kernel.as exports: numbers are addresses, counts and rows; see there. */
interface KernelExports {
  walk(
    start: number,
    limit: number,
    root: number,
    starts: number,
    ends: number,
    lineStarts: number,
    rows: number,
    rowsMax: number,
  ): number;
  scan(
    start: number,
    limit: number,
    keys: number,
    starts: number,
    ends: number,
    lineStarts: number,
    rows: number,
    rowsMax: number,
    required: number,
  ): number;
  present(starts: number, rows: number, bits: number, shift: number): number;
  booleans(starts: number, from: number, rows: number, out: number): number;
  integers(
    starts: number,
    ends: number,
    from: number,
    rows: number,
    out: number,
    limit: number,
  ): number;
  bigs(starts: number, ends: number, from: number, rows: number, out: number): number;
  doubles(starts: number, from: number, rows: number, out: number): number;
  decimals(
    starts: number,
    from: number,
    rows: number,
    out: number,
    precision: number,
    scale: number,
  ): number;
  texts(
    starts: number,
    ends: number,
    from: number,
    rows: number,
    out: number,
    offsets: number,
    base: number,
  ): number;
  timestamps(
    starts: number,
    ends: number,
    from: number,
    rows: number,
    out: number,
    nanos: number,
    separator: number,
    zoneBytes: number,
    msStep: number,
    nanosStep: number,
  ): number;
}

/** Bytes behind a window, and behind decoded texts, that may be read or written. */
const SLACK = 64;
/** The layouts have so many bytes, from address 0 on. */
export const LAYOUT_BYTES = WASM_PAGE_BYTES;

/** Views of the memory; others after it has grown. */
export interface KernelViews {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly words: Int32Array;
  /** See ValueSpans; `rows` has one word. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly lineStarts: Int32Array;
  readonly rows: Int32Array;
  /** Decoded values of a column, a row each, by their type: one array for all. */
  readonly flags: Uint8Array;
  readonly ints: Int32Array;
  readonly bigs: BigInt64Array;
  readonly doubles: Float64Array;
  /** Of row r: the ns below the ms, or where its text ends. */
  readonly seconds: Int32Array;
  /** A bit a row: has it a value? */
  readonly bits: Uint8Array;
  /** From `texts` on are decoded texts. */
  readonly all: Uint8Array;
}

/**
 * One for a reader. A WebAssembly memory takes about 10 GB of address space (not of memory): a
 * process limited in that (ulimit -v) has few.
 */
export class Kernel {
  views: KernelViews;
  readonly exports: KernelExports;
  /** Where the table of wanted keys begins, see wanted-keys.ts. */
  readonly keys: number;
  /** Where windows begin. */
  readonly window: number;
  /** Where decoded texts begin. */
  texts: number;
  readonly #columnBytes: number;
  readonly #memory: WasmMemory;

  /** For rows of `columns` wanted values, with the keys that `root` leads to. */
  constructor(columns: number, root: PathNode) {
    this.#columnBytes = 4 * BLOCK_ROWS * columns;
    this.keys = LAYOUT_BYTES + 2 * this.#columnBytes + 18 * BLOCK_ROWS + SLACK;
    const keys = keyTables(root, this.keys);
    this.window = this.keys + keys.byteLength + SLACK;
    this.texts = this.window + SLACK;
    const { memory, exports } = wasmKernel<KernelExports>(kernelWasm, this.texts + SLACK);
    this.#memory = memory;
    this.exports = exports;
    this.views = this.#bind();
    this.views.words.set(keys, this.keys / 4);
  }

  /** Makes room for a window of `bytes` bytes; what is in the memory stays. */
  reserve(bytes: number): void {
    if (this.window + bytes + SLACK <= this.texts) return;
    this.texts = this.window + bytes + SLACK;
    const wanted = this.texts + bytes + SLACK;
    this.#memory.grow(
      Math.max(0, Math.ceil((wanted - this.#memory.buffer.byteLength) / WASM_PAGE_BYTES)),
    );
    this.views = this.#bind();
  }

  #bind(): KernelViews {
    const { buffer } = this.#memory;
    const columnRows = this.#columnBytes / 4;
    const ends = LAYOUT_BYTES + this.#columnBytes;
    const lineStarts = ends + this.#columnBytes;
    const seconds = lineStarts + 4 * BLOCK_ROWS;
    const values = seconds + 4 * BLOCK_ROWS;
    const bits = values + 8 * BLOCK_ROWS;
    const rows = bits + BLOCK_ROWS;
    return {
      bytes: Buffer.from(buffer),
      view: new DataView(buffer),
      words: new Int32Array(buffer),
      starts: new Int32Array(buffer, LAYOUT_BYTES, columnRows),
      ends: new Int32Array(buffer, ends, columnRows),
      lineStarts: new Int32Array(buffer, lineStarts, BLOCK_ROWS),
      rows: new Int32Array(buffer, rows, 1),
      flags: new Uint8Array(buffer, values, BLOCK_ROWS),
      ints: new Int32Array(buffer, values, BLOCK_ROWS),
      bigs: new BigInt64Array(buffer, values, BLOCK_ROWS),
      doubles: new Float64Array(buffer, values, BLOCK_ROWS),
      seconds: new Int32Array(buffer, seconds, BLOCK_ROWS),
      bits: new Uint8Array(buffer, bits, BLOCK_ROWS),
      all: new Uint8Array(buffer),
    };
  }

  /**
   * Makes rows of the lines from `start` on, up to `rowsMax` in the block. Stops at `limit` or at a
   * line that is broken or whose layout is not known, and gives that place. What such a line had
   * before is left in the spans.
   */
  walk(start: number, limit: number, rowsMax: number): number {
    const { starts, ends, lineStarts, rows } = this.views;
    return this.exports.walk(
      start,
      limit,
      0,
      starts.byteOffset,
      ends.byteOffset,
      lineStarts.byteOffset,
      rows.byteOffset,
      rowsMax,
    );
  }

  /**
   * As `walk`, for lines of any layout: stops at a line that the scanner has to read, or refuse.
   * `isComplete`: at lines without one of the wanted values too.
   */
  scan(start: number, limit: number, rowsMax: number, isComplete: boolean): number {
    const { starts, ends, lineStarts, rows } = this.views;
    return this.exports.scan(
      start,
      limit,
      this.keys,
      starts.byteOffset,
      ends.byteOffset,
      lineStarts.byteOffset,
      rows.byteOffset,
      rowsMax,
      isComplete ? ends.byteOffset : 0,
    );
  }
}
