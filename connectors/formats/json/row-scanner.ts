/**
 * JSON objects in bytes straight into cells. Wanted keys are found by comparing the bytes of the
 * key that came here last time; values that nobody wants are stepped over without being decoded.
 */
import { decodeUtf8 } from '../../../core/utf8.js';
import type { Cell } from '../cell.js';
import { CellKind } from '../cell-kind.js';
import { convertTree, type ConvertOptions } from './convert.js';
import type { PathNode } from './paths.js';
import { DEPTH_MAX, skipBlanks, type JsonScan } from './scan.js';
import { parseString, parseTree, treeText } from './tree.js';
import { unescapeInto } from './unescape.js';

const QUOTE = 34;

/** Results below 0 are errors at `~result`, as in scan.ts; then `reason` and `column` say more. */
export class RowScanner {
  reason = '';
  column: string | null = null;
  readonly #root: PathNode;
  readonly #names: ReadonlyMap<Cell, string>;
  readonly #options: ConvertOptions;
  readonly #scan: JsonScan;
  #bytes: Buffer = Buffer.alloc(0);
  #scratch = new Uint8Array(256);
  #scratchView = new DataView(this.#scratch.buffer);
  #row = 0;

  constructor(
    scan: JsonScan,
    root: PathNode,
    names: ReadonlyMap<Cell, string>,
    options: ConvertOptions,
  ) {
    this.#scan = scan;
    this.#root = root;
    this.#names = names;
    this.#options = options;
  }

  /** The object that starts at `start` as one row: its values are put into the cells. */
  scan(start: number): number {
    this.#bytes = this.#scan.bytes;
    this.#row++;
    this.reason = 'not well-formed JSON';
    this.column = null;
    const end = this.#object(this.#root, start, 1);
    if (end < 0 || !this.#options.failsOnMissing) return end;
    for (const cell of this.#root.below) {
      if (cell.isMissing) return this.#fail(start, cell, 'the field is missing');
    }
    return end;
  }

  #fail(at: number, cell: Cell | undefined, reason: string): number {
    this.reason = reason;
    this.column = cell === undefined ? null : (this.#names.get(cell) ?? null);
    return ~at;
  }

  #object(node: PathNode, start: number, depth: number): number {
    const bytes = this.#bytes;
    const scan = this.#scan;
    const { keys, targets } = node;
    if (depth > DEPTH_MAX) return ~start;
    let expected = 0;
    let at = start + 1;
    if (bytes[at]! <= 32) at = skipBlanks(bytes, at);
    if (bytes[at] === 125) return at + 1;
    for (;;) {
      let found = expected;
      if (!keys.isAt(scan.view, at, expected)) {
        found = this.#otherKey(node, at, expected);
        if (found < 0) return found;
      }
      expected = found + 1;
      at += keys.lengths[found]!;
      let c = bytes[at]!;
      if (c <= 32) c = bytes[(at = skipBlanks(bytes, at))]!;
      const target = targets[found]!;
      if (target !== null) at = this.#value(target, at, depth);
      else at = c === QUOTE ? scan.skipString(at) : scan.skipValue(at, depth);
      if (at < 0) return at;
      c = bytes[at]!;
      if (c <= 32) c = bytes[(at = skipBlanks(bytes, at))]!;
      if (c === 125) return at + 1;
      if (c !== 44) return ~at;
      at++;
      if (bytes[at]! <= 32) at = skipBlanks(bytes, at);
    }
  }

