/** Many ranges of bytes, one behind the other: texts that are chosen or cut out of a column. */
import { unsetMemory } from './unset-memory.js';

/** Fresh `values`, `offsets` of a column whose row i is from[starts[i]..ends[i]), i < `count`. */
export function copyRanges(
  from: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
  count: number,
): { readonly values: Uint8Array; readonly offsets: Int32Array } {
  let bytes = 0;
  for (let i = 0; i < count; i++) bytes += ends[i]! - starts[i]!;
  const offsets = new Int32Array(unsetMemory(4 * (count + 1)));
  offsets[0] = 0;
  const room = new Uint8Array(unsetMemory(bytes + WORD_BYTES)).fill(0, bytes);
  const values = room.subarray(0, bytes);
  copyWords(from, starts, ends, values, offsets);
  return { values, offsets };
}

const WORD_BYTES = 4;

/**
 * Fills `offsets` and copies whole words, the last one of a range beyond its end: the next range
 * goes over that. `values` has room for a word more behind it. Long ranges and those at the very
 * end of `from` are copied by bytes.
 */
function copyWords(
  from: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
  values: Uint8Array,
  offsets: Int32Array,
): void {
  const source = new DataView(from.buffer, from.byteOffset, from.length);
  const target = new DataView(values.buffer);
  const lastWord = from.length - WORD_BYTES;
  const count = offsets.length - 1;
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const start = starts[i]!;
    const end = ends[i]!;
    const first = bytes;
    bytes += end - start;
    offsets[i + 1] = bytes;
    if (end > lastWord || end - start > SHORT_BYTES) {
      copyBytes(from, start, end, values, first);
      continue;
    }
    for (let at = start, to = first; at < end; at += WORD_BYTES, to += WORD_BYTES) {
      target.setInt32(to, source.getInt32(at, true), true);
    }
  }
}

/** Copies from[start..end) to target[at]; short runs byte by byte. */
export function copyBytes(
  from: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): void {
  if (end - start > SHORT_BYTES) target.set(from.subarray(start, end), at);
  else for (let i = start, to = at; i < end; i++) target[to++] = from[i]!;
}

const SHORT_BYTES = 48;
