/**
 * Key bytes -> small dense slot numbers. Open addressing with linear probing, removal by backward
 * shift; O(1) expected for all but growth. Keys lie in one arena; entries of the hash table are
 * four words, so that a hit costs one cache line when all keys have one of the two commonest shapes
 * (a single not-null INT or BIGINT column: marker 01 and 4 or 8 bytes, kept in the entry), else
 * two.
 */
import { assert } from '../../core/assert.js';
import { equalBytes } from '../../core/utf8.js';
import { grownInt32, grownUint32 } from './grown-array.js';
import { hashBytes } from './hash.js';
import type { KeyBatch } from './state.js';

const SLOTS_MIN = 16;
const ARENA_BYTES_MAX = 2 ** 32 - 1;
/**
 * Bytes a slot costs here besides its key: two entries at load 1/2, start, length, hash, room, free
 * list.
 */
export const INDEX_BYTES_PER_SLOT = 52;

/** Bytes of a slot in the arrays indexed by slot. */
const SLOT_BYTES = 20;
/** The hash table is said to grow when it is that full. */
const GROWTH_NEAR = 15 / 16;

/** Length of the keys that are kept in the entries; Any: they are compared in the arena. */
const Shape = { Word: 5, Pair: 9, Any: 0 } as const;
type Shape = (typeof Shape)[keyof typeof Shape];

/** See the header. `insert` may replace any of the arrays. */
export class KeyIndex {
  /** Live keys. */
  size = 0;
  /** Slots 0..slotEnd-1 have been used; some are free. */
  slotEnd = 0;
  /** Length of the slot's key, -1 when the slot is free. */
  lengths: Int32Array = new Int32Array(SLOTS_MIN).fill(-1);
  /** Where the slot's key starts in `arena`. */
  starts: Uint32Array = new Uint32Array(SLOTS_MIN);
  hashes: Int32Array = new Int32Array(SLOTS_MIN);
  arena = new Uint8Array(SLOTS_MIN * 16);
  /** Bytes of all live keys. */
  keyBytes = 0;
  /** Arena bytes that slot's key may take without moving. */
  #rooms: Int32Array = new Int32Array(SLOTS_MIN);
  #arenaEnd = 0;
  /** Shape of all keys so far. */
  #shape: Shape = Shape.Pair;
  /** Four words: slot + 1 (0 = empty), hash, then the key's two words, or its start and length. */
  #entries = new Int32Array(SLOTS_MIN * 2 * 4);
  #mask = SLOTS_MIN * 2 - 1;
  #free: Int32Array = new Int32Array(SLOTS_MIN);
  #freeCount = 0;

  /** Bytes of memory in use, those of a growth that is near included. */
  get footprint(): number {
    const entries = this.#entries.byteLength;
    const isGrowthNear = this.size * 2 >= this.#mask * GROWTH_NEAR;
    return (isGrowthNear ? 2 : 1) * entries + this.slotEnd * SLOT_BYTES + this.#arenaEnd;
  }

  /** Slot of every key, -1 where absent; gives the number of absent ones. */
  findAll(keys: KeyBatch, slots: Int32Array): number {
    return this.#shape === Shape.Any
      ? this.#findAllAny(keys, slots)
      : this.#findAllShaped(keys, slots);
  }

