/** A stored column of arrays, maps, multisets or rows: each value as the bytes of a key. */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { ColumnReader } from '../../core/column-read.js';
import { columnReader } from '../../core/column-read.js';
import { byteMemory } from '../../core/copy-bytes.js';
import type { DataType } from '../../core/types.js';
import type { BytesReader } from './bytes.js';
import { BytesWriter } from './bytes.js';
import { KeyReader, putKeyValue } from './key-value.js';
import type { RunRowColumn } from './row-column.js';
import { Runs } from './row-runs.js';

/** Of nested values of one type. */
export class NestedColumn implements RunRowColumn {
  readonly slotBytes = 8;
  readonly #type: DataType;
  readonly #valueOf: ColumnReader;
  readonly #runs = new Runs();
  readonly #writer = new BytesWriter();

  constructor(type: DataType) {
    this.#type = type;
    this.#valueOf = columnReader(type);
  }

  reserve(capacity: number): void {
    this.#runs.reserve(capacity);
  }

  store(column: Column, rows: Int32Array, slots: Int32Array, count: number): void {
    const writer = this.#writer;
    for (let i = 0; i < count; i++) {
      const value = this.#valueOf(column, rows[i]!);
      this.#runs.nulls.put(slots[i]!, value === null);
      writer.reset();
      if (value !== null) putKeyValue(this.#type, value, false, writer);
      this.#runs.put(slots[i]!, byteMemory(writer.buffer), 0, writer.length);
    }
  }

  read(slots: Int32Array, count: number, _hasAbsent: boolean, into: ColumnBuilder): void {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot < 0 || this.isNull(slot)) {
        into.appendNull();
        continue;
      }
      const bytes = this.#runs.view(slot);
      into.append(new KeyReader(bytes, 0, bytes.length).value(this.#type, false));
    }
  }

  isEqual(slot: number, other: number): boolean {
    return this.#runs.isEqual(slot, other);
  }
  mix(slot: number, hash: number): number {
    return this.#runs.mix(slot, hash);
  }
  isNull(slot: number): boolean {
    return this.#runs.nulls.isNull(slot);
  }
  encode(slot: number, into: BytesWriter): void {
    this.#runs.encode(slot, into);
  }
  decode(slot: number, isNull: boolean, from: BytesReader): void {
    this.#runs.decode(slot, isNull, from);
  }
  get heldBytes(): number {
    return this.#runs.heap.footprint;
  }
  addBytes(slots: Int32Array, count: number, sizes: Int32Array): number {
    return this.#runs.addBytes(slots, count, sizes);
  }
  free(slot: number): void {
    this.#runs.free(slot);
  }
  tidy(slotEnd: number, share: number): void {
    this.#runs.tidy(slotEnd, share);
  }
}
