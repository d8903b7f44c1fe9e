/**
 * Finds the wanted values of any JSON object. Keys are found by comparing the bytes of the key
 * that came here last time; values that nobody wants are stepped over.
 */
import { HoleKind, type LineHoles } from './line-holes.js';
import type { PathNode } from './paths.js';
import { DEPTH_MAX, skipBlanks, type JsonScan } from './scan.js';
import { parseString } from './tree.js';
import { BLOCK_ROWS, MISSING, NULL, type ValueSpans } from './value-spans.js';

const QUOTE = 34;

export interface ScanOptions {
  readonly failsOnMissing: boolean;
  /** A value that is no object where one is wanted counts as null. */
  readonly ignoresErrors: boolean;
}

/** Results below 0 are errors at `~result`, as in scan.ts; then `reason` and `column` say more. */
export class RowScanner {
  reason = '';
  column: number | null = null;
  /** Of the row scanned last: are its wanted values just its holes, none twice, none shared? */
  isPlain = true;
  readonly #scan: JsonScan;
  readonly #root: PathNode;
  readonly #spans: ValueSpans;
  readonly #holes: LineHoles;
  readonly #options: ScanOptions;
  #bytes: Buffer = Buffer.alloc(0);
  /** Counts the objects scanned; `#slot` is the row of the block. */
  #row = 0;
  #slot = 0;

  constructor(
    scan: JsonScan,
    root: PathNode,
    spans: ValueSpans,
    holes: LineHoles,
    options: ScanOptions,
  ) {
    this.#scan = scan;
    this.#root = root;
    this.#spans = spans;
    this.#holes = holes;
    this.#options = options;
  }

  /** The object that starts at `start`: its values become those of the row under way. */
  scan(start: number): number {
    this.#bytes = this.#scan.bytes;
    this.#row++;
    this.#slot = this.#spans.rows;
    this.#holes.clear();
    this.isPlain = true;
    this.reason = 'not well-formed JSON';
    this.column = null;
    const end = this.#object(this.#root, start, 1);
    if (end < 0 || !this.#options.failsOnMissing) return end;
    for (const column of this.#root.below) {
      if (this.#spans.starts[column * BLOCK_ROWS + this.#slot] === MISSING)
        return this.fail(start, 'the field is missing', column);
    }
    return end;
  }

  /** Notes why a row cannot be read; gives the result for that. */
  fail(at: number, reason: string, column: number | null = null): number {
    this.reason = reason;
    this.column = column;
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
      if (target !== null) {
        at = this.#value(target, at, depth);
      } else {
        const end = c === QUOTE ? scan.skipString(at) : scan.skipValue(at, depth);
        if (end >= 0) this.#holes.add(at, end, HoleKind.Unread, depth);
        at = end;
      }
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
    const isInner = node.children.size > 0;
    this.#scan.sawEscape = false;
    const end = isInner ? this.#inner(node, start, depth) : this.#scan.skipValue(start, depth);
    if (end < 0) return end;
    const { columns } = node;
    if (columns.length === 0) return end;
    const { starts, ends } = this.#spans;
    const c = this.#bytes[start]!;
    const place = c === QUOTE && this.#scan.sawEscape ? ~end : end;
    for (let i = 0; i < columns.length; i++) {
      const slot = columns[i]! * BLOCK_ROWS + this.#slot;
      if (starts[slot] !== MISSING) this.isPlain = false;
      starts[slot] = c === 110 ? NULL : start;
      ends[slot] = place;
    }
    if (isInner || columns.length > 1) this.isPlain = false;
    else this.#holes.add(start, end, columns[0]!, depth);
    return end;
  }

  /** A value some of whose fields are wanted. What an equal key before it gave is void. */
  #inner(node: PathNode, start: number, depth: number): number {
    const { starts } = this.#spans;
    const isObject = this.#bytes[start] === 123;
    if (node.row === this.#row) this.isPlain = false;
    node.row = this.#row;
    const nothing = isObject ? MISSING : NULL;
    for (const column of node.below) starts[column * BLOCK_ROWS + this.#slot] = nothing;
    if (isObject) return this.#object(node, start, depth + 1);
    const end = this.#scan.skipValue(start, depth);
    if (end >= 0) this.#holes.add(start, end, HoleKind.Null, depth);
    if (end < 0 || this.#options.ignoresErrors || this.#bytes[start] === 110) return end;
    return this.fail(start, 'not an object', node.below[0]!);
  }
}
