/** JSON values of a column into texts, one behind the other. */
import { nextSpecial } from './string-bytes';

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;

/**
 * Writes the texts of the rows from `from` to `rows` from `out` on, and to `offsets[row]` the
 * place behind each, counted from `out` plus `base`. Gives the first row with an object or array,
 * or `rows`.
 */
export function texts(
  starts: usize,
  ends: usize,
  from: u32,
  rows: u32,
  out: usize,
  offsets: usize,
  base: u32,
): u32 {
  let to = out;
  for (let row = from; row < rows; row++) {
    const value = load<i32>(starts + (row << 2));
    if (value >= 0) {
      let start: usize = value;
      let end = load<i32>(ends + (row << 2));
      const c: u32 = load<u8>(start);
      if (c == 123 || c == 91) return row;
      if (c == QUOTE) {
        start++;
        end = end < 0 ? end + 1 : end - 1;
      }
      to = end < 0 ? unescape(start, <usize>~end, to) : copy(start, <usize>end, to);
    }
    store<u32>(offsets + (row << 2), <u32>(to - out) + base);
  }
  return rows;
}

/** Gives the end of the copy; more may be written. */
// @ts-ignore: decorator
@inline
function copy(start: usize, end: usize, to: usize): usize {
  let target = to;
  for (let at = start; at < end; at += 16) {
    v128.store(target, v128.load(at));
    target += 16;
  }
  return to + (end - start);
}

/** The content of a string without its escapes, which are well-formed. */
function unescape(start: usize, end: usize, to: usize): usize {
  let at = start;
  while (at < end) {
    let next = nextSpecial(at);
    if (next > end) next = end;
    to = copy(at, next, to);
    at = next;
    if (at == end) break;
    if (load<u8>(at) != BACKSLASH) {
      store<u8>(to++, load<u8>(at++)); // not met: nothing else ends the search within a string
    } else if (load<u8>(at, 1) != 117) {
      store<u8>(to++, plainEscape(load<u8>(at, 1)));
      at += 2;
    } else {
      let code = unit(at + 2);
      at += 6;
      if (code - 0xd800 < 0x400 && at < end && load<u16>(at) == 0x755c) {
        const low = unit(at + 2);
        if (low - 0xdc00 < 0x400) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          at += 6;
        }
      }
      to = putCode(code - 0xd800 < 0x800 ? 0xfffd : code, to);
    }
  }
  return to;
}

function plainEscape(letter: u8): u8 {
  switch (letter) {
    case 98: // b
      return 8;
    case 102: // f
      return 12;
    case 110: // n
      return 10;
    case 114: // r
      return 13;
    case 116: // t
      return 9;
    default:
      return letter;
  }
}

/** Value of the four hex digits at `at`. */
function unit(at: usize): u32 {
  let value: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const c: u32 = load<u8>(at + i);
    value = (value << 4) | (c <= 57 ? c - 48 : (c | 32) - 87);
  }
  return value;
}

/** The code point in UTF-8. */
function putCode(code: u32, to: usize): usize {
  if (code < 0x80) {
    store<u8>(to, code);
    return to + 1;
  }
  if (code < 0x800) {
    store<u8>(to, 0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      store<u8>(to, 0xe0 | (code >> 12));
    } else {
      store<u8>(to++, 0xf0 | (code >> 18));
      store<u8>(to, 0x80 | ((code >> 12) & 63));
    }
    store<u8>(++to, 0x80 | ((code >> 6) & 63));
  }
  store<u8>(to + 1, 0x80 | (code & 63));
  return to + 2;
}
