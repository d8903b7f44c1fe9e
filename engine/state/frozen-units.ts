/** The dirty set of one table at one barrier, encoded group by group while rows flow on. */
import type { StateEntry } from '../../storage/backend.js';
import { BytesWriter } from './bytes.js';
import type { EntryRun } from './entry-run.js';
import { hashBytes, keyGroupOf } from './hash.js';
import type { KeySet } from './key-index.js';
import type { Units, WaitingUnits } from './units.js';

/** Bytes of an encoded entry besides its key and value. */
const ENTRY_BYTES = 240;

/** See the header. */
export class FrozenUnits {
  readonly units: Int32Array;
  readonly removed: KeySet;
  readonly #owner: Units;
  readonly #waiting: WaitingUnits;
  readonly #maxParallelism: number;
  /** By key group: entries encoded before their turn because the unit was about to change. */
  readonly #early = new Map<number, StateEntry[]>();
  #earlyBytes = 0;
  /** Waiting units by key group; those of group g are #arranged[starts[g]..starts[g + 1]). */
  #arranged = new Int32Array(0);
  readonly #starts: Int32Array;
  /** Next of #arranged to encode. */
  #next = 0;
  /** What `arrange` knows so far: group of each unit (-1: encoded before), end of each group. */
  readonly #groups: Int32Array;
  #ends = new Int32Array(0);
  #counted = 0;
  #placed = 0;
  #placedRemoved = 0;
  readonly #removedByGroup = new Map<number, Uint8Array[]>();
  readonly #key = new BytesWriter();
  readonly #value = new BytesWriter();

  constructor(
    owner: Units,
    waiting: WaitingUnits,
    maxParallelism: number,
    units: Int32Array,
    removed: KeySet,
  ) {
    this.#owner = owner;
    this.#waiting = waiting;
    this.#maxParallelism = maxParallelism;
    this.units = units;
    this.#starts = new Int32Array(maxParallelism + 1);
    this.#groups = new Int32Array(units.length);
    this.removed = removed;
  }

  get count(): number {
    return this.units.length;
  }

  /** Bytes of memory. */
  get footprint(): number {
    const removed = this.removed.size === 0 ? 0 : this.removed.index.footprint;
    return 12 * this.units.length + this.#earlyBytes + removed;
  }

  /** Puts and deletes to come, at most. */
  get size(): number {
    return this.units.length + this.removed.size;
  }

  isRemoved(bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    return this.removed.size > 0 && this.removed.has(bytes, start, end, hash);
  }

  /** Encodes a waiting unit now: it is about to change. */
  encodeEarly(unit: number): void {
    this.#key.reset();
    this.#value.reset();
    this.#owner.putKey(unit, this.#key);
    this.#owner.putValue(unit, this.#value, this.#waiting.grown);
    const group = this.#groupOf(unit);
    const key = this.#owner.keys.make(group, this.#key.buffer, 0, this.#key.length);
    const entry: StateEntry = [key, this.#value.slice()];
    this.#earlyBytes += ENTRY_BYTES + key.length + this.#value.length;
    const entries = this.#early.get(group);
    if (entries === undefined) this.#early.set(group, [entry]);
    else entries.push(entry);
  }

  /**
   * Sorts the units that still wait, and the removed keys, by key group: `most` of them each call,
   * true while more are left. To be done before `take`.
   */
  arrange(most: number): boolean {
    if (this.#counted < this.units.length) this.#count(most);
    else if (this.#placed < this.units.length) this.#place(most);
    else this.#placeRemoved(most);
    return this.#placedRemoved < this.removed.index.slotEnd || this.#placed < this.units.length;
  }

  #count(most: number): void {
    const { units } = this;
    const starts = this.#starts;
    const end = Math.min(units.length, this.#counted + most);
    for (let i = this.#counted; i < end; i++) {
      const group = this.#waiting.isWaiting(units[i]!) ? this.#groupOf(units[i]!) : -1;
      this.#groups[i] = group;
      if (group >= 0) starts[group + 1]! += 1;
    }
    this.#counted = end;
    if (end < units.length) return;
    for (let group = 0; group < this.#maxParallelism; group++) starts[group + 1]! += starts[group]!;
    this.#ends = starts.slice();
    this.#arranged = new Int32Array(starts[this.#maxParallelism]!);
  }

  #place(most: number): void {
    const { units } = this;
    const end = Math.min(units.length, this.#placed + most);
    for (let i = this.#placed; i < end; i++) {
      const group = this.#groups[i]!;
      if (group >= 0) this.#arranged[this.#ends[group]!++] = units[i]!;
    }
    this.#placed = end;
  }

  #placeRemoved(most: number): void {
    const end = Math.min(this.removed.index.slotEnd, this.#placedRemoved + most);
    this.removed.forEach(this.#placedRemoved, end, (key, hash) => {
      const keyEnd = key.length - this.#owner.suffixBytes;
      const groupHash = keyEnd === key.length ? hash : hashBytes(key, 0, keyEnd);
      const group = keyGroupOf(groupHash, this.#maxParallelism);
      const diskKey = this.#owner.keys.make(group, key, 0, key.length);
      const list = this.#removedByGroup.get(group);
      if (list === undefined) this.#removedByGroup.set(group, [diskKey]);
      else list.push(diskKey);
    });
    this.#placedRemoved = end;
  }

  /**
   * Appends entries of one key group to `run`, ascending, until it holds `entriesMax` entries or
   * `bytesMax` bytes; false when none is left. Groups are taken in ascending order.
   */
  take(group: number, run: EntryRun, entriesMax: number, bytesMax: number): boolean {
    const from = run.count;
    const early = this.#early.get(group);
    while (early !== undefined && early.length > 0) {
      if (run.count >= entriesMax || run.bytes >= bytesMax) break;
      run.addEntry(early.pop()!);
    }
    const end = this.#starts[group + 1]!;
    while (this.#next < end && run.count < entriesMax && run.bytes < bytesMax) {
      const unit = this.#arranged[this.#next++]!;
      if (this.#waiting.thaw(unit)) this.#encode(unit, group, run);
    }
    run.sortFrom(from);
    return this.#next < end || (early !== undefined && early.length > 0);
  }

  /** Disk keys to delete in one group. */
  removedOf(group: number): readonly Uint8Array[] {
    return this.#removedByGroup.get(group) ?? [];
  }

  #encode(unit: number, group: number, run: EntryRun): void {
    const { writer } = run;
    const start = writer.length;
    this.#owner.keys.put(group, writer);
    this.#owner.putKey(unit, writer);
    const keyEnd = writer.length;
    this.#owner.putValue(unit, writer, this.#waiting.grown);
    run.add(start, keyEnd);
  }

  #groupOf(unit: number): number {
    return keyGroupOf(this.#owner.hash(unit), this.#maxParallelism);
  }
}
