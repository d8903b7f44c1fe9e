/** TO_BASE64, FROM_BASE64, ENCODE, DECODE, HEX, UNHEX, BIN. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { bytesType, stringType } from '../../../core/types.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import { isText } from '../common-type.js';
import type { ScalarFunction } from '../function.js';
import { bigint, bytes, nullable, oneOf, strict, text } from '../signature.js';
import { decodeCharset, encodeCharset } from './charset.js';

const HEX_DIGITS = '0123456789ABCDEF';

export const encodeFunctions: readonly ScalarFunction[] = [
  {
    name: 'TO_BASE64',
    doc: 'Base64 of the UTF-8 bytes.',
    syntax: 'TO_BASE64(text)',
    category: 'string',
    examples: [["TO_BASE64('hello')", 'aGVsbG8=']],
    nulls: 'strict',
    resolve: oneOf(strict([bytes], stringType), strict([text], stringType)),
    kernel: () => toBase64,
  },
  {
    name: 'FROM_BASE64',
    doc: 'Text of UTF-8 bytes in Base64.',
    syntax: 'FROM_BASE64(text)',
    category: 'string',
    examples: [["FROM_BASE64('aGVsbG8=')", 'hello']],
    nulls: 'strict',
    resolve: oneOf(strict([bytes], stringType), strict([text], stringType)),
    kernel: () => (value: string | Uint8Array) =>
      fromBase64(typeof value === 'string' ? value : (decodeCharset(value, 'UTF-8') as string)),
  },
  {
    name: 'ENCODE',
    doc: 'Bytes of a text in a character set.',
    syntax: "ENCODE(text, 'UTF-8')",
    category: 'string',
    examples: [["DECODE(ENCODE('é', 'UTF-16LE'), 'UTF-16LE')", 'é']],
    nulls: 'strict',
    resolve: strict([text, text], bytesType),
    kernel: () => encodeCharset,
  },
  {
    name: 'DECODE',
    doc: 'Text of bytes in a character set.',
    syntax: "DECODE(bytes, 'UTF-8')",
    category: 'string',
    examples: [["DECODE(X'c3a9', 'UTF-8')", 'é']],
    nulls: 'strict',
    resolve: strict([bytes, text], stringType),
    kernel: () => decodeCharset,
  },
  {
    name: 'HEX',
    doc: 'Hexadecimal digits of an integer, or of the UTF-8 bytes of a text.',
    syntax: 'HEX(value)',
    category: 'string',
    examples: [
      ['HEX(255)', 'FF'],
      ["HEX('az')", '617A'],
    ],
    nulls: 'strict',
    resolve: oneOf(strict([text], stringType), strict([bigint], stringType)),
    kernel: (site) =>
      isText(site.args[0]!)
        ? (value: string) => hexOfBytes(encodeUtf8(value))
        : (value: bigint) => BigInt.asUintN(64, value).toString(16).toUpperCase(),
  },
  {
    name: 'UNHEX',
    doc: 'Bytes of hexadecimal digits; NULL for other text.',
    syntax: 'UNHEX(text)',
    category: 'string',
    examples: [["DECODE(UNHEX('617A'), 'UTF-8')", 'az']],
    nulls: 'strict',
    resolve: nullable([text], bytesType),
    kernel: () => unhex,
  },
  {
    name: 'BIN',
    doc: 'Binary digits of an integer.',
    syntax: 'BIN(number)',
    category: 'string',
    examples: [['BIN(5)', '101']],
    nulls: 'strict',
    resolve: strict([bigint], stringType),
    kernel: () => (value: bigint) => BigInt.asUintN(64, value).toString(2),
  },
];

function hexOfBytes(value: Uint8Array): string {
  let out = '';
  for (const byte of value) out += HEX_DIGITS[byte >> 4]! + HEX_DIGITS[byte & 15]!;
  return out;
}

/** As in Flink the first one of an odd number of digits is a byte 00, whatever it is. */
function unhex(value: string): Uint8Array | null {
  if (!/^[0-9a-fA-F]*$/.test(value)) return null;
  const digits = value.length % 2 === 0 ? value : `00${value.slice(1)}`;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toBase64(value: string | Uint8Array): string {
  const all = typeof value === 'string' ? encodeUtf8(value) : value;
  return btoa(Array.from(all, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(value: string): Value {
  try {
    return decodeCharset(
      Uint8Array.from(atob(value), (char) => char.charCodeAt(0)),
      'UTF-8',
    );
  } catch (cause) {
    throw new DataError('BASE64_INVALID', { message: `'${value}' is no Base64`, cause });
  }
}
