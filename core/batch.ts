/**
 * Rows in Arrow layout. `Column` has one hidden class whatever its type, so kernels take its
 * arrays.
 *
 * | type | values | boxed (`Value`) |
 * |---|---|---|
 * | boolean | Uint8Array, 0 or 1 | boolean |
 * | tinyint, smallint, int | Int8Array, Int16Array, Int32Array | number |
 * | bigint | BigInt64Array | bigint |
 * | float, double | Float32Array, Float64Array | number |
 * | decimal(p <= 18) | BigInt64Array, unscaled | bigint, unscaled |
 * | decimal(p > 18) | BigInt64Array, 2 words a row: low (unsigned bits), high | bigint, unscaled |
 * | char, varchar | Uint8Array of UTF-8, `offsets` | string |
 * | binary, varbinary, bitmap | Uint8Array, `offsets` | Uint8Array |
 * | variant | Uint8Array of UTF-8 JSON text, `offsets` | string (JSON text) |
 * | date | Int32Array, days since 1970 | number |
 * | time | Int32Array, ms of the day | number |
 * | timestamp, timestamp_ltz | Float64Array, integer ms since 1970; `nanos` below the ms when p > 3 | p <= 3: number (ms), p > 3: bigint (ns) |
 * | interval_year_month | Int32Array, months | number |
 * | interval_day_time | Float64Array, integer ms | number |
 * | array, multiset, map | `offsets` into `children`: [element]; [element, int count]; [key, value] | Value[]; [Value, number][]; [Value, Value][] |
 * | row | `children`, one a field | Value[] |
 * | null | Uint8Array, unused | null |
 */
import type { DataType } from './types.js';

export type Value = null | boolean | number | bigint | string | Uint8Array | readonly Value[];

export type ColumnValues =
  Uint8Array | Int8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

export interface Column {
  readonly type: DataType;
  readonly values: ColumnValues;
  /**
   * Variable-length and list types: capacity + 1 offsets into `values` (bytes) or the children
   * (rows).
   */
  readonly offsets: Int32Array | null;
  /** Arrow bitmap, least significant bit first, 1 = not null; null = no nulls. */
  readonly validity: Uint8Array | null;
  /** timestamp and timestamp_ltz of precision > 3: 0..999999 ns below the ms. */
  readonly nanos: Int32Array | null;
  readonly children: readonly Column[] | null;
}

/**
 * 1 to BATCH_ROWS live rows (operators that replicate rows cut their output). Immutable once
 * emitted;
 * may be shared by several consumers. A column may be longer than the rows in use.
 */
export interface Batch {
  readonly columns: readonly Column[];
  /** RowKind per physical row; null = all Insert. */
  readonly kinds: Uint8Array | null;
  /** Live physical rows, ascending; null = 0..rowCount-1. */
  readonly selection: Int32Array | null;
  /** Live rows, at least 1. */
  readonly rowCount: number;
  /**
   * Per physical row: the watermark in force when the row arrives, in ms, that is after all rows
   * before
   * it in its stream (filtered ones too); never falls. null = the watermark last announced to the
   * consumer
   * holds for the whole batch. A row is late for a window when this is >= windowEnd - 1.
   */
  readonly watermarks: Float64Array | null;
}

export const BATCH_ROWS = 4096;

/** Physical row of live row `i`. */
export function rowAt(batch: Batch, i: number): number {
  return batch.selection === null ? i : batch.selection[i]!;
}

/** Is physical row `row` not null? */
export function isValid(column: Column, row: number): boolean {
  const bits = column.validity;
  return bits === null || (bits[row >> 3]! & (1 << (row & 7))) !== 0;
}
