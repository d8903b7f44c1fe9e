/** Boxed values out of columns, and columns out of boxed values. */
import type { Batch, Column, Value } from './batch.js';
import { isValid } from './batch.js';
import { ColumnBuilder } from './column-builder.js';
import { childTypes, Layout, layoutOf } from './layout.js';
import type { DataType } from './types.js';
import { decodeUtf8 } from './utf8.js';

/** Boxed value of physical row `row` (see core/batch.ts); Uint8Array results are copies. */
export type ColumnReader = (column: Column, row: number) => Value;

/** Reader for all columns of `type`; choose it once per type, not per row. */
export function columnReader(type: DataType): ColumnReader {
  const read = validReader(type);
  return (column, row) => (isValid(column, row) ? read(column, row) : null);
}

function validReader(type: DataType): ColumnReader {
  switch (layoutOf(type)) {
    case Layout.Bool:
      return (column, row) => column.values[row] === 1;
    case Layout.Wide:
      return readWide;
    case Layout.Text:
      return (column, row) =>
        decodeUtf8(column.values as Uint8Array, column.offsets![row]!, column.offsets![row + 1]!);
    case Layout.Bytes:
      return (column, row) =>
        (column.values as Uint8Array).slice(column.offsets![row]!, column.offsets![row + 1]!);
    case Layout.Nanos:
      return readNanos;
    case Layout.List:
      return listReader(type);
    case Layout.Pairs:
      return pairsReader(type);
    case Layout.Row:
      return rowReader(type);
    case Layout.Null:
      return () => null;
    default:
      return (column, row) => column.values[row]!;
  }
}

function readWide(column: Column, row: number): bigint {
  const words = column.values as BigInt64Array;
  return (words[2 * row + 1]! << 64n) | BigInt.asUintN(64, words[2 * row]!);
}

function readNanos(column: Column, row: number): bigint {
  const nanos = column.nanos === null ? 0 : column.nanos[row]!;
  return BigInt(column.values[row]!) * 1_000_000n + BigInt(nanos);
}

function listReader(type: DataType): ColumnReader {
  const readItem = columnReader(childTypes(type)[0]!);
  return (column, row) => {
    const items: Value[] = [];
    const end = column.offsets![row + 1]!;
    for (let i = column.offsets![row]!; i < end; i++) items.push(readItem(column.children![0]!, i));
    return items;
  };
}

function pairsReader(type: DataType): ColumnReader {
  const [keyType, valueType] = childTypes(type);
  const readKey = columnReader(keyType!);
  const readValue = columnReader(valueType!);
  return (column, row) => {
    const pairs: Value[] = [];
    const [keys, values] = column.children as readonly [Column, Column];
    const end = column.offsets![row + 1]!;
    for (let i = column.offsets![row]!; i < end; i++)
      pairs.push([readKey(keys, i), readValue(values, i)]);
    return pairs;
  };
}

function rowReader(type: DataType): ColumnReader {
  const readers = childTypes(type).map(columnReader);
  return (column, row) => readers.map((read, i) => read(column.children![i]!, row));
}

/** A column holding `values` in order; for tests and constants. */
export function makeColumn(type: DataType, values: readonly Value[]): Column {
  const builder = new ColumnBuilder(type, values.length);
  for (const value of values) builder.append(value);
  return builder.finish();
}

/** Boxed values of all columns in physical row `row`; not for hot loops. */
export function readRow(batch: Batch, row: number): Value[] {
  return batch.columns.map((column) => columnReader(column.type)(column, row));
}
