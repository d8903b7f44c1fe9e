/**
 * One value of a type kept unboxed in fields of a table (text and nested types: one object).
 * Whether it is there is the user's business.
 */
import type { Column, Value } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import { columnReader } from '../../core/column-read.js';
import { compareValues } from '../../core/compare.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { compareBytes, decodeUtf8 } from '../../core/utf8.js';
import type { ObjectCodec, StateField } from '../state/state.js';
import type { Accumulators } from './accumulators.js';
import { valueCodec } from './value-codec.js';

export interface ValueCell {
  readonly fields: readonly StateField[];
  /** Keeps the value of physical row `row`, which is not null. */
  set(table: Accumulators, base: number, slot: number, column: Column, row: number): void;
  copy(table: Accumulators, base: number, to: number, other: Accumulators, from: number): void;
  append(table: Accumulators, base: number, slot: number, out: ColumnBuilder): void;
  /** Order of the row's value against the kept one; NaN compares as 0. */
  compareRow(table: Accumulators, base: number, slot: number, column: Column, row: number): number;
  /** Order of another table's kept value against this one's. */
  compareCell(
    table: Accumulators,
    base: number,
    slot: number,
    other: Accumulators,
    from: number,
  ): number;
}

/** Cell for values of `type`. */
export function valueCell(type: DataType): ValueCell {
  switch (layoutOf(type)) {
    case Layout.Big:
      return longCell;
    case Layout.Wide:
      return wideCell;
    case Layout.Nanos:
      return nanosCell;
    case Layout.Text:
      return bytesCell(true);
    case Layout.Bytes:
      return bytesCell(false);
    case Layout.Fixed:
      return numberCell;
    case Layout.Bool:
      return boolCell;
    default:
      return boxedCell(type);
  }
}

const order = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const numberCell: ValueCell = {
  fields: [{ name: 'value', kind: 'f64' }],
  set(table, base, slot, column, row) {
    table.f64(base)[slot] = (column.values as Float64Array)[row]!;
  },
  copy(table, base, to, other, from) {
    table.f64(base)[to] = other.f64(base)[from]!;
  },
  append(table, base, slot, out) {
    out.append(table.f64(base)[slot]!);
  },
  compareRow: (table, base, slot, column, row) =>
    order((column.values as Float64Array)[row]!, table.f64(base)[slot]!),
  compareCell: (table, base, slot, other, from) =>
    order(other.f64(base)[from]!, table.f64(base)[slot]!),
};

const boolCell: ValueCell = {
  ...numberCell,
  append(table, base, slot, out) {
    out.append(table.f64(base)[slot] === 1);
  },
};

const longCell: ValueCell = {
  fields: [{ name: 'value', kind: 'i64' }],
  set(table, base, slot, column, row) {
    table.i64(base)[slot] = (column.values as BigInt64Array)[row]!;
  },
  copy(table, base, to, other, from) {
    table.i64(base)[to] = other.i64(base)[from]!;
  },
  append(table, base, slot, out) {
    out.append(table.i64(base)[slot]!);
  },
  compareRow: (table, base, slot, column, row) =>
    order((column.values as BigInt64Array)[row]!, table.i64(base)[slot]!),
  compareCell: (table, base, slot, other, from) =>
    order(other.i64(base)[from]!, table.i64(base)[slot]!),
};

function wideOf(words: BigInt64Array, row: number): bigint {
  return (words[2 * row + 1]! << 64n) | BigInt.asUintN(64, words[2 * row]!);
}
function wideAt(table: Accumulators, base: number, slot: number): bigint {
  return (table.i64(base + 1)[slot]! << 64n) | BigInt.asUintN(64, table.i64(base)[slot]!);
}
const wideCell: ValueCell = {
  fields: [
    { name: 'low', kind: 'i64' },
    { name: 'high', kind: 'i64' },
  ],
  set(table, base, slot, column, row) {
    const words = column.values as BigInt64Array;
    table.i64(base)[slot] = words[2 * row]!;
    table.i64(base + 1)[slot] = words[2 * row + 1]!;
  },
  copy(table, base, to, other, from) {
    table.i64(base)[to] = other.i64(base)[from]!;
    table.i64(base + 1)[to] = other.i64(base + 1)[from]!;
  },
  append(table, base, slot, out) {
    out.append(wideAt(table, base, slot));
  },
  compareRow: (table, base, slot, column, row) =>
    order(wideOf(column.values as BigInt64Array, row), wideAt(table, base, slot)),
  compareCell: (table, base, slot, other, from) =>
    order(wideAt(other, base, from), wideAt(table, base, slot)),
};

