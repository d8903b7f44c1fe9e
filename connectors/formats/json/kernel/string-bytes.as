/** Where JSON strings and their escapes end. */

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;
const NEWLINE: u32 = 10;
const ODD_BITS: u64 = 0xaaaaaaaaaaaaaaaa;

/**
 * Behind the string whose content starts at `start`, as a number below 0 (complemented) when it has
 * escapes; 0 when it is broken. Most are short; longer ones are searched 64 bytes at a time, so
 * that how often that is needed can be foretold.
 */
// @ts-ignore: decorator
@inline
export function stringEnd(start: usize): i32 {
  let at = start;
  let found = <u64>specials(at);
  if (found == 0) {
    at += 16;
    found = manySpecials(at);
    while (found == 0) {
      at += 64;
      found = manySpecials(at);
    }
  }
  at += <usize>ctz(found);
  const c: u32 = load<u8>(at);
  if (c == QUOTE) return <i32>at + 1;
  return c == BACKSLASH ? escapedEnd(at) : 0;
}

/** As `stringEnd`, from the first escape on. */
function escapedEnd(start: usize): i32 {
  let at = start;
  let carried: u64 = 0; // is the first byte escaped by the one before?
  while (at != 0) {
    const slashes = equal(at, BACKSLASH);
    const quotes = equal(at, QUOTE);
    // Where a run of backslashes begins every other one escapes; the sum carries along the run.
    const starts = slashes & ~carried;
    const codes = (((starts << 1) | ODD_BITS) - starts) ^ ODD_BITS;
    const escaped = codes ^ (slashes | carried);
    const stops = (quotes & ~escaped) | equal(at, NEWLINE);
    const others = escaped & ~(slashes | quotes) & (stops ^ (stops - 1));
    if (others != 0) {
      at = escapeEnd(at + <usize>ctz(others) - 1);
      carried = 0;
    } else if (stops == 0) {
      carried = (codes & slashes) >> 63;
      at += 64;
    } else {
      at += <usize>ctz(stops);
      return load<u8>(at) == QUOTE ? ~(<i32>at + 1) : 0;
    }
  }
  return 0;
}

/** Which of the 64 bytes at `at` are `byte`. */
// @ts-ignore: decorator
@inline
function equal(at: usize, byte: u32): u64 {
  const wanted = i8x16.splat(<i8>byte);
  const a = <u64>i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
  const b = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), wanted));
  const c = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), wanted));
  const d = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), wanted));
  return a | (b << 16) | (c << 32) | (d << 48);
}

/** Which of the 64 bytes at `at` are a quote, backslash or newline. */
// @ts-ignore: decorator
@inline
function manySpecials(at: usize): u64 {
  const low = <u64>(specials(at) | (specials(at + 16) << 16));
  const high = <u64>(specials(at + 32) | (specials(at + 48) << 16));
  return low | (high << 32);
}

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

