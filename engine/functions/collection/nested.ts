/** FIELD, ITEM, ROW, ARRAY, MAP: building nested values and taking them apart. */
import type { Value } from '../../../core/batch.js';
import { valueKey } from '../../../core/compare.js';
import { DataError } from '../../../core/errors.js';
import type { JsonValue } from '../../../core/json.js';
import type { DataType } from '../../../core/types.js';
import {
  formatType,
  intType,
  nullType,
  withNullable,
  withoutAttribute,
} from '../../../core/types.js';
import { commonType, isInteger, isText } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { comparableTypes } from '../comparison/comparable.js';
import { variantItem } from '../json/variant.js';
import { refuse } from '../signature.js';

function lengthOf(list: readonly Value[]): number {
  return list.length;
}

function copiesIn(counted: readonly (readonly [Value, number])[]): number {
  return counted.reduce((sum, [, count]) => sum + count, 0);
}

function fieldIndex(options: JsonValue | undefined): number {
  return (options as { readonly index: number }).index;
}

function resolveField(
  facts: readonly ArgumentFacts[],
  options: JsonValue | undefined,
): Signature | Refusal {
  const row = facts[0]?.type;
  if (facts.length !== 1) return refuse('takes 1 argument');
  if (row?.id !== 'row') return refuse(`${formatType(row!)} has no fields`, 0);
  const type = row.fields[fieldIndex(options)]?.type;
  if (type === undefined)
    return refuse(`${formatType(row)} has no field number ${fieldIndex(options)}`, 0);
  return { args: [row], type: withNullable(type, row.nullable || type.nullable) };
}

/** Missing items are NULL, so the result always may be. */
function resolveItem(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length !== 2) return refuse('takes 2 arguments');
  const [list, key] = facts as readonly [ArgumentFacts, ArgumentFacts];
  if (list.type.id === 'array') {
    if (!isInteger(key.type))
      return refuse(`position must be an INT, not ${formatType(key.type)}`, 1);
    if (typeof key.literal === 'number' && key.literal <= 0)
      return refuse('positions start at 1', 1);
    return {
      args: [list.type, withNullable(intType, key.type.nullable)],
      type: withNullable(list.type.element, true),
    };
  }
  if (list.type.id === 'variant') return resolveVariantItem(list.type, key.type);
  if (list.type.id !== 'map') return refuse(`${formatType(list.type)} has no items`, 0);
  const pair = comparableTypes(list.type.key, key.type);
  if ('refused' in pair)
    return refuse(`keys are ${formatType(list.type.key)}, not ${formatType(key.type)}`, 1);
  return {
    args: [list.type, withNullable(list.type.key, key.type.nullable)],
    type: withNullable(list.type.value, true),
  };
}

function resolveVariantItem(variant: DataType, key: DataType): Signature | Refusal {
  if (!isInteger(key) && !isText(key))
    return refuse(`items of a VARIANT have an INT or a text, not ${formatType(key)}`, 1);
  const wanted = isText(key) ? key : withNullable(intType, key.nullable);
  return { args: [variant, wanted], type: withNullable(variant, true) };
}

function itemKernel(site: CallSite): (list: never, key: never) => Value {
  return site.args[0]!.id === 'variant' ? variantItem : listItemKernel(site);
}

function listItemKernel(site: CallSite): (list: readonly Value[], key: Value) => Value {
  const type = site.args[0]!;
  if (type.id !== 'map') return (list, position) => list[(position as number) - 1] ?? null;
  const { key: keyType } = type;
  if (!OBJECT_KEYS.has(keyType.id)) return findPrimitive;
  return (pairs, key) => {
    const wanted = valueKey(keyType, key);
    const pair = (pairs as readonly (readonly [Value, Value])[]).find(
      ([own]) => valueKey(keyType, own) === wanted,
    );
    return pair?.[1] ?? null;
  };
}

/** Key types whose boxed values are not JavaScript primitives. */
const OBJECT_KEYS: ReadonlySet<string> = new Set([
  'array',
  'map',
  'multiset',
  'row',
  'binary',
  'varbinary',
  'bitmap',
]);

function findPrimitive(pairs: readonly Value[], key: Value): Value {
  for (const pair of pairs)
    if ((pair as readonly Value[])[0] === key) return (pair as readonly Value[])[1]!;
  return null;
}

function resolveArray(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length === 0)
    return { args: [], type: { id: 'array', element: nullType, nullable: false } };
  const element = commonType(facts.map((fact) => withoutAttribute(fact.type)));
  if (element === null)
    return refuse(`no common type of ${facts.map((fact) => formatType(fact.type)).join(', ')}`);
  return {
    args: facts.map((fact) => withNullable(element, fact.type.nullable)),
    type: { id: 'array', element, nullable: false },
  };
}

