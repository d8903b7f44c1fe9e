/** The rows that were added to a multimap before a freeze, on their way to the log. */
import { Section } from '../../storage/log-block.js';
import type { BytesWriter } from './bytes.js';
import { ColumnWriter } from './column-writer.js';

/** Changes of one section, at most. */
export const ADDED_BATCH = 2048;
/** Changes of the first section, and at least of each: how large they are shows then. */
const FIRST_CHANGES = 32;

/** Knows what the changes mean. */
export interface AddedWriter {
  /** Appends at most ADDED_BATCH changes to a section, each a record to which rows are added. */
  putAdded(changes: Int32Array, count: number, into: ColumnWriter): void;
}

/**
 * Part of a freeze: rows go to the log in the order in which they came and mostly lie in memory,
 * until one of them is removed or altered. Then all units that wait are logged whole, which
 * replaces what was added to them.
 */
export class AddedChanges {
  /** null: cancelled, or all is taken. */
  #changes: Int32Array | null;
  #next = 0;
  #isCancelled = false;
  readonly #writer: AddedWriter;
  readonly #columns = new ColumnWriter();
  /** As in the section before. */
  #changesPerByte = 0;

  constructor(changes: Int32Array, writer: AddedWriter) {
    this.#changes = changes;
    this.#writer = writer;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return this.#changes === null ? 0 : this.#changes.byteLength;
  }

  /** Are units to be logged whole? */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** A unit of the freeze is about to change: its rows may be others from now on. */
  cancel(): void {
    this.#isCancelled = true;
    this.#changes = null;
  }

  /** Appends sections until `into` holds `bytesMax` bytes; false when none is left. */
  take(into: BytesWriter, bytesMax: number): boolean {
    const changes = this.#changes;
    if (changes === null) return false;
    while (this.#next < changes.length) {
      if (into.length >= bytesMax) return true;
      this.#takeSection(changes, into, bytesMax);
    }
    this.#changes = null;
    return false;
  }

  #takeSection(changes: Int32Array, into: BytesWriter, bytesMax: number): void {
    const start = into.length;
    const wanted = (bytesMax - start) * this.#changesPerByte;
    const most = Math.max(FIRST_CHANGES, Math.min(ADDED_BATCH, wanted));
    const taken = changes.subarray(this.#next, this.#next + most);
    this.#next += taken.length;
    this.#columns.begin(into, Section.Added, taken.length);
    this.#writer.putAdded(taken, taken.length, this.#columns);
    this.#columns.end();
    this.#changesPerByte = taken.length / (into.length - start);
  }
}
