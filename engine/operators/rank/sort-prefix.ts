/**
 * The first 11 bytes of sort keys as two numbers each, 5 and 6 bytes, zeros behind a shorter key:
 * most comparisons end there, without touching the keys.
 */
import type { DataType } from '../../../core/types.js';
import type { SortKey } from '../../nodes.js';
import { fixedKeyBytes } from '../../state/key-columns.js';
import type { KeyBatch } from '../../state/state.js';

const PREFIX_BYTES = 11;

/** Writes prefix i to into[2 * i] and into[2 * i + 1]. */
export function putPrefixes(keys: KeyBatch, into: Float64Array): void {
  const { bytes, offsets, count } = keys;
  for (let i = 0; i < count; i++) {
    const at = offsets[i]!;
    const end = offsets[i + 1]!;
    into[2 * i] = byteAt(bytes, at, end) * 2 ** 32 + wordAt(bytes, at + 1, end);
    const high = (byteAt(bytes, at + 5, end) << 8) | byteAt(bytes, at + 6, end);
    into[2 * i + 1] = high * 2 ** 32 + wordAt(bytes, at + 7, end);
  }
}

/** Are keys with equal prefixes equal? */
export function isPrefixWhole(types: readonly DataType[], order: readonly SortKey[]): boolean {
  let bytes = 0;
  for (const { column } of order) {
    const width = fixedKeyBytes(types[column]!);
    if (width < 0) return false;
    bytes += 1 + width; // keys of null are shorter, and differ in their first byte
  }
  return bytes <= PREFIX_BYTES;
}

function byteAt(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? bytes[at]! : 0;
}

function wordAt(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  return (
    ((bytes[at]! << 24) |
      (byteAt(bytes, at + 1, end) << 16) |
      (byteAt(bytes, at + 2, end) << 8) |
      byteAt(bytes, at + 3, end)) >>>
    0
  );
}
