/** Character sets of ENCODE and DECODE, by Java's names. */
import { DataError, didYouMean } from '../../../core/errors.js';
import { decodeUtf8, encodeUtf8 } from '../../../core/utf8.js';

const CHARSETS = ['US-ASCII', 'ISO-8859-1', 'UTF-8', 'UTF-16BE', 'UTF-16LE', 'UTF-16'] as const;
type Charset = (typeof CHARSETS)[number];

/** Other names that Java knows. */
const ALIASES: ReadonlyMap<string, Charset> = new Map([
  ['UTF8', 'UTF-8'],
  ['ASCII', 'US-ASCII'],
  ['LATIN1', 'ISO-8859-1'],
  ['ISO8859-1', 'ISO-8859-1'],
  ['ISO8859_1', 'ISO-8859-1'],
  ['ISO_8859-1', 'ISO-8859-1'],
  ['ISO_8859_1', 'ISO-8859-1'],
  ['UTF16', 'UTF-16'],
  ['UTF_16', 'UTF-16'],
  ['UTF_16BE', 'UTF-16BE'],
  ['UTF_16LE', 'UTF-16LE'],
]);

function charsetOf(name: string): Charset {
  const upper = name.toUpperCase();
  const wanted = CHARSETS.find((charset) => charset === upper) ?? ALIASES.get(upper);
  if (wanted !== undefined) return wanted;
  throw new DataError('CHARSET_UNKNOWN', {
    message: `no character set "${name}" (there are ${CHARSETS.join(', ')})`,
    hint: didYouMean(name, CHARSETS),
  });
}

/**
 * Bytes of `value`; characters the set does not have become '?'. UTF-16 starts with a byte order
 * mark.
 */
export function encodeCharset(value: string, name: string): Uint8Array {
  const charset = charsetOf(name);
  switch (charset) {
    case 'UTF-8':
      return encodeUtf8(value);
    case 'US-ASCII':
      return singleBytes(value, 0x7f);
    case 'ISO-8859-1':
      return singleBytes(value, 0xff);
    case 'UTF-16LE':
      return units(value, true);
    case 'UTF-16BE':
      return units(value, false);
    case 'UTF-16':
      return units(value === '' ? '' : `\ufeff${value}`, false);
  }
}

/** Text of `bytes`; what is not valid becomes U+FFFD. */
export function decodeCharset(bytes: Uint8Array, name: string): string {
  const charset = charsetOf(name);
  if (charset === 'UTF-8') return decodeUtf8(bytes, 0, bytes.length);
  if (charset === 'US-ASCII' || charset === 'ISO-8859-1') {
    const limit = charset === 'US-ASCII' ? 0x80 : 0x100;
    return Array.from(bytes, (byte) => (byte < limit ? String.fromCharCode(byte) : '\ufffd')).join(
      '',
    );
  }
  if (charset !== 'UTF-16') return decodeUnits(bytes, charset === 'UTF-16LE');
  const hasMark = bytes.length >= 2 && (bytes[0]! ^ bytes[1]!) === 1 && bytes[0]! >= 0xfe;
  return decodeUnits(hasMark ? bytes.subarray(2) : bytes, hasMark && bytes[0] === 0xff);
}

function singleBytes(value: string, largest: number): Uint8Array {
  return Uint8Array.from(Array.from(value), (point) => {
    const code = point.codePointAt(0)!;
    return code <= largest ? code : 0x3f;
  });
}

function units(value: string, isLittle: boolean): Uint8Array {
  const out = new Uint8Array(value.length * 2);
  const view = new DataView(out.buffer);
  for (let i = 0; i < value.length; i++) view.setUint16(2 * i, value.charCodeAt(i), isLittle);
  return out;
}

function decodeUnits(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let out = '';
  for (let i = 0; i + 1 < bytes.length; i += 2)
    out += String.fromCharCode(view.getUint16(i, isLittle));
  return bytes.length % 2 === 0 ? out : `${out}\ufffd`;
}
