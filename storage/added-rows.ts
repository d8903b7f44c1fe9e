/**
 * A record of the log that adds rows to one that was written before. The value of a record of rows
 * is a version (one byte), some varints, the number of rows (varint), rows; what is logged is the
 * version and the varints as they are now, and the new rows.
 */
import { putVarint, varintBytes } from '../core/varint.js';
import { foreignLog } from './log-error.js';

/** What a log record adds to. */
export interface AddedRows {
  /** Bytes of version and varints, with which the record's value begins. */
  readonly headBytes: number;
  /** Number of rows behind them. */
  readonly rows: number;
}

/**
 * The value with the rows of `value` behind those of `before`, which may be missing. Fresh memory.
 * Throws StateError STATE_RESTORE_FAILED when `before` is no such value.
 */
export function withAddedRows(
  before: Uint8Array | undefined, value: Uint8Array, { headBytes, rows }: AddedRows,
): Uint8Array {
  let count = 0;
  let old: Uint8Array = new Uint8Array(0);
  if (before !== undefined) {
    let at = 1;
    for (let i = 1; i < headBytes; i++) if (value[i]! < 128) at = endOfVarint(before, at);
    const end = endOfVarint(before, at);
    for (let i = end - 1; i >= at; i--) count = count * 128 + (before[i]! & 127);
    old = before.subarray(end);
  }
  const start = headBytes + varintBytes(count + rows);
  const whole = new Uint8Array(start + old.length + value.length - headBytes);
  whole.set(value.subarray(0, headBytes));
  putVarint(count + rows, whole, headBytes);
  whole.set(old, start);
  whole.set(value.subarray(headBytes), start + old.length);
  return whole;
}

function endOfVarint(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at]! >= 128) at += 1;
  if (at >= bytes.length) throw foreignLog(start);
  return at + 1;
}
