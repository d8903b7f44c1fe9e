/**
 * Which units of a table (one unit = one entry) must be written, and the two halves of a write:
 * `freeze` swaps the dirty set, a FrozenUnits hands it out later. There are two places to write to:
 * a checkpoint appends to the log what changed since the last one (`log`, or everything that is not
 * in the table of the backend: `all`); a spill writes that to the table (`table`), after which it
 * may be evicted.
 *
 * A unit is clean, dirty (changed since the last freeze) or frozen (to be written by the freeze in
 * progress, unchanged since). Changing or removing a frozen unit encodes its old value first. Rows
 * added to one make it dirty and leave it frozen: the freeze takes the rows that it had. A removed
 * unit leaves its key until it is deleted wherever it may be.
 */
import { assert } from '../../core/assert.js';
import type { AddedChanges } from './added-changes.js';
import type { AddedRows } from './added-rows.js';
import { BytesWriter } from './bytes.js';
import { FrozenUnits } from './frozen-units.js';
import { grownInt32, grownUint8 } from './grown-array.js';
import { GrownRows } from './grown-rows.js';
import { hashBytes } from './hash.js';
import { wordsOf } from './key-columns.js';
import { KeySet } from './key-index.js';
import { LoggedKeys } from './logged-keys.js';
import { LoggedUnits } from './logged-units.js';
import type { PickedUnits } from './logged-units.js';
import type { Units } from './units.js';

/** Changed since it was last logged or spilled. */
const DIRTY = 1;
/** In the dirty list (perhaps no longer dirty). */
const LISTED = 2;
const FROZEN = 4;
/** May be in the log or the table: a removal must be logged. */
const STORED = 8;
/** Used since the eviction clock passed. */
const USED = 16;
/** Part of the freeze in progress, whether encoded already or not: not yet surely written. */
const HELD = 32;
/** May be in the table: a removal must be spilled. */
const IN_TABLE = 64;
/** Not in the table as it is in memory. */
const UNSPILLED = 128;

/** A flag of each of the four units of a word. */
const EACH_FLAG = 0x01010101;

/** A freeze in progress, as the write-back sees it. */
interface Frozen {
  /** null: all units that are HELD. */
  readonly units: Int32Array | null;
  /** Number of units. */
  readonly count: number;
  /** Bytes of memory. */
  readonly footprint: number;
  /** Encodes a waiting unit now, which is about to change, unless all is taken. */
  encodeEarly(unit: number): void;
}

/** The dirty set of one kind of units; see the header. */
export class WriteBack {
  readonly #units: Units;
  readonly #maxParallelism: number;
  #flags: Uint8Array = new Uint8Array(16);
  #dirty: Int32Array = new Int32Array(16);
  #dirtyCount = 0;
  #unspilledCount = 0;
  /** Deletions for the log, and for the table, without those of the freeze in progress. */
  #removed = new LoggedKeys();
  #removedInTable = new KeySet();
  #frozen: Frozen | null = null;
  /** Of the freeze in progress. */
  #frozenRemoved = new LoggedKeys();
  /** Of a spill in progress, else empty. */
  #spilledRemoved = new KeySet();
  readonly #scratch = new BytesWriter();
  /** See WaitingUnits. */
  readonly grown = new GrownRows();
  /** Rows added since the last freeze; null: units have none. */
  readonly #added: AddedRows | null;

  constructor(units: Units, maxParallelism: number, added: AddedRows | null = null) {
    this.#units = units;
    this.#added = added;
    this.#maxParallelism = maxParallelism;
  }

