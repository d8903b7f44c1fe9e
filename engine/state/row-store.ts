/**
 * Rows of one multimap in memory, column by column (row-column.ts), and per row slot its chain
 * links, chunk and counter. Slots are reused.
 */
import type { Batch } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import { assert } from '../../core/assert.js';
import type { DataType } from '../../core/types.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import { grownInt32 } from './grown-array.js';
import { finishHash } from './hash.js';
import type { RowColumn, RunRowColumn } from './row-column.js';
import { hasRuns, rowColumnOf } from './row-column.js';

const ROWS_MIN = 16;
/** Capacity doubles up to here, then grows by half. */
const DOUBLING_ROWS = 1 << 16;
/** Bytes of a row besides its values: links and chunk; its counter. */
const LINK_BYTES = 12;
const COUNTER_BYTES = 4;
/** Chains longer than this are searched by hash. */
const UNHASHED_ROWS = 16;
/** Freed runs may take so much of the memory of live ones. */
const GARBAGE_SHARE = 0.5;
/** `chunk` of a row that is in no bucket, and of a free slot. */
const LOOSE = -0x7fffffff;
const FREE = -0x80000000;

/** Arrays are indexed by row slot. `store` and `decode` may replace them. */
export class RowStore {
  /** Live rows. */
  count = 0;
  /** Chain of a bucket's rows in order of arrival; -1 ends it. */
  next: Int32Array = new Int32Array(0);
  previous: Int32Array = new Int32Array(0);
  /** Chunk of the row, see BucketRows; the head chunk of bucket b is ~b. */
  chunk: Int32Array = new Int32Array(0);
  /** Empty when rows have none. */
  counter: Int32Array = new Int32Array(0);
  readonly #columns: readonly RowColumn[];
  readonly #runs: readonly RunRowColumn[];
  readonly #slotBytes: number;
  /** Bytes of a row's null bits. */
  readonly #nullBytes: number;
  /** By slot, from the first long search on. */
  #hashes: Int32Array | null = null;
  readonly #withCounter: boolean;
  /** Free slots are chained by `previous`; -1 ends the chain. */
  #firstFree = -1;
  #slotEnd = 0;
  readonly #oneRow = new Int32Array(1);
  readonly #oneSlot = new Int32Array(1);

  constructor(types: readonly DataType[], withCounter: boolean) {
    this.#withCounter = withCounter;
    this.#columns = types.map(rowColumnOf);
    this.#runs = this.#columns.filter(hasRuns);
    const linkBytes = withCounter ? LINK_BYTES + COUNTER_BYTES : LINK_BYTES;
    this.#slotBytes = this.#columns.reduce((bytes, column) => bytes + column.slotBytes, linkBytes);
    this.#nullBytes = (types.length + 7) >> 3;
    this.#grow(ROWS_MIN);
  }

