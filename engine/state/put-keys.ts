/** The keys of log records as columns: key group, prefix of the table, key. */
import { byteMemory, copyBytes } from '../../core/copy-bytes.js';
import { ColumnKind } from '../../storage/log-columns.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';
import { GROUP_BYTES } from './disk-key.js';
import { keyGroupOf } from './hash.js';
import type { KeyIndex } from './key-index.js';

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

/** The key groups of slots. */
export function putGroups(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  maxParallelism: number,
  into: ColumnWriter,
): void {
  const { hashes } = index;
  let at = into.fixed(GROUP_BYTES, count);
  const { view } = into.memory;
  for (let i = 0; i < count; i++, at += GROUP_BYTES) {
    view.setUint16(at, keyGroupOf(hashes[slots[i]!]!, maxParallelism));
  }
}

/** The keys of slots, without the disk prefix; those that lie one behind the other at once. */
export function putKeyBytes(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  into: ColumnWriter,
): void {
  const { starts, lengths } = index;
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
