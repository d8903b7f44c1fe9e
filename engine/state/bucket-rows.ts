/**
 * The rows of a multimap's buckets in memory: per bucket one chain of rows in order of arrival, cut
 * into chunks. The first of them, the head, is always there, perhaps empty, and has no entry among
 * `chunks` (its rows have ~bucket as their chunk); other chunks hold at least one row. Knows
 * nothing of keys and of what is dirty.
 */
import type { DataType } from '../../core/types.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import { CHUNK_BYTES, ChunkList } from './chunk-list.js';
import type { ColumnWriter } from './column-writer.js';
import { grownFloat64, grownInt32 } from './grown-array.js';
import { PickedRows } from './picked-rows.js';
import { RowStore } from './row-store.js';

const CHUNK_ROWS = 32;
const CHUNK_ROW_BYTES = 4096;
/** Number of a bucket's first chunk behind its head. */
export const FIRST_NUMBER = 1;
/** Words of a bucket's record, so that a bucket is one cache line or two. */
const Field = {
  FirstRow: 0,
  LastRow: 1,
  Rows: 2,
  HeadRows: 3,
  HeadBytes: 4,
  FirstChunk: 5,
  LastChunk: 6,
  NextNumber: 7,
} as const;
const WORDS = 8;

/** Bytes of a bucket's record and stamp. */
export const BUCKET_ROWS_BYTES = 4 * WORDS + 8;

/** See the header. */
export class BucketRows {
  readonly rows: RowStore;
  /** All chunks but the heads. */
  readonly chunks = new ChunkList();
  /** Buckets that have no rows. */
  emptyCount = 0;
  /** By bucket, see RowMultimap.stamp. */
  stamps: Float64Array = new Float64Array(0);
  #records: Int32Array = new Int32Array(0);
  #lastStamp = 0;
  readonly #picked = new PickedRows();
  readonly #withCounter: boolean;

  constructor(types: readonly DataType[], withCounter: boolean) {
    this.rows = new RowStore(types, withCounter);
    this.#withCounter = withCounter;
  }

  /** Bytes of rows and chunks. */
  get bytes(): number {
    return this.chunks.count * CHUNK_BYTES + this.rows.bytes;
  }

  /** Bytes of memory in use, slack included. */
  get footprint(): number {
    return this.chunks.slotEnd * CHUNK_BYTES + this.rows.footprint;
  }

  /** Makes room for buckets 0..capacity-1. */
  reserve(capacity: number): void {
    if (capacity <= this.stamps.length) return;
    this.#records = grownInt32(this.#records, capacity * WORDS);
    this.stamps = grownFloat64(this.stamps, capacity);
  }

  /** A new, empty bucket. */
  open(bucket: number): void {
    const at = bucket * WORDS;
    const records = this.#records;
    this.emptyCount += 1;
    this.stamps[bucket] = ++this.#lastStamp;
    records[at + Field.FirstRow] = -1;
    records[at + Field.LastRow] = -1;
    records[at + Field.Rows] = 0;
    records[at + Field.HeadRows] = 0;
    records[at + Field.HeadBytes] = 0;
    records[at + Field.FirstChunk] = -1;
    records[at + Field.LastChunk] = -1;
    records[at + Field.NextNumber] = FIRST_NUMBER;
  }

  /** Frees the bucket's rows and chunks. */
  close(bucket: number): void {
    if (this.count(bucket) === 0) this.emptyCount -= 1;
    for (let row = this.first(bucket); row >= 0;) {
      const next = this.rows.next[row]!;
      this.rows.free(row);
      row = next;
    }
    for (let chunk = this.firstChunk(bucket); chunk >= 0;) {
      const next = this.chunks.next[chunk]!;
      this.chunks.remove(chunk);
      chunk = next;
    }
  }

  /** Rows of the bucket. */
  count(bucket: number): number {
    return this.#records[bucket * WORDS + Field.Rows]!;
  }
  /** Rows of a chunk (~bucket: the head). */
  rowsOf(chunk: number): number {
    return chunk < 0 ? this.#records[~chunk * WORDS + Field.HeadRows]! : this.chunks.rows[chunk]!;
  }
  /** Oldest row, -1 when there is none. */
  first(bucket: number): number {
    return this.#records[bucket * WORDS + Field.FirstRow]!;
  }
  /** First chunk behind the head, -1 when there is none. */
  firstChunk(bucket: number): number {
    return this.#records[bucket * WORDS + Field.FirstChunk]!;
  }
  /** The chunk new rows go to: ~bucket is the head. */
  tail(bucket: number): number {
    const chunk = this.#records[bucket * WORDS + Field.LastChunk]!;
    return chunk < 0 ? ~bucket : chunk;
  }
  /** Number of the next chunk: above those of all chunks there ever were. */
  nextNumber(bucket: number): number {
    return this.#records[bucket * WORDS + Field.NextNumber]!;
  }
  setNextNumber(bucket: number, number: number): void {
    this.#records[bucket * WORDS + Field.NextNumber] = number;
  }

  /** Did the bucket never have chunks behind its head? */
  isHeadPlain(bucket: number): boolean {
    return this.nextNumber(bucket) === FIRST_NUMBER;
  }

  /** Should the next row go into a new chunk? */
  isTailFull(bucket: number): boolean {
    const at = bucket * WORDS;
    const tail = this.#records[at + Field.LastChunk]!;
    const rows = tail < 0 ? this.#records[at + Field.HeadRows]! : this.chunks.rows[tail]!;
    const bytes = tail < 0 ? this.#records[at + Field.HeadBytes]! : this.chunks.bytes[tail]!;
    return rows >= CHUNK_ROWS || bytes >= CHUNK_ROW_BYTES;
  }

