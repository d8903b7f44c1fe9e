/** A copy of `array` with room for `length` elements, no fewer than it has; new ones are 0. */
export function longerInt32(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(array);
  return longer;
}
