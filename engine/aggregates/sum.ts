import { fitsPrecision } from '../../core/decimal.js';
import type { DataType } from '../../core/types.js';
import { DECIMAL_PRECISION_MAX, decimalType, formatType, intType } from '../../core/types.js';
import { isNumeric } from '../functions/common-type.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { appendBigintsOrNull, appendNumbersOrNull } from './append.js';
import { stepLongSums } from './each-row.js';
import type { ExactSum, RunningSum } from './running-sum.js';
import { decimalSum, wideDecimalSum } from './sum-decimal.js';
import { doubleSum, floatSum, intSum, longSum } from './sum-numbers.js';

/** SUM. State: number of values, sum (see running-sum.ts). */
export const sum: AggregateFunction = {
  name: 'SUM',
  doc: 'Sum of the values that are not NULL. Integers wrap; DECIMAL widens to 38 digits.',
  syntax: 'SUM([DISTINCT] number)',
  nullWhenEmpty: true,
  resolve: (args) =>
    resolveNumeric(
      args.map((arg) => arg.type),
      sumType,
    ),
  create: createSum,
};

/** Signature of a function of one number whose result is null when the argument may be. */
export function resolveNumeric(
  args: readonly DataType[],
  resultOf: (type: DataType) => DataType,
): ReturnType<AggregateFunction['resolve']> {
  if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
  const type = args[0]!.id === 'null' ? intType : args[0]!;
  if (!isNumeric(type))
    return { refused: `argument 1 must be a number, not ${formatType(type)}`, argument: 0 };
  return { args: [type], type: { ...resultOf(type), nullable: type.nullable } };
}

function sumType(type: DataType): DataType {
  return type.id === 'decimal' ? decimalType(DECIMAL_PRECISION_MAX, type.scale) : type;
}

function createSum(site: AggregateSite): Aggregator {
  const type = site.args[0]!;
  switch (type.id) {
    case 'bigint':
      return longAggregator(longSum());
    case 'decimal':
      return decimalAggregator(type.precision > 18 ? wideDecimalSum() : decimalSum());
    case 'float':
      return numberAggregator(floatSum(), 'f64');
    case 'double':
      return numberAggregator(doubleSum(), 'f64');
    default:
      return numberAggregator(intSum(), 'i32');
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

function numberAggregator(state: RunningSum, kind: 'f64' | 'i32'): Aggregator {
  return {
    ...folding(state),
    results(table, base, slots, count, out) {
      appendNumbersOrNull(table[kind](base + 1), table.f64(base), slots, count, out);
    },
  };
}

function longAggregator(state: RunningSum): Aggregator {
  return {
    ...folding(state),
    results(table, base, slots, count, out) {
      appendBigintsOrNull(table.i64(base + 1), table.f64(base), slots, count, out);
    },
    updateEach(table, base, args, steps, out) {
      stepLongSums(table.f64(base), table.i64(base + 1), args[0]!, steps, out);
    },
  };
}

function decimalAggregator(state: ExactSum): Aggregator {
  return {
    ...folding(state),
    results(table, base, slots, count, out) {
      const values = table.f64(base);
      for (let i = 0; i < count; i++) {
        const total = state.total(table, base, slots[i]!);
        if (values[slots[i]!] === 0 || !fitsPrecision(total, DECIMAL_PRECISION_MAX))
          out.appendNull();
        else out.append(total);
      }
    },
  };
}
