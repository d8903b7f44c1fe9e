import { columnReader } from '../../core/column-read.js';
import type { Column } from '../../core/batch.js';
import { decimalOfDouble, decimalToDouble, toDecimal } from '../../core/decimal.js';
import type { Value } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { averageType } from './avg.js';
import { resolveNumeric } from './sum.js';

/** State of all four: number of values, their mean, sum of squared distances (Welford, Chan). */
export const varPop = spread('VAR_POP', 'Population variance', (m2, n) => m2 / n);
export const varSamp = spread('VAR_SAMP', 'Sample variance', sampleVariance, ['VARIANCE']);
export const stddevPop = spread('STDDEV_POP', 'Population standard deviation', (m2, n) =>
  Math.sqrt(m2 / n),
);
export const stddevSamp = spread(
  'STDDEV_SAMP',
  'Sample standard deviation',
  (m2, n) => {
    const variance = sampleVariance(m2, n);
    return variance === null ? null : Math.sqrt(variance);
  },
  ['STDDEV'],
);

type Spread = (m2: number, n: number) => number | null;

function sampleVariance(m2: number, n: number): number | null {
  return n < 2 ? null : m2 / (n - 1);
}

function spread(
  name: string,
  what: string,
  of: Spread,
  aliases: readonly string[] = [],
): AggregateFunction {
  return {
    name,
    aliases,
    doc: `${what} of the values that are not NULL. Integers keep their type and are cut.`,
    syntax: `${name}([DISTINCT] number)`,
    nullWhenEmpty: true,
    resolve: (args) => {
      const signature = resolveNumeric(
        args.map((arg) => arg.type),
        averageType,
      );
      const isSample = of(0, 1) === null;
      if ('refused' in signature || !isSample) return signature;
      return { args: signature.args, type: { ...signature.type, nullable: true } };
    },
    create: (site) => createSpread(site, of),
  };
}

function createSpread(site: AggregateSite, of: Spread): Aggregator {
  const read = doubleReader(site.args[0]!);
  const box = boxDouble(site.type);
  return {
    fields: [
      { name: 'values', kind: 'f64' },
      { name: 'mean', kind: 'f64' },
      { name: 'm2', kind: 'f64' },
    ],
    update(table, base, args, rows, slots, count, signs) {
      const accumulators = [table.f64(base), table.f64(base + 1), table.f64(base + 2)] as const;
      for (let i = 0; i < count; i++) {
        const value = read(args[0]!, rows[i]!);
        if (value !== null)
          fold(accumulators, slots[i]!, value, signs === null || signs[i]! > 0 ? 1 : -1);
      }
    },
    merge(table, base, to, other, from, count) {
      const accumulators = [table.f64(base), table.f64(base + 1), table.f64(base + 2)] as const;
      const others = [other.f64(base), other.f64(base + 1), other.f64(base + 2)] as const;
      for (let i = 0; i < count; i++) combine(accumulators, to[i]!, others, from[i]!);
    },
    results(table, base, slots, count, out) {
      const n = table.f64(base);
      const m2 = table.f64(base + 2);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        const result = n[slot]! <= 0 ? null : of(Math.max(0, m2[slot]!), n[slot]!);
        out.append(result === null ? null : box(result));
      }
    },
  };
}

type Accumulators = readonly [n: Float64Array, mean: Float64Array, m2: Float64Array];

/** Welford's step; a value taken away is the step undone. */
function fold([n, mean, m2]: Accumulators, slot: number, value: number, sign: number): void {
  const count = n[slot]! + sign;
  n[slot] = count;
  if (count === 0) {
    mean[slot] = 0;
    m2[slot] = 0;
    return;
  }
  const distance = value - mean[slot]!;
  mean[slot]! += (sign * distance) / count;
  m2[slot]! += sign * distance * (value - mean[slot]!);
}

/** Chan's formula. */
function combine(
  [n, mean, m2]: Accumulators,
  to: number,
  others: Accumulators,
  from: number,
): void {
  const [otherN, otherMean, otherM2] = others;
  const total = n[to]! + otherN[from]!;
  if (otherN[from] === 0) return;
  if (total === 0) {
    n[to] = 0;
    mean[to] = 0;
    m2[to] = 0;
    return;
  }
  const distance = otherMean[from]! - mean[to]!;
  m2[to]! += otherM2[from]! + (distance * distance * n[to]! * otherN[from]!) / total;
  mean[to]! += (distance * otherN[from]!) / total;
  n[to] = total;
}

/** Reads a number of any type as the nearest double; null for null. */
export function doubleReader(type: DataType): (column: Column, row: number) => number | null {
  const read = columnReader(type);
  const scale = type.id === 'decimal' ? type.scale : 0;
  return (column, row) => {
    const value = read(column, row);
    return typeof value === 'bigint' ? decimalToDouble(value, scale) : (value as number | null);
  };
}

/** Saturating cast of a double to the result type, as Java casts. */
function boxDouble(type: DataType): (value: number) => Value {
  switch (type.id) {
    case 'tinyint':
      return (value) => (saturate(value, 31) << 24) >> 24;
    case 'smallint':
      return (value) => (saturate(value, 31) << 16) >> 16;
    case 'int':
      return (value) => saturate(value, 31);
    case 'bigint':
      return saturateLong;
    case 'decimal':
      return (value) =>
        Number.isFinite(value)
          ? toDecimal(decimalOfDouble(value), type.precision, type.scale)
          : null;
    default:
      return (value) => value;
  }
}

function saturate(value: number, bits: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-(2 ** bits), Math.min(2 ** bits - 1, Math.trunc(value)));
}

function saturateLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return value <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(value));
}
