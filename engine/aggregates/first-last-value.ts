import { isValid } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import type { AggregateFunction, Aggregator } from './aggregate.js';
import { queueAggregator } from './queue-aggregator.js';
import { valueCell } from './value-cell.js';

/** FIRST_VALUE. State: the value, or all values when the input retracts. */
export const firstValue = endOfArrivals('FIRST_VALUE', 'First', true);
/** LAST_VALUE. State as for FIRST_VALUE. */
export const lastValue = endOfArrivals('LAST_VALUE', 'Last', false);

function endOfArrivals(name: string, which: string, isFirst: boolean): AggregateFunction {
  return {
    name,
    doc: `${which} value to arrive that is not NULL.`,
    syntax: `${name}(value)`,
    nullWhenEmpty: true,
    resolve(args) {
      if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
      return { args: [args[0]!.type], type: args[0]!.type };
    },
    create(site) {
      const type = site.args[0]!;
      if (!site.retracting) return appendOnly(type, isFirst);
      return queueAggregator(type, true, (values) => {
        if (values === undefined || values.length === 0) return null;
        return isFirst ? values.first() : values.last();
      });
    },
  };
}

/** Field 0: 1 once there is a value; then the cell. */
function appendOnly(type: DataType, isFirst: boolean): Aggregator {
  const cell = valueCell(type);
  return {
    fields: [{ name: 'seen', kind: 'u8' }, ...cell.fields],
    update(table, base, args, rows, slots, count) {
      const seen = table.u8(base);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        if ((isFirst && seen[slot] === 1) || !isValid(args[0]!, rows[i]!)) continue;
        seen[slot] = 1;
        cell.set(table, base + 1, slot, args[0]!, rows[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const seen = table.u8(base);
      const otherSeen = other.u8(base);
      for (let i = 0; i < count; i++) {
        if (otherSeen[from[i]!] === 0 || (isFirst && seen[to[i]!] === 1)) continue;
        seen[to[i]!] = 1;
        cell.copy(table, base + 1, to[i]!, other, from[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const seen = table.u8(base);
      for (let i = 0; i < count; i++) {
        if (seen[slots[i]!] === 1) cell.append(table, base + 1, slots[i]!, out);
        else out.appendNull();
      }
    },
  };
}
