/** The dirty set of one table at one barrier, encoded for the log while rows flow on. */
import { DELETED, RECORD_HEADER_BYTES } from '../../storage/log-block.js';
import { BytesWriter } from './bytes.js';
import { hashBytes, keyGroupOf } from './hash.js';
import type { KeySet } from './key-index.js';
import { RECORD_BATCH_UNITS } from './record-batch.js';
import type { WaitingUnits } from './frozen-units.js';
import type { Units } from './write-back.js';

/** Appends the log record (log-block.ts) of one unit. */
export function putRecord(
  owner: Units,
  unit: number,
  maxParallelism: number,
  into: BytesWriter,
): void {
  const start = into.skip(RECORD_HEADER_BYTES);
  owner.keys.put(keyGroupOf(owner.hash(unit), maxParallelism), into);
  owner.putKey(unit, into);
  const keyEnd = into.length;
  owner.putValue(unit, into);
  into.setU32(start, keyEnd - start - RECORD_HEADER_BYTES);
  into.setU32(start + 4, into.length - keyEnd);
}

/** What a freeze took: a list of units, or all below `end` that wait for it. */
export interface PickedUnits {
  readonly units: Int32Array | null;
  /** Number of units. */
  readonly count: number;
  /** Length of the list, or the first unit number that is too high. */
  readonly end: number;
}

/** Units and deletions of one freeze, in any order. */
export class LoggedUnits {
  readonly #picked: PickedUnits;
  readonly #owner: Units;
  readonly #waiting: WaitingUnits;
  readonly #maxParallelism: number;
  readonly #removed: KeySet;
  /** Records of units that changed before their turn. */
  #early = new BytesWriter();
  #next = 0;
  #nextRemoved = 0;
  readonly #batch = new Int32Array(RECORD_BATCH_UNITS);

  constructor(
    owner: Units,
    waiting: WaitingUnits,
    maxParallelism: number,
    picked: PickedUnits,
    removed: KeySet,
  ) {
    this.#owner = owner;
    this.#waiting = waiting;
    this.#maxParallelism = maxParallelism;
    this.#picked = picked;
    this.#removed = removed;
  }

  /** null: all that the freeze holds. */
  get units(): Int32Array | null {
    return this.#picked.units;
  }

  get count(): number {
    return this.#picked.count;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return (this.units === null ? 0 : 4 * this.units.length) + this.#early.buffer.length;
  }

  /** Records to come, at most. */
  get size(): number {
    return this.count + this.#removed.size;
  }

  /** Encodes a waiting unit now: it is about to change. */
  encodeEarly(unit: number): void {
    putRecord(this.#owner, unit, this.#maxParallelism, this.#early);
  }

  /** Appends records until `into` holds `bytesMax` bytes; false when none is left. */
  take(into: BytesWriter, bytesMax: number): boolean {
    if (this.#early.length > 0) {
      into.raw(this.#early.buffer, 0, this.#early.length);
      this.#early = new BytesWriter();
    }
    const { end } = this.#picked;
    while (this.#next < end && into.length < bytesMax) this.#takeBatch(into);
    if (this.#next < end) return true;
    return this.#takeRemoved(into, bytesMax) || this.#early.length > 0;
  }

  #takeRemoved(into: BytesWriter, bytesMax: number): boolean {
    const { index } = this.#removed;
    while (this.#nextRemoved < index.slotEnd && into.length < bytesMax) {
      const slot = this.#nextRemoved++;
      if (index.lengths[slot]! >= 0) this.#delete(index.key(slot), index.hashes[slot]!, into);
    }
    return this.#nextRemoved < index.slotEnd;
  }

  #takeBatch(into: BytesWriter): void {
    const { units, end } = this.#picked;
    const batch = this.#batch;
    let next = this.#next;
    let count = 0;
    while (next < end && count < batch.length) {
      const unit = units === null ? next : units[next]!;
      next += 1;
      if (this.#waiting.thaw(unit)) batch[count++] = unit;
    }
    this.#next = next;
    this.#owner.putRecords(batch, count, this.#maxParallelism, into);
  }

  #delete(key: Uint8Array, hash: number, into: BytesWriter): void {
    const groupEnd = key.length - this.#owner.suffixBytes;
    const groupHash = groupEnd === key.length ? hash : hashBytes(key, 0, groupEnd);
    const start = into.skip(RECORD_HEADER_BYTES);
    this.#owner.keys.put(keyGroupOf(groupHash, this.#maxParallelism), into);
    into.raw(key, 0, key.length);
    into.setU32(start, into.length - start - RECORD_HEADER_BYTES);
    into.setU32(start + 4, DELETED);
  }
}
