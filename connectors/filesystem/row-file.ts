/** One open file of a format that is read by row numbers. The place counts rows. */
import type { DecodedRows, FileRows } from '../formats/format.js';
import type { FilePlace, OpenFile } from './line-file.js';
import { rowSlice, type RowSlice } from './row-slice.js';

export class RowFile implements OpenFile {
  readonly #file: FileRows;
  /** Rows given so far. */
  #row: number;
  /** Read rows, the next of them is #rows[#given]. */
  #rows: DecodedRows | null = null;
  #given = 0;

  constructor(file: FileRows, place: FilePlace) {
    this.#file = file;
    this.#row = place.position;
  }

  read(rowsMax: number): RowSlice | null | Promise<RowSlice | null> {
    if (this.#rows !== null) return this.#slice(rowsMax);
    if (this.#row >= this.#file.rowCount) return null;
    const rows = this.#file.read(this.#row, rowsMax);
    if (!(rows instanceof Promise)) return this.#take(rows, rowsMax);
    return rows.then((read) => this.#take(read, rowsMax));
  }

  place(): FilePlace {
    return { position: this.#row, line: this.#row, skip: 0 };
  }

  fraction(): number {
    return this.#row / this.#file.rowCount;
  }

  async close(): Promise<void> {
    this.#rows = null;
  }

  #take(rows: DecodedRows, rowsMax: number): RowSlice {
    this.#rows = rows;
    this.#given = 0;
    return this.#slice(rowsMax);
  }

  #slice(rowsMax: number): RowSlice {
    const rows = this.#rows!;
    const count = Math.min(rowsMax, rows.rowCount - this.#given);
    const slice = rowSlice(rows, this.#given, count);
    this.#given += count;
    this.#row += count;
    if (this.#given === rows.rowCount) this.#rows = null;
    return slice;
  }
}
