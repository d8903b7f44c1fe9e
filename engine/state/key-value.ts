/**
 * One boxed value to and from key bytes: nested types, and decoding. Same format as key-columns.ts.
 */
import type { Value } from '../../core/batch.js';
import { childTypes, Layout, layoutOf } from '../../core/layout.js';
import { instantOf } from '../../core/timestamp-value.js';
import type { DataType } from '../../core/types.js';
import { compareBytes, decodeUtf8, encodeUtf8 } from '../../core/utf8.js';
import { BytesWriter } from './bytes.js';
import { fixedKeyBytes } from './key-columns.js';

const SIGN_64 = 1n << 63n;
const MASK_64 = (1n << 64n) - 1n;
const NANOS_PER_MS = 1_000_000n;

/** Appends marker and value; pairs of maps and multisets are sorted by their bytes. */
export function putKeyValue(
  type: DataType,
  value: Value,
  isLast: boolean,
  into: BytesWriter,
): void {
  if (value === null) {
    into.u8(0);
    return;
  }
  into.u8(1);
  switch (layoutOf(type)) {
    case Layout.Bool:
      into.u8(value === true ? 1 : 0);
      break;
    case Layout.Big:
      putBig((value as bigint) ^ -SIGN_64, into);
      break;
    case Layout.Wide:
      putBig(((value as bigint) >> 64n) ^ -SIGN_64, into);
      putBig(value as bigint, into);
      break;
    case Layout.Nanos:
      putInstant(value, into);
      break;
    case Layout.Text:
      putRun(encodeUtf8(value as string), isLast, into);
      break;
    case Layout.Bytes:
      putRun(value as Uint8Array, isLast, into);
      break;
    case Layout.List:
      putItems(type, value as readonly Value[], into);
      break;
    case Layout.Pairs:
      putPairs(type, value as readonly Value[], into);
      break;
    case Layout.Row:
      putFields(type, value as readonly Value[], into);
      break;
    case Layout.Null:
      break;
    case Layout.Fixed:
      putNumber(type, value as number, into);
      break;
  }
}

function putBig(value: bigint, into: BytesWriter): void {
  const bits = value & MASK_64;
  for (let shift = 56n; shift >= 0n; shift -= 8n) into.u8(Number((bits >> shift) & 255n));
}

function putInstant(value: Value, into: BytesWriter): void {
  const { ms, nanos } = instantOf(value);
  putDoubleBits(ms === 0 ? 0 : ms, into);
  for (let shift = 24; shift >= 0; shift -= 8) into.u8((nanos >>> shift) & 255);
}

function putDoubleBits(value: number, into: BytesWriter): void {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
  const flip = view.getUint8(0) >= 0x80 ? 0xff : 0;
  for (let i = 0; i < 8; i++) into.u8(view.getUint8(i) ^ (i === 0 && flip === 0 ? 0x80 : flip));
}

function putNumber(type: DataType, value: number, into: BytesWriter): void {
  const width = fixedKeyBytes(type);
  if (type.id === 'float') {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    const flip = view.getUint8(0) >= 0x80 ? 0xff : 0;
    for (let i = 0; i < 4; i++) into.u8(view.getUint8(i) ^ (i === 0 && flip === 0 ? 0x80 : flip));
    return;
  }
  if (width === 8) {
    putDoubleBits(value, into);
    return;
  }
  for (let i = width - 1; i >= 0; i--) {
    into.u8(((value >> (8 * i)) & 255) ^ (i === width - 1 ? 0x80 : 0));
  }
}

function putRun(run: Uint8Array, isLast: boolean, into: BytesWriter): void {
  for (const byte of run) {
    into.u8(byte);
    if (byte === 0 && !isLast) into.u8(0xff);
  }
  if (!isLast) {
    into.u8(0);
    into.u8(0);
  }
}

/** Each item behind a 01, then 00: the empty list is the smallest. */
function putItems(type: DataType, items: readonly Value[], into: BytesWriter): void {
  const [itemType] = childTypes(type);
  for (const item of items) {
    into.u8(1);
    putKeyValue(itemType!, item, false, into);
  }
  into.u8(0);
}

