/** CHAR_LENGTH, POSITION, INSTR, LOCATE, ASCII, CHR. Positions count code points from 1. */
import { DataError } from '../../../core/errors.js';
import { intType, stringType } from '../../../core/types.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import type { ScalarFunction } from '../function.js';
import { bigint, int, nullable, strict, text } from '../signature.js';
import { indexInPoints, lengthInPoints } from './text-types.js';
import { countPoints } from './utf8-forms.js';

export const positionFunctions: readonly ScalarFunction[] = [
  {
    name: 'CHAR_LENGTH',
    aliases: ['CHARACTER_LENGTH'],
    doc: 'Number of characters.',
    syntax: 'CHAR_LENGTH(text)',
    category: 'string',
    examples: [["CHAR_LENGTH('héllo')", '5']],
    nulls: 'strict',
    resolve: strict([text], intType),
    kernel: () => lengthInPoints,
    utf8Kernel: () => countPoints,
  },
  {
    name: 'POSITION',
    doc: 'Position of the first text in the second, 0 when it is not there.',
    syntax: 'POSITION(part IN text)',
    category: 'string',
    examples: [["POSITION('lo' IN 'hello')", '4']],
    nulls: 'strict',
    resolve: strict([text, text, int], intType, { optional: 1 }),
    kernel: () => locate,
  },
  {
    name: 'LOCATE',
    doc: 'Position of the first text in the second, from a position on.',
    syntax: 'LOCATE(part, text [, from])',
    category: 'string',
    examples: [["LOCATE('l', 'hello', 4)", '4']],
    nulls: 'strict',
    resolve: strict([text, text, int], intType, { optional: 1 }),
    kernel: () => locate,
  },
  {
    name: 'INSTR',
    doc: 'Position of the second text in the first, or 0; a from below 0 counts from the end.',
    syntax: 'INSTR(text, part [, from [, nth]])',
    category: 'string',
    examples: [
      ["INSTR('hello', 'lo')", '4'],
      ["INSTR('banana', 'a', -1, 2)", '4'],
    ],
    nulls: 'strict',
    resolve: strict([text, text, int, int], intType, { optional: 2 }),
    kernel: () => instr,
  },
  {
    name: 'ASCII',
    doc: 'First byte of the text as a signed number, 0 for an empty text.',
    syntax: 'ASCII(text)',
    category: 'string',
    examples: [["ASCII('abc')", '97']],
    nulls: 'strict',
    resolve: strict([text], intType),
    kernel: () => (value: string) =>
      value === '' ? 0 : (encodeUtf8(value.slice(0, 2))[0]! << 24) >> 24,
  },
  {
    name: 'CHR',
    doc: 'Character of a code from 0 to 255; larger numbers start over.',
    syntax: 'CHR(number)',
    category: 'string',
    examples: [['CHR(97)', 'a']],
    nulls: 'strict',
    resolve: nullable([bigint], stringType),
    kernel: () => (code: bigint) => (code < 0n ? '' : String.fromCharCode(Number(code & 255n))),
  },
];

/** An empty part is at the start; a start before the text is its start. */
function locate(part: string, value: string, from = 1): number {
  if (part === '') return 1;
  if (from - 1 > lengthInPoints(value)) return 0;
  return indexInPoints(value, part, Math.max(0, from - 1)) + 1;
}

/** Position of the `nth` part from `from` on; a negative `from` is where it ends, from the end. */
function instr(value: string, part: string, from = 1, nth = 1): number {
  if (nth < 1) {
    throw new DataError('INSTR_COUNT_INVALID', {
      message: `INSTR counts the places from 1, not ${nth}`,
    });
  }
  if (from === 0) return 0;
  if (part === '') return from > 0 ? 1 : lengthInPoints(value) + 1;
  const step = from > 0 ? 1 : -1;
  const points = Array.from(value);
  const wanted = Array.from(part);
  let left = nth;
  let at = from > 0 ? from - 1 : points.length + from - wanted.length + 1;
  for (; at >= 0 && at < points.length; at += step) {
    if (wanted.every((point, i) => points[at + i] === point) && --left === 0) return at + 1;
  }
  return 0;
}
