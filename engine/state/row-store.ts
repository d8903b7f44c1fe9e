/**
 * Rows of one multimap in memory: packed words in one arena, and per row slot its place, hash,
 * chain links, chunk and counter. Slots are reused; the arena is packed when half of it is garbage.
 */
import { assert } from '../../core/assert.js';
import type { Batch } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';
import { compareBytes } from '../../core/utf8.js';
import type { BytesReader, BytesWriter } from './bytes.js';
import { hashWords } from './hash.js';
import type { RowMemory } from './row-codec.js';
import { RowCodec } from './row-codec.js';

const ROWS_MIN = 16;
/** Bytes of a row besides its words. */
export const ROW_OVERHEAD_BYTES = 36;

/** Arrays are indexed by row slot. `add` and `decode` may replace them. */
export class RowStore {
  /** Live rows. */
  count = 0;
  /** Words of all live rows. */
  wordCount = 0;
  /** Chain of a bucket's rows in order of arrival; -1 ends it. */
  next = new Int32Array(ROWS_MIN);
  previous = new Int32Array(ROWS_MIN);
  /** Chunk slot of the row. */
  chunk = new Int32Array(ROWS_MIN);
  counter = new Int32Array(ROWS_MIN);
  hash = new Int32Array(ROWS_MIN);
  #start = new Uint32Array(ROWS_MIN);
  /** Words of the row; -1 = free slot. */
  #length = new Int32Array(ROWS_MIN).fill(-1);
  /** Words that may be used at #start without moving. */
  #room = new Int32Array(ROWS_MIN);
  #free = new Int32Array(ROWS_MIN);
  #freeCount = 0;
  #slotEnd = 0;
  #memory: RowMemory = memoryOf(256);
  #arenaEnd = 0;
  readonly #codec: RowCodec;
  /** The row looked for, see `probe`. */
  #probe: RowMemory = memoryOf(64);
  #probeLength = 0;
  /** Hash of the probed row. */
  probeHash = 0;
  readonly #oneSlot = new Int32Array(1);

  constructor(types: readonly DataType[]) {
    this.#codec = new RowCodec(types);
  }

  /** Bytes of memory in use, slack and garbage included. */
  get footprint(): number {
    return this.#slotEnd * ROW_OVERHEAD_BYTES + 4 * this.#arenaEnd;
  }

