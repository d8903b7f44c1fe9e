/** = <> < <= > >=, IS [NOT] DISTINCT FROM. */
import type { Value } from '../../../core/batch.js';
import { booleanType, formatType, notNull, withNullable } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { refuse } from '../signature.js';
import { comparableTypes, isOrdered } from './comparable.js';
import type { Comparison } from './compare-kernel.js';
import { comparisonJs, comparisonKernel } from './compare-kernel.js';

const DOCS: Readonly<Record<Comparison, string>> = {
  '=': 'TRUE when both values are equal.',
  '<>': 'TRUE when the values differ.',
  '<': 'TRUE when the first value is smaller.',
  '<=': 'TRUE when the first value is not larger.',
  '>': 'TRUE when the first value is larger.',
  '>=': 'TRUE when the first value is not smaller.',
};
const EXAMPLES: Readonly<Record<Comparison, readonly (readonly [string, string])[]>> = {
  '=': [
    ['1 = 1.0', 'TRUE'],
    ["'a' = 'b'", 'FALSE'],
  ],
  '<>': [['1 <> 2', 'TRUE']],
  '<': [["'a' < 'b'", 'TRUE']],
  '<=': [['2 <= 1', 'FALSE']],
  '>': [["DATE '2024-02-01' > DATE '2024-01-31'", 'TRUE']],
  '>=': [['1.5 >= 1.5', 'TRUE']],
};

function comparison(op: Comparison): ScalarFunction {
  const needsOrder = op !== '=' && op !== '<>';
  return {
    name: op,
    doc: DOCS[op],
    syntax: `a ${op} b`,
    category: 'comparison',
    examples: EXAMPLES[op],
    nulls: 'strict',
    listed: false,
    ...(op === '<>' ? { aliases: ['!='] } : {}),
    resolve(facts) {
      if (facts.length !== 2) return refuse('takes 2 arguments');
      const [a, b] = facts.map((fact) => fact.type);
      const pair = comparableTypes(a!, b!);
      if ('refused' in pair) return pair;
      const unordered = needsOrder ? pair.find((type) => !isOrdered(type)) : undefined;
      if (unordered !== undefined) return refuse(`${formatType(unordered)} values have no order`);
      const hasNullFields =
        pair[0].id === 'row' &&
        pair.some((type) => type.id === 'row' && type.fields.some((field) => field.type.nullable));
      return {
        args: pair,
        type: withNullable(booleanType, hasNullFields || a!.nullable || b!.nullable),
      };
    },
    kernel: (site) => comparisonKernel(op, site.args, site.literals),
    js: (operands, site) => comparisonJs(op, site, operands),
  };
}

function distinct(name: string, doc: string, whenEqual: boolean): ScalarFunction {
  return {
    name,
    doc,
    syntax: `a ${name} b`,
    category: 'comparison',
    nulls: 'handled',
    listed: false,
    examples: [
      [`1 ${name} NULL`, whenEqual ? 'FALSE' : 'TRUE'],
      [`1 ${name} 1`, whenEqual ? 'TRUE' : 'FALSE'],
    ],
    resolve(facts) {
      if (facts.length !== 2) return refuse('takes 2 arguments');
      const pair = comparableTypes(facts[0]!.type, facts[1]!.type);
      return 'refused' in pair ? pair : { args: pair, type: notNull(booleanType) };
    },
    kernel(site) {
      const equal = comparisonKernel('=', site.args, site.literals);
      return (a: Value, b: Value) => {
        const same = a === null || b === null ? a === b : equal(a, b) === true;
        return same === whenEqual;
      };
    },
  };
}

export const comparisonOperators: readonly ScalarFunction[] = [
  comparison('='),
  comparison('<>'),
  comparison('<'),
  comparison('<='),
  comparison('>'),
  comparison('>='),
  distinct('IS DISTINCT FROM', 'Like <>, but NULL is a value like any other.', false),
  distinct('IS NOT DISTINCT FROM', 'Like =, but NULL is a value like any other.', true),
];
