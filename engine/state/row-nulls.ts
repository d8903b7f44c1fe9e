/** Which slots of a stored column are null, and the column that has nothing but nulls. */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import { grownUint8 } from './grown-array.js';
import type { RowColumn } from './row-column.js';

/** One byte a slot from the first null on. */
export class NullFlags {
  /** By slot, 1 = null; null while no slot ever was. */
  flags: Uint8Array | null = null;
  #capacity = 0;

  reserve(capacity: number): void {
    this.#capacity = capacity;
    if (this.flags === null) return;
    this.flags = grownUint8(this.flags, capacity);
  }

  isNull(slot: number): boolean {
    return this.flags !== null && this.flags[slot] === 1;
  }

  put(slot: number, isNull: boolean): void {
    if (!isNull && this.flags === null) return;
    this.flags ??= new Uint8Array(this.#capacity);
    this.flags[slot] = isNull ? 1 : 0;
  }

  /** Notes which rows are null; gives whether any is. */
  store(column: Column, rows: Int32Array, slots: Int32Array, count: number): boolean {
    const hasNull = column.validity !== null && hasNullAt(column.validity, rows, count);
    if (!hasNull) {
      const flags = this.flags;
      if (flags !== null) for (let i = 0; i < count; i++) flags[slots[i]!] = 0;
      return false;
    }
    const bits = column.validity!;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      this.put(slots[i]!, (bits[row >> 3]! & (1 << (row & 7))) === 0);
    }
    return true;
  }
}

function hasNullAt(bits: Uint8Array, rows: Int32Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if ((bits[row >> 3]! & (1 << (row & 7))) === 0) return true;
  }
  return false;
}

/** A column of type NULL. */
export class NullColumn implements RowColumn {
  readonly slotBytes = 0;

  reserve(): void {}
  store(): void {}
  read(_slots: Int32Array, count: number, _hasAbsent: boolean, into: ColumnBuilder): void {
    for (let i = 0; i < count; i++) into.appendNull();
  }
  isEqual(): boolean {
    return true;
  }
  mix(_slot: number, hash: number): number {
    return hash;
  }
  isNull(): boolean {
    return true;
  }
  readonly hasNulls = true;
  encode(): void {}
  putColumn(): void {}
  decode(): void {}
}
