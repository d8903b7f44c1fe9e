/**
 * Which units of a table (one unit = one entry on disk) must be written, and the two halves of a
 * checkpoint: `freeze` swaps the dirty set, FrozenUnits hands it out later, group by group.
 *
 * A unit is clean, dirty (changed since the last freeze) or frozen (to be written by the freeze in
 * progress, unchanged since). Changing or removing a frozen unit encodes its old value first.
 * A removed unit that may be on disk leaves its key in `removed` until a freeze deletes it.
 */
import { assert } from '../../core/assert.js';
import { BytesWriter } from './bytes.js';
import type { DiskKeys } from './disk-key.js';
import { FrozenUnits } from './frozen-units.js';
import { hashBytes } from './hash.js';
import { KeySet } from './key-index.js';

const DIRTY = 1;
/** In the dirty list (perhaps no longer dirty). */
const LISTED = 2;
const FROZEN = 4;
/** May be on disk: removing it must delete it there. */
const STORED = 8;
/** Used since the eviction clock passed. */
const USED = 16;
/** Part of the freeze in progress, whether encoded already or not: not yet surely on disk. */
const HELD = 32;

/** What the write-back must know of the table that owns the units. */
export interface Units {
  readonly keys: DiskKeys;
  /** Bytes at the end of a unit's key that its key group does not depend on (chunk numbers). */
  readonly suffixBytes: number;
  /** Hash that decides the unit's key group. */
  hash(unit: number): number;
  /** Appends the unit's key, without the disk prefix. */
  putKey(unit: number, into: BytesWriter): void;
  /** Appends the unit's value. */
  putValue(unit: number, into: BytesWriter): void;
}

/** The dirty set of one kind of units; see the header. */
export class WriteBack {
  readonly #units: Units;
  readonly #maxParallelism: number;
  #flags = new Uint8Array(16);
  #dirty = new Int32Array(16);
  #dirtyCount = 0;
  #removed = new KeySet();
  #frozen: FrozenUnits | null = null;
  readonly #scratch = new BytesWriter();

  constructor(units: Units, maxParallelism: number) {
    this.#units = units;
    this.#maxParallelism = maxParallelism;
  }

