/** Grows one column row by row; amortised O(1) a row. */
import { assert } from './assert.js';
import type { Column, ColumnValues, Value } from './batch.js';
import { isValid } from './batch.js';
import { childTypes, hasOffsets, Layout, layoutOf, makeValues } from './layout.js';
import { longerInt32 } from './longer-int32.js';
import type { DataType } from './types.js';
import { encodeUtf8Into, utf8BytesMax } from './utf8.js';

const NO_OFFSETS = new Int32Array(0);
const NO_BITS = new Uint8Array(0);

/**
 * `append*` add one row. Hot loops may instead `reserve(n)`, write `values` (and `nanos`,
 * `offsets`)
 * at `length` and raise `length`: such rows count as not null when `validity` is null, else the
 * loop sets their bits. `finish` hands the arrays over and leaves an empty builder.
 */
export class ColumnBuilder {
  readonly type: DataType;
  readonly layout: Layout;
  /** Rows so far. */
  length = 0;
  values: ColumnValues;
  offsets: Int32Array | null;
  /** null until the first null row; bits at and above `length` are 0. */
  validity: Uint8Array | null = null;
  nanos: Int32Array | null;
  readonly children: readonly ColumnBuilder[];
  readonly #initialRows: number;
  #capacityRows = 0;

  /** Nothing is allocated before the first row; then room for `capacity` rows. */
  constructor(type: DataType, capacity = 1024) {
    this.type = type;
    this.layout = layoutOf(type);
    this.#initialRows = Math.max(1, capacity);
    this.values = makeValues(type, 0);
    this.offsets = hasOffsets(this.layout) ? NO_OFFSETS : null;
    this.nanos = this.layout === Layout.Nanos ? NO_OFFSETS : null;
    this.children = childTypes(type).map((child) => new ColumnBuilder(child, capacity));
  }

