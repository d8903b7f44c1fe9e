/** The library of Arrow, able to read compressed files. */
import type * as Arrow from 'apache-arrow';
import { decompressLz4Frame } from './lz4-frame.js';

/**
 * Loads it. The codecs that it asks for are kept by the library for the whole process: whoever
 * gives it the same again changes nothing, and those of the embedding program are left alone.
 */
export async function arrowLibrary(): Promise<typeof Arrow> {
  const arrow = await import('apache-arrow');
  const { compressionRegistry: codecs, CompressionType } = arrow;
  if (codecs.get(CompressionType.LZ4_FRAME)?.decode === undefined)
    codecs.set(CompressionType.LZ4_FRAME, { decode: decompressLz4Frame });
  if (codecs.get(CompressionType.ZSTD)?.decode === undefined) {
    const { decompressZstd } = await import('../../zstd.js');
    codecs.set(CompressionType.ZSTD, { decode: decompressZstd });
  }
  return arrow;
}
