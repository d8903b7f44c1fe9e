/**
 * Do the buffers of an Arrow array hold what its lengths promise? The library believes the lengths
 * of a file, and reads `undefined` behind the end of a buffer.
 */
import type * as Arrow from 'apache-arrow';
import { corruptArrow } from './arrow-read.js';

type Words = Int32Array | BigInt64Array;

/** Throws DataError CORRUPT_FILE unless `data` has `rows` rows and all they need. O(rows). */
export function checkArrow(data: Arrow.Data, rows: number): void {
  const { length, offset, nullBitmap } = data;
  if (length < rows) throw corruptArrow(`a column of ${length} rows, where ${rows} are announced`);
  if (length === 0 || data.typeId === UNION) return; // nobody reads unions
  const hasNulls = nullBitmap !== undefined && nullBitmap.length > 0;
  if (hasNulls && nullBitmap.length * 8 < offset + length) throw tooShort();
  const items = itemCount(data);
  if (data.values !== undefined && valuesNeeded(data, items) > data.values.length) throw tooShort();
  for (const child of data.children) checkArrow(child as Arrow.Data, items);
  if (data.dictionary === undefined) return;
  for (const part of data.dictionary.data) checkArrow(part as Arrow.Data, part.length);
}

/** Rows of the children, and bytes of texts. */
function itemCount(data: Arrow.Data): number {
  const offsets = data.valueOffsets as Words | undefined;
  if (offsets === undefined) return data.length * data.stride;
  if (offsets.length <= data.length) throw tooShort();
  let last = Number(offsets[0]);
  if (last < 0) throw corruptArrow('a place before the first value');
  for (let row = 1; row <= data.length; row++) {
    const place = Number(offsets[row]);
    if (place < last) throw corruptArrow('places of values that go back');
    last = place;
  }
  return last;
}

/** Elements of `data.values`; booleans are bits. */
function valuesNeeded(data: Arrow.Data, items: number): number {
  if (data.valueOffsets !== undefined) return items;
  const isBits = data.typeId === BOOL;
  return isBits ? (data.offset + data.length + 7) >> 3 : items;
}

/** `Type` of the library, which is loaded only when a file needs it. */
const BOOL = 6;
const UNION = 14;

function tooShort(): Error {
  return corruptArrow('a buffer that is shorter than its rows need');
}
