/** Compression of Avro blocks, loaded when a file needs it. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { crc32 } from '../../../storage/checksum.js';
import { corrupt } from './byte-cursor.js';

/** Packs or unpacks one block. */
export type BlockCodec = (bytes: Uint8Array) => Uint8Array;

/** Codecs that can be written; the first is Flink's default. */
export const WRITE_CODECS = ['snappy', 'null', 'deflate'] as const;

/** Throws DataError CORRUPT_FILE for a codec that is not known. */
export async function unpacker(codec: string): Promise<BlockCodec> {
  switch (codec) {
    case 'null':
      return (bytes) => bytes;
    case 'deflate':
      return (bytes) => inflateRawSync(bytes);
    case 'snappy': {
      const { snappyUncompress } = await import('hyparquet');
      return (bytes) => checkedSnappy(bytes, snappyUncompress);
    }
    case 'zstandard': {
      const { decompressZstd } = await import('../../zstd.js');
      return decompressZstd;
    }
    default:
      throw corrupt(`its codec '${codec}' is none of null, deflate, snappy, zstandard`);
  }
}

/** For the option `avro.codec`. */
export async function packer(codec: (typeof WRITE_CODECS)[number]): Promise<BlockCodec> {
  if (codec === 'null') return (bytes) => bytes;
  if (codec === 'deflate') return (bytes) => deflateRawSync(bytes);
  const { snappyCompress } = await import('hyparquet-writer/src/snappy.js');
  return (bytes) => {
    const packed = snappyCompress(bytes);
    const all = new Uint8Array(packed.length + 4);
    all.set(packed);
    new DataView(all.buffer).setUint32(packed.length, crc32(bytes));
    return all;
  };
}

/** The length of the unpacked bytes is in front, their CRC-32 (big-endian) behind. */
function checkedSnappy(
  bytes: Uint8Array,
  unpack: (input: Uint8Array, output: Uint8Array) => void,
): Uint8Array {
  const end = bytes.length - 4;
  if (end < 1) throw corrupt('a snappy block that is too short');
  let length = 0;
  for (let i = 0; i < 5; i++) {
    length += (bytes[i]! & 127) * 2 ** (7 * i);
    if (bytes[i]! < 128) break;
  }
  const output = new Uint8Array(length);
  unpack(bytes.subarray(0, end), output);
  const sum = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  if (crc32(output) !== sum) throw corrupt('the checksum of a snappy block is wrong');
  return output;
}