  /** Makes room for units 0..count-1. */
  reserve(count: number): void {
    if (count <= this.#flags.length) return;
    const wanted = Math.max(count, this.#flags.length * 2);
    this.#flags = grownUint8(this.#flags, (wanted + 3) & ~3); // whole words
  }

  /** Must precede a change of the unit. */
  touch(unit: number): void {
    this.#added?.spoil();
    const flags = this.#flags[unit]!;
    if ((flags & (DIRTY | FROZEN)) === DIRTY) return;
    if ((flags & FROZEN) !== 0) this.#encodeEarly(unit);
    this.#markDirty(unit);
  }

  /** Must precede a change of a unit that keeps the `rows` it has; the caller lists it. */
  touchToAdd(unit: number, rows: number): void {
    const flags = this.#flags[unit]!;
    if ((flags & DIRTY) !== 0) return;
    if ((flags & FROZEN) !== 0) this.grown.note(unit, rows);
    this.#markDirty(unit);
  }

  touchAll(units: Int32Array, count: number): void {
    this.#added?.spoil();
    const flags = this.#flags;
    for (let i = 0; i < count; i++) {
      const unit = units[i]!;
      if ((flags[unit]! & (DIRTY | FROZEN)) !== DIRTY) this.touch(unit);
    }
  }

  /** A new unit without rows, with the key that putKey(unit) now gives; it is dirty. */
  created(unit: number): void {
    this.#flags[unit]! &= LISTED;
    const hasRemoved = this.#removedInTable.size > 0 || this.#spilledRemoved.size > 0;
    if (hasRemoved) this.#forgetRemoval(unit);
    this.#markDirty(unit);
  }

  /** A unit read from the table: clean. */
  loaded(unit: number): void {
    this.#flags[unit] = (this.#flags[unit]! & LISTED) | STORED | IN_TABLE;
  }

  /** Must precede the removal of the unit (its key and value are still there). */
  removing(unit: number): void {
    this.#added?.spoil();
    const flags = this.#flags[unit]!;
    if ((flags & FROZEN) !== 0) this.#encodeEarly(unit);
    if ((flags & STORED) !== 0) this.#removed.add(this.#units, unit);
    if ((flags & IN_TABLE) !== 0) {
      this.#scratch.reset();
      this.#units.putKey(unit, this.#scratch);
      this.#removedInTable.add(this.#scratch.buffer.subarray(0, this.#scratch.length));
    }
    if ((flags & UNSPILLED) !== 0) this.#unspilledCount -= 1;
    this.#flags[unit]! &= LISTED;
  }

  /** Forgets a unit that stays in the table (eviction). It must be clean. */
  evicting(unit: number): void {
    assert(this.isClean(unit), `evicted unit ${unit} is clean`);
    this.#flags[unit]! &= LISTED;
  }

  /** Is the unit in the table as it is in memory? */
  isClean(unit: number): boolean {
    return (this.#flags[unit]! & (UNSPILLED | HELD)) === 0;
  }

  /** Units that are not clean, at most. */
  get busyCount(): number {
    return this.#unspilledCount + (this.#frozen === null ? 0 : this.#frozen.count);
  }

  /** Bytes of memory besides the units' own. */
  get footprint(): number {
    let bytes = 4 * this.#dirtyCount + (this.#frozen === null ? 0 : this.#frozen.footprint);
    bytes += this.grown.footprint + this.#removed.footprint + this.#frozenRemoved.footprint;
    for (const keys of [this.#removedInTable, this.#spilledRemoved]) {
      if (keys.size > 0) bytes += keys.index.footprint;
    }
    return bytes;
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
   * table.
   */
  isRemoved(bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    const [removed, spilled] = [this.#removedInTable, this.#spilledRemoved];
    return (
      (removed.size > 0 && removed.has(bytes, start, end, hash)) ||
      (spilled.size > 0 && spilled.has(bytes, start, end, hash))
    );
  }

  /**
   * To be logged: units whole, or what was added. It must be settled before the next freeze.
   * `log`: O(dirty); `all`: O(units / 4), without a list.
   */
  freezeToLog(kind: 'log' | 'all', added: AddedChanges | null = null): LoggedUnits {
    assert(this.#frozen === null, 'the freeze before is settled');
    const picked =
      kind === 'log'
        ? listedUnits(this.#freezeListed(this.#takeDirty(), DIRTY, STORED))
        : this.#freezeAll();
    const parts = { ...picked, removed: this.#swap(), added };
    const frozen = new LoggedUnits(this.#units, this, this.#maxParallelism, parts);
    this.#frozen = frozen;
    return frozen;
  }

  /** To be written to the table, all that is not there. As `freezeToLog`; O(units). */
  freezeToTable(): FrozenUnits {
    assert(this.#frozen === null, 'the freeze before is settled');
    const all = this.#takeUnspilled();
    const units = this.#freezeListed(all, DIRTY | UNSPILLED, STORED | IN_TABLE);
    this.#unspilledCount = 0;
    this.#swap(); // the log will be dropped
    this.#spilledRemoved = this.#removedInTable;
    this.#removedInTable = new KeySet();
    const removed = this.#spilledRemoved;
    const frozen = new FrozenUnits(this.#units, this, this.#maxParallelism, units, removed);
    this.#frozen = frozen;
    return frozen;
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

  /** Everything frozen is written. */
  written(): void {
    const flags = this.#flags;
    const { units } = this.#frozen!;
    if (units === null) this.#releaseAll();
    else for (let i = 0; i < units.length; i++) flags[units[i]!]! &= ~(HELD | FROZEN);
    this.#endFreeze();
  }

  /**
   * The write failed or was given up: what was frozen is dirty again. Keys in memory are told by
   * `isLive`.
   */
  giveUp(
    isLive: (unit: number) => boolean,
    hasKey: (key: Uint8Array, hash: number) => boolean,
  ): void {
    this.#added?.spoil();
    for (const unit of this.#frozen!.units ?? this.#heldUnits()) {
      this.#flags[unit]! &= ~(FROZEN | HELD);
      if (isLive(unit)) this.#markDirty(unit);
    }
    this.#removed.addAll(this.#frozenRemoved);
    putBack(this.#spilledRemoved, this.#removedInTable, hasKey);
    this.#endFreeze();
  }

  #endFreeze(): void {
    this.#frozen = null;
    this.grown.clear();
    this.#frozenRemoved = new LoggedKeys();
    this.#spilledRemoved = new KeySet();
  }

  /** The keys to delete from now on are others. */
  #swap(): LoggedKeys {
    this.#frozenRemoved = this.#removed;
    this.#removed = new LoggedKeys();
    return this.#frozenRemoved;
  }

  /** Takes units, which lose `gone` and will be stored as `places` say. */
  #freezeListed(units: Int32Array, gone: number, places: number): Int32Array {
    const flags = this.#flags;
    for (let i = 0; i < units.length; i++) {
      const unit = units[i]!;
      flags[unit] = (flags[unit]! & ~gone) | FROZEN | HELD | places;
    }
    return units;
  }

  /** All that are not spilled, four flags at a time: rows wait. */
  #freezeAll(): PickedUnits {
    const words = wordsOf(this.#flags); // whole words, see `reserve`
    for (let i = 0; i < words.length; i++) {
      const word = words[i]! & ~(LISTED * EACH_FLAG);
      const unspilled = (word >>> 7) & EACH_FLAG;
      words[i] = (word & ~(unspilled * DIRTY)) | (unspilled * (FROZEN | HELD | STORED));
    }
    this.#dirtyCount = 0;
    return { units: null, count: this.#unspilledCount, end: this.#flags.length };
  }

  #releaseAll(): void {
    const words = wordsOf(this.#flags);
    for (let i = 0; i < words.length; i++) words[i]! &= ~(HELD * EACH_FLAG);
  }

  #heldUnits(): number[] {
    const held: number[] = [];
    for (let unit = 0; unit < this.#flags.length; unit++) {
      if ((this.#flags[unit]! & HELD) !== 0) held.push(unit);
    }
    return held;
  }

  /** In the order in which they were touched. */
  #takeDirty(): Int32Array {
    const flags = this.#flags;
    const units = new Int32Array(this.#dirtyCount);
    let count = 0;
    for (let i = 0; i < this.#dirtyCount; i++) {
      const unit = this.#dirty[i]!;
      const old = flags[unit]!;
      flags[unit] = old & ~LISTED;
      if ((old & DIRTY) !== 0) units[count++] = unit;
    }
    this.#dirtyCount = 0;
    return units.subarray(0, count);
  }

  /** Ascending. */
  #takeUnspilled(): Int32Array {
    const flags = this.#flags;
    for (let i = 0; i < this.#dirtyCount; i++) flags[this.#dirty[i]!]! &= ~LISTED;
    this.#dirtyCount = 0;
    const units = new Int32Array(this.#unspilledCount);
    let count = 0;
    for (let unit = 0; unit < flags.length; unit++) {
      if (flags[unit]! >= UNSPILLED) units[count++] = unit;
    }
    assert(count === units.length, `${units.length} units are not spilled, ${count} were found`);
    return units;
  }

  #markDirty(unit: number): void {
    const flags = this.#flags[unit]!;
    if ((flags & UNSPILLED) === 0) this.#unspilledCount += 1;
    this.#flags[unit] = flags | DIRTY | LISTED | UNSPILLED;
    if ((flags & LISTED) !== 0) return;
    if (this.#dirtyCount === this.#dirty.length) {
      this.#dirty = grownInt32(this.#dirty, this.#dirtyCount * 2);
    }
    this.#dirty[this.#dirtyCount++] = unit;
  }

  /** The key comes back before it was deleted in the table: the put will replace what is there. */
  #forgetRemoval(unit: number): void {
    this.#scratch.reset();
    this.#units.putKey(unit, this.#scratch);
    const { buffer, length } = this.#scratch;
    const hash = hashBytes(buffer, 0, length);
    const wasInTable = this.#removedInTable.delete(buffer, 0, length, hash);
    if (wasInTable || this.#spilledRemoved.has(buffer, 0, length, hash)) {
      this.#flags[unit]! |= STORED | IN_TABLE;
    }
  }

  #encodeEarly(unit: number): void {
    this.#frozen!.encodeEarly(unit);
    this.#flags[unit]! &= ~FROZEN;
  }
}

function listedUnits(units: Int32Array): PickedUnits {
  return { units, count: units.length, end: units.length };
}

/** Adds the keys of `from` that are not in memory again. */
function putBack(
  from: KeySet,
  to: KeySet,
  hasKey: (key: Uint8Array, hash: number) => boolean,
): void {
  from.forEach(0, from.index.slotEnd, (key, hash) => {
    if (!hasKey(key, hash)) to.add(key);
  });
}