  /** Slot of one key, -1 when absent. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const [entries, mask] = [this.#entries, this.#mask];
    let at = home(hash) & mask;
    for (;;) {
      const slot = entries[4 * at]! - 1;
      if (slot < 0) return -1;
      if (entries[4 * at + 1] === hash && this.#hasKey(slot, bytes, start, end)) return slot;
      at = (at + 1) & mask;
    }
  }

  /** Adds an absent key; may move the arrays. */
  insert(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (this.#shape !== Shape.Any) this.#checkShape(bytes, start, end);
    if (this.size * 2 >= this.#mask) this.#double();
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

  #findAllShaped(keys: KeyBatch, slots: Int32Array): number {
    const { bytes, offsets, hashes, count } = keys;
    const [entries, mask, shape] = [this.#entries, this.#mask, this.#shape as number];
    const isPair = shape === Shape.Pair;
    let missing = 0;
    for (let i = 0; i < count; i++) {
      const start = offsets[i]!;
      let slot = -1;
      if (offsets[i + 1]! - start === shape && bytes[start] === 1) {
        const high = wordAt(bytes, start + 1);
        const low = isPair ? wordAt(bytes, start + 5) : 0;
        let at = home(hashes[i]!) & mask;
        slot = entries[4 * at]! - 1;
        while (slot >= 0 && (entries[4 * at + 2] !== high || entries[4 * at + 3] !== low)) {
          at = (at + 1) & mask;
          slot = entries[4 * at]! - 1;
        }
      }
      slots[i] = slot;
      if (slot < 0) missing++;
    }
    return missing;
  }

  #findAllAny(keys: KeyBatch, slots: Int32Array): number {
    const { bytes, offsets, hashes, count } = keys;
    const [entries, mask, arena] = [this.#entries, this.#mask, this.arena];
    let missing = 0;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      const keyStart = offsets[i]!;
      const keyLength = offsets[i + 1]! - keyStart;
      let at = home(hash) & mask;
      let slot = entries[4 * at]! - 1;
      while (slot >= 0) {
        if (entries[4 * at + 1] === hash && entries[4 * at + 3] === keyLength) {
          const start = entries[4 * at + 2]! >>> 0;
          let same = 0;
          while (same < keyLength && arena[start + same] === bytes[keyStart + same]) same++;
          if (same === keyLength) break;
        }
        at = (at + 1) & mask;
        slot = entries[4 * at]! - 1;
      }
      slots[i] = slot;
      if (slot < 0) missing++;
    }
    return missing;
  }

  #hasKey(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.starts[slot]!;
    return equalBytes(this.arena, at, at + this.lengths[slot]!, bytes, start, end);
  }

  /** The first key decides the shape; a key of another one ends it for good. */
  #checkShape(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const isShaped = (length === Shape.Word || length === Shape.Pair) && bytes[start] === 1;
    const shape: Shape = isShaped ? length : Shape.Any;
    if (shape === this.#shape) return;
    this.#shape = this.size === 0 ? shape : Shape.Any;
    if (this.size > 0) this.#rebuild(this.#mask + 1);
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
    const present = this.arena.length;
    const size = wanted * 2 > present ? Math.max(present * 2, wanted * 2) : present;
    assert(wanted <= ARENA_BYTES_MAX, 'the keys of one table take less than 4 GiB of memory');
    const packed = new Uint8Array(Math.min(size, ARENA_BYTES_MAX));
    if (this.keyBytes === this.#arenaEnd) {
      packed.set(this.arena.subarray(0, this.#arenaEnd)); // no garbage: keys stay in place
      this.arena = packed;
      return;
    }
    let at = 0;
    for (let slot = 0; slot < this.slotEnd; slot++) {
      const length = this.lengths[slot]!;
      if (length < 0) {
        this.#rooms[slot] = 0;
        continue;
      }
      packed.set(this.key(slot), at);
      this.starts[slot] = at;
      this.#rooms[slot] = length;
      at += length;
    }
    this.arena = packed;
    this.#arenaEnd = at;
    if (this.#shape === Shape.Any) this.#rebuild(this.#mask + 1); // entries hold the starts
  }

  #link(slot: number, hash: number): void {
    const entries = this.#entries;
    let at = home(hash) & this.#mask;
    while (entries[4 * at] !== 0) at = (at + 1) & this.#mask;
    const start = this.starts[slot]!;
    const isAny = this.#shape === Shape.Any;
    entries[4 * at] = slot + 1;
    entries[4 * at + 1] = hash;
    entries[4 * at + 2] = isAny ? start : wordAt(this.arena, start + 1);
    entries[4 * at + 3] = isAny
      ? this.lengths[slot]!
      : this.#shape === Shape.Pair
        ? wordAt(this.arena, start + 5)
        : 0;
  }

  /** Closes the gap: entries behind it that may move nearer to their home do. */
  #unlink(slot: number): void {
    const [entries, mask] = [this.#entries, this.#mask];
    let gap = home(this.hashes[slot]!) & mask;
    while (entries[4 * gap] !== slot + 1) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; entries[4 * at] !== 0; at = (at + 1) & mask) {
      const wanted = home(entries[4 * at + 1]!) & mask;
      if (((at - wanted) & mask) < ((at - gap) & mask)) continue;
      for (let i = 0; i < 4; i++) entries[4 * gap + i] = entries[4 * at + i]!;
      gap = at;
    }
    entries[4 * gap] = 0;
  }

  /** Twice the entries. In the order of the old table writes go to two places that move along. */
  #double(): void {
    const old = this.#entries;
    const entries = new Int32Array(old.length * 2);
    const mask = this.#mask * 2 + 1;
    for (let from = 0; from < old.length; from += 4) {
      if (old[from] === 0) continue;
      let at = home(old[from + 1]!) & mask;
      while (entries[4 * at] !== 0) at = (at + 1) & mask;
      entries[4 * at] = old[from]!;
      entries[4 * at + 1] = old[from + 1]!;
      entries[4 * at + 2] = old[from + 2]!;
      entries[4 * at + 3] = old[from + 3]!;
    }
    this.#entries = entries;
    this.#mask = mask;
  }

  /** A table of `count` entries (a power of two) with all live slots. */
  #rebuild(count: number): void {
    this.#entries = new Int32Array(count * 4);
    this.#mask = count - 1;
    for (let slot = 0; slot < this.slotEnd; slot++) {
      if (this.lengths[slot]! >= 0) this.#link(slot, this.hashes[slot]!);
    }
  }

  #growSlots(count: number): void {
    this.lengths = grownInt32(this.lengths, count).fill(-1, this.slotEnd);
    this.hashes = grownInt32(this.hashes, count);
    this.#rooms = grownInt32(this.#rooms, count);
    this.#free = grownInt32(this.#free, count);
    this.starts = grownUint32(this.starts, count);
  }
}

/**
 * Where to start looking; masked by the caller. Key groups take the low bits of the hash, so mix
 * again.
 */
function home(hash: number): number {
  const mixed = Math.imul(hash, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** A set of keys; removed keys of a table, for one. */
export class KeySet {
  readonly index = new KeyIndex();

  get size(): number {
    return this.index.size;
  }

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

  /** Keys in the index's slots [from, to); all lie below `index.slotEnd`. */
  forEach(from: number, to: number, visit: (key: Uint8Array, hash: number) => void): void {
    for (let slot = from; slot < to; slot++) {
      if (this.index.lengths[slot]! >= 0) visit(this.index.key(slot), this.index.hashes[slot]!);
    }
  }
}
