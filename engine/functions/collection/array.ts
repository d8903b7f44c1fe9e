/** ARRAY_* functions. Elements are compared as values: NULL equals NULL. */
import type { Value } from '../../../core/batch.js';
import { compareValues, valueKey } from '../../../core/compare.js';
import type { DataType } from '../../../core/types.js';
import { booleanType, formatType, intType, stringType, withNullable } from '../../../core/types.js';
import { canImplicitlyCast, commonType, isNumeric, isText } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import type { ResultOf } from '../signature.js';
import { array, boolean, int, nullable, refuse, strict, text } from '../signature.js';

type ArrayType = DataType & { readonly id: 'array' };
type List = readonly Value[];

function elementOf(site: CallSite): DataType {
  return (site.args[0] as ArrayType).element;
}

function refuseTypes(facts: readonly ArgumentFacts[]): Refusal {
  return refuse(`no common type of ${facts.map((fact) => formatType(fact.type)).join(', ')}`);
}

/** A number is cast to the elements' type; other values meet the elements in a common type. */
function needleType(element: DataType, needle: DataType): DataType | null {
  if (!isNumeric(element) || !isNumeric(needle)) return commonType([element, needle]);
  const isNarrower = needle.id === 'float' || needle.id === 'double';
  const fits = element.id === needle.id || canImplicitlyCast(needle, element);
  return fits && !(isNarrower && element.id === 'decimal')
    ? withNullable(element, element.nullable || needle.nullable)
    : null;
}

/** (array, element): both get a common element type. */
function resolveNeedle(
  facts: readonly ArgumentFacts[],
  resultOf: (list: ArrayType, facts: readonly ArgumentFacts[]) => DataType,
): Signature | Refusal {
  const [list, needle] = facts;
  if (facts.length !== 2 || list!.type.id !== 'array')
    return refuse('takes an ARRAY and an element');
  const element = needleType(list!.type.element, needle!.type);
  if (element === null) return refuseTypes(facts);
  const wanted: ArrayType = {
    id: 'array',
    element: withNullable(element, list!.type.element.nullable),
    nullable: list!.type.nullable,
  };
  return {
    args: [wanted, withNullable(element, needle!.type.nullable)],
    type: resultOf(wanted, facts),
  };
}

/** Arrays of one common type, which is the result's, too. */
function resolveAll(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length === 0 || !facts.every((fact) => fact.type.id === 'array'))
    return refuse('takes ARRAYs');
  const type = commonType(facts.map((fact) => fact.type));
  return type === null
    ? refuseTypes(facts)
    : { args: facts.map((fact) => withNullable(type, fact.type.nullable)), type };
}

/** Two arrays of one common type. */
function resolvePair(facts: readonly ArgumentFacts[]): Signature | Refusal {
  return facts.length === 2 ? resolveAll(facts) : refuse('takes 2 ARRAYs');
}

/** Is the needle nullable, also by its cast to the type of nullable elements? */
function isNullableNeedle({ element }: ArrayType, facts: readonly ArgumentFacts[]): boolean {
  const needle = facts[1]!.type;
  const isCast =
    !(isText(element) && isText(needle)) &&
    formatType(withNullable(element, false)) !== formatType(needle);
  return needle.nullable || (element.nullable && isCast);
}

/** Array that holds the needle as well; nullable when a NULL can be in it. */
function grownType(list: ArrayType, facts: readonly ArgumentFacts[]): DataType {
  return {
    ...list,
    nullable: list.nullable || isNullableNeedle(list, facts),
    element: withNullable(list.element, list.element.nullable || facts[1]!.type.nullable),
  };
}

