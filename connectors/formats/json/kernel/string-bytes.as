/** Where JSON strings and their escapes end. */

/** The first quote, backslash or newline at or behind `start`. */
// @ts-ignore: decorator
@inline
export function nextSpecial(start: usize): usize {
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
export function escapeEnd(at: usize): usize {
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

