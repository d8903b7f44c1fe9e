/** One open file of a line format: chunks are read ahead while rows are decoded. */
import type { DecodedRows, Decoder } from '../formats/format.js';
import type { ByteStream } from './byte-stream.js';
import { rowSlice, type RowSlice } from './row-slice.js';

/** Place in a file, exact to the row: the start of a record and how many of its rows are behind. */
export interface FilePlace {
  readonly position: number;
  readonly line: number;
  readonly skip: number;
}
/** Before the first row. */
export const FILE_START: FilePlace = { position: 0, line: 0, skip: 0 };

/** What a source reads rows from. */
export interface OpenFile {
  /** Up to `rowsMax` rows; null at the end. A promise only where the disk must be waited for. */
  read(rowsMax: number): RowSlice | null | Promise<RowSlice | null>;
  place(): FilePlace;
  /** How much of the file, of `bytes` on disk, has been read: 0..1. */
  fraction(bytes: number): number;
  close(): void;
}

const NO_BYTES = new Uint8Array(0);
const NEWLINE = 10;

/** Takes the stream over and closes it. */
export class LineFile implements OpenFile {
  readonly #stream: ByteStream;
  readonly #decoder: Decoder;
  /** Undecoded bytes are #bytes[#start..]; bytes[0] is at #base in the file. */
  #bytes: Uint8Array = NO_BYTES;
  #start = 0;
  #base: number;
  #isLast = false;
  #ahead: Promise<Uint8Array | null> | null = null;
  /** Decoded rows of which `#given` are out. */
  #rows: DecodedRows | null = null;
  #given = 0;
  #skip: number;

  /** `stream` starts at `place.position`. */
  constructor(stream: ByteStream, decoder: Decoder, file: string, place: FilePlace) {
    this.#stream = stream;
    this.#decoder = decoder;
    this.#base = place.position;
    this.#skip = place.skip;
    decoder.begin(file, place.line);
  }

  read(rowsMax: number): RowSlice | null | Promise<RowSlice | null> {
    const slice = this.#decode(rowsMax);
    if (slice !== null) return slice;
    return this.#isLast ? null : this.#readMore(rowsMax);
  }

  place(): FilePlace {
    const { lastRecord } = this.#decoder;
    if (this.#rows === null) {
      return { position: this.#base + this.#start, line: this.#decoder.line, skip: this.#skip };
    }
    const skip = this.#given - (this.#rows.rowCount - lastRecord.rows);
    return { position: lastRecord.position, line: lastRecord.line, skip };
  }

  fraction(bytes: number): number {
    return Math.min(1, this.place().position / bytes);
  }

  close(): void {
    this.#stream.close();
  }

  /** Rows that need no more bytes, or null. */
  #decode(rowsMax: number): RowSlice | null {
    if (this.#rows === null) {
      const wanted = this.#skip > 0 ? this.#skip + 1 : rowsMax;
      const step = { isLast: this.#isLast, rowsMax: wanted, position: this.#base };
      if (this.#start < this.#bytes.length) {
        this.#start = this.#decoder.decode(this.#bytes, this.#start, this.#bytes.length, step);
      }
      if (this.#decoder.rowCount <= this.#skip) return null;
      this.#rows = this.#decoder.take();
      this.#given = this.#skip;
      this.#skip = 0;
    }
    const rows = this.#rows;
    const count = Math.min(rowsMax, rows.rowCount - this.#given);
    const slice = rowSlice(rows, this.#given, count);
    this.#given += count;
    if (this.#given === rows.rowCount) this.#rows = null;
    return slice;
  }

  async #readMore(rowsMax: number): Promise<RowSlice | null> {
    for (;;) {
      const next = await (this.#ahead ?? this.#stream.next());
      this.#ahead = null;
      if (next === null) {
        this.#isLast = true;
        this.#endLine();
        return this.#decode(rowsMax);
      }
      this.#ahead = this.#stream.next();
      this.#ahead.catch(() => {
        /* thrown when it is awaited */
      });
      this.#append(next);
      const slice = this.#decode(rowsMax);
      if (slice !== null) return slice;
    }
  }

  #append(next: Uint8Array): void {
    const rest = this.#bytes.length - this.#start;
    this.#base += this.#start;
    if (rest === 0) {
      this.#bytes = next;
    } else {
      const joined = new Uint8Array(rest + next.length);
      joined.set(this.#bytes.subarray(this.#start));
      joined.set(next, rest);
      this.#bytes = joined;
    }
    this.#start = 0;
  }

  /** The last line need not end with a newline. */
  #endLine(): void {
    const length = this.#bytes.length;
    if (this.#start < length && this.#bytes[length - 1] !== NEWLINE)
      this.#append(new Uint8Array([NEWLINE]));
  }
}
