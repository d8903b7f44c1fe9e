/** JSON values of a column into texts, one behind the other. */

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
  v128.store(to, v128.load(start));
  v128.store(to, v128.load(start, 16), 16);
  let target = to + 32;
  for (let at = start + 32; at < end; at += 64) {
    v128.store(target, v128.load(at));
    v128.store(target, v128.load(at, 16), 16);
    v128.store(target, v128.load(at, 32), 32);
    v128.store(target, v128.load(at, 48), 48);
    target += 64;
  }
  return to + (end - start);
}

/** The content of a string without its escapes, which are well-formed. */
function unescape(start: usize, end: usize, to: usize): usize {
  let at = start;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(to, bytes);
    const slashes: u32 = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)));
    if (slashes == 0) {
      at += 16;
      to += 16;
      continue;
    }
    at += <usize>ctz(slashes);
    to += <usize>ctz(slashes);
    if (at >= end) break;
    const letter: u32 = load<u8>(at, 1);
    at += 2;
    if (letter != 117) {
      store<u8>(to++, plainEscape(letter));
    } else {
      let code = unit(at);
      at += 4;
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
  return to - (at - end);
}

// @ts-ignore: decorator
@inline
function plainEscape(letter: u32): u8 {
  if (letter <= BACKSLASH) return <u8>letter; // a quote, a slash or a backslash
  switch (letter) {
    case 98: // b
      return 8;
    case 102: // f
      return 12;
    case 110: // n
      return 10;
    case 114: // r
      return 13;
    default:
      return 9; // t
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
