/**
 * The RowMultimap of state.ts. A bucket's rows are one chain in order of arrival, cut into chunks of up to
 * CHUNK_ROWS rows, the units of writing: a change rewrites one chunk. The first chunk is written in the
 * bucket's own record (state id), the others under their number (state id + 1), so that most buckets
 * are one record. Numbers are not reused while the bucket lives.
 */
import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { StateBackend } from '../../storage/backend.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import { CHUNK_BYTES, ChunkList } from './chunk-list.js';
import { DiskKeys } from './disk-key.js';
import type { FrozenStore, StateStore } from './disk-table.js';
import { checkStateId, DiskTable } from './disk-table.js';
import { FrozenTable } from './frozen-table.js';
import { hashBytes, keyGroupOf } from './hash.js';
import { INDEX_BYTES_PER_SLOT, KeyIndex } from './key-index.js';
import { ROW_OVERHEAD_BYTES, RowStore } from './row-store.js';
import type { KeyBatch, RowMultimap, RowMultimapDecl } from './state.js';
import { WriteBack } from './write-back.js';

const CHUNK_ROWS = 32;
const CHUNK_WORDS = 1024;
/** A chunk's key is its bucket's and its number, u32 BE. */
const NUMBER_BYTES = 4;
const BUCKET_BYTES = INDEX_BYTES_PER_SLOT + 21;

export class RowBags implements RowMultimap, StateStore {
  readonly disk: DiskTable;
  readonly #chunkKeys: DiskKeys;
  readonly #maxParallelism: number;
  readonly #withCounter: boolean;
  readonly #index = new KeyIndex();
  readonly #rows: RowStore;
  readonly #chunks = new ChunkList();
  readonly #bucketWrites: WriteBack;
  readonly #chunkWrites: WriteBack;
  #head = new Int32Array(0);
  #tail = new Int32Array(0);
  #lastRow = new Int32Array(0);
  #rowCounts = new Int32Array(0);
  #nextNumber = new Int32Array(0);
  #stamps = new Float64Array(0);
  #lastStamp = 0;
  #isPinned = false;
  #tracksUse = false;
  #clockHand = 0;

