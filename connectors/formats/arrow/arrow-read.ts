/** Values of Arrow arrays as boxed values of a column, by a reader made once a file. */
import type * as Arrow from 'apache-arrow';
import type { Value } from '../../../core/batch.js';
import { fitsPrecision, rescale } from '../../../core/decimal.js';
import { DataError } from '../../../core/errors.js';
import { timestampValue } from '../../../core/timestamp-value.js';
import { formatType, type DataType, type TimestampType } from '../../../core/types.js';
import { decodeUtf8 } from '../../../core/utf8.js';
import { isUtf8 } from '../utf8-check.js';

/** Value of row `row` of an array of the type that the reader was made for. */
export type ArrowRead = (data: Arrow.Data, row: number) => Value;

type Library = typeof Arrow;
type Numbers = Exclude<ArrayLike<number> | BigInt64Array, never>;

const INTEGER_MAX = { tinyint: 127, smallint: 32767, int: 2147483647 } as const;

/** Throws DataError ARROW_COLUMN when the types do not go together; `column` is for the message. */
export function arrowRead(
  arrow: Library,
  from: Arrow.DataType,
  type: DataType,
  column: string,
): ArrowRead {
  if (arrow.DataType.isDictionary(from)) {
    const read = arrowRead(arrow, from.dictionary, type, column);
    return (data, row) => (data.getValid(row) ? dictionaryValue(data, row, read) : null);
  }
  if (arrow.DataType.isNull(from)) return () => null;
  const read = presentRead(arrow, from, type, column);
  if (read === null) {
    throw new DataError('ARROW_COLUMN', {
      message: `column "${column}": Arrow's ${String(from)} is not ${formatType(type)}`,
      hint: "declare the column with the file's type",
    });
  }
  return (data, row) => (data.getValid(row) ? read(data, row) : null);
}

function dictionaryValue(data: Arrow.Data, row: number, read: ArrowRead): Value {
  let index = Number((data.values as Numbers)[row]);
  for (const chunk of data.dictionary!.data) {
    if (index < chunk.length) return read(chunk as Arrow.Data, index);
    index -= chunk.length;
  }
  throw corruptArrow('an index beyond its dictionary');
}

function presentRead(
  arrow: Library,
  from: Arrow.DataType,
  type: DataType,
  column: string,
): ArrowRead | null {
  const is = arrow.DataType;
  switch (type.id) {
    case 'boolean':
      return is.isBool(from) ? bit : null;
    case 'tinyint':
    case 'smallint':
    case 'int':
      return is.isInt(from) ? smallRead(INTEGER_MAX[type.id], type) : null;
    case 'interval_year_month':
      return is.isInt(from) ? smallRead(INTEGER_MAX.int, type) : null;
    case 'bigint':
      return is.isInt(from) && (from.isSigned || from.bitWidth < 64) ? bigRead : null;
    case 'float':
    case 'double':
      return floatRead(arrow, from, type.id === 'double');
    case 'interval_day_time':
      return is.isInt(from) ? numberRead : null;
    case 'decimal':
      return is.isDecimal(from) ? decimalRead(from, type.precision, type.scale, type) : null;
    case 'char':
    case 'varchar':
    case 'variant':
      return is.isUtf8(from) || is.isLargeUtf8(from) ? textRead : null;
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return bytesRead(arrow, from);
    case 'date':
      return is.isDate(from) ? dateRead(from.unit === arrow.DateUnit.DAY) : null;
    case 'time':
      return is.isTime(from) ? timeRead(unitNanos(from.unit)) : null;
    case 'timestamp':
    case 'timestamp_ltz':
      return is.isTimestamp(from) ? timestampRead(unitNanos(from.unit), type) : null;
    case 'array':
      return arrayRead(arrow, from, type.element, column);
    case 'map':
      return is.isMap(from) ? mapRead(arrow, from, [type.key, type.value], column) : null;
    case 'multiset': {
      const count: DataType = { id: 'int', nullable: false };
      return is.isMap(from) ? mapRead(arrow, from, [type.element, count], column) : null;
    }
    case 'row':
      return is.isStruct(from) ? rowRead(arrow, from, type, column) : null;
    default:
      return null;
  }
}

function bit(data: Arrow.Data, row: number): boolean {
  const at = data.offset + row;
  return (((data.values as Uint8Array)[at >> 3]! >> (at & 7)) & 1) === 1;
}

function numberRead(data: Arrow.Data, row: number): number {
  return Number((data.values as Numbers)[row]);
}

function bigRead(data: Arrow.Data, row: number): bigint {
  return BigInt((data.values as Numbers)[row]!);
}

function smallRead(max: number, type: DataType): ArrowRead {
  return (data, row) => {
    const value = numberRead(data, row);
    if (value > max || value < -max - 1) throw misfit(value, type);
    return value;
  };
}

function misfit(value: number | bigint, type: DataType): DataError {
  return new DataError('ARROW_COLUMN', {
    message: `a value does not fit its column: ${value} is no ${formatType(type)}`,
    hint: 'declare a wider type',
  });
}

function floatRead(arrow: Library, from: Arrow.DataType, isDouble: boolean): ArrowRead | null {
  if (arrow.DataType.isInt(from)) return numberRead;
  if (!arrow.DataType.isFloat(from) || from.precision === arrow.Precision.HALF) return null;
  return isDouble || from.precision === arrow.Precision.SINGLE ? numberRead : null;
}

