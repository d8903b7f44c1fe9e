/**
 * The rows of a multimap's buckets in memory: per bucket one chain of rows in order of arrival, cut
 * into chunks. Chunk 0, the head, is always there, perhaps empty; other chunks hold at least one
 * row. Knows nothing of keys and of what is dirty.
 */
import type { Batch } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import { CHUNK_BYTES, ChunkList } from './chunk-list.js';
import { ROW_OVERHEAD_BYTES, RowStore } from './row-store.js';

const CHUNK_ROWS = 32;
const CHUNK_WORDS = 1024;

export class BucketRows {
  readonly rows: RowStore;
  readonly chunks = new ChunkList();
  /**
   * By bucket: first and last chunk, number of rows, number of the next chunk, see
   * RowMultimap.stamp.
   */
  head = new Int32Array(0);
  tail = new Int32Array(0);
  counts = new Int32Array(0);
  nextNumber = new Int32Array(0);
  stamps = new Float64Array(0);
  #lastRow = new Int32Array(0);
  #lastStamp = 0;
  readonly #withCounter: boolean;

  constructor(types: readonly DataType[], withCounter: boolean) {
    this.rows = new RowStore(types);
    this.#withCounter = withCounter;
  }

  get bytes(): number {
    return (
      this.chunks.count * CHUNK_BYTES +
      this.rows.count * ROW_OVERHEAD_BYTES +
      this.rows.wordCount * 4
    );
  }

  /** Bytes of memory in use, slack included. */
  get footprint(): number {
    return this.chunks.slotEnd * CHUNK_BYTES + this.rows.footprint;
  }

  /** Makes room for buckets 0..capacity-1. */
  reserve(capacity: number): void {
    if (capacity <= this.head.length) return;
    this.head = grownInt32(this.head, capacity);
    this.tail = grownInt32(this.tail, capacity);
    this.counts = grownInt32(this.counts, capacity);
    this.nextNumber = grownInt32(this.nextNumber, capacity);
    this.#lastRow = grownInt32(this.#lastRow, capacity);
    const stamps = new Float64Array(capacity);
    stamps.set(this.stamps);
    this.stamps = stamps;
  }

  /** A new bucket: empty, with its head chunk. */
  open(bucket: number): void {
    this.counts[bucket] = 0;
    this.nextNumber[bucket] = 1;
    this.stamps[bucket] = ++this.#lastStamp;
    this.#lastRow[bucket] = -1;
    this.head[bucket] = this.chunks.add(bucket, 0, -1);
    this.tail[bucket] = this.head[bucket]!;
  }

  /** Frees the bucket's rows and chunks. */
  close(bucket: number): void {
    for (let row = this.first(bucket); row >= 0;) {
      const next = this.rows.next[row]!;
      this.rows.free(row);
      row = next;
    }
    for (let chunk = this.head[bucket]!; chunk >= 0;) {
      const next = this.chunks.next[chunk]!;
      this.chunks.remove(chunk);
      chunk = next;
    }
  }

  /** Should the next row go into a new chunk? */
  isTailFull(bucket: number): boolean {
    const tail = this.tail[bucket]!;
    return this.chunks.rows[tail]! >= CHUNK_ROWS || this.chunks.words[tail]! >= CHUNK_WORDS;
  }

  /** A new last chunk under `number`, which is above all others. */
  addChunk(bucket: number, number: number): number {
    const chunk = this.chunks.add(bucket, number, this.tail[bucket]!);
    this.tail[bucket] = chunk;
    return chunk;
  }

  /** Takes an empty chunk, not the head, out of the bucket. */
  dropChunk(bucket: number, chunk: number): void {
    if (this.tail[bucket] === chunk) this.tail[bucket] = this.chunks.previous[chunk]!;
    this.chunks.remove(chunk);
  }

  /** Appends physical row `row` of `batch` to the last chunk. */
  append(bucket: number, batch: Batch, row: number): number {
    const slot = this.rows.add(batch, row);
    this.#linkLast(bucket, this.tail[bucket]!, slot);
    return slot;
  }

  /** Takes a row out; its chunk may be empty then. */
  remove(bucket: number, slot: number): void {
    const { rows, chunks } = this;
    const chunk = rows.chunk[slot]!;
    const next = rows.next[slot]!;
    const previous = rows.previous[slot]!;
    if (previous >= 0) rows.next[previous] = next;
    if (next >= 0) rows.previous[next] = previous;
    if (this.#lastRow[bucket] === slot) this.#lastRow[bucket] = previous;
    if (chunks.firstRow[chunk] === slot) {
      chunks.firstRow[chunk] = next >= 0 && rows.chunk[next] === chunk ? next : -1;
    }
    chunks.rows[chunk]! -= 1;
    chunks.words[chunk]! -= rows.wordsOf(slot);
    this.counts[bucket]! -= 1;
    rows.free(slot);
  }

  /** Oldest row, -1 when there is none. */
  first(bucket: number): number {
    let chunk = this.head[bucket]!;
    if (this.chunks.firstRow[chunk]! < 0) chunk = this.chunks.next[chunk]!;
    return chunk < 0 ? -1 : this.chunks.firstRow[chunk]!;
  }

  /** Chunk with `number`, -1 when there is none. O(chunks). */
  chunkOf(bucket: number, number: number): number {
    let chunk = this.head[bucket]!;
    while (chunk >= 0 && this.chunks.number[chunk] !== number) chunk = this.chunks.next[chunk]!;
    return chunk;
  }

  /** Writes a chunk's rows with their counters. */
  encode(chunk: number, into: BytesWriter): void {
    let slot = this.chunks.firstRow[chunk]!;
    const count = this.chunks.rows[chunk]!;
    into.varint(count);
    for (let i = 0; i < count; i++) {
      if (this.#withCounter) into.i32(this.rows.counter[slot]!);
      this.rows.encode(slot, into);
      slot = this.rows.next[slot]!;
    }
  }

  /** Appends the rows that `encode` wrote to `chunk`, the bucket's last. */
  decode(bucket: number, chunk: number, from: BytesReader): void {
    for (let count = from.varint(); count > 0; count--) {
      const counter = this.#withCounter ? from.i32() : 0;
      const slot = this.rows.decode(from);
      this.rows.counter[slot] = counter;
      this.#linkLast(bucket, chunk, slot);
    }
  }

  #linkLast(bucket: number, chunk: number, slot: number): void {
    const { rows, chunks } = this;
    const last = this.#lastRow[bucket]!;
    rows.next[slot] = -1;
    rows.previous[slot] = last;
    if (last >= 0) rows.next[last] = slot;
    rows.chunk[slot] = chunk;
    this.#lastRow[bucket] = slot;
    if (chunks.rows[chunk] === 0) chunks.firstRow[chunk] = slot;
    chunks.rows[chunk]! += 1;
    chunks.words[chunk]! += rows.wordsOf(slot);
    this.counts[bucket]! += 1;
  }
}

function grownInt32(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
