/** The typed columns of a keyed table: one array a field, indexed by slot. */
import { assert } from '../../core/assert.js';
import { StateError } from '../../core/errors.js';
import { BytesReader, BytesWriter } from './bytes.js';
import type { ColumnWriter } from './column-writer.js';
import { grownBigInt64, grownFloat64, grownInt32, grownUint8 } from './grown-array.js';
import { wordsOf } from './key-columns.js';
import type { ObjectCodec, StateField, StateFieldKind } from './state.js';

type FieldArray = Float64Array | BigInt64Array | Int32Array | Uint8Array | unknown[];

const FIELD_BYTES: Readonly<Record<StateFieldKind, number>> = {
  f64: 8,
  i64: 8,
  i32: 4,
  u8: 1,
  object: 12,
};

export class Fields {
  /** Bytes a slot takes, objects themselves aside. */
  readonly slotBytes: number;
  /** Approximate bytes of all objects. */
  objectBytes = 0;
  readonly #fields: readonly StateField[];
  readonly #codecs: readonly (ObjectCodec<unknown> | null)[];
  readonly #arrays: FieldArray[];
  readonly #hasObjects: boolean;
  #objectSizes: Int32Array = new Int32Array(0);
  #capacity = 0;
  readonly #object = new BytesWriter();

  constructor(fields: readonly StateField[]) {
    this.#fields = fields;
    this.#codecs = fields.map((field) => {
      assert(
        field.kind !== 'object' || field.codec !== undefined,
        `object field ${field.name} has a codec`,
      );
      return field.codec ?? null;
    });
    this.#arrays = fields.map((field) => makeArray(field.kind, 0));
    this.#hasObjects = fields.some((field) => field.kind === 'object');
    this.slotBytes = fields.reduce((bytes, field) => bytes + FIELD_BYTES[field.kind], 0);
  }

  array(field: number, kind: StateFieldKind): FieldArray {
    assert(this.#fields[field]?.kind === kind, `field ${field} is ${kind}`);
    return this.#arrays[field]!;
  }

  /** Makes room for slots 0..capacity-1. */
  reserve(capacity: number): void {
    if (capacity <= this.#capacity) return;
    this.#capacity = capacity;
    for (let i = 0; i < this.#arrays.length; i++)
      this.#arrays[i] = grownArray(this.#arrays[i]!, capacity);
    if (!this.#hasObjects) return;
    this.#objectSizes = grownInt32(this.#objectSizes, capacity);
  }

  /** Back to zeros. */
  clear(slot: number): void {
    for (let i = 0; i < this.#arrays.length; i++) {
      const array = this.#arrays[i]!;
      if (array instanceof BigInt64Array) array[slot] = 0n;
      else if (Array.isArray(array)) array[slot] = undefined;
      else array[slot] = 0;
    }
    if (this.#hasObjects) this.#setObjectSize(slot, 0);
  }

  /** Slots 0..count-1 back to zeros. */
  clearAll(count: number): void {
    for (const array of this.#arrays) {
      if (array instanceof BigInt64Array) array.fill(0n, 0, count);
      else if (Array.isArray(array)) array.fill(undefined, 0, count);
      else array.fill(0, 0, count);
    }
    if (!this.#hasObjects) return;
    for (let slot = 0; slot < count; slot++) this.#setObjectSize(slot, 0);
  }

  /** Measures the slot's objects again. */
  resized(slot: number): void {
    if (!this.#hasObjects) return;
    let bytes = 0;
    for (let i = 0; i < this.#arrays.length; i++) {
      const codec = this.#codecs[i]!;
      if (codec === null) continue;
      const value = (this.#arrays[i] as unknown[])[slot];
      if (value !== undefined) bytes += codec.bytes(value);
    }
    this.#setObjectSize(slot, bytes);
  }

  encode(slot: number, into: BytesWriter): void {
    for (let i = 0; i < this.#arrays.length; i++) {
      const array = this.#arrays[i]!;
      if (array instanceof Float64Array) into.f64(array[slot]!);
      else if (array instanceof Int32Array) into.i32(array[slot]!);
      else if (array instanceof Uint8Array) into.u8(array[slot]!);
      else if (array instanceof BigInt64Array) into.i64(array[slot]!);
      else this.#encodeObject(this.#codecs[i]!, array[slot], into);
    }
  }

  /** Appends columns of what `encode` writes for each of the slots. */
  putColumns(slots: Int32Array, count: number, into: ColumnWriter): void {
    for (let i = 0; i < this.#arrays.length; i++) {
      const array = this.#arrays[i]!;
      if (array instanceof Int32Array) into.words(array, 1, slots, count, null);
      else if (array instanceof Uint8Array) into.bytes(array, slots, count);
      else if (array instanceof Float64Array || array instanceof BigInt64Array) {
        into.words(wordsOf(array), 2, slots, count, null); // little endian, as the format
      } else this.#putObjects(this.#codecs[i]!, array, slots, count, into);
    }
  }

  decode(slot: number, from: BytesReader): void {
    for (let i = 0; i < this.#arrays.length; i++) {
      const array = this.#arrays[i]!;
      if (array instanceof Float64Array) array[slot] = from.f64();
      else if (array instanceof Int32Array) array[slot] = from.i32();
      else if (array instanceof Uint8Array) array[slot] = from.u8();
      else if (array instanceof BigInt64Array) array[slot] = from.i64();
      else array[slot] = this.#decodeObject(this.#codecs[i]!, from);
    }
    if (from.remaining !== 0) {
      throw new StateError('STATE_CORRUPT', {
        message: `a state value is ${from.remaining} bytes too long`,
        hint: 'restore an older checkpoint',
      });
    }
    this.resized(slot);
  }

  #encodeObject(codec: ObjectCodec<unknown>, value: unknown, into: BytesWriter): void {
    into.u8(value === undefined ? 0 : 1);
    if (value === undefined) return;
    this.#object.reset();
    codec.encode(value, this.#object);
    into.varint(this.#object.length);
    into.raw(this.#object.buffer, 0, this.#object.length);
  }

  #putObjects(
    codec: ObjectCodec<unknown>,
    values: readonly unknown[],
    slots: Int32Array,
    count: number,
    into: ColumnWriter,
  ): void {
    const writer = new BytesWriter();
    const lengths = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const start = writer.length;
      this.#encodeObject(codec, values[slots[i]!], writer);
      lengths[i] = writer.length - start;
    }
    into.pieces(lengths, count, writer.buffer, 0);
  }

  #decodeObject(codec: ObjectCodec<unknown>, from: BytesReader): unknown {
    if (from.u8() === 0) return undefined;
    return codec.decode(new BytesReader(from.bytes()));
  }

  #setObjectSize(slot: number, bytes: number): void {
    this.objectBytes += bytes - this.#objectSizes[slot]!;
    this.#objectSizes[slot] = bytes;
  }
}

function makeArray(kind: StateFieldKind, length: number): FieldArray {
  switch (kind) {
    case 'f64':
      return new Float64Array(length);
    case 'i64':
      return new BigInt64Array(length);
    case 'i32':
      return new Int32Array(length);
    case 'u8':
      return new Uint8Array(length);
    case 'object':
      return Array.from({ length });
  }
}

function grownArray(array: FieldArray, length: number): FieldArray {
  if (Array.isArray(array)) {
    while (array.length < length) array.push(undefined);
    return array;
  }
  if (array instanceof BigInt64Array) return grownBigInt64(array, length);
  if (array instanceof Float64Array) return grownFloat64(array, length);
  if (array instanceof Int32Array) return grownInt32(array, length);
  return grownUint8(array, length);
}
