/**
 * Many keys back to columns, column by column (format: key-columns.ts). Numbers and texts go
 * straight into the builders' arrays; other types value by value.
 */
import type { ColumnBuilder } from '../../core/column-builder.js';
import { Layout, layoutOf } from '../../core/layout.js';
import type { DataType } from '../../core/types.js';
import { wordsOf } from './key-columns.js';
import { KeyReader } from './key-value.js';
import type { KeyArena } from './state.js';

const NEGATIVE = 0x80000000 | 0;

/** Reads keys of columns of `types`. One instance per user: it owns its scratch. */
export class KeyDecoder {
  readonly #types: readonly DataType[];
  /** Where the next column of key i starts. */
  #cursors = new Int32Array(0);
  #isNull = new Uint8Array(0);

  constructor(types: readonly DataType[]) {
    this.#types = types;
  }

  /**
   * Appends the columns of the keys of slots[0..count) to `into`, one builder a column, leaving
   * out the first `prefixBytes` of each key.
   */
  decode(
    arena: KeyArena,
    slots: Int32Array,
    count: number,
    prefixBytes: number,
    into: readonly ColumnBuilder[],
  ): void {
    if (this.#cursors.length < count) {
      this.#cursors = new Int32Array(count);
      this.#isNull = new Uint8Array(count);
    }
    for (let i = 0; i < count; i++) this.#cursors[i] = prefixBytes;
    const keys = { arena, slots, count, cursors: this.#cursors };
    const last = this.#types.length - 1;
    for (let c = 0; c <= last; c++) {
      const builder = into[c]!;
      const kernel = kernelOf(this.#types[c]!);
      if (kernel === null) takeValues(keys, this.#types[c]!, c === last, builder);
      else {
        builder.reserve(count);
        const rows = kernel(keys, builder, this.#isNull, c === last);
        builder.endRows(count, rows ? this.#isNull : null);
      }
    }
  }
}

interface Keys {
  readonly arena: KeyArena;
  readonly slots: Int32Array;
  readonly count: number;
  /** Offset in the key, not in the arena. */
  readonly cursors: Int32Array;
}
/** Writes values behind the builder's length and fills isNull[0..count); was there a null? */
type Kernel = (keys: Keys, into: ColumnBuilder, isNull: Uint8Array, isLast: boolean) => boolean;

function kernelOf(type: DataType): Kernel | null {
  switch (layoutOf(type)) {
    case Layout.Big:
      return takeLongs;
    case Layout.Text:
    case Layout.Bytes:
      return takeTexts;
    case Layout.Fixed:
      break;
    default:
      return null;
  }
  switch (type.id) {
    case 'tinyint':
    case 'smallint':
    case 'float':
      return null;
    case 'int':
    case 'date':
    case 'time':
    case 'interval_year_month':
      return takeInts;
    default:
      return takeDoubles;
  }
}

function takeValues(keys: Keys, type: DataType, isLast: boolean, into: ColumnBuilder): void {
  const { arena, slots, count, cursors } = keys;
  for (let i = 0; i < count; i++) {
    const start = arena.starts[slots[i]!]!;
    const end = start + arena.lengths[slots[i]!]!;
    const reader = new KeyReader(arena.bytes, start + cursors[i]!, end);
    into.append(reader.value(type, isLast));
    cursors[i] = reader.position - start;
  }
}

function takeLongs(keys: Keys, into: ColumnBuilder, isNull: Uint8Array): boolean {
  const { slots, count, cursors } = keys;
  const { bytes, starts } = keys.arena;
  const words = wordsOf(into.values);
  const row = into.length;
  let hasNull = false;
  for (let i = 0; i < count; i++) {
    const at = starts[slots[i]!]! + cursors[i]!;
    if (bytes[at] === 0) {
      isNull[i] = 1;
      hasNull = true;
      cursors[i]! += 1;
      continue;
    }
    isNull[i] = 0;
    words[2 * (row + i) + 1] = wordAt(bytes, at + 1) ^ NEGATIVE;
    words[2 * (row + i)] = wordAt(bytes, at + 5);
    cursors[i]! += 9;
  }
  return hasNull;
}

function takeDoubles(keys: Keys, into: ColumnBuilder, isNull: Uint8Array): boolean {
  const { slots, count, cursors } = keys;
  const { bytes, starts } = keys.arena;
  const words = wordsOf(into.values);
  const row = into.length;
  let hasNull = false;
  for (let i = 0; i < count; i++) {
    const at = starts[slots[i]!]! + cursors[i]!;
    if (bytes[at] === 0) {
      isNull[i] = 1;
      hasNull = true;
      cursors[i]! += 1;
      continue;
    }
    isNull[i] = 0;
    const high = wordAt(bytes, at + 1);
    const low = wordAt(bytes, at + 5);
    words[2 * (row + i) + 1] = high < 0 ? high ^ NEGATIVE : ~high;
    words[2 * (row + i)] = high < 0 ? low : ~low;
    cursors[i]! += 9;
  }
  return hasNull;
}

function takeInts(keys: Keys, into: ColumnBuilder, isNull: Uint8Array): boolean {
  const { slots, count, cursors } = keys;
  const { bytes, starts } = keys.arena;
  const values = into.values as Int32Array;
  const row = into.length;
  let hasNull = false;
  for (let i = 0; i < count; i++) {
    const at = starts[slots[i]!]! + cursors[i]!;
    if (bytes[at] === 0) {
      isNull[i] = 1;
      hasNull = true;
      cursors[i]! += 1;
      continue;
    }
    isNull[i] = 0;
    values[row + i] = wordAt(bytes, at + 1) ^ NEGATIVE;
    cursors[i]! += 5;
  }
  return hasNull;
}

/** Text that is not last: 00 FF stands for 00, and 00 00 ends it. */
function takeTexts(keys: Keys, into: ColumnBuilder, isNull: Uint8Array, isLast: boolean): boolean {
  const { slots, count, cursors } = keys;
  const { bytes, starts, lengths } = keys.arena;
  const row = into.length;
  let most = 0;
  for (let i = 0; i < count; i++) most += lengths[slots[i]!]! - cursors[i]!;
  into.reserveBytes(most);
  const target = into.values as Uint8Array;
  const offsets = into.offsets!;
  let to = offsets[row]!;
  let hasNull = false;
  for (let i = 0; i < count; i++) {
    const start = starts[slots[i]!]!;
    let at = start + cursors[i]!;
    isNull[i] = bytes[at] === 0 ? 1 : 0;
    if (bytes[at++] === 0) hasNull = true;
    else if (isLast) {
      for (const end = start + lengths[slots[i]!]!; at < end; at++) target[to++] = bytes[at]!;
    } else {
      for (;;) {
        const byte = bytes[at++]!;
        if (byte === 0 && bytes[at++] === 0) break;
        target[to++] = byte;
      }
    }
    cursors[i] = at - start;
    offsets[row + i + 1] = to;
  }
  return hasNull;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
