/** Parquet's hybrid of run lengths and packed bits. */

/**
 * Reads `count` values of `width` bits (0..31) from `bytes[start..]` to `target[at..]`; gives the
 * place behind the last byte read. Bytes beyond the array read as 0.
 */
export function readHybrid(
  bytes: Uint8Array,
  start: number,
  width: number,
  target: Int32Array,
  at: number,
  count: number,
): number {
  let place = start;
  let done = 0;
  while (done < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place++]!;
      header |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if ((header & 1) === 0) {
      const run = Math.min(header >>> 1, count - done);
      let value = 0;
      for (let i = 0; i < (width + 7) >> 3; i++) value |= bytes[place++]! << (8 * i);
      target.fill(value, at + done, at + done + run);
      done += run;
    } else {
      const packed = (header >>> 1) * 8;
      const wanted = Math.min(packed, count - done);
      unpack(bytes, place, width, target, at + done, wanted);
      place += (packed * width) >> 3;
      done += wanted;
    }
  }
  return place;
}

/** Values of `width` bits, least significant first. */
function unpack(
  bytes: Uint8Array,
  start: number,
  width: number,
  target: Int32Array,
  at: number,
  count: number,
): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let place = start;
  let bits = 0; // below 2^(width + 8), so up to 24 bits wide fit an int
  let bitCount = 0;
  if (width > 24) return unpackWide(bytes, start, width, target, at, count);
  for (let i = 0; i < count; i++) {
    while (bitCount < width) {
      bits |= bytes[place++]! << bitCount;
      bitCount += 8;
    }
    target[at + i] = bits & mask;
    bits >>>= width;
    bitCount -= width;
  }
}

function unpackWide(
  bytes: Uint8Array,
  start: number,
  width: number,
  target: Int32Array,
  at: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let bit = 0; bit < width; bit++) {
      const from = i * width + bit;
      if ((((bytes[start + (from >> 3)] ?? 0) >> (from & 7)) & 1) === 1) value |= 1 << bit;
    }
    target[at + i] = value;
  }
}
