/**
 * Copies chosen rows of a column into a dense one. One loop per array type keeps each monomorphic.
 */
import type { Column } from './batch.js';
import { isValid } from './batch.js';
import { byteMemory, copyBytes } from './copy-bytes.js';
import { ColumnBuilder } from './column-builder.js';
import { Layout, layoutOf } from './layout.js';

/**
 * Fresh column whose row i is row `rows[i]` of `column`, for i < `count`. A row index of -1 gives
 * null (outer joins).
 */
export function gather(column: Column, rows: Int32Array, count: number): Column {
  const layout = layoutOf(column.type);
  if (layout === Layout.Text || layout === Layout.Bytes) return gatherRuns(column, rows, count);
  if (layout !== Layout.Fixed && layout !== Layout.Bool && layout !== Layout.Big) {
    return gatherSlowly(column, rows, count);
  }
  return {
    type: column.type,
    values: gatherValues(column, rows, count),
    offsets: null,
    validity: gatherValidity(column, rows, count),
    nanos: null,
    children: null,
  };
}

function gatherSlowly(column: Column, rows: Int32Array, count: number): Column {
  const builder = new ColumnBuilder(column.type, count);
  for (let i = 0; i < count; i++) {
    if (rows[i]! < 0) builder.appendNull();
    else builder.appendFrom(column, rows[i]!);
  }
  return builder.finish();
}

/** Texts and bytes; neighbouring rows are copied at once. */
function gatherRuns(column: Column, rows: Int32Array, count: number): Column {
  const from = column.offsets!;
  const validity = gatherValidity(column, rows, count);
  const offsets = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const isNull = validity !== null && (validity[i >> 3]! & (1 << (i & 7))) === 0;
    offsets[i + 1] = offsets[i]! + (isNull ? 0 : from[row + 1]! - from[row]!);
  }
  const source = byteMemory(column.values as Uint8Array);
  const target = byteMemory(new Uint8Array(offsets[count]!));
  for (let i = 0; i < count;) {
    const start = i++;
    if (offsets[i] === offsets[start]) continue;
    const at = from[rows[start]!]!;
    let end = from[rows[start]! + 1]!;
    while (i < count && offsets[i + 1]! > offsets[i]! && from[rows[i]!] === end)
      end = from[rows[i++]! + 1]!;
    copyBytes(source, at, end, target, offsets[start]!);
  }
  const values = target.bytes;
  return { type: column.type, values, offsets, validity, nanos: null, children: null };
}

function gatherValues(column: Column, rows: Int32Array, count: number): Column['values'] {
  const values = column.values;
  if (values instanceof Float64Array) return gatherFloat64(values, rows, count);
  if (values instanceof BigInt64Array) return gatherBigInt64(values, rows, count);
  if (values instanceof Int32Array) return gatherInt32(values, rows, count);
  if (values instanceof Uint8Array) return gatherUint8(values, rows, count);
  if (values instanceof Int16Array) return gatherInt16(values, rows, count);
  if (values instanceof Float32Array) return gatherFloat32(values, rows, count);
  return gatherInt8(values, rows, count);
}

function gatherValidity(column: Column, rows: Int32Array, count: number): Uint8Array | null {
  let bits: Uint8Array | null = null;
  for (let i = 0; i < count; i++) {
    if (rows[i]! >= 0 && (column.validity === null || isValid(column, rows[i]!))) continue;
    bits ??= new Uint8Array((count + 7) >> 3).fill(0xff);
    bits[i >> 3]! &= ~(1 << (i & 7));
  }
  return bits;
}

function gatherFloat64(values: Float64Array, rows: Int32Array, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
function gatherBigInt64(values: BigInt64Array, rows: Int32Array, count: number): BigInt64Array {
  const out = new BigInt64Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
function gatherInt32(values: Int32Array, rows: Int32Array, count: number): Int32Array {
  const out = new Int32Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
function gatherUint8(values: Uint8Array, rows: Int32Array, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
function gatherInt16(values: Int16Array, rows: Int32Array, count: number): Int16Array {
  const out = new Int16Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
function gatherFloat32(values: Float32Array, rows: Int32Array, count: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
function gatherInt8(values: Int8Array, rows: Int32Array, count: number): Int8Array {
  const out = new Int8Array(count);
  for (let i = 0; i < count; i++) if (rows[i]! >= 0) out[i] = values[rows[i]!]!;
  return out;
}