  /** Makes room for `rows` more rows (not for their bytes: see `reserveBytes`). */
  reserve(rows: number): void {
    const wanted = this.length + rows;
    if (wanted <= this.#capacityRows) return;
    const capacity = Math.max(wanted, this.#capacityRows * 2, this.#initialRows);
    this.#capacityRows = capacity;
    if (this.offsets !== null) this.offsets = longerInt32(this.offsets, capacity + 1);
    else if (this.layout !== Layout.Row) this.values = grown(this.type, this.values, capacity);
    if (this.nanos !== null) this.nanos = longerInt32(this.nanos, capacity);
    if (this.validity !== null) this.validity = grownBits(this.validity, (capacity + 7) >> 3);
  }

  /** Text and Bytes: makes room for `bytes` more bytes behind the last row. */
  reserveBytes(bytes: number): void {
    const wanted = (this.length === 0 ? 0 : this.offsets![this.length]!) + bytes;
    if (wanted <= this.values.length) return;
    const grownValues = new Uint8Array(Math.max(wanted, this.values.length * 2, 64));
    grownValues.set(this.values as Uint8Array);
    this.values = grownValues;
  }

  /** Adds a boxed value of the type (see core/batch.ts), null included. */
  append(value: Value): void {
    if (value === null) {
      this.appendNull();
      return;
    }
    this.reserve(1);
    const row = this.length;
    switch (this.layout) {
      case Layout.Fixed:
        (this.values as Float64Array)[row] = value as number;
        break;
      case Layout.Bool:
        (this.values as Uint8Array)[row] = value === true ? 1 : 0;
        break;
      case Layout.Big:
        (this.values as BigInt64Array)[row] = value as bigint;
        break;
      case Layout.Wide:
        this.#putWide(row, value as bigint);
        break;
      case Layout.Text:
        this.#putText(row, value as string);
        break;
      case Layout.Bytes:
        this.#putBytes(row, value as Uint8Array, 0, (value as Uint8Array).length);
        break;
      case Layout.Nanos:
        this.#putNanos(row, value as bigint);
        break;
      case Layout.List:
        this.#putList(row, value as readonly Value[]);
        break;
      case Layout.Pairs:
        this.#putPairs(row, value as readonly (readonly [Value, Value])[]);
        break;
      case Layout.Row:
        this.#putFields(value as readonly Value[]);
        break;
      case Layout.Null:
        assert(false, 'a null column holds nulls only');
    }
    this.#endValidRow();
  }

  /** Text and Bytes: adds the value bytes[start..end), for a text well-formed UTF-8. */
  appendBytes(bytes: Uint8Array, start: number, end: number): void {
    this.reserve(1);
    this.#putBytes(this.length, bytes, start, end);
    this.#endValidRow();
  }

  appendNull(): void {
    this.reserve(1);
    const row = this.length;
    if (this.validity === null) this.#startValidity();
    if (this.offsets !== null) this.offsets[row + 1] = this.offsets[row]!;
    if (this.layout === Layout.Row) for (const child of this.children) child.appendNull();
    this.length = row + 1;
  }

  /**
   * Ends `count` rows whose `values` (and `nanos`) were written behind `length`, within what was
   * reserved; those with isNull[i] = 1 become null. null: none is.
   */
  endRows(count: number, isNull: Uint8Array | null): void {
    const anyNull = isNull !== null && isNull.lastIndexOf(1, count - 1) >= 0;
    if (this.validity === null && !anyNull) {
      this.length += count;
      return;
    }
    for (let i = 0; i < count; i++) {
      if (isNull !== null && isNull[i] === 1) this.appendNull();
      else this.#endValidRow();
    }
  }

  /** Adds rows that nobody will read until there are `rows` rows. */
  padTo(rows: number): void {
    if (rows <= this.length) return;
    this.reserve(rows - this.length);
    if (this.offsets !== null) this.offsets.fill(this.offsets[this.length]!, this.length, rows + 1);
    if (this.layout === Layout.Row) for (const child of this.children) child.padTo(rows);
    this.length = rows;
  }

  /** Adds row `row` of a column of the same type (nullability aside) without boxing. */
  appendFrom(column: Column, row: number): void {
    if (!isValid(column, row)) {
      this.appendNull();
      return;
    }
    this.reserve(1);
    const at = this.length;
    switch (this.layout) {
      case Layout.Fixed:
      case Layout.Bool:
        (this.values as Float64Array)[at] = (column.values as Float64Array)[row]!;
        break;
      case Layout.Big:
        (this.values as BigInt64Array)[at] = (column.values as BigInt64Array)[row]!;
        break;
      case Layout.Wide:
        this.#copyWide(at, column.values as BigInt64Array, row);
        break;
      case Layout.Text:
      case Layout.Bytes: {
        const offsets = column.offsets!;
        this.#putBytes(at, column.values as Uint8Array, offsets[row]!, offsets[row + 1]!);
        break;
      }
      case Layout.Nanos:
        this.#copyNanos(at, column, row);
        break;
      case Layout.List:
      case Layout.Pairs:
        this.#copyList(at, column, row);
        break;
      case Layout.Row:
        this.#copyFields(column, row);
        break;
      case Layout.Null:
        break;
    }
    this.#endValidRow();
  }

  /** Bytes held by the arrays, children included. */
  get byteLength(): number {
    let bytes =
      this.values.byteLength +
      (this.offsets?.byteLength ?? 0) +
      (this.validity?.byteLength ?? 0) +
      (this.nanos?.byteLength ?? 0);
    for (const child of this.children) bytes += child.byteLength;
    return bytes;
  }

  /** The rows so far as a column that owns its arrays; the builder is empty afterwards. */
  finish(): Column {
    if (this.offsets !== null && this.offsets.length === 0) this.offsets = new Int32Array(1);
    const column: Column = {
      type: this.type,
      values: this.values,
      offsets: this.offsets,
      validity: this.validity,
      nanos: this.nanos,
      children:
        this.children.length === 0 && this.layout !== Layout.Row
          ? null
          : this.children.map((child) => child.finish()),
    };
    this.length = 0;
    this.#capacityRows = 0;
    this.values = makeValues(this.type, 0);
    this.validity = null;
    if (this.offsets !== null) this.offsets = NO_OFFSETS;
    if (this.nanos !== null) this.nanos = NO_OFFSETS;
    return column;
  }

  #endValidRow(): void {
    const row = this.length;
    if (this.validity !== null) this.validity[row >> 3]! |= 1 << (row & 7);
    this.length = row + 1;
  }

  /** All rows so far are valid. */
  #startValidity(): void {
    const bits = new Uint8Array((this.#capacityRows + 7) >> 3);
    const whole = this.length >> 3;
    bits.fill(0xff, 0, whole);
    if ((this.length & 7) !== 0) bits[whole] = (1 << (this.length & 7)) - 1;
    this.validity = bits;
  }

  #putWide(row: number, value: bigint): void {
    const words = this.values as BigInt64Array;
    words[2 * row] = BigInt.asIntN(64, value);
    words[2 * row + 1] = value >> 64n;
  }

  #copyWide(at: number, words: BigInt64Array, row: number): void {
    const target = this.values as BigInt64Array;
    target[2 * at] = words[2 * row]!;
    target[2 * at + 1] = words[2 * row + 1]!;
  }

