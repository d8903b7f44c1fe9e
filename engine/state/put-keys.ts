/** The keys of log records as columns: key group, prefix of the table, key. */
import { byteMemory, copyBytes } from '../../core/copy-bytes.js';
import { ColumnKind } from '../../storage/log-columns.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';
import { GROUP_BYTES } from './disk-key.js';
import { hashMarkedPair, hashMarkedWord, keyGroupOf } from './hash.js';
import type { KeyIndex } from './key-index.js';
import { MARKER, Shape } from './key-index.js';

/** Those of `count` slots of `index`. */
export function putKeys(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  keys: DiskKeys,
  maxParallelism: number,
  into: ColumnWriter,
): void {
  putGroups(index, slots, count, maxParallelism, into);
  into.constant(keys.prefix.subarray(GROUP_BYTES));
  putKeyBytes(index, slots, count, into);
}

/** The key groups of slots. To hash a short key again takes less than to fetch its hash. */
export function putGroups(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  maxParallelism: number,
  into: ColumnWriter,
): void {
  const { hashes, keyLength } = index;
  const arena = byteMemory(index.arena).view;
  let at = into.fixed(GROUP_BYTES, count);
  const { view } = into.memory;
  for (let i = 0; i < count; i++, at += GROUP_BYTES) {
    const slot = slots[i]!;
    const hash = keyLength === 0 ? hashes[slot]! : shapedHash(arena, slot * keyLength, keyLength);
    view.setUint16(at, keyGroupOf(hash, maxParallelism));
  }
}

/** hashBytes of a key that KeyIndex knows to be a marker and one word or two. */
function shapedHash(arena: DataView, start: number, length: number): number {
  const word = arena.getInt32(start + 1);
  return length === Shape.Pair
    ? hashMarkedPair(word, arena.getInt32(start + 5))
    : hashMarkedWord(word);
}

/** The keys of slots, without the disk prefix; those that lie one behind the other at once. */
export function putKeyBytes(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  into: ColumnWriter,
): void {
  const { starts, lengths, keyLength } = index;
  if (keyLength > 0) {
    putShapedKeys(index, slots, count, into);
    return;
  }
  let to = into.runs(ColumnKind.Run, lengths, slots, count, null, 0);
  const from = byteMemory(index.arena);
  const { memory } = into;
  let span = 0;
  let end = 0;
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const start = starts[slot]!;
    if (start !== end) {
      copyBytes(from, span, end, memory, to);
      to += end - span;
      span = start;
    }
    end = start + lengths[slot]!;
  }
  copyBytes(from, span, end, memory, to);
}

/** Those that KeyIndex knows to be a marker and one word or two. */
function putShapedKeys(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  into: ColumnWriter,
): void {
  const { keyLength } = index;
  let to = into.fixed(keyLength, count);
  const arena = byteMemory(index.arena).view;
  const { bytes, view } = into.memory;
  for (let i = 0; i < count; i++, to += keyLength) {
    const start = slots[i]! * keyLength;
    bytes[to] = MARKER;
    view.setInt32(to + 1, arena.getInt32(start + 1));
    if (keyLength === Shape.Pair) view.setInt32(to + 5, arena.getInt32(start + 5));
  }
}
