/** Stored texts and bytes, and what nested columns need of them: runs in a heap. */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { ByteMemory } from '../../core/copy-bytes.js';
import { byteMemory, copyBytes } from '../../core/copy-bytes.js';
import { compareBytes } from '../../core/utf8.js';
import { ColumnKind } from '../../storage/log-columns.js';
import { ByteHeap, offsetOf, SEGMENT_BYTES, segmentOf } from './byte-heap.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import { grownInt32, grownUint32 } from './grown-array.js';
import { hashBytes, mixWord } from './hash.js';
import type { RunRowColumn } from './row-column.js';
import { markValid } from './row-fixed.js';
import { NullFlags } from './row-nulls.js';

const NO_BYTES = new Uint8Array(0);

/**
 * What all columns of runs have in common: a run of bytes by slot. Null and free slots have runs of
 * length 0.
 */
export class Runs {
  readonly slotBytes = 8;
  readonly heap = new ByteHeap();
  readonly nulls = new NullFlags();
  starts: Uint32Array = new Uint32Array(0);
  lengths: Int32Array = new Int32Array(0);

  reserve(capacity: number): void {
    this.starts = grownUint32(this.starts, capacity);
    this.lengths = grownInt32(this.lengths, capacity);
    this.nulls.reserve(capacity);
  }

  isNull(slot: number): boolean {
    return this.nulls.isNull(slot);
  }
  get hasNulls(): boolean {
    return this.nulls.flags !== null;
  }
  get liveBytes(): number {
    return this.heap.liveBytes;
  }
  get heldBytes(): number {
    return this.heap.footprint;
  }

  put(slot: number, from: ByteMemory, start: number, end: number): void {
    this.lengths[slot] = end - start;
    if (end > start) this.starts[slot] = this.heap.put(from, start, end);
  }

  free(slot: number): void {
    this.heap.free(this.starts[slot]!, this.lengths[slot]!);
    this.lengths[slot] = 0;
  }

  compare(slot: number, bytes: Uint8Array, start: number, end: number): number {
    const length = this.lengths[slot]!;
    if (length === 0) return start - end;
    const at = offsetOf(this.starts[slot]!);
    const own = this.heap.segments[segmentOf(this.starts[slot]!)]!.bytes;
    return compareBytes(own, at, at + length, bytes, start, end);
  }

  /** The slot's bytes: a view, valid until the next put. */
  view(slot: number): Uint8Array {
    if (this.lengths[slot] === 0) return NO_BYTES;
    const at = offsetOf(this.starts[slot]!);
    const bytes = this.heap.segments[segmentOf(this.starts[slot]!)]!.bytes;
    return bytes.subarray(at, at + this.lengths[slot]!);
  }

  isEqual(slot: number, other: number): boolean {
    const isNull = this.nulls.isNull(slot);
    if (isNull || this.nulls.isNull(other)) return isNull && this.nulls.isNull(other);
    const length = this.lengths[other]!;
    if (this.lengths[slot] !== length) return false;
    if (length === 0) return true;
    const at = offsetOf(this.starts[other]!);
    const bytes = this.heap.segments[segmentOf(this.starts[other]!)]!.bytes;
    return this.compare(slot, bytes, at, at + length) === 0;
  }

  mix(slot: number, hash: number): number {
    if (this.nulls.isNull(slot)) return mixWord(hash, 1);
    const length = this.lengths[slot]!;
    if (length === 0) return mixWord(hash, 2);
    const at = offsetOf(this.starts[slot]!);
    const bytes = this.heap.segments[segmentOf(this.starts[slot]!)]!.bytes;
    return mixWord(hash, hashBytes(bytes, at, at + length));
  }

  encode(slot: number, into: BytesWriter): void {
    const length = this.lengths[slot]!;
    into.varint(length);
    const at = into.skip(length);
    this.heap.copy(this.starts[slot]!, length, into.memory, at);
  }

  /** Runs that lie one behind the other in the heap are copied at once. */
  putColumn(slots: Int32Array, count: number, into: ColumnWriter): void {
    const { lengths, starts, nulls, heap } = this;
    const align = count > 0 ? starts[slots[0]!]! & 7 : 0;
    let to = into.runs(ColumnKind.Text, lengths, slots, count, nulls.flags, align);
    const { memory } = into;
    let span = 0;
    let end = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const length = lengths[slot]!;
      if (length === 0) continue;
      const start = starts[slot]!;
      if (start !== end || offsetOf(start) === 0) {
        to = heap.copyWords(span, end - span, memory, to);
        span = start;
      }
      end = start + length;
    }
    heap.copyWords(span, end - span, memory, to);
  }

  decode(slot: number, isNull: boolean, from: BytesReader): void {
    this.nulls.put(slot, isNull);
    const length = isNull ? 0 : from.varint();
    this.lengths[slot] = length;
    if (length === 0) return;
    const start = this.heap.allocate(length, length);
    this.starts[slot] = start;
    from.rawInto(this.heap.segments[segmentOf(start)]!.bytes, offsetOf(start), length);
  }

  /** Moves the live runs out of segments that are mostly garbage. O(slots), rare. */
  tidy(slotEnd: number, share: number): void {
    if (!this.heap.isThin(share)) return;
    const thin = this.heap.thinSegments(share);
    for (let slot = 0; slot < slotEnd; slot++) {
      const length = this.lengths[slot]!;
      const start = this.starts[slot]!;
      if (length === 0 || thin[segmentOf(start)] === 0) continue;
      const at = offsetOf(start);
      this.starts[slot] = this.heap.put(this.heap.segments[segmentOf(start)]!, at, at + length);
      this.heap.free(start, length);
    }
  }
}

