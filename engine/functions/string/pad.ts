/** LPAD, RPAD, REPEAT, REVERSE. */
import { DataError } from '../../../core/errors.js';
import { stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { int, strict, text } from '../signature.js';

/** Longest text a function may make, in UTF-16 units. */
const TEXT_UNITS_MAX = 1 << 28;

function checkLength(units: number): void {
  if (units <= TEXT_UNITS_MAX) return;
  throw new DataError('TEXT_TOO_LONG', {
    message: `a text of ${units} characters is too long`,
    hint: `The limit is ${TEXT_UNITS_MAX}.`,
  });
}

/** `length` code points of repeated `pad`. */
function padding(pad: readonly string[], length: number): string {
  const whole = pad.join('').repeat(Math.floor(length / pad.length));
  return whole + pad.slice(0, length % pad.length).join('');
}

/** NULL for a negative length or an empty padding, even when none is needed. */
function padded(value: string, length: number, pad: string, isLeft: boolean): string | null {
  if (length < 0 || pad === '') return null;
  checkLength(length);
  const points = Array.from(value);
  if (points.length >= length) return points.slice(0, length).join('');
  const fill = padding(Array.from(pad), length - points.length);
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
      checkLength(value.length * count);
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
    resolve: strict([text], stringType),
    kernel: () => (value: string) => Array.from(value).reverse().join(''),
  },
];
