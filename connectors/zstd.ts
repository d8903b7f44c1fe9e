/**
 * Zstandard, ready to use. Import it dynamically: loading starts the WebAssembly module, and the
 * library must be initialised exactly once in a process.
 */
import { decompress, init } from '@bokuweb/zstd-wasm';
import { DataError } from '../core/errors.js';
import { joinedBytes } from '../core/joined-bytes.js';
import { splitFrames, type ZstdFrame } from './zstd-frames.js';

await init();

/** Content of the frames of `bytes`, one by one. Throws DataError CORRUPT_FILE. */
export function* zstdFrames(bytes: Uint8Array): Generator<Uint8Array> {
  for (const frame of splitFrames(bytes)) yield content(frame);
}

/** All content of `bytes`, any number of frames. Throws DataError CORRUPT_FILE. */
export function decompressZstd(bytes: Uint8Array): Uint8Array {
  const parts = [...zstdFrames(bytes)];
  return parts.length === 1 ? parts[0]! : joinedBytes(parts);
}

/** The library makes room for what the frame says, or for `defaultHeapSize` when it does not. */
function content(frame: ZstdFrame): Uint8Array {
  try {
    return decompress(frame.bytes, { defaultHeapSize: frame.contentMax });
  } catch (cause) {
    const code = Number(/-?\d+$/.exec(String(cause))?.[0]);
    throw new DataError('CORRUPT_FILE', {
      message: reasons.get(code) ?? `zstandard refuses it with code ${code}`,
      hint: 'compress it again',
      cause,
    });
  }
}

/** The codes of zstd_errors.h that a file can cause. */
const reasons: ReadonlyMap<number, string> = new Map([
  [-16, 'its window is too large'],
  [-20, 'its zstandard data is damaged'],
  [-22, 'its checksum is wrong'],
  [-30, 'its dictionary is damaged'],
  [-32, 'it needs a dictionary'],
  [-64, 'there is no memory to decompress it'],
]);
