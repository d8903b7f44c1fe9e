/**
 * Do the tables and vectors of a flatbuffer lie within it? The library of Arrow believes their
 * lengths: a damaged one has it count to four thousand million.
 */
import { corruptArrow } from './arrow-read.js';

/** A place in a flatbuffer; all reads throw DataError CORRUPT_FILE where they leave it. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldCount: number;

  /** The root table of `bytes`. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, within(view, 0, 4) ? view.getUint32(0, true) : -1);
  }

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    const fields = within(view, at, 4) ? at - view.getInt32(at, true) : -1;
    const size = within(view, fields, 4) ? view.getUint16(fields, true) : 0;
    if (size < 4 || !within(view, fields, size)) throw outside();
    this.#fields = fields;
    this.#fieldCount = (size - 4) >> 1;
  }

  /** Where field `slot` of `size` bytes lies; -1 = it is not there. */
  #field(slot: number, size: number): number {
    if (slot >= this.#fieldCount) return -1;
    const offset = this.#view.getUint16(this.#fields + 4 + 2 * slot, true);
    if (offset === 0) return -1;
    if (!within(this.#view, this.#at + offset, size)) throw outside();
    return this.#at + offset;
  }

  byte(slot: number): number {
    const at = this.#field(slot, 1);
    return at < 0 ? 0 : this.#view.getUint8(at);
  }

  int64(slot: number): number {
    const at = this.#field(slot, 8);
    return at < 0 ? 0 : Number(this.#view.getBigInt64(at, true));
  }

  table(slot: number): FlatTable | null {
    const at = this.#field(slot, 4);
    return at < 0 ? null : new FlatTable(this.#view, at + this.#view.getUint32(at, true));
  }

  /** First and number of the items of a vector, each of `size` bytes. */
  #vector(slot: number, size: number): readonly [start: number, length: number] {
    const at = this.#field(slot, 4);
    if (at < 0) return [0, 0];
    const start = at + this.#view.getUint32(at, true);
    if (!within(this.#view, start, 4)) throw outside();
    const length = this.#view.getUint32(start, true);
    if (!within(this.#view, start + 4, length * size)) throw outside();
    return [start + 4, length];
  }

  tables(slot: number): readonly FlatTable[] {
    const [start, length] = this.#vector(slot, 4);
    return Array.from({ length }, (_, i) => {
      const at = start + 4 * i;
      return new FlatTable(this.#view, at + this.#view.getUint32(at, true));
    });
  }

  /** The 64-bit numbers at `offset` of each struct of a vector. */
  numbers(slot: number, size: number, offset: number): readonly number[] {
    const [start, length] = this.#vector(slot, size);
    return Array.from({ length }, (_, i) =>
      Number(this.#view.getBigInt64(start + size * i + offset, true)),
    );
  }
}

function within(view: DataView, at: number, size: number): boolean {
  return at >= 0 && at + size <= view.byteLength;
}

function outside(): Error {
  return corruptArrow('a place that lies outside of its metadata');
}
