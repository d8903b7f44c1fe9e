/** AND, OR, XOR and AND NOT of two bitmaps. */
import { decodeBitmap, encodeBitmap } from './roaring.js';

export type BitmapOperation = 'AND' | 'OR' | 'XOR' | 'ANDNOT';

/** The bitmap of the members that the operation keeps. */
export function combineBitmaps(
  operation: BitmapOperation,
  left: Uint8Array,
  right: Uint8Array,
): Uint8Array {
  const [a, b] = [decodeBitmap(left), decodeBitmap(right)];
  if (operation === 'OR') return encodeBitmap([...a, ...b]);
  const inB = new Set(b);
  if (operation === 'AND') return encodeBitmap(a.filter((member) => inB.has(member)));
  const onlyA = a.filter((member) => !inB.has(member));
  if (operation === 'ANDNOT') return encodeBitmap(onlyA);
  const inA = new Set(a);
  return encodeBitmap([...onlyA, ...b.filter((member) => !inA.has(member))]);
}
