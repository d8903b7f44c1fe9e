/**
 * Numbers that depend on (seed, stream, row) only, so that a generator can be taken up anywhere.
 */

/** 32 well-mixed bits (murmur3 finaliser over the parts). `row` is an integer below 2^53. */
export function hash32(seed: number, stream: number, row: number): number {
  const high = Math.floor(row / 4294967296);
  let h = mix(seed ^ 0x9e3779b9);
  h = mix(h ^ Math.imul(stream + 1, 0x85ebca6b));
  h = mix(h ^ Math.imul(high + 1, 0xc2b2ae35));
  return mix(h ^ (row | 0)) >>> 0;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Uniform in [0, 1), 53 bits. */
export function uniform(seed: number, stream: number, row: number): number {
  const high = hash32(seed, stream, row) >>> 5;
  const low = hash32(seed ^ 0x5bd1e995, stream, row) >>> 6;
  return (high * 67108864 + low) / 9007199254740992;
}

/** Uniform in [min, max], exact. */
export function uniformBigint(
  seed: number,
  stream: number,
  row: number,
  min: bigint,
  max: bigint,
): bigint {
  const span = max - min + 1n;
  const high = BigInt(hash32(seed, stream, row));
  const low = BigInt(hash32(seed ^ 0x2545f491, stream, row));
  const bits = (high << 32n) | low;
  return span >= 1n << 64n ? BigInt.asIntN(64, bits) : min + ((bits * span) >> 64n);
}
