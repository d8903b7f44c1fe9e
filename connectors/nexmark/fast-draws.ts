/**
 * Draws of the fast mode: a hash of (seed, event id, number of the draw), so that any field of any
 * event can be
 * made alone, in any order. Mixing: murmur3's 32-bit finaliser (Appleby).
 */

/** 32 random bits. */
export function draw(seed: number, id: number, number: number): number {
  let h = Math.imul(id | 0, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca77) ^ seed;
  h ^= Math.imul((id / 4294967296) | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Uniform in [0, bound). */
export function drawBelow(seed: number, id: number, number: number, bound: number): number {
  return Math.floor((draw(seed, id, number) / 4294967296) * bound);
}

const lnMillion = Math.log(1e6);
/** 100 * 1e6^(i / 1024): the leading ten bits of a price's logarithm. */
const coarse = Float64Array.from(
  { length: 1024 },
  (_, i) => 100 * Math.exp((i / 1024) * lnMillion),
);
/** 1e6^(i / 2^20): the ten bits behind. */
const fine = Float64Array.from({ length: 1024 }, (_, i) => Math.exp((i / 1048576) * lnMillion));

/** 100 to 100 million, evenly over the orders of magnitude. */
export function drawPrice(seed: number, id: number, number: number): number {
  const bits = draw(seed, id, number);
  const rest = 1 + ((bits & 4095) / 4294967296) * lnMillion; // e^x = 1 + x for x below 2e-5
  return Math.round(coarse[bits >>> 22]! * fine[(bits >>> 12) & 1023]! * rest);
}
