/** Keys of records that are to be logged, in that order, as they were when they were added. */
import { longerInt32 } from '../../core/longer-int32.js';
import { BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import { GROUP_BYTES } from './disk-key.js';
import { keyGroupOf } from './hash.js';
import type { KeyIndex } from './key-index.js';
import type { KeyBatch } from './state.js';
import type { Units } from './units.js';

/** See the header. */
export class LoggedKeys {
  count = 0;
  /** By key: hash that decides its group, length. */
  #hashes = new Int32Array(16);
  #lengths = new Int32Array(16);
  /** All keys, one behind the other. */
  readonly #bytes = new BytesWriter();

  /** Bytes of memory. */
  get footprint(): number {
    return this.count === 0 ? 0 : 8 * this.#hashes.length + this.#bytes.buffer.length;
  }

  /** Adds the key of a unit. */
  add(units: Units, unit: number): void {
    const start = this.#bytes.length;
    units.putKey(unit, this.#bytes);
    this.#note(units.hash(unit), this.#bytes.length - start);
  }

  /** Adds the key of a slot of `index`. */
  addSlot(index: KeyIndex, slot: number): void {
    const start = index.starts[slot]!;
    const length = index.lengths[slot]!;
    this.#bytes.raw(index.arena, start, start + length);
    this.#note(index.hashes[slot]!, length);
  }

  addBatch({ bytes, offsets, hashes, count }: KeyBatch): void {
    this.#reserve(this.count + count);
    const lengths = this.#lengths;
    let at = this.count;
    for (let i = 0; i < count; i++, at++) {
      this.#hashes[at] = hashes[i]!;
      lengths[at] = offsets[i + 1]! - offsets[i]!;
    }
    this.count = at;
    this.#bytes.raw(bytes, offsets[0]!, offsets[count]!);
  }

  /** Adds all keys of `other`. */
  addAll(other: LoggedKeys): void {
    this.#bytes.raw(other.#bytes.buffer, 0, other.#bytes.length);
    for (let i = 0; i < other.count; i++) this.#note(other.#hashes[i]!, other.#lengths[i]!);
  }

  /** Writes a column: the key groups of keys [from, to). */
  putGroups(from: number, to: number, maxParallelism: number, into: ColumnWriter): void {
    let at = into.fixed(GROUP_BYTES, to - from);
    const { view } = into.memory;
    for (let i = from; i < to; i++, at += GROUP_BYTES) {
      view.setUint16(at, keyGroupOf(this.#hashes[i]!, maxParallelism));
    }
  }

  /** Writes a column: keys [from, to), of which the first begins at byte `start`; gives the end. */
  putBytes(from: number, to: number, start: number, into: ColumnWriter): number {
    const lengths = this.#lengths.subarray(from, to);
    return start + into.pieces(lengths, to - from, this.#bytes.buffer, start);
  }

  #note(hash: number, length: number): void {
    this.#reserve(this.count + 1);
    this.#hashes[this.count] = hash;
    this.#lengths[this.count++] = length;
  }

  #reserve(count: number): void {
    if (count <= this.#hashes.length) return;
    this.#hashes = longerInt32(this.#hashes, 2 * count);
    this.#lengths = longerInt32(this.#lengths, 2 * count);
  }
}
