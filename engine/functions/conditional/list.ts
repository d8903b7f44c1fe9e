/** CASE, IF, COALESCE, IFNULL, NULLIF, GREATEST, LEAST. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { booleanType, formatType, withNullable, withoutAttribute } from '../../../core/types.js';
import { castKernel } from '../cast/cast-kernel.js';
import { commonType, isText } from '../common-type.js';
import { comparableTypes, isOrdered } from '../comparison/comparable.js';
import { comparisonKernel } from '../comparison/compare-kernel.js';
import { compareValues } from '../../../core/compare.js';
import type { ArgumentFacts, Refusal, ScalarFunction, Signature } from '../function.js';
import { refuse } from '../signature.js';
import { typeOf } from './typeof.js';

function commonOf(types: readonly DataType[]): DataType | Refusal {
  const type = commonType(types.map(withoutAttribute));
  if (type === null)
    return refuse(`no common type of ${types.map((t) => formatType(t)).join(', ')}`);
  return type;
}

/** Conditions at even places, values at odd ones and last. */
function resolveCase(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length < 2) return refuse('takes a condition and a value');
  const isCondition = (i: number): boolean => i % 2 === 0 && i + 1 < facts.length;
  const wrong = facts.findIndex(
    (fact, i) => isCondition(i) && fact.type.id !== 'boolean' && fact.type.id !== 'null',
  );
  if (wrong >= 0)
    return refuse(`condition must be a BOOLEAN, not ${formatType(facts[wrong]!.type)}`, wrong);
  const common = commonOf(facts.filter((_, i) => !isCondition(i)).map((fact) => fact.type));
  if ('refused' in common) return common;
  const type = facts.length % 2 === 1 ? common : withNullable(common, true);
  return {
    args: facts.map((fact, i) =>
      withNullable(isCondition(i) ? booleanType : type, fact.type.nullable),
    ),
    type,
  };
}

function resolveCoalesce(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length === 0) return refuse('takes 1 argument or more');
  const common = commonOf(facts.map((fact) => fact.type));
  if ('refused' in common) return common;
  return {
    args: facts.map((fact) => withNullable(common, fact.type.nullable)),
    type: withNullable(
      common,
      facts.every((fact) => fact.type.nullable),
    ),
  };
}

/** A text that is never NULL keeps its own length. */
function resolveIfNull(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length !== 2) return refuse('takes 2 arguments');
  const [first, second] = [facts[0]!.type, facts[1]!.type];
  if (first.nullable || !isText(first) || !isText(second)) return resolveCoalesce(facts);
  return { args: [first, second], type: first };
}

function extreme(name: string, doc: string, sign: number, result: string): ScalarFunction {
  return {
    name,
    doc,
    syntax: `${name}(a, b, ...)`,
    category: 'conditional',
    nulls: 'strict',
    examples: [[`${name}(1, 3, 2)`, result]],
    resolve(facts) {
      if (facts.length === 0) return refuse('takes 1 argument or more');
      const common = commonOf(facts.map((fact) => fact.type));
      if ('refused' in common) return common;
      if (!isOrdered(common)) return refuse(`${formatType(common)} values have no order`);
      return { args: facts.map((fact) => withNullable(common, fact.type.nullable)), type: common };
    },
    kernel(site) {
      const { type } = site;
      return (...values: readonly Value[]) => {
        let best = values[0]!;
        for (let i = 1; i < values.length; i++) {
          if (compareValues(type, values[i]!, best) * sign > 0) best = values[i]!;
        }
        return best;
      };
    },
  };
}

/** Conditional functions. */
export const conditionalFunctions: readonly ScalarFunction[] = [
  {
    name: 'CASE',
    doc: 'Value behind the first condition that is TRUE.',
    category: 'conditional',
    nulls: 'lazy',
    syntax: 'CASE WHEN condition THEN value [...] [ELSE value] END',
    listed: false,
    examples: [["CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END", 'b']],
    resolve: resolveCase,
  },
  {
    name: 'IF',
    doc: 'Second argument when the condition is TRUE, else the third.',
    category: 'conditional',
    syntax: 'IF(condition, a, b)',
    nulls: 'lazy',
    examples: [["IF(1 < 2, 'a', 'b')", 'a']],
    resolve: (facts) => (facts.length === 3 ? resolveIf(facts) : refuse('takes 3 arguments')),
  },
  {
    name: 'COALESCE',
    doc: 'First argument that is not NULL.',
    category: 'conditional',
    nulls: 'lazy',
    syntax: 'COALESCE(a, b, ...)',
    examples: [['COALESCE(NULL, 2, 3)', '2']],
    resolve: resolveCoalesce,
  },
  {
    name: 'IFNULL',
    doc: 'The first argument, or the second when that is NULL.',
    category: 'conditional',
    syntax: 'IFNULL(a, b)',
    nulls: 'lazy',
    examples: [['IFNULL(CAST(NULL AS INT), 5)', '5']],
    resolve: resolveIfNull,
  },
  {
    name: 'NULLIF',
    doc: 'NULL when both are equal, else the first.',
    category: 'conditional',
    syntax: 'NULLIF(a, b)',
    nulls: 'handled',
    examples: [
      ['NULLIF(5, 5)', 'NULL'],
      ['NULLIF(5, 0)', '5'],
    ],
    resolve(facts) {
      if (facts.length !== 2) return refuse('takes 2 arguments');
      const types = facts.map((fact) => fact.type);
      const pair = comparableTypes(types[0]!, types[1]!);
      return 'refused' in pair ? pair : { args: types, type: withNullable(types[0]!, true) };
    },
    kernel(site) {
      const pair = comparableTypes(site.args[0]!, site.args[1]!) as readonly [DataType, DataType];
      const equal = comparisonKernel('=', pair, site.literals);
      const [castA, castB] = pair.map((type, i) => castKernel(site.args[i]!, type, site.session));
      return (a: Value, b: Value) => {
        if (a === null || b === null) return a;
        const [x, y] = [castA!(a), castB!(b)];
        return x !== undefined &&
          y !== undefined &&
          x !== null &&
          y !== null &&
          equal(x, y) === true
          ? null
          : a;
      };
    },
  },
  extreme('GREATEST', 'Largest argument; NULL when one is NULL.', 1, '3'),
  extreme('LEAST', 'Smallest argument; NULL when one is NULL.', -1, '1'),
  typeOf,
];

/** As in Flink, the result is nullable when the condition or a value is. */
function resolveIf(facts: readonly ArgumentFacts[]): Signature | Refusal {
  const signature = resolveCase(facts);
  if ('refused' in signature) return signature;
  return {
    args: signature.args,
    type: withNullable(
      signature.type,
      facts.some((fact) => fact.type.nullable),
    ),
  };
}
