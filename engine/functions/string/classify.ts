/** IS_ALPHA, IS_DIGIT, IS_DECIMAL, ELT. */
import type { DataType } from '../../../core/types.js';
import { booleanType, bytesType } from '../../../core/types.js';
import { parseDouble } from '../cast/cast-text.js';
import { commonType } from '../common-type.js';
import type { ScalarFunction } from '../function.js';
import { bytes, int, never, nullable, oneOf, text } from '../signature.js';
import { longest } from './text-types.js';

function commonBytes([, ...values]: readonly DataType[]): DataType {
  return commonType(values) ?? bytesType;
}

function test(
  name: string,
  doc: string,
  example: readonly [string, string],
  passes: (value: string) => boolean,
): ScalarFunction {
  return {
    name,
    doc,
    syntax: `${name}(text)`,
    category: 'string',
    examples: [example],
    nulls: 'handled',
    resolve: never([text], booleanType),
    kernel: () => (value: string | null) => value !== null && passes(value),
  };
}

export const classifyFunctions: readonly ScalarFunction[] = [
  test(
    'IS_ALPHA',
    'TRUE when all characters are letters; FALSE for NULL.',
    ["IS_ALPHA('abc')", 'TRUE'],
    (value) => /^\p{L}+$/u.test(value),
  ),
  test(
    'IS_DIGIT',
    'TRUE when all characters are digits; FALSE for NULL.',
    ["IS_DIGIT('123')", 'TRUE'],
    (value) => /^\p{Nd}+$/u.test(value),
  ),
  test(
    'IS_DECIMAL',
    'TRUE when the text is a number; FALSE for NULL.',
    ["IS_DECIMAL('-1.5')", 'TRUE'],
    (value) => parseDouble(value) !== undefined,
  ),
  {
    name: 'ELT',
    doc: 'Text or bytes at a position, from 1; NULL when there are none.',
    syntax: 'ELT(position, a, b, ...)',
    category: 'string',
    examples: [["ELT(2, 'a', 'b')", 'b']],
    nulls: 'handled',
    resolve: oneOf(
      nullable([int, bytes], commonBytes, { repeatLast: true }),
      nullable([int, text], longest, { repeatLast: true }),
    ),
    kernel:
      () =>
      (position: number | null, ...values: readonly (string | Uint8Array | null)[]) =>
        position === null ? null : (values[position - 1] ?? null),
  },
];
