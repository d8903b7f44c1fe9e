/**
 * Walks lines of known layout, 16 bytes at a time. See ../line-layouts.ts for the nodes,
 * ../value-spans.ts for the spans.
 */
import { valueEnd, wordEnd } from './nested';
import { numberEnd } from './number-bytes';
import { isAt, LENGTH } from './same-text';
import { escapeEnd, nextSpecial } from './string-bytes';

// Nodes, by bytes, behind LENGTH.
const TARGET: usize = 8;
const DEPTH: usize = 12;
const CHILD: usize = 16;
const SIBLING: usize = 20;

// Targets below 0.
const HOLE_NULL: i32 = -2;
const LINE_END: i32 = -3;

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
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
  let node: usize = load<u32>(root, CHILD);
  while (node != 0) {
    if (isAt(node, at)) {
      const value = at + load<u32>(node, LENGTH);
      const target = load<i32>(node, TARGET);
      if (target == LINE_END) {
        store<u32>(parent, <u32>node, CHILD);
        return value;
      }
      const c: u32 = load<u8>(value);
      let end: usize = 0;
      let mark: u32 = 0; // all bits when the string has escapes
      if (target == HOLE_NULL) {
        if (load<u32>(value) == NULL_WORD) end = value + 4;
      } else if (c == QUOTE) {
        let place = nextSpecial(value + 1);
        while (load<u8>(place) == BACKSLASH) {
          mark = 0xffffffff;
          place = escapeEnd(place);
          if (place == 0) break;
          place = nextSpecial(place);
        }
        if (place != 0 && load<u8>(place) == QUOTE) end = place + 1;
      } else if (c <= 57) {
        end = numberEnd(value);
      } else if (c == 123 || c == 91) {
        end = valueEnd(value, load<i32>(node, DEPTH));
      } else {
        end = wordEnd(value);
      }
      if (end != 0) {
        if (target >= 0) {
          store<u32>(starts + target, c == 110 ? NULL : <u32>value);
          store<u32>(ends + target, <u32>end ^ mark);
        }
        if (load<u32>(parent, CHILD) != <u32>node) store<u32>(parent, <u32>node, CHILD);
        at = end;
        parent = node;
        node = load<u32>(node, CHILD);
        continue;
      }
    }
    node = load<u32>(node, SIBLING);
    if (node == <usize>load<u32>(parent, CHILD)) break;
  }
  return 0;
}
