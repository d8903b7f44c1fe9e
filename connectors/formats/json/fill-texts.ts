/** JSON values into columns of text. */
import type { ColumnBuilder } from '../../../core/column-builder.js';
import { firstNull, isNull, type BlockColumn } from './fill.js';
import { unescapeInto } from './unescape.js';

const QUOTE = 34;
/** The copy below writes up to so many bytes behind a text. */
const SLACK = 8;
/** Longer texts are copied by the native copy. */
const LOOP_BYTES = 256;

/** Strings, numbers and booleans; objects and arrays take the slow way. The bytes are UTF-8. */
export function fillTexts(column: BlockColumn, builder: ColumnBuilder, from: number): number {
  const { bytes, view, starts, ends, first, rows } = column;
  builder.reserveBytes(bytesOf(column, from) + SLACK);
  const values = builder.values as Uint8Array;
  const target = new DataView(values.buffer, values.byteOffset, values.length);
  const offsets = builder.offsets!;
  const base = builder.length - from;
  const sourceEnd = bytes.length - SLACK;
  let { validity } = builder;
  let at = offsets[base + from]!;
  for (let row = from; row < rows; row++) {
    let start = starts[first + row]!;
    const to = base + row;
    if (isNull(bytes, start)) {
      validity ??= firstNull(builder, to);
      offsets[to + 1] = at;
      continue;
    }
    let end = ends[first + row]!;
    const c = bytes[start]!;
    if (c === QUOTE) {
      start++;
      end = end < 0 ? end + 1 : end - 1;
    } else if (c === 123 || c === 91) {
      builder.length = to;
      return row;
    }
    if (end < 0) {
      at = unescapeInto(bytes, view, start, ~end, target, at);
    } else {
      if (end - start > LOOP_BYTES || end > sourceEnd) {
        values.set(bytes.subarray(start, end), at);
      } else {
        // Eight bytes at a time; no eight bytes of UTF-8 are a NaN, whose bits might change.
        for (let i = start, j = at; i < end; i += 8, j += 8)
          target.setFloat64(j, view.getFloat64(i, true), true);
      }
      at += end - start;
    }
    offsets[to + 1] = at;
    if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
  }
  builder.length = base + rows;
  return rows;
}

/** At least as many as the texts from row `from` on have. */
function bytesOf(column: BlockColumn, from: number): number {
  const { starts, ends, first, rows } = column;
  let bytes = 0;
  for (let row = from; row < rows; row++) {
    const start = starts[first + row]!;
    if (start < 0) continue;
    const end = ends[first + row]!;
    bytes += (end < 0 ? ~end : end) - start;
  }
  return bytes;
}
