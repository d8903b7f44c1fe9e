/** Small questions about ASCII bytes. */

/** Only digits, perhaps behind a sign? */
export function isPlainInteger(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    const isSign = i === start && (byte === 45 || byte === 43);
    if (!isSign && (byte < 48 || byte > 57)) return false;
  }
  return true;
}

/** First place in [start, end) that is no blank or control character. */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! <= 32) at++;
  return at;
}

/** Place behind the last one that is no blank or control character. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1]! <= 32) at--;
  return at;
}
