/**
 * Writes log sections whose records are taken apart (storage/log-columns.ts): one column of pieces
 * after the other, each in one loop.
 */
import { assert } from '../../core/assert.js';
import type { ByteMemory } from '../../core/copy-bytes.js';
import { putVarint } from '../../core/varint.js';
import type { Section } from '../../storage/log-block.js';
import { SECTION_HEADER_BYTES } from '../../storage/log-block.js';
import { ColumnKind, Part, SECTION_RECORDS_MAX, SOME_ABSENT } from '../../storage/log-columns.js';
import { BytesWriter } from './bytes.js';

/** Bytes of a varint of 32 bits, at most. */
const VARINT_BYTES = 5;
/** Runs are copied by words. */
const RUN_SLACK_BYTES = 3;
const ALIGNED_BYTES = 8;

/** One section after the other: `begin`, keys, `values`, columns, `rows`, columns, `end`. */
export class ColumnWriter {
  #into = new BytesWriter(0);
  /** Where the section's header is. */
  #start = 0;
  #words = new Int32Array(0);
  #lengths = new Int32Array(0);
  #present = new Int32Array(0);

  /** A section of `count` records behind what `into` holds. */
  begin(into: BytesWriter, section: Section, count: number): void {
    assert(count <= SECTION_RECORDS_MAX, 'a section has few records');
    this.#into = into;
    this.#start = into.skip(SECTION_HEADER_BYTES);
    into.buffer[this.#start] = section;
    into.varint(count);
  }

  /** What follows are columns of the values. */
  values(): void {
    this.#into.u8(Part.Values);
  }

  /**
   * What follows are columns of `rows` rows, counts[i] of them for record i: one record's behind
   * the other's, or in another order, where row i of the columns is row order[i] of the records.
   */
  rows(counts: Int32Array, count: number, order: Int32Array | null, rows: number): void {
    this.#into.u8(order === null ? Part.Rows : Part.OrderedRows);
    this.#numbers(counts, count);
    if (order !== null) this.#numbers(order, rows);
  }

  end(): void {
    const bytes = this.#into.length - this.#start - SECTION_HEADER_BYTES;
    this.#into.setU32(this.#start + 1, bytes);
  }

  /** The section's bytes; valid until the next call. */
  get memory(): ByteMemory {
    return this.#into.memory;
  }

  /** A column of equal pieces. */
  constant(piece: Uint8Array): void {
    this.#into.u8(ColumnKind.Constant);
    this.#into.bytes(piece);
  }

  /** A column of `count` pieces of `width` bytes; gives where they go. */
  fixed(width: number, count: number): number {
    this.#into.u8(ColumnKind.Fixed);
    this.#into.varint(width);
    return this.#into.skip(width * count);
  }

  /** A column of values of `width` words, slots[i]'s for i; none where nulls[slots[i]] is 1. */
  words(
    words: Int32Array,
    width: number,
    slots: Int32Array,
    count: number,
    nulls: Uint8Array | null,
  ): void {
    const some = nulls === null ? count : this.#kind(ColumnKind.Fixed, slots, count, nulls);
    if (nulls === null) this.#into.u8(ColumnKind.Fixed);
    this.#into.varint(4 * width);
    if (this.#words.length < some * width) this.#words = new Int32Array(2 * some * width);
    gather(words, width, nulls === null ? slots : this.#present, some, this.#words);
    this.#into.raw(new Uint8Array(this.#words.buffer), 0, 4 * some * width);
  }

  /** A column of one byte each. */
  bytes(from: Uint8Array, slots: Int32Array, count: number): void {
    const at = this.fixed(1, count);
    const { buffer } = this.#into;
    for (let i = 0; i < count; i++) buffer[at + i] = from[slots[i]!]!;
  }

  /**
   * A column of runs, lengths[slots[i]] bytes for i; none where nulls[slots[i]] is 1. Gives where
   * they go; up to 3 bytes behind them may be written, too. `align`: of these bytes, modulo 8, as
   * that of what they are copied from: shared memory is copied three times as fast then.
   */
  runs(
    kind: ColumnKind,
    lengths: Int32Array,
    slots: Int32Array,
    count: number,
    nulls: Uint8Array | null,
    align: number,
  ): number {
    const some = nulls === null ? count : this.#kind(kind, slots, count, nulls);
    if (nulls === null) this.#into.u8(kind);
    const picked = nulls === null ? slots : this.#present;
    if (this.#lengths.length < some) this.#lengths = new Int32Array(2 * some);
    const own = this.#lengths;
    for (let i = 0; i < some; i++) own[i] = lengths[picked[i]!]!;
    const bytes = this.#numbers(own, some);
    return this.#aligned(bytes, align);
  }

  /**
   * A column of pieces that lie one behind the other already: bytes from `start` on. Gives how many
   * bytes.
   */
  pieces(lengths: Int32Array, count: number, from: Uint8Array, start: number): number {
    this.#into.u8(ColumnKind.Run);
    const bytes = this.#numbers(lengths, count);
    this.#into.u8(0);
    this.#into.raw(from, start, start + bytes);
    return bytes;
  }

  /** Room for the bytes of runs behind so many others that they are aligned. */
  #aligned(bytes: number, align: number): number {
    const into = this.#into;
    into.reserve(ALIGNED_BYTES + bytes + RUN_SLACK_BYTES);
    const at = into.memory.bytes.byteOffset + into.length + 1;
    const padding = (align - at) & (ALIGNED_BYTES - 1);
    into.u8(padding);
    into.buffer.fill(0, into.length, into.length + padding);
    into.skip(padding);
    return into.skip(bytes);
  }

  /** The kind of a column, which of its pieces there are, and these in `#present`; how many. */
  #kind(kind: ColumnKind, slots: Int32Array, count: number, nulls: Uint8Array): number {
    if (this.#present.length < count) this.#present = new Int32Array(2 * count);
    const present = this.#present;
    let some = 0;
    for (let i = 0; i < count; i++) {
      present[some] = slots[i]!;
      some += 1 - nulls[slots[i]!]!;
    }
    this.#into.u8(some === count ? kind : kind + SOME_ABSENT);
    if (some === count) return count;
    const bytes = (count + 7) >> 3;
    const at = this.#into.skip(bytes);
    const { buffer } = this.#into;
    buffer.fill(0, at, at + bytes);
    for (let i = 0; i < count; i++) buffer[at + (i >> 3)]! |= (1 - nulls[slots[i]!]!) << (i & 7);
    return some;
  }

  /** Appends numbers in as many bytes as the largest needs; gives their sum. */
  #numbers(numbers: Int32Array, count: number): number {
    const into = this.#into;
    let sum = 0;
    let differing = 0;
    let bits = 0;
    const first = count > 0 ? numbers[0]! : 0;
    for (let i = 0; i < count; i++) {
      const number = numbers[i]!;
      sum += number;
      bits |= number;
      differing |= number ^ first;
    }
    const width = differing === 0 ? 0 : bits < 1 << 8 ? 1 : bits < 1 << 16 ? 2 : 4;
    into.u8(width);
    const at = into.skip(width === 0 ? VARINT_BYTES : width * count);
    const { bytes, view } = into.memory;
    if (width === 0) into.length = putVarint(first, bytes, at);
    else if (width === 1) for (let i = 0; i < count; i++) bytes[at + i] = numbers[i]!;
    else if (width === 2)
      for (let i = 0; i < count; i++) view.setUint16(at + 2 * i, numbers[i]!, true);
    else for (let i = 0; i < count; i++) view.setInt32(at + 4 * i, numbers[i]!, true);
    return sum;
  }
}

/** Copies `width` words of each slot. */
function gather(
  from: Int32Array,
  width: number,
  slots: Int32Array,
  count: number,
  to: Int32Array,
): void {
  if (width === 1) for (let i = 0; i < count; i++) to[i] = from[slots[i]!]!;
  else if (width === 2) {
    for (let i = 0; i < count; i++) {
      const slot = 2 * slots[i]!;
      to[2 * i] = from[slot]!;
      to[2 * i + 1] = from[slot + 1]!;
    }
  } else {
    for (let i = 0, at = 0; i < count; i++) {
      const slot = width * slots[i]!;
      for (let k = 0; k < width; k++) to[at++] = from[slot + k]!;
    }
  }
}
