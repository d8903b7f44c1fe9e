/** Rows on their way into accumulators: physical row, slot and sign, in parallel. */
import type { Column } from '../../core/batch.js';

/** Scratch that is filled per batch; read only below `count`. */
export class RowList {
  rows = new Int32Array(0);
  slots = new Int32Array(0);
  /** +1 or -1. */
  signs = new Int8Array(0);
  count = 0;

  /** Empties the list and makes room. */
  start(rowsMax: number): void {
    this.count = 0;
    if (this.rows.length >= rowsMax) return;
    this.rows = new Int32Array(rowsMax);
    this.slots = new Int32Array(rowsMax);
    this.signs = new Int8Array(rowsMax);
  }

  push(row: number, slot: number, sign: number): void {
    const at = this.count++;
    this.rows[at] = row;
    this.slots[at] = slot;
    this.signs[at] = sign;
  }

  /** Takes those of `from` where the BOOLEAN column is true. */
  fillWhereTrue(from: RowList, filter: Column): void {
    this.start(from.count);
    const values = filter.values as Uint8Array;
    const bits = filter.validity;
    for (let i = 0; i < from.count; i++) {
      const row = from.rows[i]!;
      if (values[row] !== 1) continue;
      if (bits !== null && (bits[row >> 3]! & (1 << (row & 7))) === 0) continue;
      this.push(row, from.slots[i]!, from.signs[i]!);
    }
  }
}
