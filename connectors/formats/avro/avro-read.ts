/** Values of an Avro type as boxed values of a column, by a reader made once a file. */
import type { Value } from '../../../core/batch.js';
import { fitsPrecision, rescale } from '../../../core/decimal.js';
import { DataError, listedNames } from '../../../core/errors.js';
import { timestampValue } from '../../../core/timestamp-value.js';
import { formatType, type DataType, type TimestampType } from '../../../core/types.js';
import { decodeUtf8 } from '../../../core/utf8.js';
import type { AvroNode } from './avro-schema.js';
import { corrupt, type ByteCursor } from './byte-cursor.js';

/** Reads the value at the cursor and moves it on. Throws DataError CORRUPT_FILE. */
export type AvroRead = (cursor: ByteCursor) => Value;

const INTEGER_MAX = { tinyint: 127, smallint: 32767, int: 2147483647 } as const;

/** Throws DataError AVRO_COLUMN when the types do not go together; `column` is for the message. */
export function avroRead(node: AvroNode, type: DataType, column: string): AvroRead {
  if (node.kind === 'union') {
    const branches = node.items.map((branch) => avroRead(branch, type, column));
    return (cursor) => branchOf(branches, cursor)(cursor);
  }
  if (node.kind === 'null') return () => null;
  const read = presentRead(node, type, column);
  if (read !== null) return read;
  throw new DataError('AVRO_COLUMN', {
    message: `column "${column}": Avro's ${node.logical ?? node.kind} is not ${formatType(type)}`,
    hint: "declare the column with the file's type",
  });
}

function branchOf<T>(branches: readonly T[], cursor: ByteCursor): T {
  const branch = branches[cursor.number()];
  if (branch === undefined) throw corrupt('a branch that its union does not have');
  return branch;
}

function presentRead(node: AvroNode, type: DataType, column: string): AvroRead | null {
  const isInteger = node.kind === 'int' || node.kind === 'long';
  switch (type.id) {
    case 'boolean':
      return node.kind === 'boolean' ? (cursor) => cursor.boolean() : null;
    case 'tinyint':
    case 'smallint':
    case 'int':
      return isInteger ? smallRead(INTEGER_MAX[type.id], type) : null;
    case 'bigint':
      return isInteger ? (cursor) => BigInt(cursor.integer()) : null;
    case 'float':
    case 'double':
      return floatRead(node, type.id === 'double');
    case 'decimal':
      return decimalRead(node, type.precision, type.scale, type);
    case 'char':
    case 'varchar':
      return textRead(node);
    case 'binary':
    case 'varbinary':
      return bytesRead(node);
    case 'date':
      return node.kind === 'int' ? (cursor) => cursor.number() : null;
    case 'time':
      return timeRead(node);
    case 'timestamp':
    case 'timestamp_ltz':
      return node.kind === 'long' ? timestampRead(node, type) : null;
    case 'array':
      return node.kind === 'array' ? arrayRead(node, type.element, column) : null;
    case 'map':
      return isTextMap(node, type.key) ? mapRead(node, type.value, column) : null;
    case 'multiset': {
      const count: DataType = { id: 'int', nullable: false };
      return isTextMap(node, type.element) ? mapRead(node, count, column) : null;
    }
    case 'row':
      return node.kind === 'record' ? rowRead(node, type, column) : null;
    default:
      return null;
  }
}

function smallRead(max: number, type: DataType): AvroRead {
  return (cursor) => {
    const value = cursor.integer();
    if (typeof value === 'bigint' || value > max || value < -max - 1) throw misfit(value, type);
    return value;
  };
}

function misfit(value: number | bigint, type: DataType): DataError {
  return new DataError('AVRO_COLUMN', {
    message: `a value does not fit its column: ${value} is no ${formatType(type)}`,
    hint: 'declare a wider type',
  });
}

function floatRead(node: AvroNode, isDouble: boolean): AvroRead | null {
  if (node.kind === 'float') return (cursor) => cursor.float();
  if (node.kind === 'double' && isDouble) return (cursor) => cursor.double();
  if (node.kind === 'int' || node.kind === 'long') return (cursor) => Number(cursor.integer());
  return null;
}

/** Length of the next bytes: written in front of them, or fixed. */
function lengthOf(node: AvroNode, cursor: ByteCursor): number {
  return node.kind === 'fixed' ? node.size : cursor.number();
}

function decimalRead(
  node: AvroNode,
  precision: number,
  scale: number,
  type: DataType,
): AvroRead | null {
  if (node.logical !== 'decimal' || (node.kind !== 'bytes' && node.kind !== 'fixed')) return null;
  return (cursor) => {
    const length = lengthOf(node, cursor);
    const start = cursor.take(length);
    let unscaled = 0n;
    for (let i = 0; i < length; i++) unscaled = (unscaled << 8n) | BigInt(cursor.bytes[start + i]!);
    const value = rescale(BigInt.asIntN(8 * length, unscaled), node.scale, scale);
    if (!fitsPrecision(value, precision)) throw misfit(value, type);
    return value;
  };
}

