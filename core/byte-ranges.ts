/** Many ranges of bytes, one behind the other: texts that are chosen or cut out of a column. */

/** Fresh `values`, `offsets` of a column whose row i is from[starts[i]..ends[i]), i < `count`. */
export function copyRanges(
  from: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
  count: number,
): { readonly values: Uint8Array; readonly offsets: Int32Array } {
  const offsets = new Int32Array(count + 1);
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    bytes += ends[i]! - starts[i]!;
    offsets[i + 1] = bytes;
  }
  const values = new Uint8Array(bytes);
  for (let i = 0; i < count; i++) copyBytes(from, starts[i]!, ends[i]!, values, offsets[i]!);
  return { values, offsets };
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
