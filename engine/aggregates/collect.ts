import type { Value } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import type { DataType } from '../../core/types.js';
import type { AggregateFunction, Aggregator } from './aggregate.js';
import { CountedValues, countedValuesCodec } from './counted-values.js';

/** COLLECT. State: one multiset a group. */
export const collect: AggregateFunction = {
  name: 'COLLECT',
  doc: 'Multiset of the values that are not NULL.',
  syntax: 'COLLECT([DISTINCT] value)',
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    const element = args[0]!.type;
    return { args: [element], type: { id: 'multiset', element, nullable: false } };
  },
  create: (site) =>
    countingAggregator(site.args[0]!, (values) => {
      const pairs: Value[] = [];
      for (const { value, count } of values?.entries.values() ?? [])
        if (count > 0) pairs.push([value, count]);
      return pairs;
    }),
};

/** Keeps how often each value that is not null is there; `resultOf` must not keep the set. */
export function countingAggregator(
  type: DataType,
  resultOf: (values: CountedValues | undefined) => Value,
): Aggregator {
  const read = columnReader(type);
  return {
    fields: [{ name: 'values', kind: 'object', codec: countedValuesCodec(type, null) }],
    update(table, base, args, rows, slots, count, signs) {
      const sets = table.object<CountedValues>(base);
      for (let i = 0; i < count; i++) {
        if (!isValid(args[0]!, rows[i]!)) continue;
        const set = (sets[slots[i]!] ??= new CountedValues(type, null));
        set.add(read(args[0]!, rows[i]!), signs === null || signs[i]! > 0 ? 1 : -1);
        table.resized(slots[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const sets = table.object<CountedValues>(base);
      const others = other.object<CountedValues>(base);
      for (let i = 0; i < count; i++) {
        const set = (sets[to[i]!] ??= new CountedValues(type, null));
        for (const entry of others[from[i]!]?.entries.values() ?? [])
          set.add(entry.value, entry.count);
        table.resized(to[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const sets = table.object<CountedValues>(base);
      for (let i = 0; i < count; i++) out.append(resultOf(sets[slots[i]!]));
    },
  };
}
