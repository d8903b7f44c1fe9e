/** Memory that is not cleared first, for arrays whose rows are all written before they are read. */
interface NativeMemory {
  readonly allocUnsafeSlow: (bytes: number) => Uint8Array;
}
/** Node's memory of its own for one buffer; elsewhere there is only cleared memory. */
const native = (globalThis as { Buffer?: NativeMemory }).Buffer;

/** Clearing fewer bytes costs less than the call. */
const BYTES_MIN = 4096;

/**
 * A buffer of `bytes` bytes that hold anything, such as what another buffer held before: nothing
 * may read, store or send a byte of it that was not written.
 */
export function unsetMemory(bytes: number): ArrayBuffer {
  if (native === undefined || bytes < BYTES_MIN) return new ArrayBuffer(bytes);
  const { buffer } = native.allocUnsafeSlow(bytes);
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === bytes;
  return isWhole ? buffer : new ArrayBuffer(bytes);
}