  /** A new last chunk under `number`, which is above all others. */
  addChunk(bucket: number, number: number): number {
    const at = bucket * WORDS;
    const chunk = this.chunks.add(bucket, number, this.#records[at + Field.LastChunk]!);
    if (this.#records[at + Field.FirstChunk]! < 0) this.#records[at + Field.FirstChunk] = chunk;
    this.#records[at + Field.LastChunk] = chunk;
    return chunk;
  }

  /** Takes an empty chunk, not the head, out of the bucket. */
  dropChunk(bucket: number, chunk: number): void {
    const at = bucket * WORDS;
    const { next, previous } = this.chunks;
    if (this.#records[at + Field.FirstChunk] === chunk)
      this.#records[at + Field.FirstChunk] = next[chunk]!;
    if (this.#records[at + Field.LastChunk] === chunk)
      this.#records[at + Field.LastChunk] = previous[chunk]!;
    this.chunks.remove(chunk);
  }

  /** Appends a loose row to the last chunk. */
  link(bucket: number, slot: number): void {
    this.#linkLast(bucket, this.tail(bucket), slot);
  }

  /** Takes a row out; its chunk may be empty then. */
  remove(bucket: number, slot: number): void {
    const { rows, chunks } = this;
    const records = this.#records;
    const at = bucket * WORDS;
    const chunk = rows.chunk[slot]!;
    const next = rows.next[slot]!;
    const previous = rows.previous[slot]!;
    if (previous >= 0) rows.next[previous] = next;
    else records[at + Field.FirstRow] = next;
    if (next >= 0) rows.previous[next] = previous;
    else records[at + Field.LastRow] = previous;
    if (chunk < 0) {
      records[at + Field.HeadRows]! -= 1;
      records[at + Field.HeadBytes]! -= rows.bytesOf(slot);
    } else {
      if (chunks.firstRow[chunk] === slot) {
        chunks.firstRow[chunk] = next >= 0 && rows.chunk[next] === chunk ? next : -1;
      }
      chunks.rows[chunk]! -= 1;
      chunks.bytes[chunk]! -= rows.bytesOf(slot);
    }
    records[at + Field.Rows]! -= 1;
    if (records[at + Field.Rows] === 0) this.emptyCount += 1;
    rows.free(slot);
  }

  /** Chunk with `number`, which is not the head's; -1 when there is none. O(chunks). */
  chunkOf(bucket: number, number: number): number {
    let chunk = this.firstChunk(bucket);
    while (chunk >= 0 && this.chunks.number[chunk] !== number) chunk = this.chunks.next[chunk]!;
    return chunk;
  }

  /**
   * Appends a chunk (~bucket: the head), or its first `count` rows: how many, the rows with their
   * counters.
   */
  encode(chunk: number, into: BytesWriter, count = this.rowsOf(chunk)): void {
    const { rows } = this;
    let slot = this.#firstOf(chunk);
    into.varint(count);
    for (let i = 0; i < count; i++) {
      if (this.#withCounter) into.i32(rows.counter[slot]!);
      rows.encode(slot, into);
      slot = rows.next[slot]!;
    }
  }

  /** The first rowsOf[i] rows of each of `chunks`; valid until the next call. */
  pick(chunks: Int32Array, rowsOf: Int32Array, count: number): PickedRows {
    const picked = this.#picked;
    picked.begin();
    const { next } = this.rows;
    for (let i = 0; i < count; i++) {
      const chunk = chunks[i]!;
      picked.add(this.#firstOf(chunk), rowsOf[i]!, next);
    }
    picked.arrange();
    return picked;
  }

  /** Appends columns of what `encode` writes for rows. */
  putColumns({ slots, count }: Pick<PickedRows, 'slots' | 'count'>, into: ColumnWriter): void {
    if (this.#withCounter) into.words(this.rows.counter, 1, slots, count, null);
    this.rows.putColumns(slots, count, into);
  }

  /** Appends the rows that `encode` wrote to `chunk`, the bucket's last (~bucket: the head). */
  decode(bucket: number, chunk: number, from: BytesReader): void {
    for (let count = from.varint(); count > 0; count--) {
      const counter = this.#withCounter ? from.i32() : 0;
      const slot = this.rows.decode(from);
      if (this.#withCounter) this.rows.counter[slot] = counter;
      this.#linkLast(bucket, chunk, slot);
    }
  }

  #firstOf(chunk: number): number {
    return chunk < 0 ? this.first(~chunk) : this.chunks.firstRow[chunk]!;
  }

  #linkLast(bucket: number, chunk: number, slot: number): void {
    const { rows, chunks } = this;
    const records = this.#records;
    const at = bucket * WORDS;
    const last = records[at + Field.LastRow]!;
    rows.next[slot] = -1;
    rows.previous[slot] = last;
    if (last >= 0) rows.next[last] = slot;
    else {
      records[at + Field.FirstRow] = slot;
      this.emptyCount -= 1;
    }
    rows.chunk[slot] = chunk;
    records[at + Field.LastRow] = slot;
    records[at + Field.Rows]! += 1;
    if (chunk < 0) {
      records[at + Field.HeadRows]! += 1;
      records[at + Field.HeadBytes]! += rows.bytesOf(slot);
      return;
    }
    if (chunks.rows[chunk] === 0) chunks.firstRow[chunk] = slot;
    chunks.rows[chunk]! += 1;
    chunks.bytes[chunk]! += rows.bytesOf(slot);
  }
}
