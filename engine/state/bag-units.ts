/**
 * How the buckets of a multimap and their chunks are written: a bucket's record holds the range of
 * its chunk numbers and the rows of its head, a chunk's record its rows.
 */
import { putVarint } from '../../core/varint.js';
import type { BucketRows } from './bucket-rows.js';
import type { BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';
import type { DiskTable } from './disk-table.js';
import type { KeyIndex } from './key-index.js';
import { RECORD_BATCH_UNITS } from './logged-units.js';
import { putKeys } from './put-keys.js';
import type { GrownUnits, Units } from './units.js';

/** Bytes of a chunk's number, u32 BE, behind its bucket's key. */
export const NUMBER_BYTES = 4;

/** What both kinds of units are part of. */
export interface Bags {
  readonly disk: DiskTable;
  readonly index: KeyIndex;
  readonly buckets: BucketRows;
}

/** Bytes of what precedes the rows of a unit, at most: version and three varints. */
export const HEAD_BYTES = 16;

/** What precedes the rows of each unit of a batch, one behind the other, and how many. Scratch. */
class Heads {
  readonly rows = new Int32Array(RECORD_BATCH_UNITS);
  readonly lengths = new Int32Array(RECORD_BATCH_UNITS);
  readonly bytes = new Uint8Array(RECORD_BATCH_UNITS * HEAD_BYTES);
}

/** Rows to write of each unit: those that grew since the freeze have more now. */
function limitRows(rows: Int32Array, units: Int32Array, count: number, grown: GrownUnits): void {
  for (let i = 0; i < count; i++) rows[i] = grown.get(units[i]!) ?? rows[i]!;
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

  putValue(bucket: number, into: BytesWriter, grown: GrownUnits): void {
    const at = into.skip(HEAD_BYTES);
    into.length = putHead(this.#bags, bucket, into.buffer, at);
    this.#bags.buckets.encode(~bucket, into, grown.get(bucket));
  }

  putColumns(
    units: Int32Array,
    count: number,
    maxParallelism: number,
    grown: GrownUnits,
    into: ColumnWriter,
  ): void {
    const { index, buckets } = this.#bags;
    putKeys(index, units, count, this.keys, maxParallelism, into);
    const { rows, bytes, lengths } = this.#heads;
    for (let i = 0; i < count; i++) {
      this.#chunks[i] = ~units[i]!;
      rows[i] = buckets.rowsOf(this.#chunks[i]!);
    }
    if (grown.size > 0) limitRows(rows, units, count, grown);
    const picked = buckets.pick(this.#chunks, rows, count);
    for (let i = 0, at = 0; i < count; i++) {
      const start = at;
      at = putVarint(rows[i]!, bytes, putHead(this.#bags, units[i]!, bytes, at));
      lengths[i] = at - start;
    }
    into.values();
    into.pieces(lengths, count, bytes, 0);
    into.rows(rows, count, picked.order, picked.count);
    buckets.putColumns(picked, into);
  }

  rowsOf(bucket: number): number {
    return this.#bags.buckets.rowsOf(~bucket);
  }
}

/** Writes version, next number, number of the first chunk behind the head; gives the end. */
export function putHead(
  { disk, buckets }: Bags,
  bucket: number,
  into: Uint8Array,
  at: number,
): number {
  const next = buckets.nextNumber(bucket);
  const second = buckets.firstChunk(bucket);
  into[at] = disk.version;
  const end = putVarint(next, into, at + 1);
  return putVarint(second < 0 ? next : buckets.chunks.number[second]!, into, end);
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

  putValue(chunk: number, into: BytesWriter, grown: GrownUnits): void {
    into.u8(this.#bags.disk.version);
    this.#bags.buckets.encode(chunk, into, grown.get(chunk));
  }

  putColumns(
    units: Int32Array,
    count: number,
    maxParallelism: number,
    grown: GrownUnits,
    into: ColumnWriter,
  ): void {
    const { buckets, disk } = this.#bags;
    this.#putKeys(units, count, maxParallelism, into);
    const { rows, bytes, lengths } = this.#heads;
    for (let i = 0; i < count; i++) rows[i] = buckets.rowsOf(units[i]!);
    if (grown.size > 0) limitRows(rows, units, count, grown);
    const picked = buckets.pick(units, rows, count);
    for (let i = 0, start = 0; i < count; i++) {
      bytes[start] = disk.version;
      const end = putVarint(rows[i]!, bytes, start + 1);
      lengths[i] = end - start;
      start = end;
    }
    into.values();
    into.pieces(lengths, count, bytes, 0);
    into.rows(rows, count, picked.order, picked.count);
    buckets.putColumns(picked, into);
  }

  rowsOf(chunk: number): number {
    return this.#bags.buckets.rowsOf(chunk);
  }

  #putKeys(units: Int32Array, count: number, maxParallelism: number, into: ColumnWriter): void {
    const { index, buckets } = this.#bags;
    const { bucket, number } = buckets.chunks;
    const slots = this.#slots;
    for (let i = 0; i < count; i++) slots[i] = bucket[units[i]!]!;
    putKeys(index, slots, count, this.keys, maxParallelism, into);
    let at = into.fixed(NUMBER_BYTES, count);
    const { view } = into.memory;
    for (let i = 0; i < count; i++, at += NUMBER_BYTES) view.setUint32(at, number[units[i]!]!);
  }
}

/** Disk key of chunk `number` of the bucket with `key`. */
export function chunkKey(
  keys: DiskKeys,
  group: number,
  key: Uint8Array,
  number: number,
): Uint8Array {
  const whole = new Uint8Array(key.length + NUMBER_BYTES);
  whole.set(key);
  new DataView(whole.buffer).setUint32(key.length, number);
  return keys.make(group, whole, 0, whole.length);
}

function putKey(index: KeyIndex, bucket: number, into: BytesWriter): void {
  const start = index.starts[bucket]!;
  into.raw(index.arena, start, start + index.lengths[bucket]!);
}
