/** The keys of log records as columns: key group, prefix of the table, key. */
import { byteMemory, copyBytes } from '../../core/copy-bytes.js';
import { ColumnKind } from '../../storage/log-columns.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';
import { GROUP_BYTES } from './disk-key.js';
import { keyGroupOf } from './hash.js';
import type { KeyIndex } from './key-index.js';

/** Those of `count` slots of `index`; keys that lie one behind the other are copied at once. */
export function putKeys(
  index: KeyIndex,
  slots: Int32Array,
  count: number,
  keys: DiskKeys,
  maxParallelism: number,
  into: ColumnWriter,
): void {
  const { starts, lengths, hashes } = index;
  let at = into.fixed(GROUP_BYTES, count);
  const { view } = into.memory;
  for (let i = 0; i < count; i++, at += GROUP_BYTES) {
    view.setUint16(at, keyGroupOf(hashes[slots[i]!]!, maxParallelism));
  }
  into.constant(keys.prefix.subarray(GROUP_BYTES));
  let to = into.runs(ColumnKind.Run, lengths, slots, count, null);
  const arena = byteMemory(index.arena);
  const { memory } = into;
  let span = 0;
  let end = 0;
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    const start = starts[slot]!;
    if (start !== end) {
      copyBytes(arena, span, end, memory, to);
      to += end - span;
      span = start;
    }
    end = start + lengths[slot]!;
  }
  copyBytes(arena, span, end, memory, to);
}
