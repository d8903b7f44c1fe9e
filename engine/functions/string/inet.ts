/** INET_ATON, INET_NTOA. */
import { bigintType, stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { bigint, nullable, text } from '../signature.js';

export const inetFunctions: readonly ScalarFunction[] = [
  {
    name: 'INET_ATON',
    doc: 'Number of an IPv4 address; NULL for other text.',
    syntax: 'INET_ATON(text)',
    category: 'string',
    examples: [["INET_ATON('127.0.0.1')", '2130706433']],
    nulls: 'strict',
    resolve: nullable([text], bigintType),
    kernel: () => toNumber,
  },
  {
    name: 'INET_NTOA',
    doc: 'IPv4 address of a number; NULL outside of 32 bits.',
    syntax: 'INET_NTOA(number)',
    category: 'string',
    examples: [['INET_NTOA(2130706433)', '127.0.0.1']],
    nulls: 'strict',
    resolve: nullable([bigint], stringType),
    kernel: () => toAddress,
  },
];

/** Missing parts are zeros in the middle, as in MySQL: 127.1 is 127.0.0.1. */
function toNumber(address: string): bigint | null {
  const parts = address.split('.');
  if (parts.length > 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return null;
  const last = Number(parts.pop());
  const leading = [0, 1, 2].map((i) => Number(parts[i] ?? 0));
  return BigInt(leading.reduce((sum, part) => sum * 256 + part, 0) * 256 + last);
}

function toAddress(value: bigint): string | null {
  if (value < 0n || value > 0xffffffffn) return null;
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}
