/**
 * Hashes of keys. They decide key groups on disk and partitions between workers: never change them.
 */

const SEED = 0x9747b28c;

/** One murmur3 step. */
export function mixWord(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** murmur3's last step: every bit of the input reaches every bit of the result. */
export function finishHash(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Murmur3-like 32-bit hash (signed) of bytes[start..end), words taken big endian. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let h = SEED;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    h = mixWord(
      h,
      (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!,
    );
  }
  let tail = 0;
  for (; i < end; i++) tail = (tail << 8) | bytes[i]!;
  return finishHash(mixWord(h, tail), end - start);
}

/** `hashBytes` of keys 0..count-1: key i is the bytes [offsets[i], offsets[i + 1]) of `view`. */
export function hashKeys(
  view: DataView,
  offsets: Int32Array,
  count: number,
  hashes: Int32Array,
): void {
  let start = offsets[0]!;
  for (let i = 0; i < count; i++) {
    const end = offsets[i + 1]!;
    let h = SEED;
    let at = start;
    for (; at + 4 <= end; at += 4) h = mixWord(h, view.getInt32(at));
    let tail = 0;
    for (; at < end; at++) tail = (tail << 8) | view.getUint8(at);
    hashes[i] = finishHash(mixWord(h, tail), end - start);
    start = end;
  }
}

/** `hashBytes` of the bytes 01, then the big-endian words `high` and `low`. */
export function hashMarkedPair(high: number, low: number): number {
  const h = mixWord(SEED, 0x01000000 | (high >>> 8));
  return finishHash(mixWord(mixWord(h, (high << 24) | (low >>> 8)), low & 0xff), 9);
}

/** `hashBytes` of the bytes 01, then the big-endian word `word`. */
export function hashMarkedWord(word: number): number {
  const h = mixWord(SEED, 0x01000000 | (word >>> 8));
  return finishHash(mixWord(h, word & 0xff), 5);
}

/** Key group of a key's hash. */
export function keyGroupOf(hash: number, maxParallelism: number): number {
  return (hash >>> 0) % maxParallelism;
}
