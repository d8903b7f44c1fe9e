/** JSON strings without escapes, copied by words while their end is sought. */
const QUOTE = 34;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

/**
 * Copies the content of the JSON string that starts (with its quote) at `start` to `target[to..]`
 * and gives its bytes, -1 when a backslash comes first or it needs more than `bytesMax`. Up to
 * three bytes behind it are overwritten. Line ends are not looked for.
 */
export function copyPlainText(
  source: DataView,
  start: number,
  target: DataView,
  to: number,
  bytesMax: number,
): number {
  const first = start + 1;
  const shift = to - first;
  const room = Math.min(target.byteLength - to, bytesMax);
  const stop = Math.min(first + room, source.byteLength) - 4;
  for (let at = first; at <= stop; at += 4) {
    const four = source.getInt32(at, true);
    target.setInt32(at + shift, four, true);
    const quote = four ^ QUOTES; // has a zero byte where there is a quote
    const slash = four ^ BACKSLASHES;
    const ends = (((quote - ONES) & ~quote) | ((slash - ONES) & ~slash)) & HIGH_BITS;
    if (ends === 0) continue;
    const end = at + ((31 - Math.clz32(ends & -ends)) >> 3);
    return source.getUint8(end) === QUOTE ? end - first : -1;
  }
  return -1;
}
