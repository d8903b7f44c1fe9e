/**
 * Walks lines of known layout, 16 bytes at a time. See ../line-layouts.ts for the nodes,
 * ../value-spans.ts for the spans.
 */
import { valueEnd, wordEnd } from './nested';
import { numberEnd } from './number-bytes';
import { isAt, LENGTH } from './same-text';
import { stringEnd } from './string-bytes';

// Nodes, by bytes, behind LENGTH.
const TARGET: usize = 8;
const DEPTH: usize = 12;
const CHILD: usize = 16;
const SIBLING: usize = 20;

// Targets below 0; the third is a HoleKind.Null.
const HOLE_UNREAD: i32 = -1;
const LINE_END: i32 = -3;

const QUOTE: u32 = 34;
const NULL_WORD: u32 = 0x6c6c756e;

/** Start of a wanted value that is null. */
const NULL: u32 = 0xfffffffe;

/**
 * Makes rows of the lines from `start` on, as rows `row` to `rowsMax` of the spans at `starts` and
 * `ends`. Stops at `limit` or at a line that is broken or has no layout in the tree at `root`; gives
 * that place. Puts the start of each row's line into `lineStarts`, and the count of rows at `rows`.
 */
export function walk(
  start: usize,
  limit: usize,
  root: usize,
  starts: usize,
  ends: usize,
  lineStarts: usize,
  rows: usize,
  rowsMax: u32,
): usize {
  let row = load<u32>(rows);
  let at = start;
  while (at < limit && row < rowsMax) {
    const end = walkLine(at, root, starts + (row << 2), ends + (row << 2));
    if (end == 0) break;
    store<u32>(lineStarts + (row << 2), <u32>at);
    at = end;
    row++;
  }
  store<u32>(rows, row);
  return at;
}

/** The line at `start`: gives the next one, or 0. */
// @ts-ignore: decorator
@inline
function walkLine(start: usize, root: usize, starts: usize, ends: usize): usize {
  let at = start;
  let parent = root;
  let first: usize = load<u32>(root, CHILD);
  let node = first;
  while (node != 0) {
    const length: usize = load<u32>(node, LENGTH);
    if (isAt(node, length, at)) {
      const value = at + length;
      const target = load<i32>(node, TARGET);
      const c: u32 = load<u8>(value);
      let end: i32 = 0; // complemented when it is a string with escapes
      if (target < HOLE_UNREAD) {
        if (target == LINE_END) {
          if (node != first) store<u32>(parent, <u32>node, CHILD);
          return value;
        }
        if (load<u32>(value) == NULL_WORD) end = <i32>value + 4;
      } else if (c == QUOTE) {
        end = stringEnd(value + 1);
      } else if (c <= 57) {
        end = <i32>numberEnd(value);
      } else if (c == 123 || c == 91) {
        end = <i32>valueEnd(value, load<i32>(node, DEPTH));
      } else {
        end = <i32>wordEnd(value);
      }
      if (end != 0) {
        if (target >= 0) {
          store<u32>(starts + target, c == 110 ? NULL : <u32>value);
          store<i32>(ends + target, end);
        }
        if (node != first) store<u32>(parent, <u32>node, CHILD);
        at = <usize>(end ^ (end >> 31));
        parent = node;
        first = load<u32>(node, CHILD);
        node = first;
        continue;
      }
    }
    node = load<u32>(node, SIBLING);
    if (node == first) break;
  }
  return 0;
}
