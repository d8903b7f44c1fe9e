/** UTF-8 to and from strings, tuned for the short texts that rows hold. */
interface NativeSlice {
  readonly latin1Slice: (start: number, end: number) => string;
  readonly utf8Slice: (start: number, end: number) => string;
}
/** Node's native decoders work on any Uint8Array; elsewhere TextDecoder does. */
const native = (globalThis as { Buffer?: { prototype: NativeSlice } }).Buffer?.prototype;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const SHORT_BYTES = 16;

/** Text of `bytes[start..end)`; malformed bytes become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= SHORT_BYTES) {
    let text = '';
    let i = start;
    for (; i < end; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) break;
      text += String.fromCharCode(byte);
    }
    if (i === end) return text;
  }
  if (native === undefined) return decoder.decode(bytes.subarray(start, end));
  return native.utf8Slice.call(bytes, start, end);
}

/** Most bytes `encodeUtf8Into` may write for `text`. */
export function utf8BytesMax(text: string): number {
  return text.length * 3;
}

/**
 * Writes `text` at `target[at]` and gives the end of what was written. The caller makes room for
 * `utf8BytesMax(text)` bytes. Lone surrogates become U+FFFD.
 */
export function encodeUtf8Into(text: string, target: Uint8Array, at: number): number {
  const length = text.length;
  if (length > 64) return at + encoder.encodeInto(text, target.subarray(at)).written;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80)
      return at + i + encoder.encodeInto(text.slice(i), target.subarray(at + i)).written;
    target[at + i] = unit;
  }
  return at + length;
}

/** Fresh bytes of `text`. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes of `text` in UTF-8. */
export function utf8ByteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000; // NaN past the end is neither
}

/** Bytewise equality of `a[aStart..aEnd)` and `b[bStart..bEnd)`. */
export function equalBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): boolean {
  const length = aEnd - aStart;
  if (length !== bEnd - bStart) return false;
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}

/** Order of two byte ranges: negative, 0 or positive; on UTF-8 this is code point order. */
export function compareBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let i = 0; i < length; i++) {
    const difference = a[aStart + i]! - b[bStart + i]!;
    if (difference !== 0) return difference;
  }
  return aEnd - aStart - (bEnd - bStart);
}
