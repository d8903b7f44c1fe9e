import type { Value } from '../../core/batch.js';
import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import { decimalToDouble } from '../../core/decimal.js';
import type { DataType } from '../../core/types.js';
import { bigintType, doubleType, formatType, withNullable } from '../../core/types.js';
import { isInteger, isNumeric } from '../functions/common-type.js';
import type { ArgumentFacts } from '../functions/function.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { CountedValues, countedValuesCodec } from './counted-values.js';
import { doubleReader } from './variance.js';

/** PERCENTILE. State: how often each value is there. */
export const percentile: AggregateFunction = {
  name: 'PERCENTILE',
  doc: 'Exact percentile by linear interpolation; values may have a weight.',
  syntax: 'PERCENTILE(value, fraction | ARRAY[fraction, ...] [, frequency])',
  nullWhenEmpty: true,
  literalArgs: [1],
  resolve: resolvePercentile,
  create: createPercentile,
};

const fractionsType: DataType = { id: 'array', element: doubleType, nullable: true };

function resolvePercentile(
  args: readonly ArgumentFacts[],
): ReturnType<AggregateFunction['resolve']> {
  if (args.length < 2 || args.length > 3)
    return { refused: `takes 2 or 3 arguments, not ${args.length}` };
  const [value, fraction, frequency] = args;
  if (!isNumeric(value!.type) && value!.type.id !== 'null') {
    return { refused: `argument 1 must be a number, not ${formatType(value!.type)}`, argument: 0 };
  }
  const isList = fraction!.type.id === 'array';
  if (!isList && !isNumeric(fraction!.type)) {
    return {
      refused:
        'argument 2 must be a number or an array of numbers, ' +
        `not ${formatType(fraction!.type)}`,
      argument: 1,
    };
  }
  if (!fractionsOf(fraction!).every((one) => one >= 0 && one <= 1)) {
    return { refused: 'fractions lie between 0 and 1', argument: 1 };
  }
  if (frequency !== undefined && !isInteger(frequency.type)) {
    return {
      refused: `argument 3 must be an integer, not ${formatType(frequency.type)}`,
      argument: 2,
    };
  }
  const type = isList ? fractionsType : doubleType;
  const weights =
    frequency === undefined ? [] : [withNullable(bigintType, frequency.type.nullable)];
  return { args: [value!.type, type, ...weights], type: withNullable(type, true) };
}

/** The literal's numbers; none when it is not known here. */
function fractionsOf({ type, literal }: ArgumentFacts): readonly number[] {
  if (literal === undefined || literal === null) return [];
  const element = type.id === 'array' ? type.element : type;
  const scale = element.id === 'decimal' ? element.scale : 0;
  const values = type.id === 'array' ? (literal as readonly Value[]) : [literal];
  return values.map((value) =>
    typeof value === 'bigint' ? decimalToDouble(value, scale) : Number(value),
  );
}

function createPercentile(site: AggregateSite): Aggregator {
  const read = doubleReader(site.args[0]!);
  const readWeight = site.args.length > 1 ? columnReader(site.args[1]!) : null;
  const fractions = site.constants[0]!;
  return {
    fields: [{ name: 'values', kind: 'object', codec: countedValuesCodec(doubleType, null) }],
    update(table, base, args, rows, slots, count, signs) {
      const sets = table.object<CountedValues>(base);
      for (let i = 0; i < count; i++) {
        const row = rows[i]!;
        const value = read(args[0]!, row);
        if (value === null || (readWeight !== null && !isValid(args[1]!, row))) continue;
        const weight = readWeight === null ? 1 : Number(readWeight(args[1]!, row));
        if (weight <= 0) continue;
        const set = (sets[slots[i]!] ??= new CountedValues(doubleType, null));
        set.add(value, signs === null || signs[i]! > 0 ? weight : -weight);
        table.resized(slots[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const sets = table.object<CountedValues>(base);
      const others = other.object<CountedValues>(base);
      for (let i = 0; i < count; i++) {
        const set = (sets[to[i]!] ??= new CountedValues(doubleType, null));
        for (const entry of others[from[i]!]?.entries.values() ?? [])
          set.add(entry.value, entry.count);
        table.resized(to[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const sets = table.object<CountedValues>(base);
      for (let i = 0; i < count; i++) out.append(percentileOf(sets[slots[i]!], fractions));
    },
  };
}

/** O(n log n) in the number of different values. */
function percentileOf(set: CountedValues | undefined, fractions: Value): Value {
  const entries = [...(set?.entries.values() ?? [])]
    .filter((entry) => entry.count > 0)
    .sort((a, b) => (a.value as number) - (b.value as number));
  const total = entries.reduce((sum, entry) => sum + entry.count, 0);
  if (total === 0) return null;
  const at = (position: number): number => {
    let left = position;
    for (const entry of entries) {
      if (left < entry.count) return entry.value as number;
      left -= entry.count;
    }
    return entries[entries.length - 1]!.value as number;
  };
  const one = (fraction: number): number => {
    const position = (total - 1) * fraction;
    const lower = Math.floor(position);
    const upper = Math.ceil(position);
    if (lower === upper) return at(lower);
    return (upper - position) * at(lower) + (position - lower) * at(upper);
  };
  return Array.isArray(fractions)
    ? fractions.map((fraction) => one(fraction as number))
    : one(fractions as number);
}
