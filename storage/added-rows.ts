/**
 * Records of the log that add rows to one that was written before. The value of a record of rows is
 * a version (one byte), some varints, the number of rows (varint), rows; what is logged is the
 * version and the varints as they are now, and the new rows.
 */
import { LOOP_BYTES_MAX } from '../core/copy-bytes.js';
import { putVarint, varintBytes } from '../core/varint.js';
import type { LogRecord } from './log-block.js';
import { foreignLog } from './log-error.js';

/** What a log record adds. */
export interface AddedRows {
  /** Bytes of version and varints, with which the record's value begins. */
  readonly headBytes: number;
  /** Number of rows behind them. */
  readonly rows: number;
}

/**
 * The value with the rows of the `added` records, one or more, behind those of `before`, which may
 * be missing, and with the head of the last one, in memory that `allocate` gives. Throws StateError
 * STATE_RESTORE_FAILED when `before` is no such value.
 */
export function withAddedRows(
  before: Uint8Array | undefined,
  added: readonly LogRecord[],
  allocate: (bytes: number) => Uint8Array,
): Uint8Array {
  const [, value, { headBytes }] = added.at(-1) as Required<LogRecord>;
  const head = value!.subarray(0, headBytes);
  const old = before === undefined ? { count: 0, start: 0 } : rowsOf(before, head);
  let { count } = old;
  let bytes = before === undefined ? 0 : before.length - old.start;
  for (const [, rows, part] of added) {
    count += part!.rows;
    bytes += rows!.length - part!.headBytes;
  }
  const whole = allocate(headBytes + varintBytes(count) + bytes);
  whole.set(head);
  let at = putVarint(count, whole, headBytes);
  if (before !== undefined) at = put(before, old.start, whole, at);
  for (const [, rows, part] of added) at = put(rows!, part!.headBytes, whole, at);
  return whole;
}

/** Copies what begins at `start`; gives where it ends. */
function put(from: Uint8Array, start: number, to: Uint8Array, at: number): number {
  const end = at + from.length - start;
  if (end - at > LOOP_BYTES_MAX) to.set(from.subarray(start), at);
  else for (let i = at, k = start; i < end; i++, k++) to[i] = from[k]!;
  return end;
}

/** Number of the rows of `value`, whose head has as many varints as `head`, and their start. */
function rowsOf(value: Uint8Array, head: Uint8Array): { count: number; start: number } {
  let at = 1;
  for (let i = 1; i < head.length; i++) if (head[i]! < 128) at = endOfVarint(value, at);
  const start = endOfVarint(value, at);
  let count = 0;
  for (let i = start - 1; i >= at; i--) count = count * 128 + (value[i]! & 127);
  return { count, start };
}

function endOfVarint(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at]! >= 128) at += 1;
  if (at >= bytes.length) throw foreignLog(start);
  return at + 1;
}
