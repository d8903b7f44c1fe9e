/**
 * Values as little-endian bytes, one column at a time: that of slots[i] goes to byte at[i], which
 * moves behind it.
 */

/** Values of one word. */
export function putWords(
  words: Int32Array,
  slots: Int32Array,
  count: number,
  into: DataView,
  at: Int32Array,
): void {
  for (let i = 0; i < count; i++) {
    into.setInt32(at[i]!, words[slots[i]!]!, true);
    at[i]! += 4;
  }
}

/** Values of two words: BIGINT, DOUBLE. */
export function putPairs(
  words: Int32Array,
  slots: Int32Array,
  count: number,
  into: DataView,
  at: Int32Array,
): void {
  for (let i = 0; i < count; i++) {
    const from = 2 * slots[i]!;
    const to = at[i]!;
    into.setInt32(to, words[from]!, true);
    into.setInt32(to + 4, words[from + 1]!, true);
    at[i] = to + 8;
  }
}