  #putText(row: number, text: string): void {
    this.reserveBytes(utf8BytesMax(text));
    const offsets = this.offsets!;
    offsets[row + 1] = encodeUtf8Into(text, this.values as Uint8Array, offsets[row]!);
  }

  #putBytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.reserveBytes(end - start);
    const values = this.values as Uint8Array;
    let at = this.offsets![row]!;
    if (end - start > 32) {
      values.set(bytes.subarray(start, end), at);
      at += end - start;
    } else {
      for (let i = start; i < end; i++) values[at++] = bytes[i]!;
    }
    this.offsets![row + 1] = at;
  }

  #putNanos(row: number, value: bigint): void {
    const nanos = Number(((value % 1_000_000n) + 1_000_000n) % 1_000_000n);
    this.nanos![row] = nanos;
    (this.values as Float64Array)[row] = Number((value - BigInt(nanos)) / 1_000_000n);
  }

  #copyNanos(at: number, column: Column, row: number): void {
    (this.values as Float64Array)[at] = (column.values as Float64Array)[row]!;
    this.nanos![at] = column.nanos === null ? 0 : column.nanos[row]!;
  }

  #putList(row: number, items: readonly Value[]): void {
    const child = this.children[0]!;
    for (const item of items) child.append(item);
    this.offsets![row + 1] = child.length;
  }

  #putPairs(row: number, pairs: readonly (readonly [Value, Value])[]): void {
    const [keys, values] = this.children as readonly [ColumnBuilder, ColumnBuilder];
    for (const pair of pairs) {
      keys.append(pair[0]);
      values.append(pair[1]);
    }
    this.offsets![row + 1] = keys.length;
  }

  #copyList(at: number, column: Column, row: number): void {
    const end = column.offsets![row + 1]!;
    for (let item = column.offsets![row]!; item < end; item++) {
      for (let i = 0; i < this.children.length; i++) {
        this.children[i]!.appendFrom(column.children![i]!, item);
      }
    }
    this.offsets![at + 1] = this.children[0]!.length;
  }

  #copyFields(column: Column, row: number): void {
    for (let i = 0; i < this.children.length; i++) {
      this.children[i]!.appendFrom(column.children![i]!, row);
    }
  }

  #putFields(fields: readonly Value[]): void {
    for (let i = 0; i < this.children.length; i++) this.children[i]!.append(fields[i]!);
  }
}

/** `values` with room for `rows` rows. */
function grown(type: DataType, values: ColumnValues, rows: number): ColumnValues {
  const next = makeValues(type, rows);
  if (next instanceof BigInt64Array) next.set(values as BigInt64Array);
  else next.set(values as Exclude<ColumnValues, BigInt64Array>);
  return next;
}

function grownBits(bits: Uint8Array | null, bytes: number): Uint8Array {
  const next = new Uint8Array(bytes);
  next.set(bits ?? NO_BITS);
  return next;
}
