/** Chunks of the buckets of one multimap: doubly linked per bucket, ascending by number. */

import { grownInt32 } from './grown-array.js';

const CHUNKS_MIN = 16;
/** Bytes of a chunk besides its rows. */
export const CHUNK_BYTES = 33;

/** Arrays are indexed by chunk slot; slots are reused. */
export class ChunkList {
  count = 0;
  bucket: Int32Array = new Int32Array(CHUNKS_MIN);
  /** Number within the bucket; above 0 (0 is the head, which is not here). */
  number: Int32Array = new Int32Array(CHUNKS_MIN);
  /** First row slot; -1 when empty. */
  firstRow: Int32Array = new Int32Array(CHUNKS_MIN);
  rows: Int32Array = new Int32Array(CHUNKS_MIN);
  bytes: Int32Array = new Int32Array(CHUNKS_MIN);
  next: Int32Array = new Int32Array(CHUNKS_MIN);
  previous: Int32Array = new Int32Array(CHUNKS_MIN);
  #free: Int32Array = new Int32Array(CHUNKS_MIN);
  #freeCount = 0;
  /** Slots 0..slotEnd-1 have been used. */
  slotEnd = 0;

  get capacity(): number {
    return this.bucket.length;
  }

  isLive(chunk: number): boolean {
    return this.bucket[chunk]! >= 0;
  }

  /** A new empty chunk behind `previous` (-1: the first of its bucket). */
  add(bucket: number, number: number, previous: number): number {
    if (this.#freeCount === 0 && this.slotEnd === this.capacity) this.#grow();
    const chunk = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.slotEnd++;
    this.bucket[chunk] = bucket;
    this.number[chunk] = number;
    this.firstRow[chunk] = -1;
    this.rows[chunk] = 0;
    this.bytes[chunk] = 0;
    this.next[chunk] = -1;
    this.previous[chunk] = previous;
    if (previous >= 0) this.next[previous] = chunk;
    this.count += 1;
    return chunk;
  }

  remove(chunk: number): void {
    const previous = this.previous[chunk]!;
    const next = this.next[chunk]!;
    if (previous >= 0) this.next[previous] = next;
    if (next >= 0) this.previous[next] = previous;
    this.bucket[chunk] = -1;
    this.#free[this.#freeCount++] = chunk;
    this.count -= 1;
  }

  #grow(): void {
    const count = this.capacity * 2;
    this.bucket = grownInt32(this.bucket, count);
    this.number = grownInt32(this.number, count);
    this.firstRow = grownInt32(this.firstRow, count);
    this.rows = grownInt32(this.rows, count);
    this.bytes = grownInt32(this.bytes, count);
    this.next = grownInt32(this.next, count);
    this.previous = grownInt32(this.previous, count);
    this.#free = grownInt32(this.#free, count);
  }
}
