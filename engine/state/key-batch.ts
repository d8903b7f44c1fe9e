/** Keys that are already encoded. */
import { hashBytes } from './hash.js';
import type { KeyBatch } from './state.js';

/** A batch of encoded keys, copied. */
export function keyBatchOf(keys: readonly Uint8Array[]): KeyBatch {
  const offsets = new Int32Array(keys.length + 1);
  const hashes = new Int32Array(keys.length);
  for (const [i, key] of keys.entries()) offsets[i + 1] = offsets[i]! + key.length;
  const bytes = new Uint8Array(offsets[keys.length]!);
  for (const [i, key] of keys.entries()) {
    bytes.set(key, offsets[i]!);
    hashes[i] = hashBytes(key, 0, key.length);
  }
  return { bytes, offsets, hashes, count: keys.length };
}
