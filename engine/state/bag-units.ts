/**
 * How the buckets of a multimap and their chunks are written: a bucket's record holds the range of
 * its chunk numbers and the rows of its head, a chunk's record its rows.
 */
import type { BucketRows } from './bucket-rows.js';
import { putVarint, varintBytes } from './bytes.js';
import type { BytesWriter } from './bytes.js';
import type { DiskKeys } from './disk-key.js';
import type { DiskTable } from './disk-table.js';
import type { KeyIndex } from './key-index.js';
import { RECORD_BATCH_UNITS, RecordBatch } from './record-batch.js';
import type { Units } from './write-back.js';

/** Bytes of a chunk's number, u32 BE, behind its bucket's key. */
export const NUMBER_BYTES = 4;

/** What both kinds of units are part of. */
interface Bags {
  readonly disk: DiskTable;
  readonly index: KeyIndex;
  readonly buckets: BucketRows;
}

/** Units are buckets. */
export class BucketUnits implements Units {
  readonly keys: DiskKeys;
  readonly suffixBytes = 0;
  readonly #bags: Bags;
  readonly #batch = new RecordBatch();
  readonly #chunks = new Int32Array(RECORD_BATCH_UNITS);

  constructor(bags: Bags) {
    this.#bags = bags;
    this.keys = bags.disk.keys;
  }

  hash(bucket: number): number {
    return this.#bags.index.hashes[bucket]!;
  }

  putKey(bucket: number, into: BytesWriter): void {
    putKey(this.#bags.index, bucket, into);
  }

  putValue(bucket: number, into: BytesWriter): void {
    const { sizes, at } = this.#batch;
    this.#chunks[0] = bucket;
    this.#measure(1);
    at[0] = into.skip(sizes[0]!);
    this.#fill(1, into);
  }

  putRecords(units: Int32Array, count: number, maxParallelism: number, into: BytesWriter): void {
    for (let i = 0; i < count; i++) this.#chunks[i] = units[i]!;
    this.#measure(count);
    const batch = this.#batch;
    for (let i = 0; i < count; i++) batch.slots[i] = units[i]!;
    batch.layOut(count, this.#bags.index, this.keys, 0, maxParallelism, into);
    this.#fill(count, into);
  }

  /** Sizes of the values of the buckets in `#chunks`, which become their heads. */
  #measure(count: number): void {
    const { disk, buckets } = this.#bags;
    const chunks = this.#chunks;
    const { sizes } = this.#batch;
    for (let i = 0; i < count; i++) chunks[i] = ~chunks[i]!;
    buckets.encodedSizes(chunks, count, sizes);
    for (let i = 0; i < count; i++) {
      const bucket = ~chunks[i]!;
      const numbers = varintBytes(buckets.nextNumber(bucket)) + varintBytes(this.#first(bucket));
      sizes[i]! += disk.versionBytes + numbers;
    }
  }

  #fill(count: number, into: BytesWriter): void {
    const { disk, buckets } = this.#bags;
    const { at } = this.#batch;
    const { memory } = into;
    const { bytes } = memory;
    for (let i = 0; i < count; i++) {
      const bucket = ~this.#chunks[i]!;
      bytes[at[i]!] = disk.version;
      const numbers = putVarint(buckets.nextNumber(bucket), bytes, at[i]! + disk.versionBytes);
      at[i] = putVarint(this.#first(bucket), bytes, numbers);
    }
    buckets.encode(count, memory, at);
  }

  /** Number of the first chunk behind the head. */
  #first(bucket: number): number {
    const { buckets } = this.#bags;
    const second = buckets.firstChunk(bucket);
    return second < 0 ? buckets.nextNumber(bucket) : buckets.chunks.number[second]!;
  }
}

/** Units are chunks, heads aside; `keys` are those of the second state id. */
export class ChunkUnits implements Units {
  readonly keys: DiskKeys;
  readonly suffixBytes = NUMBER_BYTES;
  readonly #bags: Bags;
  readonly #batch = new RecordBatch();
  readonly #one = new Int32Array(1);

  constructor(bags: Bags, keys: DiskKeys) {
    this.#bags = bags;
    this.keys = keys;
  }

  hash(chunk: number): number {
    const { index, buckets } = this.#bags;
    return index.hashes[buckets.chunks.bucket[chunk]!]!;
  }

  putKey(chunk: number, into: BytesWriter): void {
    const { index, buckets } = this.#bags;
    putKey(index, buckets.chunks.bucket[chunk]!, into);
    const number = buckets.chunks.number[chunk]!;
    for (let shift = 24; shift >= 0; shift -= 8) into.u8((number >>> shift) & 255);
  }

  putValue(chunk: number, into: BytesWriter): void {
    const { sizes, at } = this.#batch;
    this.#one[0] = chunk;
    this.#measure(this.#one, 1);
    at[0] = into.skip(sizes[0]!);
    this.#fill(1, into);
  }

  putRecords(units: Int32Array, count: number, maxParallelism: number, into: BytesWriter): void {
    const { index, buckets } = this.#bags;
    const batch = this.#batch;
    this.#measure(units, count);
    for (let i = 0; i < count; i++) {
      batch.slots[i] = buckets.chunks.bucket[units[i]!]!;
      batch.numbers[i] = buckets.chunks.number[units[i]!]!;
    }
    batch.layOut(count, index, this.keys, NUMBER_BYTES, maxParallelism, into);
    this.#fill(count, into);
  }

  #measure(chunks: Int32Array, count: number): void {
    const { disk, buckets } = this.#bags;
    const { sizes } = this.#batch;
    buckets.encodedSizes(chunks, count, sizes);
    for (let i = 0; i < count; i++) sizes[i]! += disk.versionBytes;
  }

  #fill(count: number, into: BytesWriter): void {
    const { disk, buckets } = this.#bags;
    const { at } = this.#batch;
    const { memory } = into;
    for (let i = 0; i < count; i++) {
      memory.bytes[at[i]!] = disk.version;
      at[i]! += disk.versionBytes;
    }
    buckets.encode(count, memory, at);
  }
}

/** Disk key suffix of chunk `number` of the bucket with `key`. */
export function withNumber(key: Uint8Array, number: number): Uint8Array {
  const chunkKey = new Uint8Array(key.length + NUMBER_BYTES);
  chunkKey.set(key);
  new DataView(chunkKey.buffer).setUint32(key.length, number);
  return chunkKey;
}

function putKey(index: KeyIndex, bucket: number, into: BytesWriter): void {
  const start = index.starts[bucket]!;
  into.raw(index.arena, start, start + index.lengths[bucket]!);
}
