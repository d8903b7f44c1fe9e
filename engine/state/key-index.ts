/**
 * Key bytes -> small dense slot numbers. Open addressing with linear probing over (hash, slot) pairs,
 * removal by backward shift; keys in one arena. O(1) expected for all but growth.
 */
import { assert } from '../../core/assert.js';
import { equalBytes } from '../../core/utf8.js';
import { hashBytes } from './hash.js';
import type { KeyBatch } from './state.js';

const SLOTS_MIN = 16;
const ARENA_BYTES_MAX = 2 ** 32 - 1;
/** Bytes a slot costs here besides its key: two pairs at load 1/2, start, length, room, free-list entry. */
export const INDEX_BYTES_PER_SLOT = 32;

export class KeyIndex {
  /** Live keys. */
  size = 0;
  /** Slots 0..slotEnd-1 have been used; some are free. */
  slotEnd = 0;
  /** Length of the slot's key, -1 when the slot is free. */
  lengths = new Int32Array(SLOTS_MIN);
  /** Where the slot's key starts in `arena`. */
  starts = new Uint32Array(SLOTS_MIN);
  hashes = new Int32Array(SLOTS_MIN);
  arena = new Uint8Array(SLOTS_MIN * 16);
  /** Bytes of all live keys. */
  keyBytes = 0;
  /** Arena bytes that slot's key may take without moving. */
  #rooms = new Int32Array(SLOTS_MIN);
  #arenaEnd = 0;
  /** Pairs of hash and slot + 1; 0 = empty. */
  #pairs = new Int32Array(SLOTS_MIN * 4);
  #mask = SLOTS_MIN * 2 - 1;
  #free = new Int32Array(SLOTS_MIN);
  #freeCount = 0;

  /** Slot of every key, -1 where absent; gives the number of absent ones. */
  findAll(keys: KeyBatch, slots: Int32Array): number {
    const { bytes, offsets, hashes, count } = keys;
    const [pairs, mask, starts, lengths, arena] =
      [this.#pairs, this.#mask, this.starts, this.lengths, this.arena];
    let missing = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      const keyStart = offsets[i]!;
      const keyLength = offsets[i + 1]! - keyStart;
      let at = (hash ^ (hash >>> 16)) & mask;
      let slot = pairs[2 * at + 1]! - 1;
      while (slot >= 0) {
        if (pairs[2 * at] === hash && lengths[slot] === keyLength) {
          const start = starts[slot]!;
          let same = 0;
          while (same < keyLength && arena[start + same] === bytes[keyStart + same]) same++;
          if (same === keyLength) break;
        }
        at = (at + 1) & mask;
        slot = pairs[2 * at + 1]! - 1;
      }
      slots[i] = slot;
      if (slot < 0) missing++;
    }
    return missing;
  }

  /** Slot of one key, -1 when absent. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    let at = (hash ^ (hash >>> 16)) & this.#mask;
    for (;;) {
      const slot = this.#pairs[2 * at + 1]! - 1;
      if (slot < 0) return -1;
      if (this.#pairs[2 * at] === hash && this.#hasKey(slot, bytes, start, end)) return slot;
      at = (at + 1) & this.#mask;
    }
  }

  /** Adds an absent key; may move the arrays. */
  insert(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (this.size * 2 >= this.#mask) this.#growPairs();
    const slot = this.#allocate();
    this.hashes[slot] = hash;
    this.#putKey(slot, bytes, start, end);
    this.#link(slot, hash);
    this.size += 1;
    return slot;
  }

  /** Frees the slot, which must be live. */
  remove(slot: number): void {
    assert(this.lengths[slot]! >= 0, `slot ${slot} is live`);
    this.#unlink(slot);
    this.keyBytes -= this.lengths[slot]!;
    this.lengths[slot] = -1;
    this.#free[this.#freeCount++] = slot;
    this.size -= 1;
  }

  /** The slot's key: a view, valid until the next insert. */
  key(slot: number): Uint8Array {
    const start = this.starts[slot]!;
    return this.arena.subarray(start, start + this.lengths[slot]!);
  }

  #hasKey(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.starts[slot]!;
    return equalBytes(this.arena, at, at + this.lengths[slot]!, bytes, start, end);
  }

  #allocate(): number {
    if (this.#freeCount > 0) return this.#free[--this.#freeCount]!;
    if (this.slotEnd === this.lengths.length) this.#growSlots(this.slotEnd * 2);
    return this.slotEnd++;
  }