  /** Bytes that the live rows take. */
  get bytes(): number {
    let bytes = this.count * this.#slotBytes;
    for (const column of this.#runs) bytes += column.liveBytes;
    return bytes;
  }

  /** Bytes of memory in use, slack and garbage included. */
  get footprint(): number {
    let bytes = this.#slotEnd * this.#slotBytes;
    for (const column of this.#runs) bytes += column.heldBytes;
    return bytes;
  }

  /**
   * Stores physical rows of `batch` (fastest when they ascend): row rows[i] in slot slots[i]. They
   * are in no bucket; links, chunk and counter are the caller's.
   */
  store(batch: Batch, rows: Int32Array, count: number, slots: Int32Array): void {
    assert(batch.columns.length === this.#columns.length, 'rows have the columns of the store');
    this.tidy(GARBAGE_SHARE);
    for (let i = 0; i < count; i++) slots[i] = this.#allocate();
    for (let c = 0; c < this.#columns.length; c++) {
      this.#columns[c]!.store(batch.columns[c]!, rows, slots, count);
    }
    if (this.#hashes !== null) {
      for (let i = 0; i < count; i++) this.#hashes[slots[i]!] = this.#hashOf(slots[i]!);
    }
  }

  /** Stores one row. */
  add(batch: Batch, row: number): number {
    this.#oneRow[0] = row;
    this.store(batch, this.#oneRow, 1, this.#oneSlot);
    return this.#oneSlot[0]!;
  }

  free(slot: number): void {
    for (let c = 0; c < this.#runs.length; c++) this.#runs[c]!.free(slot);
    this.count -= 1;
    this.chunk[slot] = FREE;
    this.previous[slot] = this.#firstFree;
    this.#firstFree = slot;
  }

  /** Gives memory of freed rows back when it is more than `share` of that of live ones. */
  tidy(share: number): void {
    for (let c = 0; c < this.#runs.length; c++) this.#runs[c]!.tidy(this.#slotEnd, share);
  }

  /** Is the row in no bucket yet? */
  isLoose(slot: number): boolean {
    return this.chunk[slot] === LOOSE;
  }

  /** Have both slots equal rows? */
  isEqual(slot: number, other: number): boolean {
    for (let c = 0; c < this.#columns.length; c++) {
      if (!this.#columns[c]!.isEqual(slot, other)) return false;
    }
    return true;
  }

  /** First row of the chain from `slot` on that equals row `wanted`; -1 when there is none. */
  findEqual(slot: number, wanted: number): number {
    let at = slot;
    for (let steps = 0; at >= 0 && steps < UNHASHED_ROWS; steps++) {
      if (this.isEqual(at, wanted)) return at;
      at = this.next[at]!;
    }
    if (at < 0) return -1;
    const hashes = (this.#hashes ??= this.#hashAll());
    const hash = hashes[wanted]!;
    while (at >= 0 && (hashes[at] !== hash || !this.isEqual(at, wanted))) at = this.next[at]!;
    return at;
  }

  readMany(slots: Int32Array, count: number, into: readonly (ColumnBuilder | null)[]): void {
    let hasAbsent = false;
    for (let i = 0; i < count; i++) if (slots[i]! < 0) hasAbsent = true;
    for (let c = 0; c < this.#columns.length; c++) {
      const builder = into[c]!;
      if (builder !== null) this.#columns[c]!.read(slots, count, hasAbsent, builder);
    }
  }

  read(slot: number, into: readonly ColumnBuilder[]): void {
    this.#oneSlot[0] = slot;
    this.readMany(this.#oneSlot, 1, into);
  }

  /** Bytes of one row. */
  bytesOf(slot: number): number {
    let bytes = this.#slotBytes;
    for (let c = 0; c < this.#runs.length; c++) bytes += this.#runs[c]!.lengths[slot]!;
    return bytes;
  }

  /** Appends a row: null bits, then the values that are not null. */
  encode(slot: number, into: BytesWriter): void {
    const columns = this.#columns;
    const at = into.skip(this.#nullBytes);
    into.buffer.fill(0, at, at + this.#nullBytes);
    for (let c = 0; c < columns.length; c++) {
      if (columns[c]!.isNull(slot)) into.buffer[at + (c >> 3)]! |= 1 << (c & 7);
      else columns[c]!.encode(slot, into);
    }
  }

  /** Appends columns of what `encode` writes for each of the slots. */
  putColumns(slots: Int32Array, count: number, into: ColumnWriter): void {
    const columns = this.#columns;
    if (columns.some((column) => column.hasNulls)) this.#putNullBits(slots, count, into);
    else into.constant(new Uint8Array(this.#nullBytes));
    for (let c = 0; c < columns.length; c++) columns[c]!.putColumn(slots, count, into);
  }

  /** Stores a row that `encode` wrote; it is in no bucket. */
  decode(from: BytesReader): number {
    const slot = this.#allocate();
    const columns = this.#columns;
    const bits: number[] = [];
    for (let c = 0; c < columns.length; c += 8) bits.push(from.u8());
    for (let c = 0; c < columns.length; c++) {
      columns[c]!.decode(slot, (bits[c >> 3]! & (1 << (c & 7))) !== 0, from);
    }
    if (this.#hashes !== null) this.#hashes[slot] = this.#hashOf(slot);
    return slot;
  }

  #putNullBits(slots: Int32Array, count: number, into: ColumnWriter): void {
    const columns = this.#columns;
    const nullBytes = this.#nullBytes;
    const start = into.fixed(nullBytes, count);
    const { bytes } = into.memory;
    bytes.fill(0, start, start + nullBytes * count);
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      if (!column.hasNulls) continue;
      for (let i = 0, at = start + (c >> 3); i < count; i++, at += nullBytes) {
        if (column.isNull(slots[i]!)) bytes[at]! |= 1 << (c & 7);
      }
    }
  }

  #hashAll(): Int32Array {
    const hashes = new Int32Array(this.next.length);
    for (let slot = 0; slot < this.#slotEnd; slot++) {
      if (this.chunk[slot] !== FREE) hashes[slot] = this.#hashOf(slot);
    }
    return hashes;
  }

  #hashOf(slot: number): number {
    let hash = 0;
    for (let c = 0; c < this.#columns.length; c++) hash = this.#columns[c]!.mix(slot, hash);
    return finishHash(hash, this.#columns.length);
  }

  #allocate(): number {
    let slot = this.#firstFree;
    if (slot >= 0) this.#firstFree = this.previous[slot]!;
    else {
      if (this.#slotEnd === this.next.length) {
        this.#grow(this.#slotEnd < DOUBLING_ROWS ? this.#slotEnd * 2 : (this.#slotEnd * 3) >> 1);
      }
      slot = this.#slotEnd++;
    }
    this.chunk[slot] = LOOSE;
    if (this.#withCounter) this.counter[slot] = 0;
    this.count += 1;
    return slot;
  }

  #grow(capacity: number): void {
    this.next = grownInt32(this.next, capacity);
    this.previous = grownInt32(this.previous, capacity);
    this.chunk = grownInt32(this.chunk, capacity);
    if (this.#withCounter) this.counter = grownInt32(this.counter, capacity);
    if (this.#hashes !== null) this.#hashes = grownInt32(this.#hashes, capacity);
    for (const column of this.#columns) column.reserve(capacity);
  }
}