  /** Makes room for units 0..count-1. */
  reserve(count: number): void {
    if (count <= this.#flags.length) return;
    const flags = new Uint8Array(Math.max(count, this.#flags.length * 2));
    flags.set(this.#flags);
    this.#flags = flags;
  }

  /** Must precede a change of the unit. */
  touch(unit: number): void {
    const flags = this.#flags[unit]!;
    if ((flags & DIRTY) !== 0) return;
    if ((flags & FROZEN) !== 0) this.#encodeEarly(unit);
    this.#markDirty(unit);
  }

  touchAll(units: Int32Array, count: number): void {
    const flags = this.#flags;
    for (let i = 0; i < count; i++) {
      const unit = units[i]!;
      if ((flags[unit]! & DIRTY) === 0) this.touch(unit);
    }
  }

  /** A new unit, with the key that putKey(unit) now gives; it is dirty. */
  created(unit: number): void {
    this.#flags[unit]! &= LISTED;
    if (this.#removed.size > 0 || this.#frozen !== null) this.#forgetRemoval(unit);
    this.#markDirty(unit);
  }

  /** A unit read from disk: clean. */
  loaded(unit: number): void {
    this.#flags[unit] = (this.#flags[unit]! & LISTED) | STORED;
  }

  /** Must precede the removal of the unit (its key and value are still there). */
  removing(unit: number): void {
    const flags = this.#flags[unit]!;
    if ((flags & FROZEN) !== 0) this.#encodeEarly(unit);
    if ((flags & STORED) !== 0) {
      this.#scratch.reset();
      this.#units.putKey(unit, this.#scratch);
      this.#removed.add(this.#scratch.buffer.subarray(0, this.#scratch.length));
    }
    this.#flags[unit]! &= LISTED;
  }

  /** Forgets a unit that stays on disk (eviction). It must be clean. */
  evicting(unit: number): void {
    assert(this.isClean(unit), `evicted unit ${unit} is clean`);
    this.#flags[unit]! &= LISTED;
  }

  /** Is the unit on disk as it is in memory? */
  isClean(unit: number): boolean {
    return (this.#flags[unit]! & (DIRTY | HELD)) === 0;
  }

  /** Units that are not clean, at most. */
  get busyCount(): number {
    return this.#dirtyCount + (this.#frozen === null ? 0 : this.#frozen.units.length);
  }

  /** Bytes of memory besides the units' own. */
  get footprint(): number {
    const removed = this.#removed.size === 0 ? 0 : this.#removed.index.footprint;
    return 4 * this.#dirtyCount + removed + (this.#frozen === null ? 0 : this.#frozen.footprint);
  }

  use(unit: number): void {
    this.#flags[unit]! |= USED;
  }

  /** Was the unit used since the last call? */
  takeUsed(unit: number): boolean {
    const used = (this.#flags[unit]! & USED) !== 0;
    this.#flags[unit]! &= ~USED;
    return used;
  }

  /**
   * Is this key, absent in memory, also absent as far as operators are concerned? Else ask the
   * disk.
   */
  isRemoved(bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    return (
      (this.#removed.size > 0 && this.#removed.has(bytes, start, end, hash)) ||
      (this.#frozen !== null && this.#frozen.isRemoved(bytes, start, end, hash))
    );
  }

  /** Swaps the dirty set. The FrozenUnits must be settled before the next freeze. O(dirty). */
  freeze(): FrozenUnits {
    assert(this.#frozen === null, 'the freeze before is settled');
    const flags = this.#flags;
    const units = new Int32Array(this.#dirtyCount);
    let count = 0;
    for (let i = 0; i < this.#dirtyCount; i++) {
      const unit = this.#dirty[i]!;
      const old = flags[unit]!;
      flags[unit] = old & ~(LISTED | DIRTY);
      if ((old & DIRTY) === 0) continue;
      flags[unit]! |= FROZEN | STORED | HELD;
      units[count++] = unit;
    }
    this.#dirtyCount = 0;
    const removed = this.#removed;
    this.#removed = new KeySet();
    const frozen = units.subarray(0, count);
    this.#frozen = new FrozenUnits(this.#units, this, this.#maxParallelism, frozen, removed);
    return this.#frozen;
  }

  /** Does the freeze in progress still wait for the unit? */
  isWaiting(unit: number): boolean {
    return (this.#flags[unit]! & FROZEN) !== 0;
  }

  /** Hands the unit to the freeze in progress; false when that has it already. */
  thaw(unit: number): boolean {
    const waits = (this.#flags[unit]! & FROZEN) !== 0;
    this.#flags[unit]! &= ~FROZEN;
    return waits;
  }

  /** Everything frozen is on disk. */
  written(): void {
    const flags = this.#flags;
    const { units } = this.#frozen!;
    for (let i = 0; i < units.length; i++) flags[units[i]!]! &= ~HELD;
    this.#frozen = null;
  }

  /**
   * The write failed or was given up: what was frozen is dirty again. Keys in memory are told by
   * `isLive`.
   */
  giveUp(
    isLive: (unit: number) => boolean,
    hasKey: (key: Uint8Array, hash: number) => boolean,
  ): void {
    const frozen = this.#frozen!;
    this.#frozen = null;
    for (const unit of frozen.units) {
      this.#flags[unit]! &= ~(FROZEN | HELD);
      if (isLive(unit)) this.#markDirty(unit);
    }
    frozen.removed.forEach(0, frozen.removed.index.slotEnd, (key, hash) => {
      if (!hasKey(key, hash)) this.#removed.add(key);
    });
  }

  #markDirty(unit: number): void {
    const flags = this.#flags[unit]!;
    this.#flags[unit] = flags | DIRTY | LISTED;
    if ((flags & LISTED) !== 0) return;
    if (this.#dirtyCount === this.#dirty.length) {
      const grown = new Int32Array(this.#dirtyCount * 2);
      grown.set(this.#dirty);
      this.#dirty = grown;
    }
    this.#dirty[this.#dirtyCount++] = unit;
  }

  /** The key comes back before its deletion was written: the put will replace what is on disk. */
  #forgetRemoval(unit: number): void {
    this.#scratch.reset();
    this.#units.putKey(unit, this.#scratch);
    const { buffer, length } = this.#scratch;
    const hash = hashBytes(buffer, 0, length);
    const wasRemoved = this.#removed.delete(buffer, 0, length, hash);
    if (wasRemoved || this.#frozen?.isRemoved(buffer, 0, length, hash) === true) {
      this.#flags[unit]! |= STORED;
    }
  }

  #encodeEarly(unit: number): void {
    this.#frozen!.encodeEarly(unit);
    this.#flags[unit]! &= ~FROZEN;
  }
}
