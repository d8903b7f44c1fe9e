/**
 * Batches as apache-arrow RecordBatches. Integers, floats, text and bytes are wrapped without a
 * copy; booleans
 * are packed, decimals widened to 128 bits, times and timestamps become 64-bit integers.
 * apache-arrow is loaded at
 * first use. The row's change kind is a leading Int8 column `$kind` when the query is not
 * insert-only.
 */
import type * as Arrow from 'apache-arrow';
import { isValid, type Batch, type Column } from '../../../core/batch.js';
import { gather } from '../../../core/gather.js';
import type { DataType, Schema } from '../../../core/types.js';

type Library = typeof Arrow;
interface Arrays {
  readonly type: Arrow.DataType;
  readonly data?: ArrayBufferView;
  readonly valueOffsets?: Int32Array;
  readonly children?: Arrow.Data[];
  readonly child?: Arrow.Data;
}

/** Makes a converter for one schema; `withKinds` adds the `$kind` column. */
export async function arrowConverter(
  schema: Schema,
  withKinds: boolean,
): Promise<(batch: Batch) => Arrow.RecordBatch> {
  const arrow = await import('apache-arrow');
  const fields = schema.fields.map(
    (field) => new arrow.Field(field.name, arrowType(arrow, field.type), field.type.nullable),
  );
  const kindField = new arrow.Field('$kind', new arrow.Int8(), false);
  const arrowSchema = new arrow.Schema(withKinds ? [kindField, ...fields] : fields);
  return (batch) => {
    const dense = compact(batch);
    const columns = dense.columns.map((c, i) =>
      toData(arrow, c, schema.fields[i]!.type, batch.rowCount),
    );
    if (withKinds) {
      const kinds = Int8Array.from(dense.kinds ?? new Uint8Array(batch.rowCount));
      columns.unshift(
        arrow.makeData({ type: new arrow.Int8(), length: batch.rowCount, data: kinds }),
      );
    }
    const struct = arrow.makeData({
      type: new arrow.Struct(arrowSchema.fields),
      length: batch.rowCount,
      nullCount: 0,
      children: columns,
    });
    return new arrow.RecordBatch(arrowSchema, struct);
  };
}

/** Makes vectors of dense engine columns; what can be is wrapped, not copied. */
export async function vectorConverter(): Promise<(column: Column, rows: number) => Arrow.Vector> {
  const arrow = await import('apache-arrow');
  return (column, rows) => arrow.makeVector(toData(arrow, column, column.type, rows));
}

function compact(batch: Batch): { columns: readonly Column[]; kinds: Uint8Array | null } {
  const rows = batch.selection;
  if (rows === null)
    return { columns: batch.columns, kinds: batch.kinds?.slice(0, batch.rowCount) ?? null };
  return {
    columns: batch.columns.map((column) => gather(column, rows, batch.rowCount)),
    kinds:
      batch.kinds === null
        ? null
        : Uint8Array.from(rows.subarray(0, batch.rowCount), (r) => batch.kinds![r]!),
  };
}

function arrowType(arrow: Library, type: DataType): Arrow.DataType {
  const nested = (name: string, of: DataType): Arrow.Field =>
    new arrow.Field(name, arrowType(arrow, of), of.nullable);
  switch (type.id) {
    case 'boolean':
      return new arrow.Bool();
    case 'tinyint':
      return new arrow.Int8();
    case 'smallint':
      return new arrow.Int16();
    case 'int':
      return new arrow.Int32();
    case 'bigint':
      return new arrow.Int64();
    case 'float':
      return new arrow.Float32();
    case 'double':
      return new arrow.Float64();
    case 'decimal':
      return new arrow.Decimal(type.scale, type.precision, 128);
    case 'char':
    case 'varchar':
    case 'variant':
      return new arrow.Utf8();
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return new arrow.Binary();
    case 'date':
      return new arrow.DateDay();
    case 'time':
      return new arrow.TimeMillisecond();
    case 'timestamp':
      return new arrow.Timestamp(timeUnit(arrow, type.precision), null);
    case 'timestamp_ltz':
      return new arrow.Timestamp(timeUnit(arrow, type.precision), 'UTC');
    case 'interval_year_month':
      return new arrow.Int32();
    case 'interval_day_time':
      return new arrow.Int64();
    case 'array':
      return new arrow.List(nested('element', type.element));
    case 'row':
      return new arrow.Struct(type.fields.map((f) => nested(f.name, f.type)));
    case 'map':
      return mapType(
        arrow,
        nested('key', { ...type.key, nullable: false }),
        nested('value', type.value),
      );
    case 'multiset': {
      const count = new arrow.Field('count', new arrow.Int32(), false);
      return mapType(arrow, nested('element', { ...type.element, nullable: false }), count);
    }
    case 'null':
      return new arrow.Null();
  }
}

