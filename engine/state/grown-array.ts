/**
 * Long-lived arrays of state that grow in place. Large ones lie in growable shared memory, though
 * they are never shared: address space is reserved, so that growing neither copies nor leaves an
 * outgrown array behind, and V8 does not count such memory when it decides that much was allocated
 * and all of its heap must be marked. Growing keeps the elements; new ones are 0. The array passed
 * in may be a view of the same memory afterwards: it must not be used any more.
 */
import { assert } from '../../core/assert.js';

/** Smaller arrays are copied when they grow. */
const IN_PLACE_BYTES = 1 << 18;
/** Address space reserved for an array, in multiples of its first size in place. */
const RESERVED = 16;
const RESERVED_BYTES_MAX = 2 ** 32;

/** `array` with room for `length` elements, at least as many as it has. */
export function grownInt32(array: Int32Array, length: number): Int32Array {
  return new Int32Array(grownBuffer(array, 4 * length), 0, length);
}
/** See grownInt32. */
export function grownUint32(array: Uint32Array, length: number): Uint32Array {
  return new Uint32Array(grownBuffer(array, 4 * length), 0, length);
}
/** See grownInt32. */
export function grownUint8(array: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(grownBuffer(array, length), 0, length);
}
/** See grownInt32. */
export function grownFloat64(array: Float64Array, length: number): Float64Array {
  return new Float64Array(grownBuffer(array, 8 * length), 0, length);
}
/** See grownInt32. */
export function grownBigInt64(array: BigInt64Array, length: number): BigInt64Array {
  return new BigInt64Array(grownBuffer(array, 8 * length), 0, length);
}

/** Zeroed bytes that do not grow, large ones in memory that V8 does not count. */
export function stateBytes(length: number): Uint8Array {
  if (length < IN_PLACE_BYTES) return new Uint8Array(length);
  return new Uint8Array(new SharedArrayBuffer(length));
}

function grownBuffer(array: ArrayBufferView, bytes: number): ArrayBufferLike {
  assert(bytes >= array.byteLength, 'arrays of state do not shrink');
  if (bytes < IN_PLACE_BYTES) return copied(array, new ArrayBuffer(bytes));
  const { buffer } = array;
  const isWhole = array.byteLength === buffer.byteLength;
  const canGrow = isWhole && buffer instanceof SharedArrayBuffer && buffer.growable;
  if (!canGrow || bytes > buffer.maxByteLength) return copied(array, reserved(bytes));
  buffer.grow(bytes);
  return buffer;
}

function copied(from: ArrayBufferView, to: ArrayBufferLike): ArrayBufferLike {
  const bytes = from.byteLength;
  new Uint8Array(to, 0, bytes).set(new Uint8Array(from.buffer, from.byteOffset, bytes));
  return to;
}

function reserved(bytes: number): ArrayBufferLike {
  const maxByteLength = Math.max(bytes, Math.min(bytes * RESERVED, RESERVED_BYTES_MAX));
  try {
    return new SharedArrayBuffer(bytes, { maxByteLength });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new ArrayBuffer(bytes); // addresses are limited here: this array grows by copying
  }
}
