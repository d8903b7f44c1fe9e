/** Boxed values of a column in Avro's binary form, by a writer made once a table. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { formatType, type DataType, type Field } from '../../../core/types.js';
import { encodeUtf8 } from '../../../core/utf8.js';

/** Adds a boxed value to the bytes. */
export type AvroWrite = (sink: ByteSink, value: Value) => void;

/** Bytes that grow. */
export class ByteSink {
  length = 0;
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);

  /** Room for `count` bytes; gives their place. */
  #room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  byte(value: number): void {
    const at = this.#room(1);
    this.#bytes[at] = value;
  }

  bytes(value: Uint8Array): void {
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
  }

  /** Bytes behind their length. */
  sized(value: Uint8Array): void {
    this.integer(value.length);
    this.bytes(value);
  }

  float(value: number): void {
    const at = this.#room(4);
    this.#view.setFloat32(at, value, true);
  }

  double(value: number): void {
    const at = this.#room(8);
    this.#view.setFloat64(at, value, true);
  }

  /** A zigzag varint of an integer below 2^52 in magnitude. */
  integer(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  long(value: bigint): void {
    const number = Number(value);
    if (Math.abs(number) < 2 ** 52) {
      this.integer(number);
      return;
    }
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (rest >= 128n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** A copy of the bytes so far, which are then gone. */
  take(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.length);
    this.length = 0;
    return bytes;
  }
}

/** Writer of `type`, in the schema of `avroSchemaOf`. Throws DataError ENCODE_VALUE on nulls. */
export function avroWrite(type: DataType): AvroWrite {
  if (type.id === 'null') {
    return () => {
      /* null has no bytes */
    };
  }
  const write = presentWrite(type);
  if (!type.nullable) {
    return (sink, value) => {
      if (value === null) throw unexpectedNull(formatType(type));
      write(sink, value);
    };
  }
  return (sink, value) => {
    sink.byte(value === null ? 0 : 2); // branch 0 or 1, zigzag
    if (value !== null) write(sink, value);
  };
}

/** A record of the fields, from values in their order. */
export function avroRecordWrite(fields: readonly Field[]): readonly AvroWrite[] {
  return fields.map((field) => avroWrite(field.type));
}

function presentWrite(type: DataType): AvroWrite {
  switch (type.id) {
    case 'boolean':
      return (sink, value) => sink.byte(value === true ? 1 : 0);
    case 'bigint':
      return (sink, value) => sink.long(value as bigint);
    case 'float':
      return (sink, value) => sink.float(value as number);
    case 'double':
      return (sink, value) => sink.double(value as number);
    case 'decimal':
      return (sink, value) => sink.sized(shortestBytes(value as bigint));
    case 'char':
    case 'varchar':
      return (sink, value) => sink.sized(encodeUtf8(value as string));
    case 'binary':
    case 'varbinary':
      return (sink, value) => sink.sized(value as Uint8Array);
    case 'timestamp':
    case 'timestamp_ltz':
      if (type.precision <= 3) return (sink, value) => sink.long(BigInt(value as number));
      return (sink, value) => sink.long((value as bigint) / 1000n); // exact: no digits below
    case 'array': {
      const item = avroWrite(type.element);
      return (sink, value) => writeItems(sink, value as readonly Value[], item);
    }
    case 'map':
      return mapWrite(avroWrite(type.value));
    case 'multiset':
      return mapWrite((sink, value) => sink.integer(value as number));
    case 'row': {
      const writes = avroRecordWrite(type.fields);
      return (sink, value) => {
        for (let i = 0; i < writes.length; i++) writes[i]!(sink, (value as readonly Value[])[i]!);
      };
    }
    default: // tinyint, smallint, int, date, time: the schema let nothing else through
      return (sink, value) => sink.integer(value as number);
  }
}

function mapWrite(item: AvroWrite): AvroWrite {
  return (sink, value) =>
    writeItems(sink, value as readonly Value[], (to, entry) => {
      const [key, inner] = entry as readonly [string | null, Value];
      if (key === null) throw unexpectedNull('a key of an Avro map');
      to.sized(encodeUtf8(key));
      item(to, inner);
    });
}

/** One block of all items, then the empty one. */
function writeItems(sink: ByteSink, items: readonly Value[], item: AvroWrite): void {
  if (items.length > 0) sink.integer(items.length);
  for (const value of items) item(sink, value);
  sink.byte(0);
}

/** Two's complement, big-endian, in the fewest bytes. */
function shortestBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 255n));
    rest >>= 8n;
  } while (rest !== (bytes[bytes.length - 1]! >= 128 ? -1n : 0n));
  return Uint8Array.from(bytes.reverse());
}

function unexpectedNull(what: string): DataError {
  return new DataError('ENCODE_VALUE', {
    message: `a null cannot be written as ${what}`,
    hint: 'filter nulls out, or declare the column without NOT NULL',
  });
}
