/** MD5, SHA1, SHA224, SHA256, SHA384, SHA512, SHA2: of the UTF-8 bytes, as hexadecimal text. */
import { DataError } from '../../../core/errors.js';
import type { DataType } from '../../../core/types.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import type { ArgumentFacts, Refusal, ScalarFunction, Signature } from '../function.js';
import { bytes, int, oneOf, strict, text } from '../signature.js';
import { md5 } from './md5.js';
import { sha1 } from './sha1.js';
import { sha224, sha256 } from './sha256.js';
import { sha384, sha512 } from './sha512.js';

type Digest = (message: Uint8Array) => string;

function hash(name: string, digits: number, digest: Digest, example: string): ScalarFunction {
  const type: DataType = { id: 'char', length: digits, nullable: true };
  return {
    name,
    doc: `${name} of the UTF-8 bytes as ${digits} hexadecimal digits.`,
    syntax: `${name}(text)`,
    category: 'hash',
    nulls: 'strict',
    examples: [[`LEFT(${name}('abc'), 8)`, example]],
    resolve: oneOf(strict([bytes], type), strict([text], type)),
    kernel: () => (value: string | Uint8Array) => digest(bytesOf(value)),
  };
}

const BY_BITS: ReadonlyMap<number, Digest> = new Map([
  [224, sha224],
  [256, sha256],
  [384, sha384],
  [512, sha512],
]);

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? encodeUtf8(value) : value;
}

function sha2(value: string | Uint8Array, bits: number): string {
  const digest = BY_BITS.get(bits);
  if (digest !== undefined) return digest(bytesOf(value));
  throw new DataError('SHA2_BITS_INVALID', {
    message: `SHA2 has 224, 256, 384 or 512 bits, not ${bits}`,
  });
}

const sha2Type: DataType = { id: 'varchar', length: 128, nullable: true };

const sha2Arguments = oneOf(strict([bytes, int], sha2Type), strict([text, int], sha2Type));

/** A wrong number of bits is found before any row is read where it is a literal. */
function resolveSha2(facts: readonly ArgumentFacts[]): Signature | Refusal {
  const signature = sha2Arguments(facts, undefined);
  const bits = facts[1]?.literal;
  if ('refused' in signature || bits === undefined || bits === null) return signature;
  if (BY_BITS.has(Number(bits))) return signature;
  return { refused: `has no hash of ${String(bits)} bits`, hint: 'Use 224, 256, 384 or 512.' };
}

export const hashFunctions: readonly ScalarFunction[] = [
  hash('MD5', 32, md5, '90015098'),
  hash('SHA1', 40, sha1, 'a9993e36'),
  hash('SHA224', 56, sha224, '23097d22'),
  hash('SHA256', 64, sha256, 'ba7816bf'),
  hash('SHA384', 96, sha384, 'cb00753f'),
  hash('SHA512', 128, sha512, 'ddaf35a1'),
  {
    name: 'SHA2',
    doc: 'SHA-2 hash of 224, 256, 384 or 512 bits as hexadecimal digits.',
    syntax: 'SHA2(text, bits)',
    category: 'hash',
    nulls: 'strict',
    examples: [["SHA2('abc', 256) = SHA256('abc')", 'TRUE']],
    resolve: resolveSha2,
    kernel: () => sha2,
  },
];
