/**
 * Zstandard, ready to use. Import it dynamically: loading starts the WebAssembly module, and the
 * library must be initialised exactly once in a process.
 */
import { decompress, init } from '@bokuweb/zstd-wasm';

await init();

/** All bytes of a zstandard frame with a known size. Throws the library's error on broken input. */
export function decompressZstd(bytes: Uint8Array): Uint8Array {
  return decompress(bytes);
}
