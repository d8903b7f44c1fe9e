/** AND, OR, NOT with three-valued logic. */
import { booleanType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { boolean, strict } from '../signature.js';

/** Logic functions. */
export const logicFunctions: readonly ScalarFunction[] = [
  {
    name: 'AND',
    doc: 'TRUE when all conditions are; FALSE as soon as one is FALSE.',
    syntax: 'a AND b',
    category: 'logic',
    nulls: 'lazy',
    listed: false,
    examples: [
      ['TRUE AND FALSE', 'FALSE'],
      ['CAST(NULL AS BOOLEAN) AND FALSE', 'FALSE'],
    ],
    resolve: strict([boolean, boolean], booleanType, { repeatLast: true }),
  },
  {
    name: 'OR',
    doc: 'TRUE as soon as one condition is.',
    syntax: 'a OR b',
    category: 'logic',
    nulls: 'lazy',
    listed: false,
    examples: [
      ['TRUE OR FALSE', 'TRUE'],
      ['CAST(NULL AS BOOLEAN) OR TRUE', 'TRUE'],
    ],
    resolve: strict([boolean, boolean], booleanType, { repeatLast: true }),
  },
  {
    name: 'NOT',
    doc: 'Turns TRUE into FALSE and back.',
    syntax: 'NOT a',
    category: 'logic',
    nulls: 'strict',
    listed: false,
    examples: [['NOT TRUE', 'FALSE']],
    resolve: strict([boolean], booleanType),
    kernel: () => (value: boolean) => !value,
    js: ([value]) => `!${value!}`,
  },
];
