/** MAP_KEYS, MAP_VALUES, MAP_ENTRIES, MAP_FROM_ARRAYS, MAP_UNION. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import type { DataType } from '../../../core/types.js';
import { formatType, withNullable } from '../../../core/types.js';
import { commonType } from '../common-type.js';
import type { ScalarFunction } from '../function.js';
import { array, map, refuse, strict } from '../signature.js';
import { mapOf } from './nested.js';

type MapType = DataType & { readonly id: 'map' };
type ArrayType = DataType & { readonly id: 'array' };
type Pair = readonly [Value, Value];

function listOf(element: DataType): DataType {
  return { id: 'array', element, nullable: true };
}

function entryType({ key, value }: MapType): DataType {
  return {
    id: 'row',
    fields: [
      { name: 'key', type: key },
      { name: 'value', type: value },
    ],
    nullable: true,
  };
}

export const mapFunctions: readonly ScalarFunction[] = [
  {
    name: 'MAP_KEYS',
    doc: 'Keys in no particular order.',
    syntax: 'MAP_KEYS(map)',
    category: 'collection',
    examples: [["MAP_KEYS(MAP['a', 1])", '[a]']],
    nulls: 'strict',
    resolve: strict([map], (args) => listOf((args[0] as MapType).key)),
    kernel: () => (pairs: readonly Pair[]) => pairs.map(([key]) => key),
  },
  {
    name: 'MAP_VALUES',
    doc: 'Values in no particular order.',
    syntax: 'MAP_VALUES(map)',
    category: 'collection',
    examples: [["MAP_VALUES(MAP['a', 1])", '[1]']],
    nulls: 'strict',
    resolve: strict([map], (args) => listOf((args[0] as MapType).value)),
    kernel: () => (pairs: readonly Pair[]) => pairs.map(([, value]) => value),
  },
  {
    name: 'MAP_ENTRIES',
    doc: 'Entries as rows of key and value.',
    syntax: 'MAP_ENTRIES(map)',
    category: 'collection',
    examples: [["MAP_ENTRIES(MAP['a', 1])", '[(a, 1)]']],
    nulls: 'strict',
    resolve: strict([map], (args) => listOf(entryType(args[0] as MapType))),
    kernel: () => (pairs: readonly Pair[]) => pairs,
  },
  {
    name: 'MAP_FROM_ARRAYS',
    doc: 'Map of an array of keys and one of values, equally long.',
    syntax: 'MAP_FROM_ARRAYS(keys, values)',
    category: 'collection',
    examples: [["MAP_FROM_ARRAYS(ARRAY['a'], ARRAY[1])", '{a=1}']],
    nulls: 'strict',
    resolve: strict([array, array], (args) => ({
      id: 'map',
      key: (args[0] as ArrayType).element,
      value: (args[1] as ArrayType).element,
      nullable: true,
    })),
    kernel: (site) => {
      const { element: keyType } = site.args[0] as ArrayType;
      return (keys: readonly Value[], values: readonly Value[]) => {
        if (keys.length !== values.length) throw lengthError(keys.length, values.length);
        return mapOf(
          keyType,
          keys.map((key, i): Pair => [key, values[i]!]),
        );
      };
    },
  },
  {
    name: 'MAP_UNION',
    doc: 'Entries of all maps; of a repeated key the last counts.',
    syntax: 'MAP_UNION(map, ...)',
    category: 'collection',
    examples: [["MAP_UNION(MAP['a', 1], MAP['a', 2])", '{a=2}']],
    nulls: 'strict',
    resolve: (facts) => {
      if (facts.length === 0 || !facts.every((fact) => fact.type.id === 'map'))
        return refuse('takes MAPs');
      const type = commonType(facts.map((fact) => fact.type));
      if (type === null)
        return refuse(`no common type of ${facts.map((fact) => formatType(fact.type)).join(', ')}`);
      return { args: facts.map((fact) => withNullable(type, fact.type.nullable)), type };
    },
    kernel: (site) => {
      const { key } = site.type as MapType;
      return (...maps: readonly (readonly Pair[])[]) => mapOf(key, maps.flat());
    },
  },
];

function lengthError(keys: number, values: number): DataError {
  return new DataError('MAP_LENGTHS_DIFFER', { message: `${keys} keys for ${values} values` });
}