function mapType(arrow: Library, key: Arrow.Field, value: Arrow.Field): Arrow.DataType {
  const entries = new arrow.Field('entries', new arrow.Struct([key, value]), false);
  return new arrow.Map_(
    entries as unknown as Arrow.Field<Arrow.Struct<{ key: Arrow.DataType; value: Arrow.DataType }>>,
  );
}

function timeUnit(arrow: Library, precision: number): Arrow.TimeUnit {
  if (precision <= 3) return arrow.TimeUnit.MILLISECOND;
  return precision <= 6 ? arrow.TimeUnit.MICROSECOND : arrow.TimeUnit.NANOSECOND;
}

function toData(arrow: Library, column: Column, type: DataType, rows: number): Arrow.Data {
  const nullBitmap = column.validity?.subarray(0, (rows + 7) >> 3) ?? null;
  const nullCount = nullBitmap === null ? 0 : countNulls(column, rows);
  const parts = arraysOf(arrow, column, type, rows);
  return arrow.makeData({ ...parts, length: rows, nullCount, nullBitmap } as never) as Arrow.Data;
}

function arraysOf(arrow: Library, column: Column, type: DataType, rows: number): Arrays {
  const arrowed = arrowType(arrow, type);
  switch (type.id) {
    case 'boolean':
      return { type: arrowed, data: packBits(column.values as Uint8Array, rows) };
    case 'decimal':
      return {
        type: arrowed,
        data: decimalWords(column.values as BigInt64Array, type.precision, rows),
      };
    case 'timestamp':
    case 'timestamp_ltz':
      return { type: arrowed, data: instants(column, type.precision, rows) };
    case 'interval_day_time':
      return {
        type: arrowed,
        data: BigInt64Array.from(column.values.subarray(0, rows) as Float64Array, BigInt),
      };
    case 'array':
    case 'map':
    case 'multiset':
      return listArrays(arrow, column, type, arrowed, rows);
    case 'row': {
      const children = column.children!.map((c, i) => toData(arrow, c, type.fields[i]!.type, rows));
      return { type: arrowed, children };
    }
    case 'null':
      return { type: arrowed };
    default:
      break;
  }
  if (column.offsets === null) return { type: arrowed, data: column.values.subarray(0, rows) };
  return {
    type: arrowed,
    data: column.values as Uint8Array,
    valueOffsets: column.offsets.subarray(0, rows + 1),
  };
}

function listArrays(
  arrow: Library,
  column: Column,
  type: DataType,
  arrowed: Arrow.DataType,
  rows: number,
): Arrays {
  const valueOffsets = column.offsets!.subarray(0, rows + 1);
  const items = valueOffsets[rows]!;
  if (type.id === 'array') {
    return {
      type: arrowed,
      valueOffsets,
      child: toData(arrow, column.children![0]!, type.element, items),
    };
  }
  const children = column.children!.map((child) => toData(arrow, child, child.type, items));
  const entries = (arrowed as Arrow.Map_).children[0]!.type;
  const child = arrow.makeData({
    type: entries as Arrow.Struct,
    length: items,
    nullCount: 0,
    children,
  });
  return { type: arrowed, valueOffsets, child };
}

function countNulls(column: Column, rows: number): number {
  let nulls = 0;
  for (let row = 0; row < rows; row++) if (!isValid(column, row)) nulls++;
  return nulls;
}

function packBits(values: Uint8Array, rows: number): Uint8Array {
  const bits = new Uint8Array((rows + 7) >> 3);
  for (let row = 0; row < rows; row++) if (values[row] !== 0) bits[row >> 3]! |= 1 << (row & 7);
  return bits;
}

/** 128-bit little-endian words of unscaled values. */
function decimalWords(values: BigInt64Array, precision: number, rows: number): Uint32Array {
  if (precision > 18) return new Uint32Array(values.buffer, values.byteOffset, rows * 4);
  const wide = new BigInt64Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    wide[2 * row] = values[row]!;
    wide[2 * row + 1] = values[row]! < 0n ? -1n : 0n;
  }
  return new Uint32Array(wide.buffer);
}

/** ms, us or ns by the precision. */
function instants(column: Column, precision: number, rows: number): BigInt64Array {
  const ms = column.values as Float64Array;
  const out = new BigInt64Array(rows);
  for (let row = 0; row < rows; row++) {
    const whole = BigInt(ms[row]!);
    const nanos = column.nanos === null ? 0 : column.nanos[row]!;
    if (precision <= 3) out[row] = whole;
    else if (precision <= 6) out[row] = whole * 1000n + BigInt(Math.floor(nanos / 1000));
    else out[row] = whole * 1_000_000n + BigInt(nanos);
  }
  return out;
}
