/**
 * The inner loops of the Nexmark generator's texts, in AssemblyScript (TypeScript for WebAssembly);
 * `npm run kernel` compiles it into kernel-wasm.ts. Places are addresses of the kernel's memory.
 */

/**
 * Copies texts behind each other to `out`: text i has lengths[i] bytes from address starts[i] on.
 * 16 bytes behind each text, and behind what is written, can be read and written.
 */
export function copyTexts(starts: usize, lengths: usize, count: u32, out: usize): void {
  let at = out;
  const last = starts + ((<usize>count) << 2);
  while (starts < last) {
    let from: usize = load<u32>(starts);
    let to = at;
    at += load<u32>(lengths);
    while (to < at) {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    }
    starts += 4;
    lengths += 4;
  }
}

/**
 * Offsets of a text column of `rowCount` rows at `out`: the rows of run r are runLengths[r] ones from
 * rows[r] on, ascending; they take their `lengths` one after the other, the rows between are empty.
 * 16 bytes behind the offsets can be written. Gives the last offset.
 */
export function textOffsets(
  rows: usize,
  runLengths: usize,
  runs: u32,
  lengths: usize,
  rowCount: u32,
  out: usize,
): u32 {
  let bytes: u32 = 0;
  let to = out;
  for (let r: u32 = 0; r < runs; r++) {
    const row: usize = load<u32>(rows + (r << 2));
    to = fill(to, out + (row << 2), bytes);
    for (let n = load<u32>(runLengths + (r << 2)); n != 0; n--) {
      store<u32>(to, bytes);
      bytes += load<u32>(lengths);
      lengths += 4;
      to += 4;
    }
  }
  fill(to, out + ((<usize>rowCount + 1) << 2), bytes);
  return bytes;
}

/** Writes `value` from `start` to `end`, and perhaps behind it; gives `end`. */
// @ts-ignore: decorator
@inline
function fill(start: usize, end: usize, value: u32): usize {
  const four = i32x4.splat(value);
  for (let to = start; to < end; to += 16) v128.store(to, four);
  return end;
}
