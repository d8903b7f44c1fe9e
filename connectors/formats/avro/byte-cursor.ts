/** Reads Avro's binary forms from bytes; running over the end throws DataError CORRUPT_FILE. */
import { DataError } from '../../../core/errors.js';

/** A place in bytes that moves on with every read. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Place of the next `count` bytes, which are used up. */
  take(count: number): number {
    const start = this.at;
    if (!(count >= 0 && count <= this.bytes.length - start)) throw corrupt('it ends too early');
    this.at = start + count;
    return start;
  }

  /** A zigzag varint: a number when it is below 2^52 in magnitude, else a bigint. */
  integer(): number | bigint {
    let low = 0; // 28 bits
    let middle = 0; // 28 bits
    let high = 0; // 8 bits
    for (let i = 0; ; i++) {
      if (i === 10) throw corrupt('an integer of more than 64 bits');
      const byte = this.bytes[this.take(1)]!;
      const bits = byte & 127;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * (i - 4));
      else high |= bits << (7 * (i - 8));
      if (byte < 128) break;
    }
    if (high === 0 && middle < 2 ** 25) {
      const folded = middle * 2 ** 28 + low;
      return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    }
    const folded = (BigInt(high & 255) << 56n) | (BigInt(middle) << 28n) | BigInt(low);
    return BigInt.asIntN(64, (folded >> 1n) ^ -(folded & 1n));
  }

  /** An integer that is a size, a count or an int. */
  number(): number {
    const value = this.integer();
    if (typeof value === 'bigint') throw corrupt('a size or int that is too large');
    return value;
  }

  float(): number {
    return this.#view.getFloat32(this.take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.take(8), true);
  }

  boolean(): boolean {
    return this.bytes[this.take(1)] !== 0;
  }

  /**
   * Calls `item` for every item of an array or map, whose blocks say how many follow. Items of
   * no bytes at all (null) are believed up to `ITEMS_MAX`.
   */
  items(item: () => void): void {
    for (;;) {
      let count = this.number();
      if (count === 0) return;
      if (count < 0) {
        count = -count;
        this.number(); // bytes of the block
      }
      if (count > ITEMS_MAX) throw corrupt('an array of too many items');
      for (let i = 0; i < count; i++) item();
    }
  }
}

const ITEMS_MAX = 1 << 28;

/** DataError CORRUPT_FILE; whoever knows the file's name adds it. */
export function corrupt(what: string): DataError {
  return new DataError('CORRUPT_FILE', {
    message: `an Avro file cannot be read: ${what}`,
    hint: 'check the file with another Avro reader',
  });
}
