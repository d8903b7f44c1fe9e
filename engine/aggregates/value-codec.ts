/** Boxed values as bytes of a state value. The layout is on disk. */
import type { Value } from '../../core/batch.js';
import { childTypes, Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import type { ByteReader, ByteWriter, ObjectCodec } from '../state/state.js';

/** Codec of values of `type`, null included. */
export function valueCodec(type: DataType): ObjectCodec<Value> {
  const codec = notNullCodec(type);
  return {
    encode(value, into) {
      into.u8(value === null ? 0 : 1);
      if (value !== null) codec.encode(value, into);
    },
    decode: (from) => (from.u8() === 0 ? null : codec.decode(from)),
    bytes: (value) => (value === null ? 8 : codec.bytes(value)),
  };
}

function notNullCodec(type: DataType): ObjectCodec<Value> {
  switch (layoutOf(type)) {
    case Layout.Bool:
      return boolCodec;
    case Layout.Big:
      return bigCodec;
    case Layout.Wide:
    case Layout.Nanos:
      return wideCodec;
    case Layout.Text:
      return textCodec;
    case Layout.Bytes:
      return bytesCodec;
    case Layout.List:
      return listCodec(valueCodec(childTypes(type)[0]!));
    case Layout.Pairs:
      return listCodec(itemsCodec(childTypes(type)));
    case Layout.Row:
      return itemsCodec(childTypes(type));
    default:
      return numberCodec;
  }
}

const numberCodec: ObjectCodec<Value> = {
  encode: (value, into) => into.f64(value as number),
  decode: (from) => from.f64(),
  bytes: () => 16,
};
const boolCodec: ObjectCodec<Value> = {
  encode: (value, into) => into.u8(value === true ? 1 : 0),
  decode: (from) => from.u8() === 1,
  bytes: () => 8,
};
const bigCodec: ObjectCodec<Value> = {
  encode: (value, into) => into.i64(value as bigint),
  decode: (from) => from.i64(),
  bytes: () => 24,
};
const wideCodec: ObjectCodec<Value> = {
  encode(value, into) {
    into.i64(BigInt.asIntN(64, value as bigint));
    into.i64((value as bigint) >> 64n);
  },
  decode(from) {
    const low = BigInt.asUintN(64, from.i64());
    return (from.i64() << 64n) | low;
  },
  bytes: () => 32,
};
const textCodec: ObjectCodec<Value> = {
  encode: (value, into) => into.text(value as string),
  decode: (from) => from.text(),
  bytes: (value) => 24 + 2 * (value as string).length,
};
const bytesCodec: ObjectCodec<Value> = {
  encode: (value, into) => into.bytes(value as Uint8Array),
  decode: (from) => from.bytes(),
  bytes: (value) => 96 + (value as Uint8Array).length,
};

/** A fixed number of values of given types. */
function itemsCodec(types: readonly DataType[]): ObjectCodec<Value> {
  const codecs = types.map(valueCodec);
  return {
    encode: (value, into) =>
      codecs.forEach((codec, i) => codec.encode((value as readonly Value[])[i]!, into)),
    decode: (from) => codecs.map((codec) => codec.decode(from)),
    bytes: (value) =>
      codecs.reduce((sum, codec, i) => sum + codec.bytes((value as readonly Value[])[i]!), 24),
  };
}

/** Any number of values of one codec. */
export function listCodec<T>(item: ObjectCodec<T>): ObjectCodec<Value> & ObjectCodec<readonly T[]> {
  return {
    encode(value: Value | readonly T[], into: ByteWriter) {
      const items = value as readonly T[];
      into.varint(items.length);
      for (const one of items) item.encode(one, into);
    },
    decode(from: ByteReader) {
      const items: T[] = [];
      for (let left = from.varint(); left > 0; left--) items.push(item.decode(from));
      return items as readonly T[] & Value;
    },
    bytes(value: Value | readonly T[]) {
      let bytes = 24;
      for (const one of value as readonly T[]) bytes += item.bytes(one);
      return bytes;
    },
  };
}
