import { isValid } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import type { AggregateFunction, Aggregator } from './aggregate.js';
import { optionOf } from './options.js';
import { queueAggregator } from './queue-aggregator.js';
import { valueCell } from './value-cell.js';

/** FIRST_VALUE. State: the value, or all values when the input retracts. */
export const firstValue = endOfArrivals('FIRST_VALUE', 'First', true);
/** LAST_VALUE. State as for FIRST_VALUE. */
export const lastValue = endOfArrivals('LAST_VALUE', 'Last', false);

function endOfArrivals(name: string, which: string, isFirst: boolean): AggregateFunction {
  return {
    name,
    doc: `${which} value to arrive that is not NULL; with RESPECT NULLS, also NULL.`,
    syntax: `${name}(value) [RESPECT NULLS | IGNORE NULLS]`,
    nullWhenEmpty: true,
    resolve(args) {
      if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
      return { args: [args[0]!.type], type: args[0]!.type };
    },
    create(site) {
      const type = site.args[0]!;
      const skipsNulls = optionOf(site.options, 'nulls') !== 'RESPECT';
      if (!site.retracting) return appendOnly(type, isFirst, skipsNulls);
      return queueAggregator(type, skipsNulls, (values) => {
        if (values === undefined || values.length === 0) return null;
        return isFirst ? values.first() : values.last();
      });
    },
  };
}

const NULL_SEEN = 2;

/** Field 0: 1 once there is a value, 2 when it is NULL; then the cell. */
function appendOnly(type: DataType, isFirst: boolean, skipsNulls: boolean): Aggregator {
  const cell = valueCell(type);
  return {
    fields: [{ name: 'seen', kind: 'u8' }, ...cell.fields],
    update(table, base, args, rows, slots, count) {
      const seen = table.u8(base);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        if (isFirst && seen[slot] !== 0) continue;
        if (!isValid(args[0]!, rows[i]!)) {
          if (!skipsNulls) seen[slot] = NULL_SEEN;
          continue;
        }
        seen[slot] = 1;
        cell.set(table, base + 1, slot, args[0]!, rows[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const seen = table.u8(base);
      const otherSeen = other.u8(base);
      for (let i = 0; i < count; i++) {
        if (otherSeen[from[i]!] === 0 || (isFirst && seen[to[i]!] !== 0)) continue;
        seen[to[i]!] = otherSeen[from[i]!]!;
        if (seen[to[i]!] === NULL_SEEN) continue;
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
