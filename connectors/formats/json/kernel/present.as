/** Which rows of a column have a value. */

/**
 * Writes a bit for each of the first `rows` rows whose start in `starts` is a value (not below 0),
 * from bit `shift` (0 to 7) of `bits` on. Starts behind the rows are below 0 up to the next eight.
 * Gives the count of values.
 */
export function present(starts: usize, rows: u32, bits: usize, shift: u32): u32 {
  let count: u32 = 0;
  let last: u32 = 0;
  for (let row: u32 = 0; row < rows; row += 8) {
    const low = i32x4.bitmask(v128.load(starts));
    const high = i32x4.bitmask(v128.load(starts, 16));
    const eight: u32 = (low | (high << 4)) ^ 255;
    count += popcnt(eight);
    last |= eight << shift;
    store<u8>(bits, last);
    last >>= 8;
    starts += 32;
    bits++;
  }
  store<u8>(bits, last);
  return count;
}