function distinct(element: DataType, items: List): List {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = valueKey(element, item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keysOf(element: DataType, items: List): ReadonlySet<string> {
  return new Set(items.map((item) => valueKey(element, item)));
}

function entry(
  name: string,
  syntax: string,
  doc: string,
  example: readonly [string, string],
  nulls: 'strict' | 'handled',
  resolve: ScalarFunction['resolve'],
  kernel: NonNullable<ScalarFunction['kernel']>,
): ScalarFunction {
  return { name, syntax, doc, category: 'collection', examples: [example], nulls, resolve, kernel };
}

/** Largest (`sign` 1) or smallest element; NULLs are skipped. */
function extreme(site: CallSite, sign: number): (items: List) => Value {
  const element = elementOf(site);
  return (items) => {
    let best: Value = null;
    for (const item of items) {
      if (item !== null && (best === null || compareValues(element, item, best) * sign > 0))
        best = item;
    }
    return best;
  };
}

/**
 * Positions from 1, negative ones from the end; both ends belong to the slice. Positions before the
 * first are the first.
 */
function slice(items: List, from: number, to = items.length): List {
  const place = (position: number): number =>
    Math.max(1, position < 0 ? items.length + position + 1 : position);
  const [start, end] = [place(from), Math.min(items.length, place(to))];
  return start > end ? [] : items.slice(start - 1, end);
}

function sorted(element: DataType, items: List, isAscending: boolean, nullsFirst: boolean): List {
  const sign = isAscending ? 1 : -1;
  const nulls = items.filter((item) => item === null);
  const others = items
    .filter((item) => item !== null)
    .sort((a, b) => sign * compareValues(element, a, b));
  return nullsFirst ? [...nulls, ...others] : [...others, ...nulls];
}

const itself = (list: DataType): DataType => list;

const ORDERLESS: readonly DataType['id'][] = [
  'boolean',
  'array',
  'map',
  'multiset',
  'row',
  'variant',
];

/** The result for elements that have an order. */
function ordered(resultOf: (list: ArrayType) => DataType): ResultOf {
  return (args) => {
    const list = args[0] as ArrayType;
    return ORDERLESS.includes(list.element.id)
      ? refuse(`elements of ${formatType(list.element)} have no order`, 0)
      : resultOf(list);
  };
}

/** Only texts are joined. */
function joined(args: readonly DataType[]): DataType | Refusal {
  const { element } = args[0] as ArrayType;
  return isText(element) || element.id === 'null'
    ? stringType
    : refuse(`joins texts, not ${formatType(element)}`, 0);
}

const searching: readonly ScalarFunction[] = [
  entry(
    'ARRAY_CONTAINS',
    'ARRAY_CONTAINS(array, element)',
    'TRUE when the array holds the element; finds NULL.',
    ['ARRAY_CONTAINS(ARRAY[1, 2], 2)', 'TRUE'],
    'handled',
    (facts) => resolveNeedle(facts, (list) => withNullable(booleanType, list.nullable)),
    (site) => {
      const element = elementOf(site);
      return (items: List | null, needle: Value) =>
        items === null ? null : items.some((item) => compareValues(element, item, needle) === 0);
    },
  ),
  entry(
    'ARRAY_POSITION',
    'ARRAY_POSITION(array, element)',
    'First position of the element, 0 when it is not there.',
    ['ARRAY_POSITION(ARRAY[7, 8], 8)', '2'],
    'strict',
    (facts) =>
      resolveNeedle(facts, (list) =>
        withNullable(intType, list.nullable || isNullableNeedle(list, facts)),
      ),
    (site) => {
      const element = elementOf(site);
      return (items: List, needle: Value) =>
        items.findIndex((item) => compareValues(element, item, needle) === 0) + 1;
    },
  ),
  entry(
    'ARRAY_MAX',
    'ARRAY_MAX(array)',
    'Largest element that is not NULL.',
    ['ARRAY_MAX(ARRAY[1, 3, 2])', '3'],
    'strict',
    nullable(
      [array],
      ordered((list) => list.element),
    ),
    (site) => extreme(site, 1),
  ),
  entry(
    'ARRAY_MIN',
    'ARRAY_MIN(array)',
    'Smallest element that is not NULL.',
    ['ARRAY_MIN(ARRAY[1, 3, 2])', '1'],
    'strict',
    nullable(
      [array],
      ordered((list) => list.element),
    ),
    (site) => extreme(site, -1),
  ),
  entry(
    'ARRAY_JOIN',
    'ARRAY_JOIN(array, separator [, null text])',
    'Texts with a separator between; NULLs are left out or replaced.',
    ["ARRAY_JOIN(ARRAY['a', 'b'], '-')", 'a-b'],
    'strict',
    strict([array, text, text], joined, { optional: 1 }),
    () => (items: List, separator: string, whenNull?: string) =>
      items
        .map((item) => item ?? whenNull)
        .filter((item) => item !== undefined)
        .join(separator),
  ),
];

const building: readonly ScalarFunction[] = [
  entry(
    'ARRAY_APPEND',
    'ARRAY_APPEND(array, element)',
    'Array with one more element at its end.',
    ['ARRAY_APPEND(ARRAY[1], 2)', '[1, 2]'],
    'handled',
    (facts) => resolveNeedle(facts, grownType),
    () => (items: List | null, item: Value) => (items === null ? null : [...items, item]),
  ),
  entry(
    'ARRAY_PREPEND',
    'ARRAY_PREPEND(array, element)',
    'Array with one more element at its start.',
    ['ARRAY_PREPEND(ARRAY[1], 2)', '[2, 1]'],
    'handled',
    (facts) => resolveNeedle(facts, grownType),
    () => (items: List | null, item: Value) => (items === null ? null : [item, ...items]),
  ),
  entry(
    'ARRAY_REMOVE',
    'ARRAY_REMOVE(array, element)',
    'Array without the element.',
    ['ARRAY_REMOVE(ARRAY[1, 2, 1], 1)', '[2]'],
    'handled',
    (facts) => resolveNeedle(facts, (list) => list),
    (site) => {
      const element = elementOf(site);
      return (items: List | null, needle: Value) =>
        items === null ? null : items.filter((item) => compareValues(element, item, needle) !== 0);
    },
  ),
  entry(
    'ARRAY_CONCAT',
    'ARRAY_CONCAT(array, ...)',
    'Elements of all arrays.',
    ['ARRAY_CONCAT(ARRAY[1], ARRAY[2])', '[1, 2]'],
    'strict',
    resolveAll,
    () =>
      (...lists: readonly List[]) =>
        lists.flat(1),
  ),
  entry(
    'ARRAY_DISTINCT',
    'ARRAY_DISTINCT(array)',
    'Elements without repetitions, in order.',
    ['ARRAY_DISTINCT(ARRAY[1, 2, 1])', '[1, 2]'],
    'strict',
    strict([array], ([list]) => list!),
    (site) => (items: List) => distinct(elementOf(site), items),
  ),
  entry(
    'ARRAY_REVERSE',
    'ARRAY_REVERSE(array)',
    'Elements in reverse order.',
    ['ARRAY_REVERSE(ARRAY[1, 2])', '[2, 1]'],
    'strict',
    strict([array], ([list]) => list!),
    () => (items: List) => [...items].reverse(),
  ),
  entry(
    'ARRAY_SLICE',
    'ARRAY_SLICE(array, from [, to])',
    'Elements between two positions, both included; negative ones count from the end.',
    ['ARRAY_SLICE(ARRAY[1, 2, 3], 2)', '[2, 3]'],
    'strict',
    strict([array, int, int], ([list]) => list!, { optional: 1 }),
    () => slice,
  ),
  entry(
    'ARRAY_SORT',
    'ARRAY_SORT(array [, ascending [, nulls first]])',
    'Elements in order; NULLs are first when ascending.',
    ['ARRAY_SORT(ARRAY[3, 1, 2])', '[1, 2, 3]'],
    'strict',
    strict([array, boolean, boolean], ordered(itself), { optional: 2 }),
    (site) =>
      (items: List, isAscending = true, nullsFirst = isAscending) =>
        sorted(elementOf(site), items, isAscending, nullsFirst),
  ),
];

const sets: readonly ScalarFunction[] = [
  entry(
    'ARRAY_UNION',
    'ARRAY_UNION(a, b)',
    'Elements of either array, without repetitions.',
    ['ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])', '[1, 2, 3]'],
    'strict',
    resolvePair,
    (site) => (a: List, b: List) => distinct(elementOf(site), [...a, ...b]),
  ),
  entry(
    'ARRAY_INTERSECT',
    'ARRAY_INTERSECT(a, b)',
    'Elements of both arrays, without repetitions.',
    ['ARRAY_INTERSECT(ARRAY[1, 2], ARRAY[2, 3])', '[2]'],
    'strict',
    resolvePair,
    (site) => (a: List, b: List) => {
      const keys = keysOf(elementOf(site), b);
      return distinct(
        elementOf(site),
        a.filter((item) => keys.has(valueKey(elementOf(site), item))),
      );
    },
  ),
  entry(
    'ARRAY_EXCEPT',
    'ARRAY_EXCEPT(a, b)',
    'Elements of the first array that the second does not have.',
    ['ARRAY_EXCEPT(ARRAY[1, 2], ARRAY[2, 3])', '[1]'],
    'strict',
    resolvePair,
    (site) => (a: List, b: List) => {
      const keys = keysOf(elementOf(site), b);
      return distinct(
        elementOf(site),
        a.filter((item) => !keys.has(valueKey(elementOf(site), item))),
      );
    },
  ),
];

export const arrayFunctions: readonly ScalarFunction[] = [...searching, ...building, ...sets];