function textRead(node: AvroNode): AvroRead | null {
  if (node.kind === 'enum') return (cursor) => branchOf(node.symbols, cursor);
  return node.kind === 'string' ? text : null;
}

function text(cursor: ByteCursor): string {
  const length = cursor.number();
  const start = cursor.take(length);
  return decodeUtf8(cursor.bytes, start, start + length);
}

function bytesRead(node: AvroNode): AvroRead | null {
  if (node.kind !== 'bytes' && node.kind !== 'fixed') return null;
  return (cursor) => {
    const length = lengthOf(node, cursor);
    const start = cursor.take(length);
    return cursor.bytes.slice(start, start + length);
  };
}

function timeRead(node: AvroNode): AvroRead | null {
  if (node.kind === 'int') return (cursor) => cursor.number();
  if (node.kind !== 'long' || node.logical !== 'time-micros') return null;
  return (cursor) => Math.floor(cursor.number() / 1000);
}

/** Longs without a unit are ms, as Flink has them. */
function timestampRead(node: AvroNode, type: TimestampType): AvroRead {
  const unit = node.logical?.endsWith('-nanos')
    ? 1n
    : node.logical?.endsWith('-micros')
      ? 1000n
      : 0n;
  if (unit === 0n) return (cursor) => timestampValue({ ms: cursor.number(), nanos: 0 }, type);
  return (cursor) => {
    const nanos = BigInt(cursor.integer()) * unit;
    const below = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
    return timestampValue({ ms: Number((nanos - below) / 1_000_000n), nanos: Number(below) }, type);
  };
}

function arrayRead(node: AvroNode, element: DataType, column: string): AvroRead {
  const item = avroRead(node.items[0]!, element, column);
  return (cursor) => {
    const values: Value[] = [];
    cursor.items(() => values.push(item(cursor)));
    return values;
  };
}

function isTextMap(node: AvroNode, key: DataType): boolean {
  return node.kind === 'map' && (key.id === 'char' || key.id === 'varchar');
}

function mapRead(node: AvroNode, value: DataType, column: string): AvroRead {
  const item = avroRead(node.items[0]!, value, column);
  return (cursor) => {
    const pairs: Value[] = [];
    cursor.items(() => pairs.push([text(cursor), item(cursor)]));
    return pairs;
  };
}

/** Fields by name; a nullable one that the file does not have is null. */
function rowRead(node: AvroNode, type: Extract<DataType, { id: 'row' }>, column: string): AvroRead {
  const steps = fieldSteps(node, type.fields, column);
  return (cursor) => {
    const values: Value[] = type.fields.map(() => null);
    for (const { target, read } of steps) {
      const value = read(cursor);
      if (target >= 0) values[target] = value;
    }
    return values;
  };
}

/** What to do with one field of a record; target -1 = read over it. */
export interface FieldStep {
  readonly target: number;
  readonly read: AvroRead;
}

/**
 * The fields of a record in the file's order. Throws DataError AVRO_COLUMN when a field that must
 * not be null is missing.
 */
export function fieldSteps(
  node: AvroNode,
  wanted: readonly { readonly name: string; readonly type: DataType }[],
  column: string,
): FieldStep[] {
  for (const { name, type } of wanted) {
    if (type.nullable || node.fields.some((field) => field.name === name)) continue;
    throw new DataError('AVRO_COLUMN', {
      message: `${column === '' ? 'the file' : `column "${column}"`} has no field "${name}"`,
      hint: `It has ${listedNames(
        node.fields.map((field) => field.name),
        name,
      )}.`,
    });
  }
  return node.fields.map((field) => {
    const target = wanted.findIndex(({ name }) => name === field.name);
    if (target < 0) return { target, read: skipper(field.node) };
    const path = column === '' ? field.name : column;
    return { target, read: avroRead(field.node, wanted[target]!.type, path) };
  });
}

/** Reads over a value. */
function skipper(node: AvroNode): AvroRead {
  return (cursor) => {
    skip(node, cursor);
    return null;
  };
}

function skip(node: AvroNode, cursor: ByteCursor): void {
  switch (node.kind) {
    case 'null':
      return;
    case 'boolean':
      cursor.take(1);
      return;
    case 'float':
      cursor.take(4);
      return;
    case 'double':
      cursor.take(8);
      return;
    case 'int':
    case 'long':
    case 'enum':
      cursor.integer();
      return;
    case 'bytes':
    case 'string':
    case 'fixed':
      cursor.take(lengthOf(node, cursor));
      return;
    case 'union':
      skip(branchOf(node.items, cursor), cursor);
      return;
    case 'array':
      cursor.items(() => skip(node.items[0]!, cursor));
      return;
    case 'map':
      cursor.items(() => {
        cursor.take(cursor.number());
        skip(node.items[0]!, cursor);
      });
      return;
    default:
      for (const field of node.fields) skip(field.node, cursor);
  }
}
