/** A stored column of arrays, maps, multisets or rows: each value as the bytes of a key. */
import type { Column } from '../../core/batch.js';
import type { ColumnBuilder } from '../../core/column-builder.js';
import type { ColumnReader } from '../../core/column-read.js';
import { columnReader } from '../../core/column-read.js';
import { byteMemory } from '../../core/copy-bytes.js';
import type { DataType } from '../../core/types.js';
import { BytesWriter } from './bytes.js';
import { KeyReader, putKeyValue } from './key-value.js';
import type { RunRowColumn } from './row-column.js';
import { Runs } from './row-runs.js';

/** Of nested values of one type. */
export class NestedColumn extends Runs implements RunRowColumn {
  readonly #type: DataType;
  readonly #valueOf: ColumnReader;
  readonly #writer = new BytesWriter();

  constructor(type: DataType) {
    super();
    this.#type = type;
    this.#valueOf = columnReader(type);
  }

  store(column: Column, rows: Int32Array, slots: Int32Array, count: number): void {
    const writer = this.#writer;
    for (let i = 0; i < count; i++) {
      const value = this.#valueOf(column, rows[i]!);
      this.nulls.put(slots[i]!, value === null);
      writer.reset();
      if (value !== null) putKeyValue(this.#type, value, false, writer);
      this.put(slots[i]!, byteMemory(writer.buffer), 0, writer.length);
    }
  }

  read(slots: Int32Array, count: number, _hasAbsent: boolean, into: ColumnBuilder): void {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (slot < 0 || this.isNull(slot)) {
        into.appendNull();
        continue;
      }
      const bytes = this.view(slot);
      into.append(new KeyReader(bytes, 0, bytes.length).value(this.#type, false));
    }
  }
}