  /** Index of the key at `at`, which is not the expected one; learns it when it is new. */
  #otherKey(node: PathNode, at: number, expected: number): number {
    const { keys } = node;
    const view = this.#scan.view;
    for (let i = expected + 1; i < keys.count; i++) if (keys.isAt(view, at, i)) return i;
    for (let i = 0; i < expected && i < keys.count; i++) if (keys.isAt(view, at, i)) return i;
    return this.#learn(node, at);
  }

  #learn(node: PathNode, start: number): number {
    const bytes = this.#bytes;
    if (bytes[start] !== QUOTE) return ~start;
    const keyEnd = this.#scan.skipString(start);
    if (keyEnd < 0) return keyEnd;
    const colon = skipBlanks(bytes, keyEnd);
    if (bytes[colon] !== 58) return ~colon;
    const index = node.keys.add(this.#scan.view, start, colon + 1);
    node.targets[index] = node.children.get(parseString(bytes, start, keyEnd)) ?? null;
    return index;
  }

  #value(node: PathNode, start: number, depth: number): number {
    let end = start;
    if (node.children.size > 0) {
      end = this.#inner(node, start, depth);
      if (end < 0) return end;
    }
    for (let i = 0; i < node.cells.length; i++) {
      end = this.#cell(node.cells[i]!, start, depth);
      if (end < 0) return end;
    }
    return end;
  }

  /** A value some of whose fields are wanted. */
  #inner(node: PathNode, start: number, depth: number): number {
    const isObject = this.#bytes[start] === 123;
    if (!isObject || node.row === this.#row) {
      for (const cell of node.below)
        if (isObject) cell.clear();
        else cell.putNull();
    }
    node.row = this.#row;
    if (isObject) return this.#object(node, start, depth + 1);
    const end = this.#scan.skipValue(start, depth);
    if (end < 0 || this.#options.ignoresErrors || this.#bytes[start] === 110) return end;
    return this.#fail(start, node.below[0], 'not an object');
  }

  #cell(cell: Cell, start: number, depth: number): number {
    const bytes = this.#bytes;
    const c = bytes[start]!;
    if (cell.kind === CellKind.Other) return this.#tree(cell, start, depth);
    if (c === QUOTE) return this.#string(cell, start);
    let end: number;
    let fits: boolean;
    if (c === 123 || c === 91) {
      end = this.#scan.skipValue(start, depth);
      fits = end >= 0 && cell.kind === CellKind.Text;
      if (fits) cell.putBoxed(treeText(parseTree(this.#scan, start)));
    } else if (c >= 97) {
      end = this.#scan.skipWord(start);
      if (c === 110) {
        cell.putNull();
        return end;
      }
      fits = cell.putBoolean(c === 116);
    } else {
      end = cell.putDigits(bytes, start);
      if (end >= 0) return end;
      end = this.#scan.skipNumber(start);
      fits = end >= 0 && cell.putNumber(bytes, start, end);
    }
    return fits || end < 0 ? end : this.#misfit(cell, start, end);
  }

  #misfit(cell: Cell, start: number, end: number): number {
    cell.putNull();
    if (this.#options.ignoresErrors) return end;
    const text = decodeUtf8(this.#bytes, start, Math.min(end, start + 60));
    return this.#fail(start, cell, `does not fit ${cell.type.id.toUpperCase()}: ${text}`);
  }

  #string(cell: Cell, start: number): number {
    const scan = this.#scan;
    const textEnd = cell.putPlainText(scan.view, start);
    if (textEnd >= 0) return textEnd <= scan.lineEnd ? textEnd : ~start;
    const timeEnd = cell.putPlainTime(this.#bytes, start);
    if (timeEnd >= 0) return timeEnd;
    const end = scan.skipString(start);
    if (end < 0) return end;
    if (!scan.hasEscape(start, end)) {
      return cell.putText(this.#bytes, start + 1, end - 1) ? end : this.#misfit(cell, start, end);
    }
    if (this.#scratch.length < end - start) this.#grow((end - start) * 2);
    const view = this.#scratchView;
    const length = unescapeInto(this.#bytes, scan.view, start + 1, end - 1, view);
    if (length < 0) return this.#fail(start, cell, 'a bad escape');
    return cell.putText(this.#scratch, 0, length) ? end : this.#misfit(cell, start, end);
  }

  #grow(bytes: number): void {
    this.#scratch = new Uint8Array(bytes);
    this.#scratchView = new DataView(this.#scratch.buffer);
  }

  #tree(cell: Cell, start: number, depth: number): number {
    const end = this.#scan.skipValue(start, depth);
    if (end < 0) return end;
    const name = this.#names.get(cell) ?? '';
    const converted = convertTree(parseTree(this.#scan, start), cell.type, name, this.#options);
    if ('value' in converted) {
      cell.putBoxed(converted.value);
      return end;
    }
    cell.putNull();
    this.reason = converted.misfit.reason;
    this.column = converted.misfit.path;
    return ~start;
  }
}
