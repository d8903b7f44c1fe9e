import { divideRounded, fitsPrecision, powerOfTen } from '../../core/decimal.js';
import type { DataType } from '../../core/types.js';
import { DECIMAL_PRECISION_MAX, decimalType } from '../../core/types.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { appendLongMeans, stepLongMeans } from './long-mean.js';
import type { ExactSum, RunningSum } from './running-sum.js';
import { decimalSum, wideDecimalSum } from './sum-decimal.js';
import { doubleSum, exactIntSum, longSum } from './sum-numbers.js';
import { resolveNumeric } from './sum.js';

/** AVG. State: number of values, sum (see running-sum.ts). */
export const avg: AggregateFunction = {
  name: 'AVG',
  doc: 'Mean of the values that are not NULL. Integers keep their type and are cut towards zero.',
  syntax: 'AVG([DISTINCT] number)',
  nullWhenEmpty: true,
  resolve: (args) =>
    resolveNumeric(
      args.map((arg) => arg.type),
      averageType,
    ),
  create: createAvg,
};

/** DECIMAL(38, max(6, s)) of a decimal; other types stay. */
export function averageType(type: DataType): DataType {
  return type.id === 'decimal' ? decimalType(DECIMAL_PRECISION_MAX, Math.max(6, type.scale)) : type;
}

function createAvg(site: AggregateSite): Aggregator {
  const type = site.args[0]!;
  switch (type.id) {
    case 'bigint':
      return longMean(longSum());
    case 'float':
    case 'double':
      return floating(doubleSum());
    case 'decimal': {
      const factor = powerOfTen(Math.max(6, type.scale) - type.scale);
      return exact(type.precision > 18 ? wideDecimalSum() : decimalSum(), (total, n) => {
        const mean = divideRounded(total * factor, n);
        return fitsPrecision(mean, DECIMAL_PRECISION_MAX) ? mean : null;
      });
    }
    default:
      return exact(exactIntSum(), (total, n) => Number(total / n));
  }
}

function folding(state: RunningSum): Omit<Aggregator, 'results'> {
  return {
    fields: state.fields,
    update(table, base, args, rows, slots, count, signs) {
      state.add(table, base, args[0]!, rows, slots, count, signs);
    },
    merge: state.merge,
  };
}

/** AVG of BIGINT. */
function longMean(state: ExactSum): Aggregator {
  return {
    ...folding(state),
    results(table, base, slots, count, out) {
      appendLongMeans(table.f64(base), table.i64(base + 1), slots, count, out);
    },
    updateEach(table, base, args, steps, out) {
      stepLongMeans(table.f64(base), table.i64(base + 1), args[0]!, steps, out);
    },
  };
}

/** The mean by whole-number division. */
function exact(
  state: ExactSum,
  divide: (total: bigint, n: bigint) => bigint | number | null,
): Aggregator {
  return {
    ...folding(state),
    results(table, base, slots, count, out) {
      const values = table.f64(base);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        if (values[slot] === 0) out.appendNull();
        else out.append(divide(state.total(table, base, slot), BigInt(values[slot]!)));
      }
    },
  };
}

function floating(state: RunningSum): Aggregator {
  return {
    ...folding(state),
    results(table, base, slots, count, out) {
      const values = table.f64(base);
      const sums = table.f64(base + 1);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        if (values[slot] === 0) out.appendNull();
        else out.append(sums[slot]! / values[slot]!);
      }
    },
  };
}
