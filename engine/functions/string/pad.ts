/** LPAD, RPAD, REPEAT, REVERSE. */
import { stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { int, nullable, strict, text } from '../signature.js';
import { checkTextLength } from './text-length.js';

/** The first `length` UTF-16 units; a surrogate pair is never cut, but taken whole. */
function firstUnits(text: string, length: number): string {
  const isCut = length > 0 && (text.codePointAt(length - 1) ?? 0) > 0xffff;
  return text.slice(0, isCut ? length + 1 : length);
}

/** `length` UTF-16 units of repeated `pad`. */
function padding(pad: string, length: number): string {
  const whole = pad.repeat(Math.floor(length / pad.length));
  return whole + firstUnits(pad, length % pad.length);
}

/**
 * Lengths are in UTF-16 units, as Flink counts here. NULL for a negative length or an empty
 * padding, even when none is needed.
 */
function padded(value: string, length: number, pad: string, isLeft: boolean): string | null {
  if (length < 0 || pad === '') return null;
  checkTextLength(length);
  if (value.length >= length) return firstUnits(value, length);
  const fill = padding(pad, length - value.length);
  return isLeft ? fill + value : value + fill;
}

function padFunction(name: string, isLeft: boolean, doc: string, result: string): ScalarFunction {
  return {
    name,
    doc,
    syntax: `${name}(text, length, padding)`,
    category: 'string',
    nulls: 'strict',
    examples: [[`${name}('7', 3, '0')`, result]],
    resolve: strict([text, int, text], stringType),
    kernel: () => (value: string, length: number, pad: string) =>
      padded(value, length, pad, isLeft),
  };
}

export const padFunctions: readonly ScalarFunction[] = [
  padFunction('LPAD', true, 'Text of a given length, filled up on the left.', '007'),
  padFunction('RPAD', false, 'Text of a given length, filled up on the right.', '700'),
  {
    name: 'REPEAT',
    doc: 'The text several times over.',
    syntax: 'REPEAT(text, count)',
    category: 'string',
    examples: [["REPEAT('ab', 3)", 'ababab']],
    nulls: 'strict',
    resolve: strict([text, int], stringType),
    kernel: () => (value: string, count: number) => {
      checkTextLength(value.length * count);
      return count <= 0 ? '' : value.repeat(count);
    },
  },
  {
    name: 'REVERSE',
    doc: 'Characters in reverse order.',
    syntax: 'REVERSE(text)',
    category: 'string',
    examples: [["REVERSE('abc')", 'cba']],
    nulls: 'strict',
    resolve: nullable([text], stringType),
    kernel: () => (value: string) => Array.from(value).reverse().join(''),
  },
];
