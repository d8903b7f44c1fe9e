/** Sums of accumulators: target[to[i]] += source[from[i]]. */

/** Wraps at 64 bits. */
export function mergeI64(
  target: BigInt64Array,
  to: Int32Array,
  source: BigInt64Array,
  from: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) target[to[i]!]! += source[from[i]!]!;
}

/** Floating point, in the order of i. */
export function mergeF64(
  target: Float64Array,
  to: Int32Array,
  source: Float64Array,
  from: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) target[to[i]!]! += source[from[i]!]!;
}

/** Wraps at 32 bits. */
export function mergeI32(
  target: Int32Array,
  to: Int32Array,
  source: Int32Array,
  from: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) target[to[i]!]! += source[from[i]!]!;
}
