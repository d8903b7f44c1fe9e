/**
 * How rows that were added to buckets are logged: each is a record that names its bucket or chunk,
 * with what precedes the rows there. A change is a row slot, or ~bucket for what precedes the rows
 * of a bucket now; a row in the head of a bucket says that there never were chunks behind it: where
 * there were some, ~bucket follows.
 */
import { ADDED_BATCH } from './added-changes.js';
import type { AddedSet, AddedWriter } from './added-changes.js';
import type { Bags } from './bag-units.js';
import { HEAD_BYTES, NUMBER_BYTES, putHead } from './bag-units.js';
import { FIRST_NUMBER } from './bucket-rows.js';
import type { ColumnWriter } from './column-writer.js';
import { GROUP_BYTES, PREFIX_BYTES } from './disk-key.js';
import type { DiskKeys } from './disk-key.js';

/** See the header; of one multimap. `chunkKeys` are those of the second state id. */
export class AddedUnits implements AddedWriter {
  readonly #bags: Bags;
  readonly #uidHash: Uint8Array;
  readonly #stateIds: readonly [bucket: number, chunk: number];
  readonly #maxParallelism: number;
  /** By change. */
  readonly #kinds = new Uint8Array(ADDED_BATCH);
  readonly #numbers = new Int32Array(ADDED_BATCH);
  readonly #hasNoNumber = new Uint8Array(ADDED_BATCH);
  readonly #heads = new Uint8Array(ADDED_BATCH * HEAD_BYTES);
  readonly #headLengths = new Int32Array(ADDED_BATCH);
  readonly #rows = new Int32Array(ADDED_BATCH);
  readonly #places = Int32Array.from({ length: ADDED_BATCH }, (_, i) => i);
  /** Of the changes that are rows. */
  readonly #slots = new Int32Array(ADDED_BATCH);

  constructor(bags: Bags, chunkKeys: DiskKeys, maxParallelism: number) {
    const { prefix } = bags.disk.keys;
    this.#bags = bags;
    this.#uidHash = prefix.subarray(GROUP_BYTES, PREFIX_BYTES - 1);
    this.#stateIds = [prefix[PREFIX_BYTES - 1]!, chunkKeys.prefix[PREFIX_BYTES - 1]!];
    this.#maxParallelism = maxParallelism;
  }

  putAdded(
    { changes, keys }: AddedSet,
    from: number,
    to: number,
    keyStart: number,
    into: ColumnWriter,
  ): number {
    const count = to - from;
    const slotCount = this.#takeApart(changes.subarray(from, to), count);
    keys.putGroups(from, to, this.#maxParallelism, into);
    into.constant(this.#uidHash);
    into.bytes(this.#kinds, this.#places, count);
    const keyEnd = keys.putBytes(from, to, keyStart, into);
    into.words(this.#numbers, NUMBER_BYTES / 4, this.#places, count, this.#hasNoNumber);
    into.values();
    into.pieces(this.#headLengths, count, this.#heads, 0);
    into.rows(this.#rows, count, null, slotCount);
    this.#bags.buckets.putColumns({ slots: this.#slots, count: slotCount }, into);
    return keyEnd;
  }

  /** Gives how many are rows. */
  #takeApart(changes: Int32Array, count: number): number {
    const { disk, buckets } = this.#bags;
    const { number } = buckets.chunks;
    let rows = 0;
    for (let i = 0, at = 0; i < count; i++) {
      const change = changes[i]!;
      const isRow = change >= 0;
      const chunk = isRow ? buckets.rows.chunk[change]! : change;
      this.#slots[rows] = change;
      rows += this.#rows[i] = isRow ? 1 : 0;
      const start = at;
      const isHead = chunk < 0; // the head of bucket b is chunk ~b
      this.#kinds[i] = this.#stateIds[isHead ? 0 : 1]!;
      this.#hasNoNumber[i] = isHead ? 1 : 0;
      if (!isRow) at = putHead(this.#bags, ~chunk, this.#heads, at);
      else {
        this.#heads[at++] = disk.version;
        if (isHead) {
          this.#heads[at++] = FIRST_NUMBER;
          this.#heads[at++] = FIRST_NUMBER;
        } else this.#numbers[i] = bigEndian(number[chunk]!);
      }
      this.#headLengths[i] = at - start;
    }
    return rows;
  }
}

/** A word whose bytes, written little-endian, are those of `word` big-endian. */
function bigEndian(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
