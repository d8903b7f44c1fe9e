/** SUBSTRING, LEFT, RIGHT, OVERLAY: positions count code points from 1. */
import type { ScalarFunction } from '../function.js';
import { int, nullable, strict, text } from '../signature.js';
import { lengthInPoints, slicePoints, varying, varyingSum } from './text-types.js';
import { leftSlicer, substringSlicer } from './utf8-forms.js';

export const substringFunctions: readonly ScalarFunction[] = [
  {
    name: 'SUBSTRING',
    aliases: ['SUBSTR'],
    doc: 'Part of a text; a negative start counts from the end; NULL for a negative length.',
    syntax: 'SUBSTRING(text, start [, length])',
    category: 'string',
    examples: [
      ["SUBSTRING('hello', 2, 3)", 'ell'],
      ["SUBSTRING('hello' FROM -3)", 'llo'],
    ],
    nulls: 'strict',
    resolve: nullable([text, int, int], varying, { optional: 1 }),
    kernel: () => substring,
    slicer: substringSlicer,
  },
  {
    name: 'LEFT',
    doc: 'First characters.',
    syntax: 'LEFT(text, count)',
    category: 'string',
    examples: [["LEFT('hello', 2)", 'he']],
    nulls: 'strict',
    resolve: nullable([text, int], varying),
    kernel: () => (value: string, count: number) =>
      count <= 0 ? '' : slicePoints(value, 0, count),
    slicer: leftSlicer,
  },
  {
    name: 'RIGHT',
    doc: 'Last characters.',
    syntax: 'RIGHT(text, count)',
    category: 'string',
    examples: [["RIGHT('hello', 2)", 'lo']],
    nulls: 'strict',
    resolve: nullable([text, int], varying),
    kernel: () => right,
  },
  {
    name: 'OVERLAY',
    doc: 'Text with a part replaced, by default one as long as the new text.',
    syntax: 'OVERLAY(text PLACING new FROM start [FOR length])',
    category: 'string',
    examples: [["OVERLAY('abcdef' PLACING 'XX' FROM 2 FOR 3)", 'aXXef']],
    nulls: 'strict',
    resolve: strict([text, text, int, int], varyingSum, { optional: 1 }),
    kernel: () => overlay,
  },
];

function substring(
  value: string,
  position: number,
  length = Number.MAX_SAFE_INTEGER,
): string | null {
  if (length < 0) return null;
  if (position > 0) return slicePoints(value, position - 1, position - 1 + length);
  const start = position === 0 ? 0 : lengthInPoints(value) + position;
  return start < 0 ? '' : slicePoints(value, start, start + length);
}

function right(value: string, count: number): string {
  if (count <= 0) return '';
  const length = lengthInPoints(value);
  return slicePoints(value, Math.max(0, length - count), length);
}

/** A start outside of the text leaves it as it is; a negative length replaces the rest. */
function overlay(
  value: string,
  placed: string,
  start: number,
  length = lengthInPoints(placed),
): string {
  const points = Array.from(value);
  if (start < 1 || start > points.length) return value;
  const end = length < 0 ? points.length : start - 1 + length;
  return points.slice(0, start - 1).join('') + placed + points.slice(end).join('');
}
