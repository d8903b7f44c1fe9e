/** Chosen texts of a column, in a fresh one. */
import type { Column } from '../../../core/batch.js';

/** Row i is row `rows[i]` of the text or bytes column `column`; -1 gives null. O(bytes). */
export function gatherText(column: Column, rows: Int32Array, count: number): Column {
  const from = column.values as Uint8Array;
  const places = column.offsets!;
  const offsets = new Int32Array(count + 1);
  let validity: Uint8Array | null = null;
  let size = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (row >= 0) {
      size += places[row + 1]! - places[row]!;
    } else {
      validity ??= new Uint8Array((count + 7) >> 3).fill(0xff);
      validity[i >> 3]! &= ~(1 << (i & 7));
    }
    offsets[i + 1] = size;
  }
  const values = new Uint8Array(size);
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (row < 0) continue;
    let to = offsets[i]!;
    const end = places[row + 1]!;
    for (let at = places[row]!; at < end; at++) values[to++] = from[at]!;
  }
  return { type: column.type, values, offsets, validity, nanos: null, children: null };
}
