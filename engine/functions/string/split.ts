/** SPLIT, SPLIT_INDEX. */
import { stringType } from '../../../core/types.js';
import type { DataType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { int, nullable, oneOf, strict, text } from '../signature.js';
import { splitIndexSlicer } from './utf8-forms.js';

const texts: DataType = { id: 'array', element: stringType, nullable: true };

function pieces(value: string, delimiter: string): readonly string[] {
  if (value === '') return [];
  return delimiter === '' ? Array.from(value) : value.split(delimiter);
}

export const splitFunctions: readonly ScalarFunction[] = [
  {
    name: 'SPLIT',
    doc: 'Pieces between the delimiters; characters when the delimiter is empty; none of nothing.',
    syntax: 'SPLIT(text, delimiter)',
    category: 'string',
    examples: [["SPLIT('a,b', ',')", '[a, b]']],
    nulls: 'strict',
    resolve: strict([text, text], texts),
    kernel: () => pieces,
  },
  {
    name: 'SPLIT_INDEX',
    doc: 'Piece between the delimiters (blanks when empty), from 0; NULL when there is none.',
    syntax: 'SPLIT_INDEX(text, delimiter, index)',
    category: 'string',
    examples: [["SPLIT_INDEX('a,b,c', ',', 1)", 'b']],
    nulls: 'strict',
    resolve: oneOf(nullable([text, int, int], stringType), nullable([text, text, int], stringType)),
    kernel: () => pieceAt,
    slicer: splitIndexSlicer,
  },
];

/** The delimiter may be given as the code of one character. */
function pieceAt(value: string, delimiter: string | number, index: number): string | null {
  if (index < 0 || value === '') return null;
  if (typeof delimiter === 'number' && (delimiter < 1 || delimiter > 255)) return null;
  const mark = typeof delimiter === 'number' ? String.fromCharCode(delimiter) : delimiter;
  if (mark === '') return value.split(/[\t-\r\x1c-\x20]/)[index] ?? null;
  let start = 0;
  for (let i = 0; i < index; i++) {
    const at = value.indexOf(mark, start);
    if (at < 0) return null;
    start = at + mark.length;
  }
  const end = value.indexOf(mark, start);
  return end < 0 ? value.slice(start) : value.slice(start, end);
}
