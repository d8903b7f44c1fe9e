/**
 * State views of operators: write-back tables. Reads and writes stay in memory; what is dirty at
 * the barrier is written to the backend, in slices, while rows flow on (copy-on-write). Key layout
 * on disk: [key group u16 BE][operator uid][state id u8][key]. A slot number is stable until
 * `remove` or eviction; eviction happens only between batches (`StateTables.endBatch`), never
 * during `process`.
 */
import type { Batch, Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';

/** Encoded keys of up to BATCH_ROWS rows. Scratch of the encoder: valid until its next `encode`. */
export interface KeyBatch {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array; // count + 1
  readonly hashes: Int32Array; // 32-bit, well mixed
  readonly count: number;
}
/**
 * Order-preserving, injective encoding of columns as bytes; null, NaN, -0.0 and 0.0 are four keys.
 */
export interface KeyEncoder {
  /** `rows`: physical rows; key i belongs to rows[i]. */
  encode(columns: readonly Column[], rows: Int32Array, count: number): KeyBatch;
  /** Appends the key's columns to `into`, one builder a column. */
  decode(bytes: Uint8Array, start: number, end: number, into: readonly ColumnBuilder[]): void;
}
// createKeyEncoder(types, options): engine/state/key-encoder.ts

export type StateFieldKind = 'f64' | 'i64' | 'i32' | 'u8' | 'object';
export interface StateField {
  readonly name: string;
  readonly kind: StateFieldKind;
  readonly codec?: ObjectCodec<unknown>;
}
export interface ObjectCodec<T> {
  encode(value: T, into: ByteWriter): void;
  decode(from: ByteReader): T;
  /** Approximate bytes in memory, for the budget. */
  bytes(value: T): number;
}
// Implementations: engine/state/bytes.ts
export interface ByteWriter {
  u8(value: number): void;
  i32(value: number): void;
  f64(value: number): void;
  i64(value: bigint): void;
  varint(value: number): void;
  text(value: string): void;
  bytes(value: Uint8Array): void;
}
export interface ByteReader {
  u8(): number;
  i32(): number;
  f64(): number;
  i64(): bigint;
  varint(): number;
  text(): string;
  bytes(): Uint8Array;
  readonly remaining: number;
}

/** `stateId` and `version` are on disk: never reuse a number for another layout. */
export interface TableDecl {
  readonly stateId: number; // 0..255, unique in the operator
  readonly name: string;
  readonly version: number;
  readonly fields: readonly StateField[];
}

/** See `KeyedTable.keyArena`. */
export interface KeyArena {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly lengths: Int32Array;
}

/** Key -> one row of typed fields. New entries are all zero (object: undefined). */
export interface KeyedTable {
  /**
   * Slot of every key, creating missing ones. Fields' arrays may be reallocated: fetch them
   * afterwards.
   */
  upsert(keys: KeyBatch, slots: Int32Array): void;
  /** -1 where absent. */
  find(keys: KeyBatch, slots: Int32Array): void;
  f64(field: number): Float64Array;
  i64(field: number): BigInt64Array;
  i32(field: number): Int32Array;
  u8(field: number): Uint8Array;
  object<T>(field: number): (T | undefined)[];
  /**
   * Must precede any change of the slot's fields (marks it dirty, copies it if a frozen write is
   * pending).
   */
  touch(slot: number): void;
  touchAll(slots: Int32Array, count: number): void;
  /** After changing an object field in place: tells its new approximate size to the budget. */
  resized(slot: number): void;
  remove(slot: number): void;
  /** The key's bytes: read only, valid until the next upsert. */
  key(slot: number): Uint8Array;
  /**
   * All keys without a view each: slot's key is bytes[starts[slot], + lengths[slot]); as valid as
   * `key`.
   */
  keyArena(): KeyArena;
  /** Live resident slots in no order. */
  forEachSlot(visit: (slot: number) => void): void;
  /**
   * Makes every entry resident (at restore, for tables that are enumerated); marks the table never
   * evicted.
   */
  loadAll(): Promise<void>;
  readonly size: number;
}

/** stateId takes two numbers: stateId (buckets) and stateId + 1 (chunks). */
export interface RowMultimapDecl {
  readonly stateId: number;
  readonly name: string;
  readonly version: number;
  readonly rowTypes: readonly DataType[];
  /** Extra 32-bit number a row (outer join: number of matches). */
  readonly withCounter: boolean;
}
/**
 * Key -> bag of rows in order of arrival, kept column by column. Join sides. Append costs O(1) on
 * disk too (buckets are chunked); retraction finds the OLDEST equal row, in long chains by hash.
 */
export interface RowMultimap {
  /** Bucket of every key (find: -1 where there is none). */
  upsert(keys: KeyBatch, buckets: Int32Array): void;
  find(keys: KeyBatch, buckets: Int32Array): void;
  /**
   * Copies physical rows (fastest when they ascend) into row slots: row rows[i] to slots[i]. They
   * are in no bucket: each must be given to `link`, `discard` or `removeEqualTo` in the same call
   * of `process`.
   */
  store(batch: Batch, rows: Int32Array, count: number, slots: Int32Array): void;
  /** Appends a row just stored to the bucket. */
  link(bucket: number, rowSlot: number): void;
  /** The same for a row of each of `keys`, whose buckets these are. */
  linkAll(buckets: Int32Array, rowSlots: Int32Array, keys: KeyBatch): void;
  /** Drops a row that is in no bucket. */
  discard(rowSlot: number): void;
  /** `store` and `link` of one row; returns its slot. */
  append(bucket: number, batch: Batch, row: number): number;
  /**
   * Removes the oldest row equal to physical row `row`; returns its counter (0 without), or -1 when
   * there is none.
   */
  removeEqual(bucket: number, batch: Batch, row: number): number;
  /** The same for a row just stored, which is dropped. */
  removeEqualTo(bucket: number, rowSlot: number): number;
  /** First row of a bucket and the next one; -1 at the end. */
  first(bucket: number): number;
  next(rowSlot: number): number;
  /** Appends all columns of a stored row to builders. */
  read(rowSlot: number, into: readonly ColumnBuilder[]): void;
  /**
   * The same for many rows, column by column (faster); a slot of -1 appends nulls. Columns whose
   * builder is null are left out.
   */
  readMany(rowSlots: Int32Array, count: number, into: readonly (ColumnBuilder | null)[]): void;
  /** Slot of the bucket's OLDEST row equal to a row just stored, -1 when there is none. */
  findEqualTo(bucket: number, rowSlot: number): number;
  /** Are two stored rows equal? */
  isEqual(rowSlot: number, otherSlot: number): boolean;
  /** Takes out one row by its slot (see `first`, `next`); O(1). */
  removeRow(bucket: number, rowSlot: number): void;
  /**
   * Changes whenever the row slots of `bucket` may have (creation, reload): for indexes kept
   * beside.
   */
  stamp(bucket: number): number;
  /** The bucket's key bytes: read only, valid until the next upsert. */
  key(bucket: number): Uint8Array;
  /** Live resident buckets in no order. */
  forEachBucket(visit: (bucket: number) => void): void;
  /**
   * Makes every bucket resident (at restore, for multimaps that are enumerated); never evicted
   * then.
   */
  loadAll(): Promise<void>;
  counter(rowSlot: number): number;
  setCounter(rowSlot: number, value: number): void;
  removeBucket(bucket: number): void;
  rowCount(bucket: number): number;
  readonly size: number;
}