const nanosCell: ValueCell = {
  fields: [
    { name: 'ms', kind: 'f64' },
    { name: 'nanos', kind: 'i32' },
  ],
  set(table, base, slot, column, row) {
    table.f64(base)[slot] = (column.values as Float64Array)[row]!;
    table.i32(base + 1)[slot] = column.nanos === null ? 0 : column.nanos[row]!;
  },
  copy(table, base, to, other, from) {
    table.f64(base)[to] = other.f64(base)[from]!;
    table.i32(base + 1)[to] = other.i32(base + 1)[from]!;
  },
  append(table, base, slot, out) {
    out.append(BigInt(table.f64(base)[slot]!) * 1_000_000n + BigInt(table.i32(base + 1)[slot]!));
  },
  compareRow: (table, base, slot, column, row) =>
    order((column.values as Float64Array)[row]!, table.f64(base)[slot]!) ||
    (column.nanos === null ? 0 : column.nanos[row]!) - table.i32(base + 1)[slot]!,
  compareCell: (table, base, slot, other, from) =>
    order(other.f64(base)[from]!, table.f64(base)[slot]!) ||
    other.i32(base + 1)[from]! - table.i32(base + 1)[slot]!,
};

const rawCodec: ObjectCodec<unknown> = {
  encode(value, into) {
    into.bytes(value as Uint8Array);
  },
  decode: (from) => from.bytes(),
  bytes: (value) => 96 + (value as Uint8Array).length,
};

/** Kept bytes are never changed in place. */
function bytesCell(isText: boolean): ValueCell {
  return {
    fields: [{ name: 'value', kind: 'object', codec: rawCodec }],
    set(table, base, slot, column, row) {
      const offsets = column.offsets!;
      table.object<Uint8Array>(base)[slot] = (column.values as Uint8Array).slice(
        offsets[row]!,
        offsets[row + 1]!,
      );
      table.resized(slot);
    },
    copy(table, base, to, other, from) {
      table.object<Uint8Array>(base)[to] = other.object<Uint8Array>(base)[from];
      table.resized(to);
    },
    append(table, base, slot, out) {
      const bytes = table.object<Uint8Array>(base)[slot]!;
      out.append(isText ? decodeUtf8(bytes, 0, bytes.length) : bytes);
    },
    compareRow(table, base, slot, column, row) {
      const bytes = table.object<Uint8Array>(base)[slot]!;
      const offsets = column.offsets!;
      return compareBytes(
        column.values as Uint8Array,
        offsets[row]!,
        offsets[row + 1]!,
        bytes,
        0,
        bytes.length,
      );
    },
    compareCell(table, base, slot, other, from) {
      const mine = table.object<Uint8Array>(base)[slot]!;
      const theirs = other.object<Uint8Array>(base)[from]!;
      return compareBytes(theirs, 0, theirs.length, mine, 0, mine.length);
    },
  };
}

function boxedCell(type: DataType): ValueCell {
  const read = columnReader(type);
  return {
    fields: [{ name: 'value', kind: 'object', codec: valueCodec(type) as ObjectCodec<unknown> }],
    set(table, base, slot, column, row) {
      table.object<Value>(base)[slot] = read(column, row);
      table.resized(slot);
    },
    copy(table, base, to, other, from) {
      table.object<Value>(base)[to] = other.object<Value>(base)[from];
      table.resized(to);
    },
    append(table, base, slot, out) {
      out.append(table.object<Value>(base)[slot]!);
    },
    compareRow: (table, base, slot, column, row) =>
      compareValues(type, read(column, row), table.object<Value>(base)[slot]!),
    compareCell: (table, base, slot, other, from) =>
      compareValues(type, other.object<Value>(base)[from]!, table.object<Value>(base)[slot]!),
  };
}