/** A column of CHAR, VARCHAR, BINARY, VARBINARY, VARIANT or BITMAP. */
export class RunColumn extends Runs implements RunRowColumn {
  store(column: Column, rows: Int32Array, slots: Int32Array, count: number): void {
    const hasNull = this.nulls.store(column, rows, slots, count);
    const offsets = column.offsets!;
    const bytes = this.#storeLengths(offsets, rows, slots, count, hasNull);
    if (bytes === 0) return;
    const first = offsets[rows[0]!]!;
    const span = offsets[rows[count - 1]! + 1]! - first;
    const values = byteMemory(column.values as Uint8Array);
    const isDense = span <= bytes + (bytes >> 3) && span <= SEGMENT_BYTES;
    if (isDense && isAscending(rows, count)) {
      this.#storeSpan(values, offsets, rows, slots, count, bytes);
    } else this.#storeEach(values, offsets, rows, slots, count);
  }

  read(slots: Int32Array, count: number, hasAbsent: boolean, into: ColumnBuilder): void {
    const { lengths, nulls } = this;
    let bytes = 4; // runs are copied by words
    for (let i = 0; i < count; i++) if (slots[i]! >= 0) bytes += lengths[slots[i]!]!;
    into.reserve(count);
    into.reserveBytes(bytes);
    if (hasAbsent || nulls.flags !== null || into.validity !== null) {
      this.#readWithNulls(slots, count, into);
      return;
    }
    this.#copyOut(slots, 0, count, into);
    into.length += count;
  }

  /** Gives the bytes of all. */
  #storeLengths(
    offsets: Int32Array,
    rows: Int32Array,
    slots: Int32Array,
    count: number,
    hasNull: boolean,
  ): number {
    const { nulls, lengths } = this;
    let bytes = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const length = offsets[row + 1]! - offsets[row]!;
      lengths[slots[i]!] = length;
      bytes += length;
    }
    if (!hasNull) return bytes;
    for (let i = 0; i < count; i++) {
      if (!nulls.isNull(slots[i]!)) continue;
      bytes -= lengths[slots[i]!]!;
      lengths[slots[i]!] = 0;
    }
    return bytes;
  }

  /** Hardly anything lies between the runs: one copy for all. */
  #storeSpan(
    values: ByteMemory,
    offsets: Int32Array,
    rows: Int32Array,
    slots: Int32Array,
    count: number,
    bytes: number,
  ): void {
    const { heap, starts } = this;
    const first = offsets[rows[0]!]!;
    const end = offsets[rows[count - 1]! + 1]!;
    const address = heap.allocate(end - first, bytes);
    copyBytes(values, first, end, heap.segments[segmentOf(address)]!, offsetOf(address));
    for (let i = 0; i < count; i++) starts[slots[i]!] = address + offsets[rows[i]!]! - first;
  }

  #storeEach(
    values: ByteMemory,
    offsets: Int32Array,
    rows: Int32Array,
    slots: Int32Array,
    count: number,
  ): void {
    const { heap, starts, lengths } = this;
    for (let i = 0; i < count; i++) {
      const length = lengths[slots[i]!]!;
      if (length === 0) continue;
      const from = offsets[rows[i]!]!;
      starts[slots[i]!] = heap.put(values, from, from + length);
    }
  }

  #readWithNulls(slots: Int32Array, count: number, into: ColumnBuilder): void {
    const { nulls } = this;
    let from = 0;
    for (let i = 0; i <= count; i++) {
      if (i < count && slots[i]! >= 0 && !nulls.isNull(slots[i]!)) continue;
      if (i > from) {
        this.#copyOut(slots, from, i, into);
        markValid(into, i - from);
      }
      if (i < count) into.appendNull();
      from = i + 1;
    }
  }

  /** Writes the runs of slots[from..to) behind the builder's rows; there is room. */
  #copyOut(slots: Int32Array, from: number, to: number, into: ColumnBuilder): void {
    const { starts, lengths, heap } = this;
    const { segments } = heap;
    const target = byteMemory(into.values as Uint8Array).view;
    const offsets = into.offsets!;
    let at = offsets[into.length]!;
    for (let i = from, row = into.length + 1; i < to; i++, row++) {
      const slot = slots[i]!;
      const length = lengths[slot]!;
      if (length > 0) {
        const start = starts[slot]!;
        const source = segments[segmentOf(start)]!.view;
        const shift = offsetOf(start) - at;
        const end = at + length;
        for (; at < end; at += 4) target.setInt32(at, source.getInt32(at + shift, true), true);
        at = end;
      }
      offsets[row] = at;
    }
  }
}

function isAscending(rows: Int32Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (rows[i]! < rows[i - 1]!) return false;
  return true;
}
