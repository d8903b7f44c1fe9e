/** One open file of a line format: chunks are read ahead while rows are decoded. */
import type { DecodedRows, Decoder } from '../formats/format.js';
import type { ByteStream, Chunk } from './byte-stream.js';
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
  close(): Promise<void>;
}

const NO_BYTES = new Uint8Array(0);
const NEWLINE = 10;

/** Takes the stream over and closes it. */
export class LineFile implements OpenFile {
  readonly #stream: ByteStream;
  readonly #decoder: Decoder;
  /** Undecoded bytes are #bytes[#start..#end); bytes[0] is (or would be) at #base in the file. */
  #bytes: Uint8Array = NO_BYTES;
  #start = 0;
  #end = 0;
  #base: number;
  /** Is #bytes a buffer of this object, with room behind #end? */
  #isOwn = false;
  /**
   * So many bytes must be there before a record that did not end is looked at again: twice those
   * of the last time, so that a record of n bytes costs O(n).
   */
  #enough = 0;
  #isLast = false;
  #ahead: Promise<Chunk | null> | null = null;
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

  async close(): Promise<void> {
    await this.#stream.close();
  }

  /** Rows that need no more bytes, or null. */
  #decode(rowsMax: number): RowSlice | null {
    if (this.#rows === null) {
      const wanted = this.#skip > 0 ? this.#skip + 1 : rowsMax;
      const step = { isLast: this.#isLast, rowsMax: wanted, position: this.#base };
      const size = this.#end - this.#start;
      if (size > 0 && (this.#isLast || size >= this.#enough)) {
        this.#start = this.#decoder.decode(this.#bytes, this.#start, this.#end, step);
        this.#enough = this.#end - this.#start === size ? 2 * size : 0;
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
      this.#append(next);
      this.#ahead = this.#stream.next(); // into the buffer that `append` has done with
      this.#ahead.catch(() => {
        /* thrown when it is awaited */
      });
      const slice = this.#decode(rowsMax);
      if (slice !== null) return slice;
    }
  }

  /** Goes on with the rest of the bytes and `next` behind it; only the rest is moved, if at all. */
  #append(next: Chunk): void {
    const size = next.end - next.start;
    if (this.#isOwn && this.#end + size <= this.#bytes.length) {
      this.#bytes.set(next.buffer.subarray(next.start, next.end), this.#end);
      this.#end += size;
    } else this.#join(next);
    if (this.#decoder.skipsMark && this.#base + this.#start === 0) this.#skipMark();
  }

  #join(next: Chunk): void {
    const rest = this.#bytes.subarray(this.#start, this.#end);
    this.#base += this.#start;
    this.#isOwn = rest.length > next.start;
    if (!this.#isOwn) {
      this.#bytes = next.buffer;
      this.#start = next.start - rest.length;
      this.#end = next.end;
      this.#bytes.set(rest, this.#start);
    } else {
      const size = rest.length + next.end - next.start;
      this.#bytes = new Uint8Array(Math.max(size, this.#enough));
      this.#bytes.set(rest);
      this.#bytes.set(next.buffer.subarray(next.start, next.end), rest.length);
      this.#start = 0;
      this.#end = size;
    }
    this.#base -= this.#start;
  }

  #skipMark(): void {
    const [bytes, at] = [this.#bytes, this.#start];
    const isMark = bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
    if (isMark && at + 3 <= this.#end) this.#start += 3;
  }

  /** The last line need not end with a newline. */
  #endLine(): void {
    if (this.#start < this.#end && this.#bytes[this.#end - 1] !== NEWLINE)
      this.#append({ buffer: new Uint8Array([NEWLINE]), start: 0, end: 1 });
  }
}