  #putKey(slot: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > this.#rooms[slot]!) {
      if (this.#arenaEnd + length > this.arena.length) this.#makeRoom(length);
      this.starts[slot] = this.#arenaEnd;
      this.#rooms[slot] = length;
      this.#arenaEnd += length;
    }
    const at = this.starts[slot]!;
    const arena = this.arena;
    if (length > 32) arena.set(bytes.subarray(start, end), at);
    else for (let i = 0; i < length; i++) arena[at + i] = bytes[start + i]!;
    this.lengths[slot] = length;
    this.keyBytes += length;
  }

  /** Packs the live keys, into a larger arena unless half of it was garbage. */
  #makeRoom(bytes: number): void {
    const wanted = this.keyBytes + bytes;
    const size = wanted * 2 > this.arena.length ? Math.max(this.arena.length * 2, wanted * 2) : this.arena.length;
    assert(wanted <= ARENA_BYTES_MAX, 'the keys of one table take less than 4 GiB of memory');
    const packed = new Uint8Array(Math.min(size, ARENA_BYTES_MAX));
    let at = 0;
    for (let slot = 0; slot < this.slotEnd; slot++) {
      const length = this.lengths[slot]!;
      if (length < 0) { this.#rooms[slot] = 0; continue; }
      packed.set(this.key(slot), at);
      this.starts[slot] = at;
      this.#rooms[slot] = length;
      at += length;
    }
    this.arena = packed;
    this.#arenaEnd = at;
  }

  #link(slot: number, hash: number): void {
    let at = (hash ^ (hash >>> 16)) & this.#mask;
    while (this.#pairs[2 * at + 1] !== 0) at = (at + 1) & this.#mask;
    this.#pairs[2 * at] = hash;
    this.#pairs[2 * at + 1] = slot + 1;
  }

  /** Closes the gap: entries behind it that may move nearer to their home do. */
  #unlink(slot: number): void {
    const [pairs, mask] = [this.#pairs, this.#mask];
    const hash = this.hashes[slot]!;
    let gap = (hash ^ (hash >>> 16)) & mask;
    while (pairs[2 * gap + 1] !== slot + 1) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; pairs[2 * at + 1] !== 0; at = (at + 1) & mask) {
      const other = pairs[2 * at]!;
      const home = (other ^ (other >>> 16)) & mask;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      pairs[2 * gap] = other;
      pairs[2 * gap + 1] = pairs[2 * at + 1]!;
      gap = at;
    }
    pairs[2 * gap] = 0;
    pairs[2 * gap + 1] = 0;
  }

  #growPairs(): void {
    const count = (this.#mask + 1) * 2;
    this.#pairs = new Int32Array(count * 2);
    this.#mask = count - 1;
    for (let slot = 0; slot < this.slotEnd; slot++) {
      if (this.lengths[slot]! >= 0) this.#link(slot, this.hashes[slot]!);
    }
  }

  #growSlots(count: number): void {
    this.lengths = grownInt32(this.lengths, count);
    this.hashes = grownInt32(this.hashes, count);
    this.#rooms = grownInt32(this.#rooms, count);
    this.#free = grownInt32(this.#free, count);
    const starts = new Uint32Array(count);
    starts.set(this.starts);
    this.starts = starts;
  }
}

/** A set of keys; removed keys of a table, for one. */
export class KeySet {
  readonly index = new KeyIndex();

  get size(): number { return this.index.size; }

  has(bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    return this.index.find(bytes, start, end, hash) >= 0;
  }

  /** Adds the key unless it is there. */
  add(key: Uint8Array): void {
    const hash = hashBytes(key, 0, key.length);
    if (!this.has(key, 0, key.length, hash)) this.index.insert(key, 0, key.length, hash);
  }

  /** Was it there? */
  delete(bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    const slot = this.index.find(bytes, start, end, hash);
    if (slot >= 0) this.index.remove(slot);
    return slot >= 0;
  }

  forEach(visit: (key: Uint8Array, hash: number) => void): void {
    for (let slot = 0; slot < this.index.slotEnd; slot++) {
      if (this.index.lengths[slot]! >= 0) visit(this.index.key(slot), this.index.hashes[slot]!);
    }
  }
}

function grownInt32(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}
