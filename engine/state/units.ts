/** What the write-back of state (write-back.ts) and those who write it know of each other. */
import type { BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import type { DiskKeys } from './disk-key.js';

/** Rows that units had at a freeze, by unit, where rows were added since. */
export interface GrownUnits {
  readonly size: number;
  get(unit: number): number | undefined;
}

/** What the write-back must know of the table that owns the units. */
export interface Units {
  readonly keys: DiskKeys;
  /** Bytes at the end of a unit's key that its key group does not depend on (chunk numbers). */
  readonly suffixBytes: number;
  /** Hash that decides the unit's key group. */
  hash(unit: number): number;
  /** Appends the unit's key, without the disk prefix. */
  putKey(unit: number, into: BytesWriter): void;
  /** Appends the unit's value; of so many rows only as `grown` tells. */
  putValue(unit: number, into: BytesWriter, grown: GrownUnits): void;
  /** Appends at most RECORD_BATCH_UNITS units to a section, keys and values as above. */
  putColumns(
    units: Int32Array,
    count: number,
    maxParallelism: number,
    grown: GrownUnits,
    into: ColumnWriter,
  ): void;
  /** Rows of a unit that is a list of rows. */
  rowsOf(unit: number): number;
}

/** Which frozen units still wait to be encoded. */
export interface WaitingUnits {
  isWaiting(unit: number): boolean;
  /** Hands the unit over; false when it was encoded already. */
  thaw(unit: number): boolean;
  readonly grown: GrownUnits;
}
