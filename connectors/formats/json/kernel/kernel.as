/**
 * The inner loops of the JSON reader, in AssemblyScript (TypeScript for WebAssembly): 16 bytes at a
 * time. `npm run kernel` compiles it into kernel-wasm.ts. Places are addresses of the kernel's
 * memory; at least 64 bytes behind the lines can be read. See ../line-layouts.ts for the nodes,
 * ../value-spans.ts for the spans.
 */

// Nodes, by bytes.
const LENGTH: usize = 0;
const BLOCKS: usize = 4;
const TARGET: usize = 8;
const DEPTH: usize = 12;
const CHILD: usize = 16;
const SIBLING: usize = 20;
const MASK: usize = 32;
const TEXT: usize = 48;

// Targets below 0.
const HOLE_NULL: i32 = -2;
const LINE_END: i32 = -3;

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const NEWLINE: u32 = 10;
const NULL_WORD: u32 = 0x6c6c756e;
const TRUE_WORD: u32 = 0x65757274;
const FALS_WORD: u32 = 0x736c6166;

/** Objects and arrays: the end of such a value, 0 when it is broken. */
@external("host", "skipNested")
declare function skipNested(start: usize, depth: i32): usize;

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
    const value = textEnd(node, at);
    if (value != 0) {
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
        end = skipNested(value, load<i32>(node, DEPTH));
      } else {
        end = wordEnd(value);
      }
      if (end != 0) {
        if (target >= 0) {
          store<u32>(starts + target, <u32>value);
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

/** The place behind the text of the node when it stands at `at`, else 0. */
// @ts-ignore: decorator
@inline
function textEnd(node: usize, at: usize): usize {
  const end = at + load<u32>(node, LENGTH);
  let text = node + TEXT;
  let place = at;
  for (let blocks = load<u32>(node, BLOCKS); blocks != 0; blocks--) {
    if (v128.any_true(v128.xor(v128.load(place), v128.load(text)))) return 0;
    place += 16;
    text += 16;
  }
  const other = v128.xor(v128.load(place), v128.load(text));
  return v128.any_true(v128.and(other, v128.load(node, MASK))) ? 0 : end;
}

/** The first quote, backslash or newline at or behind `start`. */
// @ts-ignore: decorator
@inline
function nextSpecial(start: usize): usize {
  let at = start;
  let found = specials(at);
  while (found == 0) {
    at += 16;
    found = specials(at);
  }
  return at + ctz(found);
}

// @ts-ignore: decorator
@inline
function specials(at: usize): u32 {
  const bytes = v128.load(at);
  const quotes = i8x16.eq(bytes, i8x16.splat(34));
  const slashes = i8x16.eq(bytes, i8x16.splat(92));
  const newlines = i8x16.eq(bytes, i8x16.splat(10));
  return i8x16.bitmask(v128.or(v128.or(quotes, slashes), newlines));
}

/** Behind the escape whose backslash is at `at`; 0 when it is none of JSON's. */
function escapeEnd(at: usize): usize {
  switch (load<u8>(at, 1)) {
    case 34: // "
    case 47: // /
    case 92: // \
    case 98: // b
    case 102: // f
    case 110: // n
    case 114: // r
    case 116: // t
      return at + 2;
    case 117: // u
      for (let i = at + 2; i < at + 6; i++) if (!isHex(load<u8>(i))) return 0;
      return at + 6;
    default:
      return 0;
  }
}

// @ts-ignore: decorator
@inline
function isHex(c: u32): bool {
  return c - 48 < 10 || (c | 32) - 97 < 6;
}

/** Behind the number at `start`, 0 when there is none. What follows a leading zero is left. */
// @ts-ignore: decorator
@inline
function numberEnd(start: usize): usize {
  let at = start;
  let c: u32 = load<u8>(at);
  if (c == 45) c = load<u8>(++at);
  if (c == 48) {
    at++;
  } else {
    if (c - 49 > 8) return 0;
    at = digitsEnd(at);
  }
  c = load<u8>(at);
  return c == 46 || (c | 32) == 101 ? fractionEnd(at) : at;
}

/** From the point or e of a number on. */
function fractionEnd(start: usize): usize {
  let at = start;
  if (load<u8>(at) == 46) {
    at = digitsEnd(start + 1);
    if (at == start + 1) return 0;
  }
  if ((load<u8>(at) | 32) == 101) {
    const sign: u32 = load<u8>(++at);
    if (sign == 43 || sign == 45) at++;
    const first = at;
    at = digitsEnd(first);
    if (at == first) return 0;
  }
  return at;
}

// @ts-ignore: decorator
@inline
function digitsEnd(start: usize): usize {
  let at = start;
  let others = nonDigits(at);
  while (others == 0) {
    at += 16;
    others = nonDigits(at);
  }
  return at + ctz(others);
}

// @ts-ignore: decorator
@inline
function nonDigits(at: usize): u32 {
  const values = i8x16.sub(v128.load(at), i8x16.splat(48));
  return i8x16.bitmask(i8x16.ge_u(values, i8x16.splat(10)));
}

/** Behind `true`, `false` or `null`, else 0. */
// @ts-ignore: decorator
@inline
function wordEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word == NULL_WORD || word == TRUE_WORD) return at + 4;
  return word == FALS_WORD && load<u8>(at, 4) == 101 ? at + 5 : 0;
}
