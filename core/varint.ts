/** Unsigned integers of seven bits a byte, lowest first. */

/** Bytes that `putVarint` writes for an integer in [0, 2^53). */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

/** Writes an integer in [0, 2^53) at `at`; gives where it ends. */
export function putVarint(value: number, into: Uint8Array, at: number): number {
  let rest = value;
  let end = at;
  while (rest >= 128) {
    into[end++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  into[end++] = rest;
  return end;
}
