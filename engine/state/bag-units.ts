/**
 * How the buckets of a multimap and their chunks are written: a bucket's record holds the range of
 * its chunk numbers and the rows of its head, a chunk's record its rows.
 */
import type { BucketRows } from './bucket-rows.js';
import { BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';
import type { DiskTable } from './disk-table.js';
import type { KeyIndex } from './key-index.js';
import { RECORD_BATCH_UNITS } from './logged-units.js';
import { putKeys } from './put-keys.js';
import type { Units } from './write-back.js';

/** Bytes of a chunk's number, u32 BE, behind its bucket's key. */
export const NUMBER_BYTES = 4;

/** What both kinds of units are part of. */
interface Bags {
  readonly disk: DiskTable;
  readonly index: KeyIndex;
  readonly buckets: BucketRows;
}

/** What precedes the rows of each unit of a batch. Scratch. */
class Heads {
  readonly writer = new BytesWriter();
  readonly #lengths = new Int32Array(RECORD_BATCH_UNITS);
  #start = 0;
  #count = 0;

  /** What was written since the last head is one. */
  end(): void {
    this.#lengths[this.#count++] = this.writer.length - this.#start;
    this.#start = this.writer.length;
  }

  /** Hands all over, as a column. */
  put(into: ColumnWriter): void {
    into.pieces(this.#lengths, this.#count, this.writer.buffer, 0);
    this.writer.reset();
    this.#start = 0;
    this.#count = 0;
  }
}

/** Units are buckets. */
export class BucketUnits implements Units {
  readonly keys: DiskKeys;
  readonly suffixBytes = 0;
  readonly #bags: Bags;
  readonly #chunks = new Int32Array(RECORD_BATCH_UNITS);
  readonly #heads = new Heads();

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
    this.#putHead(bucket, into);
    this.#bags.buckets.encode(~bucket, into);
  }

  putColumns(units: Int32Array, count: number, maxParallelism: number, into: ColumnWriter): void {
    const { index, buckets } = this.#bags;
    putKeys(index, units, count, this.keys, maxParallelism, into);
    for (let i = 0; i < count; i++) this.#chunks[i] = ~units[i]!;
    const picked = buckets.pick(this.#chunks, count);
    const { writer } = this.#heads;
    for (let i = 0; i < count; i++) {
      this.#putHead(units[i]!, writer);
      writer.varint(picked.counts[i]!);
      this.#heads.end();
    }
    into.values();
    this.#heads.put(into);
    into.rows(picked.counts, count);
    buckets.putColumns(picked, into);
  }

  /** Version, next number, number of the first chunk behind the head. */
  #putHead(bucket: number, into: BytesWriter): void {
    const { disk, buckets } = this.#bags;
    const next = buckets.nextNumber(bucket);
    const second = buckets.firstChunk(bucket);
    into.u8(disk.version);
    into.varint(next);
    into.varint(second < 0 ? next : buckets.chunks.number[second]!);
  }
}

/** Units are chunks, heads aside; `keys` are those of the second state id. */
export class ChunkUnits implements Units {
  readonly keys: DiskKeys;
  readonly suffixBytes = NUMBER_BYTES;
  readonly #bags: Bags;
  readonly #slots = new Int32Array(RECORD_BATCH_UNITS);
  readonly #heads = new Heads();

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
    into.u8(this.#bags.disk.version);
    this.#bags.buckets.encode(chunk, into);
  }

  putColumns(units: Int32Array, count: number, maxParallelism: number, into: ColumnWriter): void {
    const { index, buckets, disk } = this.#bags;
    const { bucket, number } = buckets.chunks;
    for (let i = 0; i < count; i++) this.#slots[i] = bucket[units[i]!]!;
    putKeys(index, this.#slots, count, this.keys, maxParallelism, into);
    let at = into.fixed(NUMBER_BYTES, count);
    const { view } = into.memory;
    for (let i = 0; i < count; i++, at += NUMBER_BYTES) view.setUint32(at, number[units[i]!]!);
    const picked = buckets.pick(units, count);
    const { writer } = this.#heads;
    for (let i = 0; i < count; i++) {
      writer.u8(disk.version);
      writer.varint(picked.counts[i]!);
      this.#heads.end();
    }
    into.values();
    this.#heads.put(into);
    into.rows(picked.counts, count);
    buckets.putColumns(picked, into);
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
