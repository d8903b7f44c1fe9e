/**
 * One wanted column while rows are decoded: text of scalars straight into the arrays of its
 * builder.
 */
import type { Column, Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { parseDecimal, toDecimal } from '../../core/decimal.js';
import type { DataType } from '../../core/types.js';
import { decodeUtf8 } from '../../core/utf8.js';
import { isPlainInteger, trimEnd, trimStart } from './ascii-text.js';
import { CellKind, cellKindOf, shortLimit, type CellForms } from './cell-kind.js';
import {
  parseDouble,
  POWERS_OF_TEN,
  scanNumber,
  wholeNumber,
  type NumberText,
} from './number-text.js';
import { parseBase64, parseBoolean } from './scalar-text.js';
import { TimestampText, type TimestampForm } from './timestamp-text.js';
import { isUtf8 } from './utf8-check.js';
import { ByteCopier } from './byte-copier.js';

/** What the current row holds in this column. Missing and Null both end as null. */
const State = { Missing: 0, Null: 1, Set: 2, Boxed: 3 } as const;

/** Longer texts are copied by the native copy. */
const COPY_LOOP_BYTES = 256;

/**
 * The row under way is `row`. A `put` may be repeated (the last one counts); it gives false and
 * leaves the cell as it was when the text does not fit the type. `endRow` makes the row final,
 * `clear` forgets it.
 */
export class Cell {
  readonly type: DataType;
  readonly kind: CellKind;
  /** The caller has checked that texts are well-formed UTF-8. */
  trustsUtf8 = false;
  #row = 0;
  #state: number = State.Missing;
  #boxed: Value = null;
  #capacity = 0;
  #bytesPerBatch = 0;
  /** Its rows are the final ones; who appends to it calls `resume` afterwards. */
  readonly builder: ColumnBuilder;
  /** Magnitude below which integers (0 = none) and short unscaled decimals fit. */
  readonly #limit: number;
  readonly #scale: number;
  readonly #isFloat: boolean;
  readonly #forms: CellForms;
  readonly #form: TimestampForm;
  readonly #subMs: number; // step of ms (precision < 3) or of ns
  readonly #number: NumberText = { digits: 0, exponent: 0, isExact: false, isNegative: false };
  readonly #clock = new TimestampText();
  readonly #copier = new ByteCopier();
  // The builder's arrays, by class, so that every store below sees one class.
  #ints: Int32Array = new Int32Array(0);
  #words: Int32Array = new Int32Array(0);
  #doubles: Float64Array = new Float64Array(0);
  #bytes: Uint8Array = new Uint8Array(0);
  #offsets: Int32Array = new Int32Array(0);
  #nanos: Int32Array | null = null;

  constructor(type: DataType, forms: CellForms) {
    this.type = type;
    this.kind = cellKindOf(type);
    this.builder = new ColumnBuilder(type, 64);
    this.#limit = shortLimit(type);
    this.#scale = type.id === 'decimal' ? type.scale : 0;
    this.#isFloat = type.id === 'float';
    this.#forms = forms;
    this.#form = { separator: forms.separator, isZoned: type.id === 'timestamp_ltz' };
    const precision = type.id === 'timestamp' || type.id === 'timestamp_ltz' ? type.precision : 0;
    this.#subMs = precision <= 3 ? 10 ** (3 - precision) : 10 ** (9 - precision);
  }

  /** Room for `rows` more rows. */
  begin(rows: number): void {
    const builder = this.builder;
    builder.reserve(rows);
    if (this.kind === CellKind.Text) builder.reserveBytes(this.#bytesPerBatch);
    this.#capacity = builder.length + rows;
    this.#row = builder.length;
    this.#bind();
  }

  /** Rows so far. */
  get length(): number {
    return this.builder.length;
  }

  /** Makes room for `rows` more rows. */
  reserve(rows: number): void {
    if (this.builder.length + rows > this.#capacity) this.begin(rows);
  }

  /** Goes on behind rows that were appended to the builder. */
  resume(): void {
    this.#row = this.builder.length;
    this.#bind();
  }

  /** Forgets all but the first `rows` rows. */
  cutTo(rows: number): void {
    const column = this.builder.finish();
    this.begin(Math.max(rows, this.#capacity));
    for (let row = 0; row < rows; row++) this.builder.appendFrom(column, row);
    this.clear();
    this.resume();
  }

  #bind(): void {
    const { values, offsets, nanos } = this.builder;
    switch (this.kind) {
      case CellKind.Int:
      case CellKind.Date:
      case CellKind.Time:
        this.#ints = values as Int32Array;
        break;
      case CellKind.Big:
      case CellKind.Decimal:
        this.#words = new Int32Array(values.buffer as ArrayBuffer);
        break;
      case CellKind.Double:
      case CellKind.Timestamp:
        this.#doubles = values as Float64Array;
        break;
      case CellKind.Text:
      case CellKind.Bool:
        this.#bytes = values as Uint8Array;
    }
    if (offsets !== null) this.#offsets = offsets;
    this.#nanos = nanos;
  }

  get isMissing(): boolean {
    return this.#state === State.Missing;
  }
  putNull(): void {
    this.#state = State.Null;
  }
  clear(): void {
    this.#state = State.Missing;
  }

  /** A boxed value of the type (not null). */
  putBoxed(value: Value): void {
    this.#boxed = value;
    this.#state = value === null ? State.Null : State.Boxed;
  }

  putBoolean(value: boolean): boolean {
    if (this.kind === CellKind.Bool) {
      this.#bytes[this.#row] = value ? 1 : 0;
      this.#state = State.Set;
      return true;
    }
    if (this.kind !== CellKind.Text) return false;
    this.putBoxed(value ? 'true' : 'false');
    return true;
  }

  /** A number without quotes. */
  putNumber(bytes: Uint8Array, start: number, end: number): boolean {
    switch (this.kind) {
      case CellKind.Int:
      case CellKind.Big:
        return this.#putInteger(bytes, start, end, this.#forms.takesWholeFractions);
      case CellKind.Double:
        return this.#putDouble(bytes, start, end);
      case CellKind.Decimal:
        return this.#putDecimal(bytes, start, end);
      case CellKind.Text:
        return this.#putBytes(bytes, start, end);
      default:
        return false;
    }
  }

  /** The content of a text; numbers and times in texts are parsed. */
  putText(bytes: Uint8Array, start: number, end: number): boolean {
    switch (this.kind) {
      case CellKind.Text:
        return this.#putBytes(bytes, start, end);
      case CellKind.Timestamp:
        return this.#putTimestamp(bytes, start, end);
      case CellKind.Date:
      case CellKind.Time:
        return this.#putDateOrTime(bytes, start, end);
      case CellKind.Bytes:
        return this.#putIfFits(parseBase64(decodeUtf8(bytes, start, end)));
      case CellKind.Other:
        return false;
    }
    const from = trimStart(bytes, start, end);
    const to = trimEnd(bytes, from, end);
    if (this.kind <= CellKind.Big) return this.#putInteger(bytes, from, to, false);
    if (this.kind !== CellKind.Bool) return this.putNumber(bytes, from, to);
    const value = parseBoolean(decodeUtf8(bytes, from, to));
    return value !== undefined && this.putBoolean(value);
  }

  endRow(): void {
    const builder = this.builder;
    const row = this.#row;
    switch (this.#state) {
      case State.Set:
        if (builder.validity !== null) builder.validity[row >> 3]! |= 1 << (row & 7);
        builder.length = row + 1;
        break;
      case State.Boxed:
        builder.append(this.#boxed);
        this.#bind();
        break;
      default:
        this.#endNull(row);
    }
    this.#row = row + 1;
    this.#state = State.Missing;
    if (this.#row >= this.#capacity) this.begin(256);
  }

  /** Room is there, and the bits of rows to come are 0. */
  #endNull(row: number): void {
    const builder = this.builder;
    if (builder.validity === null || this.kind === CellKind.Other) return builder.appendNull();
    if (builder.offsets !== null) this.#offsets[row + 1] = this.#offsets[row]!;
    builder.length = row + 1;
  }

  /** The rows so far; the cell is empty afterwards and needs `begin`. */
  take(): Column {
    const rows = this.builder.length;
    if (this.kind === CellKind.Text && rows > 0) {
      this.#bytesPerBatch = Math.ceil(this.builder.offsets![rows]! * 1.1);
    }
    this.#capacity = 0;
    this.#row = 0;
    return this.builder.finish();
  }

  #putInteger(bytes: Uint8Array, start: number, end: number, takesFraction: boolean): boolean {
    const number = this.#number;
    if (!scanNumber(bytes, start, end, number)) return false;
    if (!number.isExact || number.exponent !== 0) {
      return this.#putOddInteger(bytes, start, end, takesFraction);
    }
    const value = number.isNegative ? -number.digits : number.digits;
    if (this.kind === CellKind.Int) {
      if (value >= this.#limit || value < -this.#limit) return false;
      this.#ints[this.#row] = value;
    } else {
      this.#putWords(value);
    }
    this.#state = State.Set;
    return true;
  }

  /** Many digits, a point or an exponent. */
  #putOddInteger(bytes: Uint8Array, start: number, end: number, takesFraction: boolean): boolean {
    if (!takesFraction && !isPlainInteger(bytes, start, end)) return false;
    const whole = wholeNumber(decodeUtf8(bytes, start, end));
    if (whole === null) return false;
    const limit = this.kind === CellKind.Int ? BigInt(this.#limit) : 1n << 63n;
    if (whole >= limit || whole < -limit) return false;
    this.putBoxed(this.kind === CellKind.Int ? Number(whole) : whole);
    return true;
  }

  /** An integer below 2^53 in magnitude as two words, without a bigint. */
  #putWords(value: number): void {
    const high = Math.floor(value / 4294967296);
    this.#words[2 * this.#row] = value - high * 4294967296;
    this.#words[2 * this.#row + 1] = high;
  }

  #putDouble(bytes: Uint8Array, start: number, end: number): boolean {
    const value = parseDouble(bytes, start, end, this.#number);
    if (value === null) return false;
    this.#doubles[this.#row] = this.#isFloat ? Math.fround(value) : value;
    this.#state = State.Set;
    return true;
  }

  #putDecimal(bytes: Uint8Array, start: number, end: number): boolean {
    const number = this.#number;
    if (!scanNumber(bytes, start, end, number)) return false;
    const shift = this.#scale + number.exponent;
    if (this.#limit > 0 && number.isExact && shift >= 0 && shift <= 15) {
      const unscaled = number.digits * POWERS_OF_TEN[shift]!;
      if (unscaled < this.#limit) {
        this.#putWords(number.isNegative ? -unscaled : unscaled);
        this.#state = State.Set;
        return true;
      }
    }
    const parsed = parseDecimal(decodeUtf8(bytes, start, end));
    if (parsed === null || this.type.id !== 'decimal') return false;
    return this.#putIfFits(toDecimal(parsed, this.type.precision, this.#scale));
  }

  #putIfFits(value: Value | undefined): boolean {
    if (value === null || value === undefined) return false;
    this.putBoxed(value);
    return true;
  }

  #putBytes(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    const builder = this.builder;
    const row = this.#row;
    const at = row === 0 ? 0 : this.#offsets[row]!;
    if (at + length > this.#bytes.length) {
      builder.reserveBytes(length);
      this.#bytes = builder.values as Uint8Array;
    }
    if (!this.trustsUtf8 && !isUtf8(bytes, start, end)) return false;
    const target = this.#bytes;
    if (length > COPY_LOOP_BYTES) {
      target.set(bytes.subarray(start, end), at);
    } else {
      this.#copier.copy(bytes, start, end, target, at);
    }
    this.#offsets[row + 1] = at + length;
    this.#state = State.Set;
    return true;
  }

  #putTimestamp(bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#forms.trimsTimes ? trimStart(bytes, start, end) : start;
    const to = this.#forms.trimsTimes ? trimEnd(bytes, from, end) : end;
    const clock = this.#clock;
    if (!clock.parseTimestamp(bytes, from, to, this.#form)) return false;
    const step = this.#subMs;
    if (this.#nanos !== null) {
      this.#doubles[this.#row] = clock.ms;
      this.#nanos[this.#row] = step === 1 ? clock.nanos : Math.floor(clock.nanos / step) * step;
    } else {
      this.#doubles[this.#row] = step === 1 ? clock.ms : Math.floor(clock.ms / step) * step;
    }
    this.#state = State.Set;
    return true;
  }

  #putDateOrTime(bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#forms.trimsTimes ? trimStart(bytes, start, end) : start;
    const to = this.#forms.trimsTimes ? trimEnd(bytes, from, end) : end;
    const clock = this.#clock;
    if (this.kind === CellKind.Date) {
      if (to - from !== 10 || !clock.parseDate(bytes, from)) return false;
      this.#ints[this.#row] = clock.days;
    } else {
      if (!clock.parseTime(bytes, from, to)) return false;
      const step = this.type.id === 'time' ? 10 ** Math.max(0, 3 - this.type.precision) : 1;
      this.#ints[this.#row] = Math.floor(clock.ms / step) * step;
    }
    this.#state = State.Set;
    return true;
  }
}
