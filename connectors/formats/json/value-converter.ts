/** One JSON value into a cell, whatever it is and whatever the cell takes. */
import { decodeUtf8 } from '../../../core/utf8.js';
import type { Cell } from '../cell.js';
import { CellKind } from '../cell-kind.js';
import { convertTree, type ConvertOptions } from './convert.js';
import type { JsonScan } from './scan.js';
import { parseTree, treeText } from './tree.js';
import { unescapeInto } from './unescape.js';

const QUOTE = 34;

export class ValueConverter {
  /** Of the last value that did not fit. */
  reason = '';
  /** The column, or the place within it. */
  path = '';
  readonly #scan: JsonScan;
  readonly #options: ConvertOptions;
  #scratch = new Uint8Array(256);
  #scratchView = new DataView(this.#scratch.buffer);

  constructor(scan: JsonScan, options: ConvertOptions) {
    this.#scan = scan;
    this.#options = options;
  }

  /**
   * Puts the value at `start` (see ValueSpans) into the cell of the column `name`; false when it
   * does not fit, unless that makes it null.
   */
  put(cell: Cell, start: number, end: number, name: string): boolean {
    if (start < 0) {
      cell.putNull();
      return true;
    }
    if (cell.kind === CellKind.Other) return this.#putTree(cell, start, name);
    const { bytes } = this.#scan;
    const c = bytes[start]!;
    let fits = false;
    if (c === QUOTE) {
      fits = this.#putString(cell, start, end);
    } else if (c === 123 || c === 91) {
      fits = cell.kind === CellKind.Text;
      if (fits) cell.putBoxed(treeText(parseTree(this.#scan, start)));
    } else if (c === 110) {
      cell.putNull();
      return true;
    } else {
      fits = c >= 97 ? cell.putBoolean(c === 116) : cell.putNumber(bytes, start, end);
    }
    if (fits) return true;
    cell.putNull();
    if (this.#options.ignoresErrors) return true;
    const last = end < 0 ? ~end : end;
    const text = decodeUtf8(bytes, start, Math.min(last, start + 60));
    this.reason = `does not fit ${cell.type.id.toUpperCase()}: ${text}`;
    this.path = name;
    return false;
  }

  #putString(cell: Cell, start: number, end: number): boolean {
    const { bytes, view } = this.#scan;
    if (end >= 0) return cell.putText(bytes, start + 1, end - 1);
    const last = ~end - 1;
    if (this.#scratch.length < last - start) {
      this.#scratch = new Uint8Array(2 * (last - start));
      this.#scratchView = new DataView(this.#scratch.buffer);
    }
    const length = unescapeInto(bytes, view, start + 1, last, this.#scratchView, 0);
    return cell.putText(this.#scratch, 0, length);
  }

  #putTree(cell: Cell, start: number, name: string): boolean {
    const converted = convertTree(parseTree(this.#scan, start), cell.type, name, this.#options);
    if ('value' in converted) {
      cell.putBoxed(converted.value);
      return true;
    }
    cell.putNull();
    this.reason = converted.misfit.reason;
    this.path = converted.misfit.path;
    return false;
  }
}
