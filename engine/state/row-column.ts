/**
 * One column of the stored rows of a multimap, indexed by row slot. Fixed-width values lie in one
 * array of words; texts, bytes and nested values in a heap of runs (row-runs.ts). Batches go in and
 * out column by column.
 */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import { FixedColumn } from './row-fixed.js';
import { Code, codeOf } from './row-layout.js';
import { NestedColumn } from './row-nested.js';
import { NullColumn } from './row-nulls.js';
import { RunColumn } from './row-runs.js';

export interface RowColumn {
  /** Bytes of a slot, runs aside. */
  readonly slotBytes: number;
  /** Makes room for slots 0..capacity-1. */
  reserve(capacity: number): void;
  /** Copies physical rows of `column`: row rows[i] to slot slots[i]. */
  store(column: Column, rows: Int32Array, slots: Int32Array, count: number): void;
  /** Appends the values of slots to `into`; slot -1 (only if `hasAbsent`) gives null. */
  read(slots: Int32Array, count: number, hasAbsent: boolean, into: ColumnBuilder): void;
  /** Equal values have equal words or bytes: one NaN, sorted maps. */
  isEqual(slot: number, other: number): boolean;
  /** Mixes the value into a hash; equal for equal values. */
  mix(slot: number, hash: number): number;
  isNull(slot: number): boolean;
  /** False: `isNull` is false for all slots. */
  readonly hasNulls: boolean;
  /** Appends the value, which is not null. */
  encode(slot: number, into: BytesWriter): void;
  /** Appends a column of what `encode` writes for each of the slots whose value is not null. */
  putColumn(slots: Int32Array, count: number, into: ColumnWriter): void;
  /** Takes what `encode` wrote, or a null. */
  decode(slot: number, isNull: boolean, from: BytesReader): void;
}

/** A column whose values are runs of bytes. */
export interface RunRowColumn extends RowColumn {
  /** Bytes of memory that runs take, garbage included. */
  readonly heldBytes: number;
  /** Bytes of all runs of slots in use. */
  readonly liveBytes: number;
  /** Bytes of each slot's run; 0 where it is null or free. */
  readonly lengths: Int32Array;
  /** Must precede every reuse of the slot. */
  free(slot: number): void;
  /**
   * Gives memory of freed runs back when it is more than `share` of that of live ones. `slotEnd`:
   * all slots in use are below.
   */
  tidy(slotEnd: number, share: number): void;
}

/** Is this a column of runs? */
export function hasRuns(column: RowColumn): column is RunRowColumn {
  return 'heldBytes' in column;
}

/** Makes the column for values of `type`. */
export function rowColumnOf(type: DataType): RowColumn | RunRowColumn {
  const code = codeOf(type);
  if (code === Code.Null) return new NullColumn();
  if (code === Code.Run) return new RunColumn();
  return code === Code.Nested ? new NestedColumn(type) : new FixedColumn(type, code);
}
