import { isValid } from '../../core/batch.js';
import { DataError } from '../../core/errors.js';
import { withNullable } from '../../core/types.js';
import type { Accumulators } from './accumulators.js';
import type { AggregateFunction, Aggregator } from './aggregate.js';
import { valueCell } from './value-cell.js';

/**
 * SINGLE_VALUE, made by the planner for scalar subqueries. State: rows, is the value there, the
 * value.
 */
export const singleValue: AggregateFunction = {
  name: 'SINGLE_VALUE',
  doc: 'The value of the only row; an error when there are several.',
  syntax: 'SINGLE_VALUE(value)',
  nullWhenEmpty: true,
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    return { args: [args[0]!.type], type: withNullable(args[0]!.type, true) };
  },
  create: (site) => createSingleValue(site.args[0]!),
};

function createSingleValue(type: Parameters<typeof valueCell>[0]): Aggregator {
  const cell = valueCell(type);
  const clear = (table: Accumulators, base: number, slot: number): void => {
    table.u8(base + 1)[slot] = 0;
  };
  return {
    fields: [{ name: 'rows', kind: 'f64' }, { name: 'seen', kind: 'u8' }, ...cell.fields],
    update(table, base, args, rows, slots, count, signs) {
      const counts = table.f64(base);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        const isAdded = signs === null || signs[i]! > 0;
        counts[slot]! += isAdded ? 1 : -1;
        if (counts[slot]! > 1) throw tooManyRows();
        if (!isAdded) clear(table, base, slot);
        else if (isValid(args[0]!, rows[i]!)) {
          table.u8(base + 1)[slot] = 1;
          cell.set(table, base + 2, slot, args[0]!, rows[i]!);
        }
      }
    },
    merge(table, base, to, other, from, count) {
      for (let i = 0; i < count; i++) {
        table.f64(base)[to[i]!]! += other.f64(base)[from[i]!]!;
        if (table.f64(base)[to[i]!]! > 1) throw tooManyRows();
        if (other.u8(base + 1)[from[i]!] === 0) continue;
        table.u8(base + 1)[to[i]!] = 1;
        cell.copy(table, base + 2, to[i]!, other, from[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const seen = table.u8(base + 1);
      for (let i = 0; i < count; i++) {
        if (seen[slots[i]!] === 1) cell.append(table, base + 2, slots[i]!, out);
        else out.appendNull();
      }
    },
  };
}

function tooManyRows(): DataError {
  return new DataError('SCALAR_SUBQUERY_ROWS', {
    message: 'a subquery used as a value gave more than one row',
    hint: 'aggregate it (MAX, LAST_VALUE) or add LIMIT 1',
  });
}