function decimalRead(
  from: Arrow.Decimal,
  precision: number,
  scale: number,
  type: DataType,
): ArrowRead {
  const words = from.bitWidth / 32;
  return (data, row) => {
    let unscaled = 0n;
    for (let i = words - 1; i >= 0; i--) {
      unscaled = (unscaled << 32n) | BigInt((data.values as Uint32Array)[row * words + i]!);
    }
    const value = rescale(BigInt.asIntN(from.bitWidth, unscaled), from.scale, scale);
    if (!fitsPrecision(value, precision)) throw misfit(value, type);
    return value;
  };
}

function textRead(data: Arrow.Data, row: number): string {
  const offsets = data.valueOffsets as Numbers;
  const bytes = data.values as Uint8Array;
  const [start, end] = [Number(offsets[row]), Number(offsets[row + 1])];
  if (!isUtf8(bytes, start, end)) throw corruptArrow('a text that is not UTF-8');
  return decodeUtf8(bytes, start, end);
}

function bytesRead(arrow: Library, from: Arrow.DataType): ArrowRead | null {
  const is = arrow.DataType;
  if (is.isFixedSizeBinary(from)) {
    const width = from.byteWidth;
    return (data, row) => (data.values as Uint8Array).slice(row * width, (row + 1) * width);
  }
  if (!is.isBinary(from) && !is.isLargeBinary(from)) return null;
  return (data, row) => {
    const offsets = data.valueOffsets as Numbers;
    return (data.values as Uint8Array).slice(Number(offsets[row]), Number(offsets[row + 1]));
  };
}

/** Days, or ms of which there are 64-bit words. */
function dateRead(isDays: boolean): ArrowRead {
  if (isDays) return numberRead;
  return (data, row) => {
    const values = data.values as Int32Array | BigInt64Array;
    if (values instanceof BigInt64Array) return Math.floor(Number(values[row]) / 86_400_000);
    const wide = BigInt.asUintN(32, BigInt(values[2 * row]!));
    return Math.floor(Number((BigInt(values[2 * row + 1]!) << 32n) | wide) / 86_400_000);
  };
}

/** Nanoseconds of a unit: s, ms, us, ns. */
function unitNanos(unit: Arrow.TimeUnit): bigint {
  return 1000n ** BigInt(3 - unit);
}

function timeRead(unit: bigint): ArrowRead {
  return (data, row) => Number((bigRead(data, row) * unit) / 1_000_000n);
}

function timestampRead(unit: bigint, type: TimestampType): ArrowRead {
  return (data, row) => {
    const nanos = bigRead(data, row) * unit;
    const below = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
    return timestampValue({ ms: Number((nanos - below) / 1_000_000n), nanos: Number(below) }, type);
  };
}

function arrayRead(
  arrow: Library,
  from: Arrow.DataType,
  element: DataType,
  column: string,
): ArrowRead | null {
  const is = arrow.DataType;
  const size = is.isFixedSizeList(from) ? from.listSize : 0;
  if (size === 0 && !is.isList(from) && !is.isLargeList(from)) return null;
  const item = arrowRead(arrow, from.children[0]!.type as Arrow.DataType, element, column);
  return (data, row) => {
    const values: Value[] = [];
    const offsets = data.valueOffsets as Numbers | undefined;
    const start = size > 0 ? row * size : Number(offsets![row]);
    const end = size > 0 ? start + size : Number(offsets![row + 1]);
    for (let i = start; i < end; i++) values.push(item(data.children[0]! as Arrow.Data, i));
    return values;
  };
}

function mapRead(
  arrow: Library,
  from: Arrow.Map_,
  types: readonly [DataType, DataType],
  column: string,
): ArrowRead {
  const parts = from.children[0]!.type.children;
  const reads = parts.map((part, i) => arrowRead(arrow, part.type, types[i]!, column));
  return (data, row) => {
    const pairs: Value[] = [];
    const entries = data.children[0]!;
    const offsets = data.valueOffsets as Numbers;
    for (let i = Number(offsets[row]); i < Number(offsets[row + 1]); i++) {
      pairs.push(reads.map((read, part) => read(entries.children[part]! as Arrow.Data, i)));
    }
    return pairs;
  };
}

/** Fields by name; a nullable one that the file does not have is null. */
function rowRead(
  arrow: Library,
  from: Arrow.Struct,
  type: Extract<DataType, { id: 'row' }>,
  column: string,
): ArrowRead {
  const parts = type.fields.map(({ name, type: part }) => {
    const index = from.children.findIndex((child) => child.name === name);
    if (index < 0 && !part.nullable) throw missingField(name, column);
    const child = from.children[index]?.type as Arrow.DataType | undefined;
    return { index, read: child === undefined ? null : arrowRead(arrow, child, part, column) };
  });
  return (data, row) =>
    parts.map(({ index, read }) =>
      read === null ? null : read(data.children[index]! as Arrow.Data, row),
    );
}

/** DataError ARROW_COLUMN. */
export function missingField(name: string, where: string): DataError {
  return new DataError('ARROW_COLUMN', {
    message: `${where} has no column "${name}"`,
    hint: 'columns go by exact name; leave it out, or declare it without NOT NULL',
  });
}

/** DataError CORRUPT_FILE; whoever knows the file's name adds it. */
export function corruptArrow(what: string): DataError {
  return new DataError('CORRUPT_FILE', {
    message: what,
    hint: 'check the file with another Arrow reader',
  });
}
