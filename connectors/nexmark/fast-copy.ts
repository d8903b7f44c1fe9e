/** Pools of ASCII texts, and columns of parts of them: the copying is WebAssembly. */
import { BATCH_ROWS, type Column } from '../../core/batch.js';
import { WASM_PAGE_BYTES, wasmKernel, type WasmMemory } from '../wasm.js';
import type { Runs } from './fast-events.js';
import { kernelWasm } from './kernel/kernel-wasm.js';

/** What kernel.as exports; numbers are addresses and counts. */
interface KernelExports {
  copyTexts(starts: number, lengths: number, count: number, out: number): void;
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

/** A text column's arrays. */
export type Texts = Pick<Column, 'values' | 'offsets'>;

/** The kernel and its memory: parts of one column, pools, and the texts of that column. */
export class TextMemory {
  readonly #memory: WasmMemory;
  readonly #kernel: KernelExports;
  #parts: Parts;
  /** Where the texts of the column begin: behind the pools. */
  #out = 8 * BATCH_ROWS;

  constructor() {
    const { memory, exports } = wasmKernel<KernelExports>(kernelWasm, this.#out);
    this.#memory = memory;
    this.#kernel = exports;
    this.#parts = this.#bind();
  }

  /** To be filled before `column`, for at most BATCH_ROWS events; may be others after it. */
  get parts(): Parts {
    return this.#parts;
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
    this.#reserve(0);
    this.bytes.set(all, starts[0]);
    return { starts };
  }

  /** Texts of the rows in `runs`, from `parts`; the other rows are empty. Fresh arrays. */
  column(runs: Runs, rowCount: number): Texts {
    const offsets = textOffsets(this.#parts.lengths, runs, rowCount);
    const bytes = offsets[rowCount]!;
    this.#reserve(bytes);
    const { starts, lengths } = this.#parts;
    this.#kernel.copyTexts(starts.byteOffset, lengths.byteOffset, runs.events, this.#out);
    // `slice` of the buffer does not clear the copy first, as a new array would be.
    const values = new Uint8Array(this.#memory.buffer.slice(this.#out, this.#out + bytes));
    return { values, offsets };
  }

  /** Makes room for `bytes` behind the pools. */
  #reserve(bytes: number): void {
    const missing = this.#out + bytes + slack - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
    this.#parts = this.#bind();
  }
  #bind(): Parts {
    const { buffer } = this.#memory;
    return {
      starts: new Int32Array(buffer, 0, BATCH_ROWS),
      lengths: new Int32Array(buffer, 4 * BATCH_ROWS, BATCH_ROWS),
    };
  }
}

/** Offsets by row from lengths by place among the events of the runs. */
function textOffsets(lengths: Int32Array, runs: Runs, rowCount: number): Int32Array {
  const offsets = new Int32Array(rowCount + 1);
  let at = 0;
  let row = 0;
  let place = 0;
  for (let r = 0; r < runs.count; r++) {
    const first = runs.rows[r]!;
    while (row < first) offsets[++row] = at;
    const end = first + runs.lengths[r]!;
    while (row < end) offsets[++row] = at += lengths[place++]!;
  }
  while (row < rowCount) offsets[++row] = at;
  return offsets;
}
