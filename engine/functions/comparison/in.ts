/** IN over a list. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { booleanType, formatType, withNullable, withoutAttribute } from '../../../core/types.js';
import { commonType, isNumeric, isText } from '../common-type.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { refuse } from '../signature.js';
import { comparableTypes } from './comparable.js';
import { comparisonKernel } from './compare-kernel.js';

/**
 * Type all of value and list are cast to: FLOAT when a FLOAT meets exact numbers, so that 0.1 is
 * found; else the common one, or the value's when the list is text.
 */
function listType(types: readonly DataType[]): DataType | null {
  const first = withoutAttribute(types[0]!);
  const isNarrow = (type: DataType): boolean => isNumeric(type) && type.id !== 'double';
  if (first.id === 'float' && types.every((type) => isNarrow(type) || type.id === 'null'))
    return first;
  const common = commonType(types.map(withoutAttribute));
  if (common !== null) return common;
  const texts = types.slice(1).every((type) => isText(type) || type.id === 'null');
  return texts && !('refused' in comparableTypes(first, types[1]!)) ? first : null;
}

/** One membership test for a list of constants, or null when the list holds other expressions. */
export function constantMembership(site: CallSite): ((value: Value) => boolean | null) | null {
  const list = site.literals.slice(1);
  if (list.includes(undefined)) return null;
  const items = list.filter((item) => item !== null) as Exclude<Value, null>[];
  const whenMissing = items.length < list.length ? null : false;
  if (items.every((item) => typeof item !== 'object')) {
    const set = new Set<Value>(items);
    set.delete(Number.NaN); // NaN = NaN is not TRUE
    return (value) => (set.has(value) ? true : whenMissing);
  }
  const equal = comparisonKernel('=', [site.args[0]!, site.args[1]!]);
  return (value) => (items.some((item) => equal(value, item) === true) ? true : whenMissing);
}

/** Longer lists are faster in a set. */
const COMPARED_MAX = 16;

/**
 * Inline membership of a non-null number among few numbers, or null where another form is needed.
 * `suffix` of integers: 'n' where the operand is a bigint.
 */
export function membershipJs(operand: string, site: CallSite, suffix: 'n' | ''): string | null {
  const list = site.literals.slice(1);
  if (list.length > COMPARED_MAX) return null;
  const tests: string[] = [];
  for (const item of list) {
    if (typeof item === 'bigint') tests.push(`${operand} === (${item}${suffix})`);
    else if (typeof item === 'number' && Number.isFinite(item))
      tests.push(`${operand} === (${item})`);
    else return null;
  }
  return `(${tests.join(' || ')})`;
}

export const inList: ScalarFunction = {
  name: 'IN',
  doc: 'TRUE when the value equals one of the list; NULL when it equals none and one is NULL.',
  syntax: 'x IN (a, b, ...)',
  category: 'comparison',
  nulls: 'handled',
  listed: false,
  examples: [
    ['2 IN (1, 2, 3)', 'TRUE'],
    ["'x' IN ('a', 'b')", 'FALSE'],
  ],
  resolve(facts) {
    if (facts.length < 2) return refuse('takes a value and a list');
    const type = listType(facts.map((fact) => fact.type));
    if (type === null) {
      return refuse(`no common type of ${facts.map((fact) => formatType(fact.type)).join(', ')}`);
    }
    const nullable = facts.some((fact) => fact.type.nullable);
    return {
      args: facts.map((fact) => withNullable(type, fact.type.nullable)),
      type: withNullable(booleanType, nullable),
    };
  },
  kernel(site) {
    const member = constantMembership(site);
    if (member !== null) return (value: Value) => (value === null ? null : member(value));
    const equal = comparisonKernel('=', [site.args[0]!, site.args[1]!]);
    return (value: Value, ...list: readonly Value[]) => {
      if (value === null) return null;
      let unknown = false;
      for (const item of list) {
        const same = item === null ? null : equal(value, item);
        if (same === true) return true;
        if (same === null) unknown = true;
      }
      return unknown ? null : false;
    };
  },
};