  constructor(backend: StateBackend, uid: string, decl: RowMultimapDecl, maxParallelism: number) {
    checkStateId(decl.stateId);
    checkStateId(decl.stateId + 1);
    this.disk = new DiskTable(backend, { ...decl, uid }, maxParallelism);
    this.#chunkKeys = new DiskKeys(uid, decl.stateId + 1);
    this.#maxParallelism = maxParallelism;
    this.#withCounter = decl.withCounter;
    this.#rows = new RowStore(decl.rowTypes);
    this.#bucketWrites = new WriteBack({
      keys: this.disk.keys, suffixBytes: 0,
      hash: (bucket) => this.#index.hashes[bucket]!,
      putKey: (bucket, into) => this.#putBucketKey(bucket, into),
      putValue: (bucket, into) => this.#putBucket(bucket, into),
    }, maxParallelism);
    this.#chunkWrites = new WriteBack({
      keys: this.#chunkKeys, suffixBytes: NUMBER_BYTES,
      hash: (chunk) => this.#index.hashes[this.#chunks.bucket[chunk]!]!,
      putKey: (chunk, into) => this.#putChunkKey(chunk, into),
      putValue: (chunk, into) => { this.disk.putVersion(into); this.#putRows(chunk, into); },
    }, maxParallelism);
    this.#reserve();
  }

  get size(): number { return this.#index.size + this.disk.awayCount; }
  get bytes(): number {
    return this.#index.size * BUCKET_BYTES + this.#index.keyBytes + this.#chunks.count * CHUNK_BYTES
      + this.#rows.count * ROW_OVERHEAD_BYTES + this.#rows.wordCount * 4;
  }

  upsert(keys: KeyBatch, buckets: Int32Array): void {
    const missing = this.#index.findAll(keys, buckets);
    if (missing > 0) {
      if (this.disk.awayCount > 0) this.#load(keys, buckets);
      this.#createMissing(keys, buckets);
    }
    if (this.#tracksUse) this.#use(buckets, keys.count);
  }

  find(keys: KeyBatch, buckets: Int32Array): void {
    const missing = this.#index.findAll(keys, buckets);
    if (missing > 0 && this.disk.awayCount > 0) {
      this.#load(keys, buckets);
      this.#index.findAll(keys, buckets);
    }
    if (this.#tracksUse) this.#use(buckets, keys.count);
  }

  append(bucket: number, batch: Batch, row: number): number {
    const chunk = this.#chunkToFill(bucket);
    this.#touchChunk(chunk);
    const slot = this.#rows.add(batch, row);
    this.#linkLast(bucket, chunk, slot);
    return slot;
  }

  removeEqual(bucket: number, batch: Batch, row: number): number {
    const rows = this.#rows;
    rows.probe(batch, row);
    for (let slot = this.first(bucket); slot >= 0; slot = rows.next[slot]!) {
      if (!rows.equalsProbe(slot)) continue;
      const counter = rows.counter[slot]!;
      this.removeRow(bucket, slot);
      return counter;
    }
    return -1;
  }

  findEqual(bucket: number, batch: Batch, row: number): number {
    this.#rows.probe(batch, row);
    let slot = this.first(bucket);
    while (slot >= 0 && !this.#rows.equalsProbe(slot)) slot = this.#rows.next[slot]!;
    return slot;
  }

  isEqual(rowSlot: number, batch: Batch, row: number): boolean {
    this.#rows.probe(batch, row);
    return this.#rows.equalsProbe(rowSlot);
  }
  compareFirst(rowSlot: number, bytes: Uint8Array, start: number, end: number): number {
    return this.#rows.compareFirst(rowSlot, bytes, start, end);
  }
  compareFirstOf(rowSlot: number, otherSlot: number): number {
    return this.#rows.compareFirstOf(rowSlot, otherSlot);
  }

  removeRow(bucket: number, slot: number): void {
    const rows = this.#rows;
    const chunks = this.#chunks;
    const chunk = rows.chunk[slot]!;
    assert(chunks.bucket[chunk] === bucket, `row ${slot} is in bucket ${bucket}`);
    this.#touchChunk(chunk);
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
    this.#rowCounts[bucket]! -= 1;
    rows.free(slot);
    if (chunks.rows[chunk] === 0 && chunks.number[chunk] !== 0) this.#dropChunk(bucket, chunk);
  }

  first(bucket: number): number {
    let chunk = this.#head[bucket]!;
    if (this.#chunks.firstRow[chunk]! < 0) chunk = this.#chunks.next[chunk]!;
    return chunk < 0 ? -1 : this.#chunks.firstRow[chunk]!;
  }
  next(rowSlot: number): number { return this.#rows.next[rowSlot]!; }
  read(rowSlot: number, into: readonly ColumnBuilder[]): void { this.#rows.read(rowSlot, into); }
  readMany(rowSlots: Int32Array, count: number, into: readonly (ColumnBuilder | null)[]): void {
    this.#rows.readMany(rowSlots, count, into);
  }
  counter(rowSlot: number): number { return this.#rows.counter[rowSlot]!; }
  setCounter(rowSlot: number, value: number): void {
    assert(this.#withCounter, 'rows of this multimap have counters');
    this.#touchChunk(this.#rows.chunk[rowSlot]!);
    this.#rows.counter[rowSlot] = value;
  }
  rowCount(bucket: number): number { return this.#rowCounts[bucket]!; }
  stamp(bucket: number): number { return this.#stamps[bucket]!; }
  key(bucket: number): Uint8Array { return this.#index.key(bucket); }

  removeBucket(bucket: number): void {
    for (let chunk = this.#chunks.next[this.#head[bucket]!]!; chunk >= 0; chunk = this.#chunks.next[chunk]!) {
      this.#chunkWrites.removing(chunk);
    }
    this.#bucketWrites.removing(bucket);
    this.#forget(bucket);
  }

  forEachBucket(visit: (bucket: number) => void): void {
    const end = this.#index.slotEnd;
    for (let bucket = 0; bucket < end; bucket++) if (this.#index.lengths[bucket]! >= 0) visit(bucket);
  }

  async loadAll(): Promise<void> {
    this.#isPinned = true;
    await this.disk.forEachEntry((key, value) => {
      const hash = hashBytes(key, 0, key.length);
      if (this.#index.find(key, 0, key.length, hash) < 0
        && !this.#bucketWrites.isRemoved(key, 0, key.length, hash)) this.#insertLoaded(key, hash, value);
    });
    assert(this.disk.awayCount === 0, `all buckets are loaded, ${this.disk.awayCount} are missing`);
  }

  freeze(): FrozenStore[] {
    return [
      new FrozenTable(this.#bucketWrites, {
        isLive: (bucket) => this.#index.lengths[bucket]! >= 0,
        hasKey: (key, hash) => this.#index.find(key, 0, key.length, hash) >= 0,
      }, this.disk, this.size),
      new FrozenTable(this.#chunkWrites, {
        isLive: (chunk) => this.#chunks.isLive(chunk) && this.#chunks.number[chunk] !== 0,
        hasKey: (key) => this.#hasChunk(key),
      }, null, 0),
    ];
  }

  trackUse(): void { this.#tracksUse = true; }

  evict(bytes: number): number {
    if (this.#isPinned) return 0;
    const before = this.bytes;
    for (let left = 2 * this.#index.slotEnd; left > 0 && this.bytes > before - bytes; left--) {
      const bucket = this.#clockHand;
      this.#clockHand = (bucket + 1) % this.#index.slotEnd;
      if (this.#index.lengths[bucket]! < 0 || !this.#isClean(bucket)) continue;
      if (this.#bucketWrites.takeUsed(bucket)) continue;
      this.#bucketWrites.evicting(bucket);
      this.#forget(bucket);
      this.disk.awayCount += 1;
    }
    return before - this.bytes;
  }

  /** The last chunk, or a new one when it is full. */
  #chunkToFill(bucket: number): number {
    const tail = this.#tail[bucket]!;
    if (this.#chunks.rows[tail]! < CHUNK_ROWS && this.#chunks.words[tail]! < CHUNK_WORDS) return tail;
    this.#bucketWrites.touch(bucket); // its record tells the range of chunk numbers
    const chunk = this.#addChunk(bucket, this.#nextNumber[bucket]!);
    this.#nextNumber[bucket]! += 1;
    this.#chunkWrites.created(chunk);
    return chunk;
  }

  #addChunk(bucket: number, number: number): number {
    const chunk = this.#chunks.add(bucket, number, number === 0 ? -1 : this.#tail[bucket]!);
    this.#chunkWrites.reserve(this.#chunks.capacity);
    if (number === 0) this.#head[bucket] = chunk;
    this.#tail[bucket] = chunk;
    return chunk;
  }

  #dropChunk(bucket: number, chunk: number): void {
    this.#bucketWrites.touch(bucket);
    this.#chunkWrites.removing(chunk);
    if (this.#tail[bucket] === chunk) this.#tail[bucket] = this.#chunks.previous[chunk]!;
    this.#chunks.remove(chunk);
  }

  #touchChunk(chunk: number): void {
    if (this.#chunks.number[chunk] === 0) this.#bucketWrites.touch(this.#chunks.bucket[chunk]!);
    else this.#chunkWrites.touch(chunk);
  }

  #linkLast(bucket: number, chunk: number, slot: number): void {
    const rows = this.#rows;
    const last = this.#lastRow[bucket]!;
    rows.next[slot] = -1;
    rows.previous[slot] = last;
    if (last >= 0) rows.next[last] = slot;
    rows.chunk[slot] = chunk;
    this.#lastRow[bucket] = slot;
    if (this.#chunks.rows[chunk] === 0) this.#chunks.firstRow[chunk] = slot;
    this.#chunks.rows[chunk]! += 1;
    this.#chunks.words[chunk]! += rows.wordsOf(slot);
    this.#rowCounts[bucket]! += 1;
  }

  #createMissing(keys: KeyBatch, buckets: Int32Array): void {
    const { bytes, offsets, hashes, count } = keys;
    for (let i = 0; i < count; i++) {
      if (buckets[i]! >= 0) continue;
      const [start, end, hash] = [offsets[i]!, offsets[i + 1]!, hashes[i]!];
      let bucket = this.#index.find(bytes, start, end, hash);
      if (bucket < 0) {
        bucket = this.#insert(bytes, start, end, hash);
        this.#bucketWrites.created(bucket);
      }
      buckets[i] = bucket;
    }
  }

  /** An empty bucket with its head chunk. */
  #insert(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const bucket = this.#index.insert(bytes, start, end, hash);
    this.#reserve();
    this.#lastRow[bucket] = -1;
    this.#rowCounts[bucket] = 0;
    this.#nextNumber[bucket] = 1;
    this.#stamps[bucket] = ++this.#lastStamp;
    this.#addChunk(bucket, 0);
    return bucket;
  }

  #load(keys: KeyBatch, buckets: Int32Array): void {
    const { bytes, offsets, hashes, count } = keys;
    const wanted: Uint8Array[] = [];
    const rows: number[] = [];
    for (let i = 0; i < count; i++) {
      const [start, end, hash] = [offsets[i]!, offsets[i + 1]!, hashes[i]!];
      if (buckets[i]! >= 0 || this.#bucketWrites.isRemoved(bytes, start, end, hash)) continue;
      wanted.push(this.disk.key(bytes, start, end, hash));
      rows.push(i);
    }
    const values = this.disk.getMany(wanted);
    for (const [at, value] of values.entries()) {
      if (value === undefined) continue;
      const row = rows[at]!;
      const key = bytes.subarray(offsets[row]!, offsets[row + 1]!);
      if (this.#index.find(key, 0, key.length, hashes[row]!) >= 0) continue; // twice in the batch
      this.#insertLoaded(key, hashes[row]!, value);
    }
  }

  #insertLoaded(key: Uint8Array, hash: number, value: Uint8Array): void {
    const bucket = this.#insert(key, 0, key.length, hash);
    this.#bucketWrites.loaded(bucket);
    const reader = this.disk.open(value);
    const nextNumber = reader.varint();
    const firstNumber = reader.varint();
    this.#nextNumber[bucket] = nextNumber;
    this.#loadRows(bucket, this.#head[bucket]!, reader);
    const chunkKeys: Uint8Array[] = [];
    for (let number = firstNumber; number < nextNumber; number++) {
      const chunkKey = withNumber(key, number);
      chunkKeys.push(this.#chunkKeys.make(keyGroupOf(hash, this.#maxParallelism), chunkKey, 0, chunkKey.length));
    }
    for (const [i, chunkValue] of this.disk.getMany(chunkKeys).entries()) {
      if (chunkValue === undefined) continue; // emptied before
      const chunk = this.#addChunk(bucket, firstNumber + i);
      this.#chunkWrites.loaded(chunk);
      this.#loadRows(bucket, chunk, this.disk.open(chunkValue));
    }
    this.disk.awayCount -= 1;
  }

  #loadRows(bucket: number, chunk: number, reader: BytesReader): void {
    for (let count = reader.varint(); count > 0; count--) {
      const counter = this.#withCounter ? reader.i32() : 0;
      const slot = this.#rows.decode(reader);
      this.#rows.counter[slot] = counter;
      this.#linkLast(bucket, chunk, slot);
    }
  }

  #forget(bucket: number): void {
    for (let slot = this.first(bucket); slot >= 0;) {
      const next = this.#rows.next[slot]!;
      this.#rows.free(slot);
      slot = next;
    }
    for (let chunk = this.#head[bucket]!; chunk >= 0;) {
      const next = this.#chunks.next[chunk]!;
      this.#chunks.remove(chunk);
      chunk = next;
    }
    this.#index.remove(bucket);
  }

  #isClean(bucket: number): boolean {
    if (!this.#bucketWrites.isClean(bucket)) return false;
    for (let chunk = this.#chunks.next[this.#head[bucket]!]!; chunk >= 0; chunk = this.#chunks.next[chunk]!) {
      if (!this.#chunkWrites.isClean(chunk)) return false;
    }
    return true;
  }

  #hasChunk(key: Uint8Array): boolean {
    const end = key.length - NUMBER_BYTES;
    const bucket = this.#index.find(key, 0, end, hashBytes(key, 0, end));
    if (bucket < 0) return false;
    const number = new DataView(key.buffer, key.byteOffset).getUint32(end);
    let chunk = this.#head[bucket]!;
    while (chunk >= 0 && this.#chunks.number[chunk] !== number) chunk = this.#chunks.next[chunk]!;
    return chunk >= 0;
  }

  #putBucketKey(bucket: number, into: BytesWriter): void {
    const start = this.#index.starts[bucket]!;
    into.raw(this.#index.arena, start, start + this.#index.lengths[bucket]!);
  }

  #putChunkKey(chunk: number, into: BytesWriter): void {
    this.#putBucketKey(this.#chunks.bucket[chunk]!, into);
    const number = this.#chunks.number[chunk]!;
    for (let shift = 24; shift >= 0; shift -= 8) into.u8((number >>> shift) & 255);
  }

  #putBucket(bucket: number, into: BytesWriter): void {
    this.disk.putVersion(into);
    const head = this.#head[bucket]!;
    const second = this.#chunks.next[head]!;
    const nextNumber = this.#nextNumber[bucket]!;
    into.varint(nextNumber);
    into.varint(second < 0 ? nextNumber : this.#chunks.number[second]!);
    this.#putRows(head, into);
  }

  #putRows(chunk: number, into: BytesWriter): void {
    let slot = this.#chunks.firstRow[chunk]!;
    const count = this.#chunks.rows[chunk]!;
    into.varint(count);
    for (let i = 0; i < count; i++) {
      if (this.#withCounter) into.i32(this.#rows.counter[slot]!);
      this.#rows.encode(slot, into);
      slot = this.#rows.next[slot]!;
    }
  }

  #reserve(): void {
    const capacity = this.#index.lengths.length;
    this.#bucketWrites.reserve(capacity);
    if (capacity <= this.#head.length) return;
    this.#head = grownInt32(this.#head, capacity);
    this.#tail = grownInt32(this.#tail, capacity);
    this.#lastRow = grownInt32(this.#lastRow, capacity);
    this.#rowCounts = grownInt32(this.#rowCounts, capacity);
    this.#nextNumber = grownInt32(this.#nextNumber, capacity);
    const stamps = new Float64Array(capacity);
    stamps.set(this.#stamps);
    this.#stamps = stamps;
  }

  #use(buckets: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) if (buckets[i]! >= 0) this.#bucketWrites.use(buckets[i]!);
  }
}

function withNumber(key: Uint8Array, number: number): Uint8Array {
  const chunkKey = new Uint8Array(key.length + NUMBER_BYTES);
  chunkKey.set(key);
  new DataView(chunkKey.buffer).setUint32(key.length, number);
  return chunkKey;
}

function grownInt32(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
