/**
 * The RowMultimap of state.ts. A bucket's rows are one chain in order of arrival, cut into chunks,
 * the units of writing: a change rewrites one chunk. The first chunk is written in the bucket's own
 * record (state id), the others under their number (state id + 1), so that most buckets are one
 * record. Numbers are not reused while the bucket lives.
 */
import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { StateBackend } from '../../storage/backend.js';
import { AddedRows } from './added-rows.js';
import { AddedUnits } from './added-units.js';
import { BucketUnits, ChunkUnits, chunkKey, NUMBER_BYTES } from './bag-units.js';
import { BUCKET_ROWS_BYTES, BucketRows } from './bucket-rows.js';
import { DiskKeys } from './disk-key.js';
import type { LoggedStore, SpilledStore, StateStore } from './disk-table.js';
import { checkStateId, DiskTable } from './disk-table.js';
import type { Freezable } from './frozen-table.js';
import { LoggedTable, SpilledTable } from './frozen-table.js';
import { hashBytes, keyGroupOf } from './hash.js';
import { INDEX_BYTES_PER_SLOT, KeyIndex } from './key-index.js';
import type { KeyBatch, RowMultimap, RowMultimapDecl } from './state.js';
import { WriteBack } from './write-back.js';

/** How much memory of evicted rows may be garbage. */
const EVICTED_GARBAGE_SHARE = 0.2;
/** Index, record, and what the write-back keeps. */
const BUCKET_BYTES = INDEX_BYTES_PER_SLOT + BUCKET_ROWS_BYTES + 5;