function resolveMap(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length % 2 === 1) return refuse('takes keys and values in turn');
  if (facts.length === 0)
    return { args: [], type: { id: 'map', key: nullType, value: nullType, nullable: false } };
  const types = facts.map((fact) => withoutAttribute(fact.type));
  const key = commonType(types.filter((_, i) => i % 2 === 0));
  const value = commonType(types.filter((_, i) => i % 2 === 1));
  if (key === null || value === null) return refuse('keys, and values, must have a common type');
  return {
    args: types.map((type, i) => withNullable(i % 2 === 0 ? key : value, type.nullable)),
    type: { id: 'map', key, value, nullable: false },
  };
}

/** Pairs with a repeated key keep the last value, at the first one's place. */
export function mapOf(
  keyType: DataType,
  pairs: Iterable<readonly [Value, Value]>,
): readonly (readonly [Value, Value])[] {
  const byKey = new Map<string, readonly [Value, Value]>();
  for (const pair of pairs) byKey.set(valueKey(keyType, pair[0]), pair);
  return [...byKey.values()];
}

function mapKernel(site: CallSite): (...items: readonly Value[]) => Value {
  const keyType = site.args[0] ?? nullType;
  return (...items) => {
    const pairs: (readonly [Value, Value])[] = [];
    for (let i = 0; i < items.length; i += 2) pairs.push([items[i]!, items[i + 1]!]);
    return mapOf(keyType, pairs);
  };
}

export const nestedFunctions: readonly ScalarFunction[] = [
  {
    name: 'FIELD',
    doc: 'Field of a row.',
    syntax: 'row.field',
    category: 'row',
    examples: [],
    nulls: 'strict',
    listed: false,
    resolve: resolveField,
    kernel: (site) => {
      const index = fieldIndex(site.options);
      return (row: readonly Value[]) => row[index]!;
    },
  },
  {
    name: 'ITEM',
    doc: 'Element at a position from 1, or value of a key; NULL when it is not there.',
    syntax: 'list[position], map[key]',
    category: 'collection',
    nulls: 'strict',
    listed: false,
    examples: [
      ['ARRAY[7, 8][2]', '8'],
      ["MAP['a', 1]['b']", 'NULL'],
    ],
    resolve: resolveItem,
    kernel: itemKernel,
  },
  {
    name: 'ROW',
    doc: 'Row of the values.',
    syntax: 'ROW(a, b, ...)',
    category: 'row',
    nulls: 'handled',
    listed: false,
    examples: [["ROW(1, 'a')", '(1, a)']],
    resolve: (facts) => {
      const args = facts.map((fact) => withoutAttribute(fact.type));
      return {
        args,
        type: {
          id: 'row',
          fields: args.map((type, i) => ({ name: `EXPR$${i}`, type })),
          nullable: false,
        },
      };
    },
    kernel:
      () =>
      (...fields: readonly Value[]) =>
        fields,
  },
  {
    name: 'ARRAY',
    doc: 'Array of the values.',
    syntax: 'ARRAY[a, b, ...]',
    category: 'collection',
    nulls: 'handled',
    listed: false,
    examples: [['ARRAY[1, 2]', '[1, 2]']],
    resolve: resolveArray,
    kernel:
      () =>
      (...items: readonly Value[]) =>
        items,
  },
  {
    name: 'MAP',
    doc: 'Map of keys and values.',
    syntax: 'MAP[key, value, ...]',
    category: 'collection',
    nulls: 'handled',
    listed: false,
    examples: [["MAP['a', 1]", '{a=1}']],
    resolve: resolveMap,
    kernel: mapKernel,
  },
  {
    name: 'CARDINALITY',
    doc: 'Number of elements or entries; every copy of a multiset counts.',
    syntax: 'CARDINALITY(list)',
    category: 'collection',
    examples: [['CARDINALITY(ARRAY[1, 2])', '2']],
    nulls: 'strict',
    resolve: (facts) => {
      const type = facts[0]?.type;
      if (facts.length !== 1 || !['array', 'map', 'multiset'].includes(type!.id))
        return refuse('takes an ARRAY, MAP or MULTISET');
      return { args: [type!], type: withNullable(intType, type!.nullable) };
    },
    kernel: (site) => (site.args[0]!.id === 'multiset' ? copiesIn : lengthOf),
  },
  {
    name: 'ELEMENT',
    doc: 'Only element of an array; fails when there are several.',
    syntax: 'ELEMENT(array)',
    category: 'collection',
    examples: [['ELEMENT(ARRAY[5])', '5']],
    nulls: 'strict',
    resolve: (facts) => {
      const type = facts[0]?.type;
      return facts.length === 1 && type?.id === 'array'
        ? { args: [type], type: withNullable(type.element, type.nullable || type.element.nullable) }
        : refuse('takes an ARRAY');
    },
    kernel: () => (list: readonly Value[]) => {
      if (list.length <= 1) return list[0] ?? null;
      throw new DataError('ELEMENT_NOT_SINGLE', {
        message: `ELEMENT wants one element, not ${list.length}`,
      });
    },
  },
];
