/**
 * How the buckets of a multimap and their chunks are written: a bucket's record holds the range of
 * its chunk numbers and the rows of its head, a chunk's record its rows.
 */
import type { BucketRows } from './bucket-rows.js';
import type { BytesWriter } from './bytes.js';
import type { DiskKeys } from './disk-key.js';
import type { DiskTable } from './disk-table.js';
import type { KeyIndex } from './key-index.js';
import type { Units } from './write-back.js';

/** Bytes of a chunk's number, u32 BE, behind its bucket's key. */
export const NUMBER_BYTES = 4;

/** Units are buckets. */
export function bucketUnits(disk: DiskTable, index: KeyIndex, buckets: BucketRows): Units {
  return {
    keys: disk.keys,
    suffixBytes: 0,
    hash: (bucket) => index.hashes[bucket]!,
    putKey: (bucket, into) => putKey(index, bucket, into),
    putValue: (bucket, into) => {
      disk.putVersion(into);
      const second = buckets.firstChunk(bucket);
      const nextNumber = buckets.nextNumber(bucket);
      into.varint(nextNumber);
      into.varint(second < 0 ? nextNumber : buckets.chunks.number[second]!);
      buckets.encode(~bucket, into);
    },
  };
}

/** Units are chunks, heads aside; `keys` are those of the second state id. */
export function chunkUnits(
  keys: DiskKeys,
  disk: DiskTable,
  index: KeyIndex,
  buckets: BucketRows,
): Units {
  return {
    keys,
    suffixBytes: NUMBER_BYTES,
    hash: (chunk) => index.hashes[buckets.chunks.bucket[chunk]!]!,
    putKey: (chunk, into) => {
      putKey(index, buckets.chunks.bucket[chunk]!, into);
      const number = buckets.chunks.number[chunk]!;
      for (let shift = 24; shift >= 0; shift -= 8) into.u8((number >>> shift) & 255);
    },
    putValue: (chunk, into) => {
      disk.putVersion(into);
      buckets.encode(chunk, into);
    },
  };
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