/** See the header. */
export class RowBags implements RowMultimap, StateStore {
  readonly disk: DiskTable;
  readonly #chunkKeys: DiskKeys;
  readonly #maxParallelism: number;
  readonly #withCounter: boolean;
  readonly #index = new KeyIndex();
  readonly #buckets: BucketRows;
  readonly #bucketWrites: WriteBack;
  readonly #chunkWrites: WriteBack;
  readonly #added: AddedRows;
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
    this.#buckets = new BucketRows(decl.rowTypes, decl.withCounter);
    const bags = { disk: this.disk, index: this.#index, buckets: this.#buckets };
    const added = new AddedUnits(bags, this.#chunkKeys, maxParallelism);
    this.#added = new AddedRows(added, bags.index);
    this.#bucketWrites = new WriteBack(new BucketUnits(bags), maxParallelism, this.#added);
    const chunks = new ChunkUnits(bags, this.#chunkKeys);
    this.#chunkWrites = new WriteBack(chunks, maxParallelism, this.#added);
    this.#reserve();
  }

  get size(): number {
    return this.#index.size + this.disk.awayCount;
  }
  get bytes(): number {
    return this.#index.size * BUCKET_BYTES + this.#index.keyBytes + this.#buckets.bytes;
  }

  get footprint(): number {
    return (
      this.#index.footprint +
      this.#index.slotEnd * (BUCKET_BYTES - INDEX_BYTES_PER_SLOT) +
      this.#buckets.footprint +
      this.#bucketWrites.footprint +
      this.#chunkWrites.footprint +
      this.#added.footprint +
      this.disk.footprint
    );
  }
  get dirtyBytes(): number {
    if (this.#isPinned || this.#index.size === 0) return 0;
    const busy = this.#bucketWrites.busyCount + this.#chunkWrites.busyCount;
    return this.bytes * Math.min(1, busy / (this.#index.size + this.#buckets.chunks.count));
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

  store(batch: Batch, rows: Int32Array, count: number, slots: Int32Array): void {
    this.#buckets.rows.store(batch, rows, count, slots);
  }

  link(bucket: number, slot: number): void {
    this.#added.add(slot, bucket);
    this.#append(bucket, slot);
  }

  linkAll(buckets: Int32Array, slots: Int32Array, keys: KeyBatch): void {
    this.#added.addRows(slots, keys);
    for (let i = 0; i < keys.count; i++) this.#append(buckets[i]!, slots[i]!);
  }

  discard(slot: number): void {
    assert(this.#buckets.rows.isLoose(slot), `row ${slot} is in no bucket`);
    this.#buckets.rows.free(slot);
  }

  append(bucket: number, batch: Batch, row: number): number {
    const slot = this.#buckets.rows.add(batch, row);
    this.link(bucket, slot);
    return slot;
  }

  findEqualTo(bucket: number, slot: number): number {
    return this.#buckets.rows.findEqual(this.first(bucket), slot);
  }

  removeEqualTo(bucket: number, slot: number): number {
    const equal = this.findEqualTo(bucket, slot);
    const counter = equal < 0 ? -1 : this.counter(equal);
    if (equal >= 0) this.removeRow(bucket, equal);
    this.discard(slot);
    return counter;
  }

  removeEqual(bucket: number, batch: Batch, row: number): number {
    return this.removeEqualTo(bucket, this.#buckets.rows.add(batch, row));
  }

  isEqual(rowSlot: number, otherSlot: number): boolean {
    return this.#buckets.rows.isEqual(rowSlot, otherSlot);
  }

  removeRow(bucket: number, slot: number): void {
    const { chunks, rows } = this.#buckets;
    const chunk = rows.chunk[slot]!;
    const owner = chunk < 0 ? ~chunk : chunks.bucket[chunk];
    assert(owner === bucket, `row ${slot} is in bucket ${bucket}`);
    this.#touchChunk(chunk);
    this.#buckets.remove(bucket, slot);
    if (chunk >= 0 && chunks.rows[chunk] === 0) this.#dropChunk(bucket, chunk);
  }

  first(bucket: number): number {
    return this.#buckets.first(bucket);
  }
  next(rowSlot: number): number {
    return this.#buckets.rows.next[rowSlot]!;
  }
  read(rowSlot: number, into: readonly ColumnBuilder[]): void {
    this.#buckets.rows.read(rowSlot, into);
  }
  readMany(rowSlots: Int32Array, count: number, into: readonly (ColumnBuilder | null)[]): void {
    this.#buckets.rows.readMany(rowSlots, count, into);
  }
  counter(rowSlot: number): number {
    return this.#withCounter ? this.#buckets.rows.counter[rowSlot]! : 0;
  }
  setCounter(rowSlot: number, value: number): void {
    assert(this.#withCounter, 'rows of this multimap have counters');
    this.#touchChunk(this.#buckets.rows.chunk[rowSlot]!);
    this.#buckets.rows.counter[rowSlot] = value;
  }
  rowCount(bucket: number): number {
    return this.#buckets.count(bucket);
  }
  stamp(bucket: number): number {
    return this.#buckets.stamps[bucket]!;
  }
  key(bucket: number): Uint8Array {
    return this.#index.key(bucket);
  }

  removeBucket(bucket: number): void {
    const { next } = this.#buckets.chunks;
    for (let chunk = this.#buckets.firstChunk(bucket); chunk >= 0; chunk = next[chunk]!)
      this.#chunkWrites.removing(chunk);
    this.#bucketWrites.removing(bucket);
    this.#forget(bucket);
  }

  forEachBucket(visit: (bucket: number) => void): void {
    const end = this.#index.slotEnd;
    for (let bucket = 0; bucket < end; bucket++)
      if (this.#index.lengths[bucket]! >= 0) visit(bucket);
  }

  async loadAll(): Promise<void> {
    this.#isPinned = true;
    await this.disk.forEachEntry((key, value) => {
      const hash = hashBytes(key, 0, key.length);
      if (
        this.#index.find(key, 0, key.length, hash) < 0 &&
        !this.#bucketWrites.isRemoved(key, 0, key.length, hash)
      )
        this.#insertLoaded(key, hash, value);
    });
    assert(this.disk.awayCount === 0, `all buckets are loaded, ${this.disk.awayCount} are missing`);
  }

  freezeToLog(isWhole: boolean): LoggedStore[] {
    const added = this.#added.freeze(isWhole, this.#buckets.emptyCount === 0);
    return this.#freezables().map((part) => new LoggedTable(part, isWhole, added));
  }

  freezeToTable(): SpilledStore[] {
    this.#added.freeze(true, false);
    return this.#freezables().map((part) => new SpilledTable(part));
  }

  trackUse(): void {
    this.#tracksUse = true;
  }

  evict(bytes: number): number {
    if (this.#isPinned) return 0;
    const before = this.bytes;
    for (let left = 2 * this.#index.slotEnd; left > 0 && this.bytes > before - bytes; left--) {
      const bucket = this.#clockHand;
      this.#clockHand = (bucket + 1) % this.#index.slotEnd;
      if (this.#index.lengths[bucket]! < 0 || !this.#isClean(bucket)) continue;
      if (this.#bucketWrites.takeUsed(bucket)) continue;
      this.#bucketWrites.evicting(bucket);
      this.disk.evicted(this.#index.hashes[bucket]!);
      this.#forget(bucket);
    }
    this.#buckets.rows.tidy(EVICTED_GARBAGE_SHARE);
    return before - this.bytes;
  }

  #freezables(): Freezable[] {
    return [
      {
        writeBack: this.#bucketWrites,
        isLive: (bucket) => this.#index.lengths[bucket]! >= 0,
        hasKey: (key, hash) => this.#index.find(key, 0, key.length, hash) >= 0,
        disk: this.disk,
        count: this.size,
      },
      {
        writeBack: this.#chunkWrites,
        isLive: (chunk) => this.#buckets.chunks.isLive(chunk),
        hasKey: (key) => this.#hasChunk(key),
        disk: null,
        count: 0,
      },
    ];
  }

  #addChunk(bucket: number): void {
    this.#added.add(~bucket, bucket); // its record tells the numbers; one without a chunk is fine
    this.#bucketWrites.touchToAdd(bucket, this.#buckets.rowsOf(~bucket));
    const number = this.#buckets.nextNumber(bucket);
    const chunk = this.#buckets.addChunk(bucket, number);
    this.#buckets.setNextNumber(bucket, number + 1);
    this.#chunkWrites.reserve(this.#buckets.chunks.capacity);
    this.#chunkWrites.created(chunk);
  }

  #dropChunk(bucket: number, chunk: number): void {
    this.#bucketWrites.touch(bucket);
    this.#chunkWrites.removing(chunk);
    this.#buckets.dropChunk(bucket, chunk);
  }

  #append(bucket: number, slot: number): void {
    if (this.#buckets.isTailFull(bucket)) this.#addChunk(bucket);
    const chunk = this.#buckets.tail(bucket);
    const rows = this.#buckets.rowsOf(chunk);
    if (chunk >= 0) this.#chunkWrites.touchToAdd(chunk, rows);
    else {
      if (!this.#buckets.isHeadPlain(bucket)) this.#added.add(chunk, bucket);
      this.#bucketWrites.touchToAdd(bucket, rows);
    }
    this.#buckets.link(bucket, slot);
  }

  #touchChunk(chunk: number): void {
    if (chunk < 0) this.#bucketWrites.touch(~chunk);
    else this.#chunkWrites.touch(chunk);
  }

  #createMissing(keys: KeyBatch, buckets: Int32Array): void {
    const { bytes, offsets, hashes, count } = keys;
    for (let i = 0; i < count; i++) {
      if (buckets[i]! >= 0) continue;
      const start = offsets[i]!;
      const end = offsets[i + 1]!;
      const hash = hashes[i]!;
      let bucket = this.#index.find(bytes, start, end, hash);
      if (bucket < 0) {
        bucket = this.#insert(bytes, start, end, hash);
        this.#bucketWrites.created(bucket);
      }
      buckets[i] = bucket;
    }
  }

  #insert(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const bucket = this.#index.insert(bytes, start, end, hash);
    this.#reserve();
    this.#buckets.open(bucket);
    return bucket;
  }

  #load(keys: KeyBatch, buckets: Int32Array): void {
    const { bytes, offsets, hashes, count } = keys;
    const wanted: Uint8Array[] = [];
    const rows: number[] = [];
    for (let i = 0; i < count; i++) {
      const [start, end, hash] = [offsets[i]!, offsets[i + 1]!, hashes[i]!];
      if (buckets[i]! >= 0 || !this.disk.mayBeAway(hash)) continue;
      if (this.#bucketWrites.isRemoved(bytes, start, end, hash)) continue;
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
    this.#buckets.setNextNumber(bucket, nextNumber);
    this.#buckets.decode(bucket, ~bucket, reader);
    const group = keyGroupOf(hash, this.#maxParallelism);
    const chunkKeys: Uint8Array[] = [];
    for (let number = firstNumber; number < nextNumber; number++)
      chunkKeys.push(chunkKey(this.#chunkKeys, group, key, number));
    for (const [i, chunkValue] of this.disk.getMany(chunkKeys).entries()) {
      if (chunkValue === undefined) continue; // emptied before
      const chunk = this.#buckets.addChunk(bucket, firstNumber + i);
      this.#chunkWrites.reserve(this.#buckets.chunks.capacity);
      this.#chunkWrites.loaded(chunk);
      this.#buckets.decode(bucket, chunk, this.disk.open(chunkValue));
    }
    this.disk.awayCount -= 1;
  }

  #forget(bucket: number): void {
    this.#buckets.close(bucket);
    this.#index.remove(bucket);
  }

  #isClean(bucket: number): boolean {
    if (!this.#bucketWrites.isClean(bucket)) return false;
    const { next } = this.#buckets.chunks;
    for (let chunk = this.#buckets.firstChunk(bucket); chunk >= 0; chunk = next[chunk]!)
      if (!this.#chunkWrites.isClean(chunk)) return false;
    return true;
  }

  #hasChunk(key: Uint8Array): boolean {
    const end = key.length - NUMBER_BYTES;
    const bucket = this.#index.find(key, 0, end, hashBytes(key, 0, end));
    if (bucket < 0) return false;
    const number = new DataView(key.buffer, key.byteOffset).getUint32(end);
    return this.#buckets.chunkOf(bucket, number) >= 0;
  }

  #reserve(): void {
    const capacity = this.#index.lengths.length;
    this.#bucketWrites.reserve(capacity);
    this.#buckets.reserve(capacity);
  }

  #use(buckets: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) if (buckets[i]! >= 0) this.#bucketWrites.use(buckets[i]!);
  }
}
