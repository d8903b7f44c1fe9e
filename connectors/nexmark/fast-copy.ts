/** Pools of ASCII texts, and columns of parts of them: the copying is WebAssembly. */
import { BATCH_ROWS, type Column } from '../../core/batch.js';
import { WASM_PAGE_BYTES, wasmKernel, type WasmMemory } from '../wasm.js';
import type { Runs } from './fast-events.js';
import { kernelWasm } from './kernel/kernel-wasm.js';

/** What kernel.as exports; numbers are addresses and counts. */
interface KernelExports {
  copyTexts(starts: number, lengths: number, count: number, out: number): void;
  textOffsets(
    rows: number,
    runLengths: number,
    runs: number,
    lengths: number,
    rowCount: number,
    out: number,
  ): number;
}

/** Bytes behind a text that may be read and written. */
const slack = 16;

/** Texts behind each other: text i is the bytes starts[i] .. starts[i + 1] of the memory. */
export interface TextPool {
  readonly starts: Int32Array;
}

/** Which part of a pool each event gets, by its place among the events of its kind. */
export interface Parts {
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
}

/** The memory's arrays, for at most BATCH_ROWS rows; others after it has grown. */
interface Arrays {
  readonly parts: Parts;
  readonly rows: Int32Array;
  readonly runLengths: Int32Array;
}

/** A text column's arrays. */
export type Texts = Pick<Column, 'values' | 'offsets'>;

/** The kernel and its memory: parts and runs of one column, pools, and the column's texts. */
export class TextMemory {
  readonly #memory: WasmMemory;
  readonly #kernel: KernelExports;
  #arrays: Arrays;
  /** Whose rows and lengths are in the memory. */
  #runs: Runs | null = null;
  /** Behind the pools: where the column under way is made. */
  #out = 16 * BATCH_ROWS;

  constructor() {
    const { memory, exports } = wasmKernel<KernelExports>(kernelWasm, this.#out);
    this.#memory = memory;
    this.#kernel = exports;
    this.#arrays = this.#bind();
  }

  /** To be filled before `column`, for at most BATCH_ROWS events; may be others after it. */
  get parts(): Parts {
    return this.#arrays.parts;
  }
  /** The memory by bytes; another after `addPool` and `column`. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  /** `texts` are ASCII. */
  addPool(texts: readonly string[]): TextPool {
    const all = new TextEncoder().encode(texts.join(''));
    const starts = new Int32Array(texts.length + 1);
    starts[0] = this.#out;
    texts.forEach((text, i) => (starts[i + 1] = starts[i]! + text.length));
    this.#out += all.length + slack;
    this.#reserve(this.#out);
    this.bytes.set(all, starts[0]);
    return { starts };
  }

  /**
   * Texts of the rows in `runs`, from `parts`; the other rows are empty. Fresh arrays, both in one
   * buffer.
   */
  column(runs: Runs, rowCount: number): Texts {
    const offsetsAt = (this.#out + 3) & ~3;
    const textsAt = offsetsAt + 4 * (rowCount + 1);
    this.#reserve(textsAt);
    this.#load(runs);
    const { rows, runLengths, parts } = this.#arrays;
    const bytes = this.#kernel.textOffsets(
      rows.byteOffset,
      runLengths.byteOffset,
      runs.count,
      parts.lengths.byteOffset,
      rowCount,
      offsetsAt,
    );
    this.#reserve(textsAt + bytes);
    const { starts, lengths } = this.#arrays.parts;
    this.#kernel.copyTexts(starts.byteOffset, lengths.byteOffset, runs.events, textsAt);
    // `slice` of the buffer does not clear the copy first, as a new array would be.
    const both = this.#memory.buffer.slice(offsetsAt, textsAt + bytes);
    return {
      values: new Uint8Array(both, textsAt - offsetsAt),
      offsets: new Int32Array(both, 0, rowCount + 1),
    };
  }

  #load(runs: Runs): void {
    if (runs === this.#runs) return;
    this.#runs = runs;
    this.#arrays.rows.set(runs.rows.subarray(0, runs.count));
    this.#arrays.runLengths.set(runs.lengths.subarray(0, runs.count));
  }

  /** Makes room up to address `end`. */
  #reserve(end: number): void {
    const missing = end + slack - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
    this.#arrays = this.#bind();
  }
  #bind(): Arrays {
    const { buffer } = this.#memory;
    const ints = (i: number): Int32Array => new Int32Array(buffer, 4 * BATCH_ROWS * i, BATCH_ROWS);
    return { parts: { starts: ints(0), lengths: ints(1) }, rows: ints(2), runLengths: ints(3) };
  }
}
