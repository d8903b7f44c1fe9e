/** A table whose rows a program pushes, and the log its readers read. */
import type { Value } from '../../core/batch.js';
import { assert } from '../../core/assert.js';
import { ConnectorError } from '../../core/errors.js';
import { RowKind } from '../../core/rowkind.js';

export interface ProgramTableOptions {
  /** `push` waits while the slowest reader is this many rows behind. */
  readonly rowsAheadMax?: number;
  /** Read rows kept for a restart within this process, until a checkpoint makes them needless. */
  readonly rowsKeptMax?: number;
}

export interface ProgramRow {
  readonly kind: RowKind;
  readonly values: readonly Value[];
}

/** Where one reader stands. */
interface Reader {
  next: number;
  acknowledged: number;
}

/**
 * Rows are numbered from 0 in the order of `push`. Replayable within the process only: a job
 * restored in a new process finds an empty table. Without readers the rows wait, up to the limit.
 */
export class ProgramTable {
  readonly #rowsAheadMax: number;
  readonly #rowsKeptMax: number;
  #rows: ProgramRow[] = [];
  /** Number of #rows[0]. */
  #first = 0;
  #hasEnded = false;
  #failure: unknown = null;
  readonly #readers = new Set<Reader>();
  #wakeReaders: (() => void)[] = [];
  #wakeWriters: (() => void)[] = [];

  constructor(options: ProgramTableOptions = {}) {
    this.#rowsAheadMax = options.rowsAheadMax ?? 65_536;
    this.#rowsKeptMax = options.rowsKeptMax ?? 1_000_000;
  }

  /** Rows pushed so far. */
  get rowCount(): number {
    return this.#first + this.#rows.length;
  }

  /** Adds boxed rows (see core/batch.ts) in column order; resolves when there is room for more. */
  async push(rows: readonly (readonly Value[])[], kind: RowKind = RowKind.Insert): Promise<void> {
    assert(!this.#hasEnded, 'rows are not pushed after the end');
    for (const values of rows) this.#rows.push({ kind, values });
    wake(this.#wakeReaders);
    while (this.#rowsAhead() >= this.#rowsAheadMax && this.#failure === null && !this.#hasEnded) {
      await new Promise<void>((resolve) => this.#wakeWriters.push(resolve));
    }
  }

  /** No more rows: readers end. */
  end(): void {
    this.#hasEnded = true;
    wake(this.#wakeReaders);
    wake(this.#wakeWriters);
  }

  /** Readers throw `cause`, wrapped as ConnectorError PROGRAM_FAILED. */
  fail(cause: unknown): void {
    this.#failure = cause;
    this.#hasEnded = true;
    wake(this.#wakeReaders);
    wake(this.#wakeWriters);
  }

  /**
   * A reader that starts at row `from` (null = the oldest one kept). Throws ConnectorError
   * PROGRAM_REPLAY.
   */
  open(from: number | null): ProgramReader {
    const next = from ?? this.#first;
    if (next < this.#first || next > this.rowCount) {
      throw new ConnectorError('PROGRAM_REPLAY', {
        message: `row ${next} is asked for, the table has rows ${this.#first} to ${this.rowCount}`,
        hint:
          'rows pushed by a program live in its process: push them again from this row, ' +
          'or start without the checkpoint',
      });
    }
    const reader: Reader = { next, acknowledged: next };
    this.#readers.add(reader);
    return {
      read: (rowsMax) => this.#read(reader, rowsMax),
      position: () => reader.next,
      acknowledge: (row) => {
        reader.acknowledged = row;
        this.#trim();
      },
      hasEnded: () => this.#hasEnded && reader.next >= this.rowCount,
      more: () => this.#more(reader),
      close: () => {
        this.#readers.delete(reader);
      },
    };
  }

  #read(reader: Reader, rowsMax: number): readonly ProgramRow[] {
    const at = reader.next - this.#first;
    const rows = this.#rows.slice(at, at + rowsMax);
    reader.next += rows.length;
    if (rows.length === 0 && this.#failure !== null) {
      throw new ConnectorError('PROGRAM_FAILED', {
        message: 'the program ended the table with an error',
        cause: this.#failure,
      });
    }
    this.#trim();
    wake(this.#wakeWriters);
    return rows;
  }

  #more(reader: Reader): Promise<void> {
    if (reader.next < this.rowCount || this.#hasEnded) return Promise.resolve();
    return new Promise((resolve) => this.#wakeReaders.push(resolve));
  }

  #rowsAhead(): number {
    let least = this.rowCount;
    for (const reader of this.#readers) least = Math.min(least, reader.next);
    return this.#readers.size === 0 ? this.#rows.length : this.rowCount - least;
  }

  /** Forgets rows that every reader has acknowledged, and read ones beyond the limit. */
  #trim(): void {
    let keepFrom = this.rowCount;
    let readTo = this.rowCount;
    for (const reader of this.#readers) {
      keepFrom = Math.min(keepFrom, reader.acknowledged);
      readTo = Math.min(readTo, reader.next);
    }
    const from = Math.max(keepFrom, Math.min(readTo, this.rowCount - this.#rowsKeptMax));
    // Cutting the array costs its length: wait until half of it can go.
    if (from - this.#first < 1024 || (from - this.#first) * 2 < this.#rows.length) return;
    this.#rows = this.#rows.slice(from - this.#first);
    this.#first = from;
  }
}

/** One reader's view. `more` resolves when there are rows or the end. */
export interface ProgramReader {
  read(rowsMax: number): readonly ProgramRow[];
  /** Number of the next row. */
  position(): number;
  acknowledge(row: number): void;
  hasEnded(): boolean;
  more(): Promise<void>;
  close(): void;
}

function wake(waiting: (() => void)[]): void {
  for (const resolve of waiting.splice(0)) resolve();
}
