/** Copies parts of a pool of ASCII texts behind each other, eight bytes at a time. */
import type { Column } from '../../core/batch.js';

/** Bytes that may be read and written behind the end of a text. */
const slack = 8;

/** Texts behind each other: text i is bytes starts[i] .. starts[i + 1]. */
export class TextPool {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly starts: Int32Array;

  /** `texts` are ASCII. */
  constructor(texts: readonly string[]) {
    const all = new TextEncoder().encode(texts.join(''));
    this.bytes = new Uint8Array(all.length + slack);
    this.bytes.set(all);
    this.view = new DataView(this.bytes.buffer);
    this.starts = new Int32Array(texts.length + 1);
    texts.forEach((text, i) => (this.starts[i + 1] = this.starts[i]! + text.length));
  }
}

/** Which part each row gets: row rows[i] the bytes starts[i] .. ends[i]; rows ascend. */
export interface Parts {
  readonly rows: Int32Array;
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A text column of `rowCount` rows; rows without a part are empty. */
export function copyText(
  pool: TextPool,
  parts: Parts,
  rowCount: number,
): Pick<Column, 'values' | 'offsets'> {
  const { rows, count, starts, ends } = parts;
  let length = 0;
  for (let i = 0; i < count; i++) length += ends[i]! - starts[i]!;
  const bytes = new Uint8Array(length + slack);
  const target = new DataView(bytes.buffer);
  const source = pool.view;
  const offsets = new Int32Array(rowCount + 1);
  let at = 0;
  let filled = 0;
  for (let i = 0; i < count; i++) {
    while (filled < rows[i]!) offsets[++filled] = at;
    const shift = at - starts[i]!;
    const end = ends[i]!;
    // ASCII bytes are never a NaN, so a double carries all eight of them unchanged.
    for (let from = starts[i]!; from < end; from += 8) {
      target.setFloat64(from + shift, source.getFloat64(from, true), true);
    }
    at = end + shift;
    offsets[++filled] = at;
  }
  while (filled < rowCount) offsets[++filled] = at;
  return { values: bytes.subarray(0, at), offsets };
}
