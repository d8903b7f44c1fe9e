/** Blocks of found values into cells: a column at a time, or row by row where a value is odd. */
import type { Cell } from '../cell.js';
import type { BlockColumn, Fill } from './fill.js';
import { fillNothing } from './fill.js';
import { fillOf } from './fills.js';
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
  readonly #fills: readonly Fill[];
  readonly #scan: JsonScan;
  readonly #spans: ValueSpans;
  #carefulBlocks = 0;

  /** Cell i takes column i of `spans`, named `names[i]` in messages. */
  constructor(
    cells: readonly Cell[],
    names: readonly string[],
    scan: JsonScan,
    spans: ValueSpans,
    options: ConvertOptions,
  ) {
    this.cells = cells;
    this.converter = new ValueConverter(scan, options);
    this.#names = names;
    this.#fills = cells.map((cell) => fillOf(cell.type, options.separator));
    this.#scan = scan;
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
    const { bytes, view } = this.#scan;
    const { starts, ends, rows } = this.#spans;
    const first = c * BLOCK_ROWS;
    const column: BlockColumn = { bytes, view, starts, ends, first, rows };
    const fill = this.#trustsUtf8 ? this.#fills[c]! : fillNothing;
    cell.reserve(rows);
    for (let row = 0; ; row++) {
      row = fill(column, cell.builder, row);
      cell.resume();
      if (row === rows) return true;
      const [start, end] = [starts[first + row]!, ends[first + row]!];
      if (!this.converter.put(cell, start, end, this.#names[c]!)) return false;
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
