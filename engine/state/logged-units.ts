/** The dirty set of one table at one barrier, encoded for the log while rows flow on. */
import { RECORD_HEADER_BYTES, Section, SECTION_HEADER_BYTES } from '../../storage/log-block.js';
import type { AddedChanges } from './added-changes.js';
import { BytesWriter } from './bytes.js';
import { ColumnWriter } from './column-writer.js';
import { GROUP_BYTES } from './disk-key.js';
import { keyGroupOf } from './hash.js';
import type { LoggedKeys } from './logged-keys.js';
import type { GrownUnits, Units, WaitingUnits } from './units.js';

/** Units or deletions of one section, at most. */
export const RECORD_BATCH_UNITS = 512;
/** Units of the first section, and at least of each: how large they are shows then. */
const FIRST_UNITS = 32;

/** Appends the log record (log-block.ts) of one unit; `grown`: see units.ts. */
export function putRecord(
  owner: Units,
  unit: number,
  maxParallelism: number,
  grown: GrownUnits,
  into: BytesWriter,
): void {
  const start = into.skip(RECORD_HEADER_BYTES);
  owner.keys.put(keyGroupOf(owner.hash(unit), maxParallelism), into);
  owner.putKey(unit, into);
  const keyEnd = into.length;
  owner.putValue(unit, into, grown);
  into.setU32(start, keyEnd - start - RECORD_HEADER_BYTES);
  into.setU32(start + 4, into.length - keyEnd);
}

/** What a freeze took: a list of units, or all below `end` that wait for it. */
export interface PickedUnits {
  readonly units: Int32Array | null;
  /** Number of units. */
  readonly count: number;
  /** Length of the list, or the first unit number that is too high. */
  readonly end: number;
}

/** What a freeze took. */
export interface FrozenParts extends PickedUnits {
  readonly removed: LoggedKeys;
  /** null: units are logged whole. */
  readonly added: AddedChanges | null;
}

/** Deletions, then what was added to units, or units whole, of one freeze in any order. */
export class LoggedUnits {
  readonly #picked: PickedUnits;
  readonly #added: AddedChanges | null;
  readonly #owner: Units;
  readonly #waiting: WaitingUnits;
  readonly #maxParallelism: number;
  readonly #removed: LoggedKeys;
  readonly #columns = new ColumnWriter();
  /** Records of units that changed before their turn. */
  #early = new BytesWriter();
  #next = 0;
  #nextRemoved = 0;
  /** Nothing is left, though units that were logged as added rows were not thawed one by one. */
  #isTaken = false;
  /** Where the key of `#nextRemoved` begins. */
  #removedAt = 0;
  readonly #batch = new Int32Array(RECORD_BATCH_UNITS);
  /** About how many units fill a block, as those did that were written last. */
  #unitsPerByte = 0;

  constructor(owner: Units, waiting: WaitingUnits, maxParallelism: number, parts: FrozenParts) {
    this.#owner = owner;
    this.#waiting = waiting;
    this.#maxParallelism = maxParallelism;
    this.#picked = parts;
    this.#added = parts.added;
    this.#removed = parts.removed;
  }

  /** null: all that the freeze holds. */
  get units(): Int32Array | null {
    return this.#picked.units;
  }

  get count(): number {
    return this.#picked.count;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return (this.units === null ? 0 : 4 * this.units.length) + this.#early.buffer.length;
  }

  /** Records to come, at most. */
  get size(): number {
    return this.count + this.#removed.count;
  }

  /** Encodes a waiting unit now: it is about to change. Does nothing when all is taken. */
  encodeEarly(unit: number): void {
    if (this.#isTaken) return;
    this.#added?.cancel();
    putRecord(this.#owner, unit, this.#maxParallelism, this.#waiting.grown, this.#early);
  }

  /** Appends sections until `into` holds `bytesMax` bytes; false when none is left. */
  take(into: BytesWriter, bytesMax: number): boolean {
    const { count } = this.#removed;
    while (this.#nextRemoved < count && into.length < bytesMax) this.#takeRemoved(into);
    if (this.#nextRemoved < count) return true; // a key may have come back: deletions precede all
    if (this.#early.length > 0) this.#takeEarly(into);
    if (this.#added?.take(into, bytesMax) === true) return true;
    const { end } = this.#picked;
    if (this.#added?.isAll === true) this.#next = end;
    while (this.#next < end && into.length < bytesMax) this.#takeBatch(into, bytesMax);
    this.#isTaken = this.#next >= end && this.#early.length === 0;
    return !this.#isTaken;
  }

  #takeRemoved(into: BytesWriter): void {
    const from = this.#nextRemoved;
    const to = Math.min(this.#removed.count, from + RECORD_BATCH_UNITS);
    const { keys } = this.#owner;
    const start = this.#removedAt;
    this.#columns.begin(into, Section.Deletes, to - from);
    this.#removed.putGroups(from, to, this.#maxParallelism, this.#columns);
    this.#columns.constant(keys.prefix.subarray(GROUP_BYTES));
    this.#removedAt = this.#removed.putBytes(from, to, start, this.#columns);
    this.#columns.end();
    this.#nextRemoved = to;
  }

  #takeEarly(into: BytesWriter): void {
    const start = into.skip(SECTION_HEADER_BYTES);
    into.buffer[start] = Section.Records;
    into.setU32(start + 1, this.#early.length);
    into.raw(this.#early.buffer, 0, this.#early.length);
    this.#early = new BytesWriter();
  }

  /** Is all that is new in a unit logged as rows that were added? */
  #isAdded(unit: number): boolean {
    if (this.#added === null || this.#added.isCancelled) return false;
    return (this.#waiting.grown.get(unit) ?? this.#owner.rowsOf(unit)) > 0;
  }

  #takeBatch(into: BytesWriter, bytesMax: number): void {
    const { units, end } = this.#picked;
    const batch = this.#batch;
    const wanted = (bytesMax - into.length) * this.#unitsPerByte;
    const most = Math.max(FIRST_UNITS, Math.min(RECORD_BATCH_UNITS, wanted));
    let next = this.#next;
    let count = 0;
    while (next < end && count < most) {
      const unit = units === null ? next : units[next]!;
      next += 1;
      if (this.#waiting.thaw(unit) && !this.#isAdded(unit)) batch[count++] = unit;
    }
    this.#next = next;
    if (count === 0) return;
    const start = into.length;
    this.#columns.begin(into, Section.Puts, count);
    this.#owner.putColumns(batch, count, this.#maxParallelism, this.#waiting.grown, this.#columns);
    this.#columns.end();
    this.#unitsPerByte = count / (into.length - start);
  }
}
