/**
 * Records of many units, laid out before they are filled: their headers and keys are written in one
 * loop, then their values, column by column.
 */
import { RECORD_HEADER_BYTES } from '../../storage/log-block.js';
import type { BytesWriter } from './bytes.js';
import type { DiskKeys } from './disk-key.js';
import { PREFIX_BYTES } from './disk-key.js';
import { keyGroupOf } from './hash.js';
import type { KeyIndex } from './key-index.js';

/** Units of one batch, at most. */
export const RECORD_BATCH_UNITS = 512;

/** Scratch for one batch after the other. */
export class RecordBatch {
  /** Slot of unit i's key in the index. */
  readonly slots = new Int32Array(RECORD_BATCH_UNITS);
  /** Number behind unit i's key, where keys have one. */
  readonly numbers = new Int32Array(RECORD_BATCH_UNITS);
  /** Bytes of unit i's value. */
  readonly sizes = new Int32Array(RECORD_BATCH_UNITS);
  /** Where unit i's value goes. */
  readonly at = new Int32Array(RECORD_BATCH_UNITS);

  /**
   * Appends the records of `count` units to `into` with their headers and keys; the values are
   * garbage, to be written where `at` says. `suffixBytes`: 4 when keys have a number, else 0.
   */
  layOut(
    count: number,
    index: KeyIndex,
    keys: DiskKeys,
    suffixBytes: number,
    maxParallelism: number,
    into: BytesWriter,
  ): void {
    const { slots, sizes, at } = this;
    const besides = RECORD_HEADER_BYTES + PREFIX_BYTES + suffixBytes;
    let total = count * besides;
    for (let i = 0; i < count; i++) total += sizes[i]! + index.lengths[slots[i]!]!;
    let to = into.skip(total);
    const { bytes, view } = into.memory;
    const { arena, starts, lengths, hashes } = index;
    const { prefix } = keys;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const length = lengths[slot]!;
      view.setUint32(to, PREFIX_BYTES + length + suffixBytes, true);
      view.setUint32(to + 4, sizes[i]!, true);
      view.setUint16(to + 8, keyGroupOf(hashes[slot]!, maxParallelism));
      to += RECORD_HEADER_BYTES;
      for (let k = 2; k < PREFIX_BYTES; k++) bytes[to + k] = prefix[k]!;
      to += PREFIX_BYTES;
      const start = starts[slot]!;
      for (let k = 0; k < length; k++) bytes[to + k] = arena[start + k]!;
      to += length;
      if (suffixBytes > 0) view.setUint32(to, this.numbers[i]!);
      to += suffixBytes;
      at[i] = to;
      to += sizes[i]!;
    }
  }
}