  /** Stores physical row `row` of `batch`; links and chunk are the caller's. */
  add(batch: Batch, row: number): number {
    this.#codec.bind(batch);
    const words = this.#codec.measure(row);
    const slot = this.#allocate(words);
    const start = this.#start[slot]!;
    this.#codec.write(row, this.#memory, start);
    this.hash[slot] = hashWords(this.#memory.words, start, start + words);
    return slot;
  }

  free(slot: number): void {
    this.count -= 1;
    this.wordCount -= this.#length[slot]!;
    this.#length[slot] = -1;
    this.#free[this.#freeCount++] = slot;
  }

  /** Encodes a row to compare stored ones with (`equalsProbe`); its hash is `probeHash`. */
  probe(batch: Batch, row: number): void {
    this.#codec.bind(batch);
    const words = this.#codec.measure(row);
    if (words > this.#probe.words.length) this.#probe = memoryOf(words * 2);
    this.#codec.write(row, this.#probe, 0);
    this.#probeLength = words;
    this.probeHash = hashWords(this.#probe.words, 0, words);
  }

  equalsProbe(slot: number): boolean {
    if (this.hash[slot] !== this.probeHash || this.#length[slot] !== this.#probeLength)
      return false;
    const { words } = this.#memory;
    const probe = this.#probe.words;
    const start = this.#start[slot]!;
    for (let i = 0; i < this.#probeLength; i++) if (words[start + i] !== probe[i]) return false;
    return true;
  }

  /** See RowMultimap. The first run follows the fixed words. */
  compareFirst(slot: number, bytes: Uint8Array, start: number, end: number): number {
    const at = this.#start[slot]! + this.#codec.fixedWords;
    const from = 4 * (at + 1);
    return compareBytes(
      this.#memory.bytes,
      from,
      from + this.#memory.words[at]!,
      bytes,
      start,
      end,
    );
  }

  compareFirstOf(slot: number, other: number): number {
    const at = this.#start[other]! + this.#codec.fixedWords;
    const from = 4 * (at + 1);
    return this.compareFirst(slot, this.#memory.bytes, from, from + this.#memory.words[at]!);
  }

  readMany(slots: Int32Array, count: number, into: readonly (ColumnBuilder | null)[]): void {
    this.#codec.read(this.#memory, this.#start, slots, count, into);
  }

  read(slot: number, into: readonly ColumnBuilder[]): void {
    this.#oneSlot[0] = slot;
    this.readMany(this.#oneSlot, 1, into);
  }

  /** Words of one row. */
  wordsOf(slot: number): number {
    return this.#length[slot]!;
  }

  encode(slot: number, into: BytesWriter): void {
    const start = 4 * this.#start[slot]!;
    const length = 4 * this.#length[slot]!;
    into.varint(length >> 2);
    into.raw(this.#memory.bytes, start, start + length);
  }

  /** Stores a row that `encode` wrote. */
  decode(from: BytesReader): number {
    const words = from.varint();
    const slot = this.#allocate(words);
    const start = this.#start[slot]!;
    from.rawInto(this.#memory.bytes, 4 * start, 4 * words);
    this.hash[slot] = hashWords(this.#memory.words, start, start + words);
    return slot;
  }

  #allocate(words: number): number {
    if (this.#freeCount === 0 && this.#slotEnd === this.next.length) this.#growSlots();
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#slotEnd++;
    if (words > this.#room[slot]!) {
      if (this.#arenaEnd + words > this.#memory.words.length) this.#makeRoom(words);
      this.#start[slot] = this.#arenaEnd;
      this.#room[slot] = words;
      this.#arenaEnd += words;
    }
    this.#length[slot] = words;
    this.counter[slot] = 0;
    this.count += 1;
    this.wordCount += words;
    return slot;
  }

  /** A larger arena unless half of this one is garbage; packs the live rows where that pays. */
  #makeRoom(words: number): void {
    const wanted = this.wordCount + words;
    const present = this.#memory.words.length;
    const packed = memoryOf(wanted * 2 > present ? Math.max(present * 2, wanted * 2) : present);
    const from = this.#memory.words;
    if (packed.words.length > present && this.#arenaEnd - this.wordCount <= this.#arenaEnd >> 3) {
      packed.words.set(from.subarray(0, this.#arenaEnd)); // hardly any garbage: rows stay in place
      this.#memory = packed;
      return;
    }
    let at = 0;
    for (let slot = 0; slot < this.#slotEnd; slot++) {
      const length = this.#length[slot]!;
      if (length < 0) {
        this.#room[slot] = 0;
        continue;
      }
      const start = this.#start[slot]!;
      packed.words.set(from.subarray(start, start + length), at);
      this.#start[slot] = at;
      this.#room[slot] = length;
      at += length;
    }
    this.#memory = packed;
    this.#arenaEnd = at;
  }

  #growSlots(): void {
    const count = this.next.length * 2;
    this.next = grownInt32(this.next, count);
    this.previous = grownInt32(this.previous, count);
    this.chunk = grownInt32(this.chunk, count);
    this.counter = grownInt32(this.counter, count);
    this.hash = grownInt32(this.hash, count);
    this.#length = grownInt32(this.#length, count).fill(-1, this.#slotEnd);
    this.#room = grownInt32(this.#room, count);
    this.#free = grownInt32(this.#free, count);
    const start = new Uint32Array(count);
    start.set(this.#start);
    this.#start = start;
  }
}

function memoryOf(words: number): RowMemory {
  assert(words < 2 ** 30, 'the rows of one multimap take less than 4 GiB of memory');
  const buffer = new ArrayBuffer(words * 4);
  return { words: new Int32Array(buffer), bytes: new Uint8Array(buffer) };
}

function grownInt32(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
