/** Blocks of found values into cells: a column at a time, or row by row where a value is odd. */
import type { ColumnBuilder } from '../../../core/column-builder.js';
import type { Cell } from '../cell.js';
import { CellKind } from '../cell-kind.js';
import { fillOf, type Fill } from './fill.js';
import type { Kernel } from './kernel/kernel.js';
import type { JsonScan } from './scan.js';
import type { ConvertOptions } from './convert.js';
import { ValueConverter } from './value-converter.js';
import { BLOCK_ROWS, type ValueSpans } from './value-spans.js';

/** So many blocks are read row by row after one that had a value that did not fit. */
const CAREFUL_BLOCKS = 64;

export class BlockDecoder {
  /** Where the value is that did not fit, in the bytes. */
  failedAt = 0;
  readonly cells: readonly Cell[];
  readonly converter: ValueConverter;
  #trustsUtf8 = false;
  readonly #names: readonly string[];
  readonly #fills: readonly (Fill | null)[];
  readonly #kernel: Kernel;
  readonly #spans: ValueSpans;
  #carefulBlocks = 0;

  /** Cell i takes column i of `spans`, named `names[i]` in messages. */
  constructor(
    cells: readonly Cell[],
    names: readonly string[],
    scan: JsonScan,
    kernel: Kernel,
    spans: ValueSpans,
    options: ConvertOptions,
  ) {
    this.cells = cells;
    this.converter = new ValueConverter(scan, options);
    this.#names = names;
    this.#fills = cells.map((cell) => fillOf(cell.type, options.separator, kernel));
    this.#kernel = kernel;
    this.#spans = spans;
  }

  /**
   * Appends all rows of the block to the cells; false, and none, when they need `appendRow`.
   * `trustsUtf8`: their texts are known to be well-formed.
   */
  append(trustsUtf8: boolean): boolean {
    this.#trustsUtf8 = trustsUtf8;
    for (const cell of this.cells) cell.trustsUtf8 = trustsUtf8;
    if (this.#carefulBlocks > 0) {
      this.#carefulBlocks--;
      return false;
    }
    const { cells } = this;
    for (let c = 0; c < cells.length; c++) {
      const before = cells[c]!.length;
      if (this.#appendColumn(c)) continue;
      for (let i = 0; i <= c; i++) cells[i]!.cutTo(before);
      this.#carefulBlocks = CAREFUL_BLOCKS;
      return false;
    }
    return true;
  }

  #appendColumn(c: number): boolean {
    const cell = this.cells[c]!;
    const { builder } = cell;
    const { starts, ends, rows } = this.#spans;
    const first = c * BLOCK_ROWS;
    const [startsAt, endsAt] = [starts.byteOffset + 4 * first, ends.byteOffset + 4 * first];
    const fill = this.#trustsUtf8 || cell.kind !== CellKind.Text ? this.#fills[c]! : null;
    cell.reserve(rows);
    const { bits } = this.#kernel.views;
    const shift = builder.length & 7;
    const count = this.#kernel.exports.present(startsAt, rows, bits.byteOffset, shift);
    if (count === 0 && fill !== null) {
      addNulls(builder, rows);
      cell.resume();
      return true;
    }
    if (fill !== null && count < rows && builder.validity === null) startNulls(builder);
    for (let row = 0; ; row++) {
      const end = fill === null ? row : fill(startsAt, endsAt, row, rows, builder);
      if (end - row === rows) addValid(builder, rows, bits);
      else if (end > row) addSome(builder, starts, first + row, first + end);
      cell.resume();
      if (end === rows) return true;
      row = end;
      const slot = first + row;
      if (!this.converter.put(cell, starts[slot]!, ends[slot]!, this.#names[c]!)) return false;
      cell.endRow();
    }
  }

  /** Appends row `row` of the block to the cells; false, and nothing, when a value does not fit. */
  appendRow(row: number): boolean {
    const { cells } = this;
    const { starts, ends } = this.#spans;
    for (let c = 0; c < cells.length; c++) {
      const slot = c * BLOCK_ROWS + row;
      if (this.converter.put(cells[c]!, starts[slot]!, ends[slot]!, this.#names[c]!)) continue;
      this.failedAt = starts[slot]!;
      for (let i = 0; i <= c; i++) cells[i]!.clear();
      return false;
    }
    for (let c = 0; c < cells.length; c++) cells[c]!.endRow();
    return true;
  }
}

/** Makes the builder note which of its rows are null. */
function startNulls(builder: ColumnBuilder): void {
  const { length } = builder;
  builder.appendNull();
  builder.length = length;
}

/** Adds `rows` nulls, for which there is room. */
function addNulls(builder: ColumnBuilder, rows: number): void {
  const { length, offsets } = builder;
  if (builder.validity === null) startNulls(builder);
  builder.length = length + rows;
  if (offsets !== null) offsets.fill(offsets[length]!, length + 1, length + rows + 1);
}

/**
 * Adds `rows` rows whose values are there, null where their bit in `bits` is not set; the first of
 * them is the bit of the builder's length.
 */
function addValid(builder: ColumnBuilder, rows: number, bits: Uint8Array): void {
  const { length, validity } = builder;
  if (validity !== null) {
    const bytes = ((length & 7) + rows + 7) >> 3;
    for (let i = 0; i < bytes; i++) validity[(length >> 3) + i]! |= bits[i]!;
  }
  builder.length = length + rows;
}

/** Adds rows whose values are there; row i is null when `starts[from + i]` is below 0. */
function addSome(builder: ColumnBuilder, starts: Int32Array, from: number, to: number): void {
  const { length, validity } = builder;
  if (validity !== null) {
    for (let i = from; i < to; i++) {
      const row = length + i - from;
      if (starts[i]! >= 0) validity[row >> 3]! |= 1 << (row & 7);
    }
  }
  builder.length = length + to - from;
}
