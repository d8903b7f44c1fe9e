/**
 * Keys whose deletion must be logged, in order of removal. What is logged in the same freeze is
 * logged behind them, so that a key that came back needs no look-up here.
 */
import { longerInt32 } from '../../core/longer-int32.js';
import { BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';
import { GROUP_BYTES } from './disk-key.js';
import { keyGroupOf } from './hash.js';
import type { Units } from './units.js';

/** See the header. */
export class RemovedKeys {
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

  /** Adds all keys of `other`. */
  addAll(other: RemovedKeys): void {
    this.#bytes.raw(other.#bytes.buffer, 0, other.#bytes.length);
    for (let i = 0; i < other.count; i++) this.#note(other.#hashes[i]!, other.#lengths[i]!);
  }

  /** Writes keys [from, to) as columns; byte `start` is where the first begins; gives its end. */
  putColumns(
    from: number,
    to: number,
    start: number,
    keys: DiskKeys,
    maxParallelism: number,
    into: ColumnWriter,
  ): number {
    let at = into.fixed(GROUP_BYTES, to - from);
    const { view } = into.memory;
    for (let i = from; i < to; i++, at += GROUP_BYTES) {
      view.setUint16(at, keyGroupOf(this.#hashes[i]!, maxParallelism));
    }
    into.constant(keys.prefix.subarray(GROUP_BYTES));
    const lengths = this.#lengths.subarray(from, to);
    return start + into.pieces(lengths, to - from, this.#bytes.buffer, start);
  }

  #note(hash: number, length: number): void {
    if (this.count === this.#hashes.length) {
      this.#hashes = longerInt32(this.#hashes, 2 * this.count);
      this.#lengths = longerInt32(this.#lengths, 2 * this.count);
    }
    this.#hashes[this.count] = hash;
    this.#lengths[this.count++] = length;
  }
}
