/** MIN and MAX over input that retracts: all values are kept, counted. */
import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import { compareValues } from '../../core/compare.js';
import type { AggregateSite, Aggregator } from './aggregate.js';
import type { ValueOrder } from './counted-values.js';
import { CountedValues, countedValuesCodec } from './counted-values.js';

/** State: one multiset a group. */
export function minMaxOfChanges(site: AggregateSite, isMin: boolean): Aggregator {
  const type = site.args[0]!;
  const read = columnReader(type);
  const order: ValueOrder = (a, b) =>
    isMin ? compareValues(type, a, b) : compareValues(type, b, a);
  return {
    fields: [{ name: 'values', kind: 'object', codec: countedValuesCodec(type, order) }],
    update(table, base, args, rows, slots, count, signs) {
      const sets = table.object<CountedValues>(base);
      for (let i = 0; i < count; i++) {
        if (!isValid(args[0]!, rows[i]!)) continue;
        const set = (sets[slots[i]!] ??= new CountedValues(type, order));
        set.add(read(args[0]!, rows[i]!), signs === null || signs[i]! > 0 ? 1 : -1);
        table.resized(slots[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const sets = table.object<CountedValues>(base);
      const others = other.object<CountedValues>(base);
      for (let i = 0; i < count; i++) {
        const source = others[from[i]!];
        if (source === undefined) continue;
        const set = (sets[to[i]!] ??= new CountedValues(type, order));
        for (const entry of source.entries.values())
          if (entry.count !== 0) set.add(entry.value, entry.count);
        table.resized(to[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const sets = table.object<CountedValues>(base);
      for (let i = 0; i < count; i++) out.append(sets[slots[i]!]?.first() ?? null);
    },
  };
}
