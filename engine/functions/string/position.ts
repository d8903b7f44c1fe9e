/** CHAR_LENGTH, POSITION, INSTR, LOCATE, ASCII, CHR. Positions count code points from 1. */
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
    doc: 'Position of the second text in the first, 0 when it is not there.',
    syntax: 'INSTR(text, part)',
    category: 'string',
    examples: [["INSTR('hello', 'lo')", '4']],
    nulls: 'strict',
    resolve: strict([text, text], intType),
    kernel: () => (value: string, part: string) => locate(part, value),
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

function locate(part: string, value: string, from = 1): number {
  if (from < 1 || from - 1 > lengthInPoints(value)) return 0;
  return indexInPoints(value, part, from - 1) + 1;
}
