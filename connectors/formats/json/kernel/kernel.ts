/**
 * The JSON reader's WebAssembly kernel (kernel.as) and its memory: layouts of lines, spans of a
 * block of rows, and a window of the file. All places are byte addresses in it.
 */
import { BLOCK_ROWS } from '../value-spans.js';
import { kernelWasm } from './kernel-wasm.js';

/** What the kernel exports; see kernel.as. */
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
}

/** The part of the WebAssembly API that is used here; the ES library types do not have it. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => WasmMemory;
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: KernelExports };
};

const PAGE = 65536;
/** Bytes behind a window that may be read. */
const SLACK = 64;
/** The layouts have so many bytes, from address 0 on. */
export const LAYOUT_BYTES = PAGE;

/** One for a reader. */
export class Kernel {
  // Views of the memory; others after it has grown.
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  words: Int32Array = new Int32Array(0);
  /** See ValueSpans; `rows` has one word. */
  starts: Int32Array = new Int32Array(0);
  ends: Int32Array = new Int32Array(0);
  lineStarts: Int32Array = new Int32Array(0);
  rows: Int32Array = new Int32Array(0);
  /** Where windows begin. */
  readonly window: number;
  readonly #columnBytes: number;
  readonly #memory: WasmMemory;
  readonly #exports: KernelExports;

  /**
   * For rows of `columns` wanted values. `skipNested` gives the end of an object or array, 0 when
   * it is broken.
   */
  constructor(columns: number, skipNested: (start: number, depth: number) => number) {
    this.#columnBytes = 4 * BLOCK_ROWS * columns;
    this.window = LAYOUT_BYTES + 2 * this.#columnBytes + 4 * BLOCK_ROWS + SLACK;
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil((this.window + SLACK) / PAGE) });
    const module = new WebAssembly.Module(Buffer.from(kernelWasm, 'base64'));
    const imports = { env: { memory: this.#memory }, host: { skipNested } };
    this.#exports = new WebAssembly.Instance(module, imports).exports;
    this.#bind();
  }

  /** Makes room for a window of `bytes` bytes; what is in the memory stays. */
  reserve(bytes: number): void {
    const pages = Math.ceil((this.window + bytes + SLACK - this.bytes.length) / PAGE);
    if (pages <= 0) return;
    this.#memory.grow(pages);
    this.#bind();
  }

  #bind(): void {
    const { buffer } = this.#memory;
    const starts = LAYOUT_BYTES;
    const ends = starts + this.#columnBytes;
    const lineStarts = ends + this.#columnBytes;
    this.bytes = Buffer.from(buffer);
    this.view = new DataView(buffer);
    this.words = new Int32Array(buffer);
    this.starts = new Int32Array(buffer, starts, this.#columnBytes / 4);
    this.ends = new Int32Array(buffer, ends, this.#columnBytes / 4);
    this.lineStarts = new Int32Array(buffer, lineStarts, BLOCK_ROWS);
    this.rows = new Int32Array(buffer, lineStarts + 4 * BLOCK_ROWS, 1);
  }

  /**
   * Makes rows of the lines from `start` on, up to `rowsMax` in the block. Stops at `limit` or at a
   * line that is broken or whose layout is not known, and gives that place. What such a line had
   * before is left in the spans.
   */
  walk(start: number, limit: number, rowsMax: number): number {
    const { starts, ends, lineStarts, rows } = this;
    return this.#exports.walk(
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
}
