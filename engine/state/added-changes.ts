/** The rows that were added to a multimap before a freeze, on their way to the log. */
import { Section } from '../../storage/log-block.js';
import type { BytesWriter } from './bytes.js';
import { ColumnWriter } from './column-writer.js';
import type { LoggedKeys } from './logged-keys.js';

/** Changes of one section, at most. */
export const ADDED_BATCH = 2048;
/** Changes of the first section, and at least of each: how large they are shows then. */
const FIRST_CHANGES = 32;

/** What a freeze takes. */
export interface AddedSet {
  readonly changes: Int32Array;
  /** By change: the key of its bucket. */
  readonly keys: LoggedKeys;
  /** Is this all that the freeze holds? */
  readonly isAll: boolean;
}

/** Knows what the changes mean. */
export interface AddedWriter {
  /**
   * Appends changes [from, to), at most ADDED_BATCH, to a section, each a record to which rows are
   * added. The first one's key begins at byte `keyStart`; gives where the last one's ends.
   */
  putAdded(set: AddedSet, from: number, to: number, keyStart: number, into: ColumnWriter): number;
}

/**
 * Part of a freeze: rows go to the log in the order in which they came and mostly lie in memory,
 * until one of them is removed or altered. Then all units that wait are logged whole, which
 * replaces what was added to them.
 */
export class AddedChanges {
  /** null: cancelled, or all is taken. */
  #set: AddedSet | null;
  #next = 0;
  /** Where the key of `#next` begins. */
  #keyStart = 0;
  readonly #isAll: boolean;
  #isCancelled = false;
  readonly #writer: AddedWriter;
  readonly #columns = new ColumnWriter();
  /** As in the section before. */
  #changesPerByte = 0;

  constructor(set: AddedSet, writer: AddedWriter) {
    this.#set = set;
    this.#isAll = set.isAll;
    this.#writer = writer;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return this.#set === null ? 0 : this.#set.changes.byteLength + this.#set.keys.footprint;
  }

  /** Are units to be logged whole? */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Is no unit to be logged besides? */
  get isAll(): boolean {
    return this.#isAll && !this.#isCancelled;
  }

  /** A unit of the freeze is about to change: its rows may be others from now on. */
  cancel(): void {
    this.#isCancelled = true;
    this.#set = null;
  }

  /** Appends sections until `into` holds `bytesMax` bytes; false when none is left. */
  take(into: BytesWriter, bytesMax: number): boolean {
    const set = this.#set;
    if (set === null) return false;
    while (this.#next < set.changes.length) {
      if (into.length >= bytesMax) return true;
      this.#takeSection(set, into, bytesMax);
    }
    this.#set = null;
    return false;
  }

  #takeSection(set: AddedSet, into: BytesWriter, bytesMax: number): void {
    const start = into.length;
    const wanted = (bytesMax - start) * this.#changesPerByte;
    const most = Math.max(FIRST_CHANGES, Math.min(ADDED_BATCH, wanted));
    const from = this.#next;
    const to = Math.min(set.changes.length, from + Math.floor(most));
    this.#columns.begin(into, Section.Added, to - from);
    this.#keyStart = this.#writer.putAdded(set, from, to, this.#keyStart, this.#columns);
    this.#columns.end();
    this.#next = to;
    this.#changesPerByte = (to - from) / (into.length - start);
  }
}
