/**
 * A block of the state log: sections one behind the other, each a kind (one byte), the length of
 * what follows (u32, little-endian), and records: one behind the other, or column by column
 * (log-columns.ts). A record of the first kind is the key's length and the value's (u32 each;
 * `DELETED` = the key is deleted), the key, the value.
 */
import type { ByteMemory } from '../core/copy-bytes.js';
import { byteMemory } from '../core/copy-bytes.js';
import type { AddedRows } from './added-rows.js';
import type { StateEntry } from './backend.js';
import { readColumns } from './log-columns.js';
import { foreignLog } from './log-error.js';

/** What a section holds. */
export const Section = {
  /** Records one behind the other. */
  Records: 1,
  /** Puts, column by column. */
  Puts: 2,
  /** Keys to delete, column by column. */
  Deletes: 3,
  /** Rows to add to records (added-rows.ts), column by column. */
  Added: 4,
} as const;
export type Section = (typeof Section)[keyof typeof Section];

/** Bytes of a section before its records. */
export const SECTION_HEADER_BYTES = 5;
/** Bytes of a record before its key. */
export const RECORD_HEADER_BYTES = 8;
/** Length of the value of a deleted key. */
const DELETED = 0xffffffff;

/** A key and its new value, or what is added to it; null: the key is deleted. */
export type LogRecord = readonly [
  key: Uint8Array,
  value: Uint8Array | null,
  added?: AddedRows | undefined,
];

/** A block of puts and deletes; fresh memory. */
export function logBlock(
  puts: readonly StateEntry[], deletes: readonly Uint8Array[],
): Uint8Array {
  let bytes = SECTION_HEADER_BYTES;
  for (const [key, value] of puts) bytes += RECORD_HEADER_BYTES + key.length + value.length;
  for (const key of deletes) bytes += RECORD_HEADER_BYTES + key.length;
  const block = new Uint8Array(bytes);
  const view = new DataView(block.buffer);
  block[0] = Section.Records;
  view.setUint32(1, bytes - SECTION_HEADER_BYTES, true);
  let at = SECTION_HEADER_BYTES;
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
 * The records of whole blocks, oldest first. Keys and values are views of `bytes` or of fresh
 * memory. Throws StateError STATE_RESTORE_FAILED when something is cut or foreign; records before
 * it were given already.
 */
export function* readLog(bytes: Uint8Array): Generator<LogRecord> {
  const memory = byteMemory(bytes);
  for (let at = 0; at < bytes.length;) {
    const start = at + SECTION_HEADER_BYTES;
    if (start > bytes.length) throw foreignLog(at);
    const end = start + memory.view.getUint32(at + 1, true);
    if (end > bytes.length) throw foreignLog(at);
    const kind = bytes[at];
    if (kind === Section.Records) yield* readRecords(memory, start, end);
    else if (kind === Section.Puts) yield* readColumns(memory, start, end, 'value');
    else if (kind === Section.Deletes) yield* readColumns(memory, start, end, 'none');
    else if (kind === Section.Added) yield* readColumns(memory, start, end, 'added');
    else throw foreignLog(at);
    at = end;
  }
}

function* readRecords(
  { bytes, view }: ByteMemory, start: number, end: number,
): Generator<LogRecord> {
  for (let at = start; at < end;) {
    const keyStart = at + RECORD_HEADER_BYTES;
    if (keyStart > end) throw foreignLog(at);
    const keyEnd = keyStart + view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    const valueEnd = length === DELETED ? keyEnd : keyEnd + length;
    if (valueEnd > end) throw foreignLog(at);
    const key = bytes.subarray(keyStart, keyEnd);
    yield [key, length === DELETED ? null : bytes.subarray(keyEnd, valueEnd)];
    at = valueEnd;
  }
}
