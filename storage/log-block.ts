/**
 * A block of the state log: records one behind the other. A record is the key's length and the
 * value's (u32, little-endian; `DELETED` = the key is deleted), the key, the value.
 */
import { StateError } from '../core/errors.js';
import type { StateEntry } from './backend.js';

/** Bytes of a record before its key. */
export const RECORD_HEADER_BYTES = 8;
/** Length of the value of a deleted key. */
export const DELETED = 0xffffffff;

/** A block of puts and deletes; fresh memory. */
export function logBlock(
  puts: readonly StateEntry[], deletes: readonly Uint8Array[],
): Uint8Array {
  let bytes = 0;
  for (const [key, value] of puts) bytes += RECORD_HEADER_BYTES + key.length + value.length;
  for (const key of deletes) bytes += RECORD_HEADER_BYTES + key.length;
  const block = new Uint8Array(bytes);
  const view = new DataView(block.buffer);
  let at = 0;
  const put = (key: Uint8Array, valueLength: number): void => {
    view.setUint32(at, key.length, true);
    view.setUint32(at + 4, valueLength, true);
    block.set(key, at + RECORD_HEADER_BYTES);
    at += RECORD_HEADER_BYTES + key.length;
  };
  for (const [key, value] of puts) {
    put(key, value.length);
    block.set(value, at);
    at += value.length;
  }
  for (const key of deletes) put(key, DELETED);
  return block;
}

/**
 * The records of whole blocks, oldest first; `value` is null where the key is deleted. Keys and
 * values are views of `bytes`. Throws StateError STATE_RESTORE_FAILED when a record is cut.
 */
export function* readLog(
  bytes: Uint8Array,
): Generator<readonly [key: Uint8Array, value: Uint8Array | null]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const keyStart = at + RECORD_HEADER_BYTES;
    if (keyStart > bytes.length) throw cut(at);
    const keyEnd = keyStart + view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    const end = length === DELETED ? keyEnd : keyEnd + length;
    if (end > bytes.length) throw cut(at);
    const key = bytes.subarray(keyStart, keyEnd);
    yield [key, length === DELETED ? null : bytes.subarray(keyEnd, end)];
    at = end;
  }
}

function cut(at: number): StateError {
  return new StateError('STATE_RESTORE_FAILED', {
    message: `the state log is not whole: the record at byte ${at} is cut or foreign`,
    hint: 'restore an older checkpoint',
  });
}
