/** IS [NOT] NULL, TRUE, FALSE, UNKNOWN: never NULL themselves. */
import type { Value } from '../../../core/batch.js';
import { booleanType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import type { Parameter } from '../signature.js';
import { any, boolean, never } from '../signature.js';

function test(
  name: string,
  doc: string,
  parameter: Parameter,
  example: readonly [string, string],
  passes: (value: Value) => boolean,
): ScalarFunction {
  return {
    name,
    doc,
    syntax: `x ${name}`,
    category: parameter === any ? 'comparison' : 'logic',
    examples: [example],
    nulls: 'handled',
    listed: false,
    resolve: never([parameter], booleanType),
    kernel: () => passes,
  };
}

export const nullTests: readonly ScalarFunction[] = [
  test('IS NULL', 'TRUE when the value is NULL.', any, ['1 IS NULL', 'FALSE'], (x) => x === null),
  test(
    'IS NOT NULL',
    'TRUE when the value is not NULL.',
    any,
    ['1 IS NOT NULL', 'TRUE'],
    (x) => x !== null,
  ),
  test(
    'IS TRUE',
    'TRUE when the condition is TRUE.',
    boolean,
    ['1 = 1 IS TRUE', 'TRUE'],
    (x) => x === true,
  ),
  test(
    'IS FALSE',
    'TRUE when the condition is FALSE.',
    boolean,
    ['1 = 2 IS FALSE', 'TRUE'],
    (x) => x === false,
  ),
  test(
    'IS NOT TRUE',
    'TRUE when the condition is FALSE or NULL.',
    boolean,
    ['CAST(NULL AS BOOLEAN) IS NOT TRUE', 'TRUE'],
    (x) => x !== true,
  ),
  test(
    'IS NOT FALSE',
    'TRUE when the condition is TRUE or NULL.',
    boolean,
    ['CAST(NULL AS BOOLEAN) IS NOT FALSE', 'TRUE'],
    (x) => x !== false,
  ),
  test(
    'IS UNKNOWN',
    'TRUE when the condition is NULL.',
    boolean,
    ['CAST(NULL AS BOOLEAN) IS UNKNOWN', 'TRUE'],
    (x) => x === null,
  ),
  test(
    'IS NOT UNKNOWN',
    'TRUE when the condition is not NULL.',
    boolean,
    ['TRUE IS NOT UNKNOWN', 'TRUE'],
    (x) => x !== null,
  ),
];
