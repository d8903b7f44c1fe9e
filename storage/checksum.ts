/**
 * CRC-32 (IEEE, as in zlib and gzip) of bytes and files: finds every flipped byte and torn tail.
 */
import * as zlib from 'node:zlib';
import type { FileSystem } from '../core/env.js';

/**
 * Read size: the CRC of one piece takes under a millisecond, so the event loop is never held long.
 */
const pieceBytes = 4 << 20;

/** Unsigned CRC-32 of `bytes`, continuing from `previous` (the CRC of what came before). */
export function crc32(bytes: Uint8Array, previous = 0): number {
  return nativeCrc32 === undefined ? tableCrc32(bytes, previous) : nativeCrc32(bytes, previous);
}

/** Size and CRC-32 of a file, read in pieces. Throws what the file system throws. */
export async function fileChecksum(
  files: FileSystem, path: string,
): Promise<{ readonly bytes: number; readonly crc32: number }> {
  let bytes = 0;
  let crc = 0;
  while (true) {
    const piece = await files.readAt(path, bytes, pieceBytes);
    crc = crc32(piece, crc);
    bytes += piece.length;
    if (piece.length < pieceBytes) return { bytes, crc32: crc };
  }
}

/** zlib.crc32 exists from Node 20.15. */
const nativeCrc32: ((bytes: Uint8Array, previous: number) => number) | undefined =
  typeof zlib.crc32 === 'function' ? zlib.crc32 : undefined;

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Same as `crc32` in plain JavaScript, for a Node without zlib.crc32; about 0.4 GB/s. */
export function tableCrc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
