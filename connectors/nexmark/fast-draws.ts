/**
 * Draws of the fast mode: a hash of (seed, event id, number of the draw), so that any field of any
 * event can be made alone, in any order. Mixing: murmur3's 32-bit finaliser (Appleby).
 *
 * Loops over runs of consecutive ids take the id apart: `runKey` once a run, `eventKey` once an
 * event, `draw` once a draw.
 */

/** What the ids of a run have in common; `firstId` and all ids of the run share their high word. */
export function runKey(seed: number, firstId: number): number {
  return seed ^ Math.imul((firstId / 4294967296) | 0, 0x27d4eb2f);
}

/** `lowId`: the low 32 bits of the event's id. */
export function eventKey(runKey: number, lowId: number): number {
  return Math.imul(lowId, 0x9e3779b1) ^ runKey;
}

/** 32 random bits, as a signed integer. */
export function drawBits(eventKey: number, number: number): number {
  let h = eventKey ^ Math.imul(number + 1, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Multiplied with a draw's unsigned bits: uniform in [0, bound); bounds below 2^21. */
export function scaleOf(bound: number): number {
  return bound / 4294967296;
}

/** Uniform in [0, bound), from the bound's scale. */
export function drawScaled(eventKey: number, number: number, scale: number): number {
  return ((drawBits(eventKey, number) >>> 0) * scale) | 0;
}

/** Uniform in [0, bound) for one event alone. */
export function drawBelow(seed: number, id: number, number: number, bound: number): number {
  return Math.floor((draw(seed, id, number) / 4294967296) * bound);
}

/** 32 random bits, not negative, for one event alone. */
export function draw(seed: number, id: number, number: number): number {
  return drawBits(eventKey(runKey(seed, id), id | 0), number) >>> 0;
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
export function drawPrice(eventKey: number, number: number): number {
  const bits = drawBits(eventKey, number);
  const rest = 1 + ((bits & 4095) / 4294967296) * lnMillion; // e^x = 1 + x for x below 2e-5
  return (coarse[bits >>> 22]! * fine[(bits >>> 12) & 1023]! * rest + 0.5) | 0;
}
