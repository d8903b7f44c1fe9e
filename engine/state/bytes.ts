/** Growing byte buffer and its reader: the format of state values. Little endian. */
import { decodeUtf8, encodeUtf8Into, utf8BytesMax } from '../../core/utf8.js';
import type { ByteMemory } from '../../core/copy-bytes.js';
import { StateError } from '../../core/errors.js';
import { putVarint } from '../../core/varint.js';
import type { ByteReader, ByteWriter } from './state.js';

/** Appends to one buffer that doubles; `reset` keeps the memory. */
export class BytesWriter implements ByteWriter {
  /** Bytes written so far. */
  length = 0;
  /** Bytes at and above `length` are garbage. */
  buffer: Uint8Array;
  #view: DataView;
  #memory: ByteMemory | null = null;

  constructor(capacityBytes = 64) {
    this.buffer = new Uint8Array(capacityBytes);
    this.#view = new DataView(this.buffer.buffer);
  }

  /** The buffer with a view of it; valid until more is reserved. */
  get memory(): ByteMemory {
    return (this.#memory ??= { bytes: this.buffer, view: this.#view });
  }

  reset(): void {
    this.length = 0;
  }

  /** Fresh copy of what was written from `start` on. */
  slice(start = 0): Uint8Array {
    return this.buffer.slice(start, this.length);
  }

  u8(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }
  i32(value: number): void {
    this.reserve(4);
    this.#view.setInt32(this.length, value, true);
    this.length += 4;
  }
  f64(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }
  i64(value: bigint): void {
    this.reserve(8);
    this.#view.setBigInt64(this.length, value, true);
    this.length += 8;
  }

  /** Integer in [0, 2^53). */
  varint(value: number): void {
    this.reserve(8);
    if (value < 128) {
      this.buffer[this.length++] = value;
      return;
    }
    this.length = putVarint(value, this.buffer, this.length);
  }

  text(value: string): void {
    this.reserve(utf8BytesMax(value) + 16);
    const start = this.length;
    const end = encodeUtf8Into(value, this.buffer, start + 8);
    this.varint(end - start - 8);
    this.buffer.copyWithin(this.length, start + 8, end);
    this.length += end - start - 8;
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.raw(value, 0, value.length);
  }

  /** Bytes [start, end) of `from` without their length. */
  raw(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { buffer } = this;
    let at = this.length;
    if (end - start > 32) buffer.set(from.subarray(start, end), at);
    else for (let i = start; i < end; i++) buffer[at++] = from[i]!;
    this.length += end - start;
  }

  /** Appends `bytes` bytes of garbage, to be set later; gives where they start. */
  skip(bytes: number): number {
    this.reserve(bytes);
    this.length += bytes;
    return this.length - bytes;
  }

  /** Overwrites four bytes. */
  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** Makes room for `bytes` more. */
  reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.length + bytes, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
    this.#view = new DataView(grown.buffer);
    this.#memory = null;
  }
}

/** Reads what a BytesWriter wrote. Throws StateError STATE_CORRUPT past the end. */
export class BytesReader implements ByteReader {
  position: number;
  readonly end: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.position = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  u8(): number {
    return this.#bytes[this.#advance(1)]!;
  }
  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }
  i64(): bigint {
    return this.#view.getBigInt64(this.#advance(8), true);
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  text(): string {
    const length = this.varint();
    const start = this.#advance(length);
    return decodeUtf8(this.#bytes, start, start + length);
  }

  /** A copy. */
  bytes(): Uint8Array {
    const length = this.varint();
    const start = this.#advance(length);
    return this.#bytes.slice(start, start + length);
  }

  /** Copies the next `length` bytes to `target[at]`. */
  rawInto(target: Uint8Array, at: number, length: number): void {
    const start = this.#advance(length);
    target.set(this.#bytes.subarray(start, start + length), at);
  }

  #advance(bytes: number): number {
    const at = this.position;
    if (at + bytes > this.end) {
      throw new StateError('STATE_CORRUPT', {
        message: `a state value ends after ${this.end} bytes, ${at + bytes} wanted`,
        hint: 'restore an older checkpoint',
      });
    }
    this.position = at + bytes;
    return at;
  }
}
