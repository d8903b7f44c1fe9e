/** The bytes that matter within JSON strings, sought four at a time. */
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const BACKSLASHES = 0x5c5c5c5c;
/** A quote (0x22) and a newline (0x0a) differ in these bits; so do a star and 0x02. */
const QUOTE_OR_NEWLINE = 0xd7d7d7d7 | 0;
const MASKED = 0x02020202;

/**
 * Not 0 when one of four bytes is a quote, a backslash, a newline or, rarely, a star or 0x02. The
 * lowest bit set stands in the first such byte (see `firstByte`).
 */
export function specialBits(four: number): number {
  const quote = (four & QUOTE_OR_NEWLINE) ^ MASKED; // has a zero byte where it is one
  const slash = four ^ BACKSLASHES;
  return (((quote - ONES) & ~quote) | ((slash - ONES) & ~slash)) & HIGH_BITS;
}

/** Index (0 to 3) of the first byte marked in `bits`, which is not 0. */
export function firstByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}

/**
 * The place behind the escape whose backslash is at `at`, or -1 when it is none of JSON's. A line
 * end follows somewhere.
 */
export function skipEscape(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
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
      for (let i = at + 2; i < at + 6; i++) if (!isHex(bytes[i]!)) return -1;
      return at + 6;
    default:
      return -1;
  }
}

function isHex(c: number): boolean {
  const letter = c | 32;
  return (c >= 48 && c <= 57) || (letter >= 97 && letter <= 102);
}