function putPairs(type: DataType, pairs: readonly Value[], into: BytesWriter): void {
  const types = childTypes(type);
  const runs = pairs.map((pair) => {
    const run = new BytesWriter();
    (pair as readonly Value[]).forEach((item, i) => putKeyValue(types[i]!, item, false, run));
    return run.slice();
  });
  runs.sort((a, b) => compareBytes(a, 0, a.length, b, 0, b.length));
  for (const run of runs) {
    into.u8(1);
    into.raw(run, 0, run.length);
  }
  into.u8(0);
}

function putFields(type: DataType, fields: readonly Value[], into: BytesWriter): void {
  childTypes(type).forEach((fieldType, i) => putKeyValue(fieldType, fields[i]!, false, into));
}

/** Written and read at once. */
const scratch = new DataView(new ArrayBuffer(8));

/** Reads values off key bytes. */
export class KeyReader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Next value; `isLast`: it was encoded as the last column. */
  value(type: DataType, isLast: boolean): Value {
    if (this.bytes[this.position++] === 0) return null;
    switch (layoutOf(type)) {
      case Layout.Bool:
        return this.bytes[this.position++] === 1;
      case Layout.Big:
        return BigInt.asIntN(64, this.#big() ^ SIGN_64);
      case Layout.Wide:
        return (BigInt.asIntN(64, this.#big() ^ SIGN_64) << 64n) | this.#big();
      case Layout.Nanos:
        return BigInt(this.#double()) * NANOS_PER_MS + BigInt(this.#integer(4));
      case Layout.Text: {
        const run = this.#run(isLast);
        return decodeUtf8(run, 0, run.length);
      }
      case Layout.Bytes:
        return this.#run(isLast);
      case Layout.List:
        return this.#items(() => this.value(childTypes(type)[0]!, false));
      case Layout.Pairs:
        return this.#items(() => this.#values(childTypes(type)));
      case Layout.Row:
        return this.#values(childTypes(type));
      case Layout.Null:
        return null;
      case Layout.Fixed:
        return this.#number(type);
    }
  }

  #values(types: readonly DataType[]): Value[] {
    return types.map((type) => this.value(type, false));
  }

  #items(next: () => Value): Value[] {
    const items: Value[] = [];
    while (this.bytes[this.position++] === 1) items.push(next());
    return items;
  }

  #big(): bigint {
    const high = this.#integer(4);
    return (BigInt(high) << 32n) | BigInt(this.#integer(4));
  }

  /** Unsigned, `width` <= 4. */
  #integer(width: number): number {
    let bits = 0;
    for (let i = 0; i < width; i++) bits = bits * 256 + this.bytes[this.position++]!;
    return bits;
  }

  #double(): number {
    const isPositive = this.bytes[this.position]! >= 0x80;
    const high = this.#integer(4);
    const low = this.#integer(4);
    scratch.setUint32(0, isPositive ? high - 0x80000000 : 0xffffffff - high);
    scratch.setUint32(4, isPositive ? low : 0xffffffff - low);
    return scratch.getFloat64(0);
  }

  #number(type: DataType): number {
    const width = fixedKeyBytes(type);
    if (type.id === 'float') {
      const view = new DataView(new ArrayBuffer(4));
      const bits = this.#integer(4);
      view.setUint32(0, bits >= 0x80000000 ? bits - 0x80000000 : ~bits >>> 0);
      return view.getFloat32(0);
    }
    if (width === 8) return this.#double();
    return this.#integer(width) - 2 ** (8 * width - 1);
  }

  #run(isLast: boolean): Uint8Array {
    if (isLast) {
      const run = this.bytes.slice(this.position, this.end);
      this.position = this.end;
      return run;
    }
    const run = new BytesWriter();
    for (;;) {
      const byte = this.bytes[this.position++]!;
      if (byte === 0 && this.bytes[this.position++] === 0) return run.slice();
      run.u8(byte);
    }
  }
}
