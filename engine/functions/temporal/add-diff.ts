/** TIMESTAMPADD, TIMESTAMPDIFF, OVERLAPS. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { addMonths, addMonthsMs, MS_PER_DAY } from '../../../core/time.js';
import { instantOf, timestampValue } from '../../../core/timestamp-value.js';
import type { DataType, TimestampType } from '../../../core/types.js';
import {
  bigintType,
  booleanType,
  formatType,
  intType,
  timestampType,
  withNullable,
  withoutAttribute,
} from '../../../core/types.js';
import { temporalKernel } from '../arithmetic/interval-arithmetic.js';
import { commonType, isInteger, isInterval, isTimestamp } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { refuse } from '../signature.js';
import { monthsBetween } from './months-between.js';
import { UNIT_MONTHS, UNIT_MS, unitOf } from './unit.js';

function isPoint(type: DataType): boolean {
  return isTimestamp(type) || type.id === 'date' || type.id === 'time';
}

/** A DATE moved by hours becomes a TIMESTAMP. */
function resolveAdd(facts: readonly ArgumentFacts[], unit: string): Signature | Refusal {
  const [count, point] = facts;
  if (facts.length !== 2 || !isPoint(point!.type))
    return refuse('takes a count and a point in time');
  if (!isInteger(count!.type))
    return refuse(`count must be an integer, not ${formatType(count!.type)}`, 0);
  if (!UNIT_MS.has(unit) && !UNIT_MONTHS.has(unit)) return refuse(`has no unit ${unit}`);
  const own = withoutAttribute(point!.type);
  const hasHours = (UNIT_MS.get(unit) ?? MS_PER_DAY) < MS_PER_DAY;
  const type = own.id === 'date' && hasHours ? timestampType(6, own.nullable) : own;
  return {
    args: [count!.type, type],
    type: withNullable(type, count!.type.nullable || own.nullable),
  };
}

function addKernel(site: CallSite): (count: number | bigint, point: Value) => Value {
  const unit = unitOf(site.options);
  const type = site.type;
  const [size, months] = [UNIT_MS.get(unit) ?? 0, UNIT_MONTHS.get(unit) ?? 0];
  if (type.id === 'date') {
    return months > 0
      ? (count, days) => addMonths(days as number, months * Number(count))
      : (count, days) => (days as number) + (size / MS_PER_DAY) * Number(count);
  }
  if (type.id === 'time') {
    return (count, ms) => {
      const moved = (ms as number) + size * Number(count);
      return moved - Math.floor(moved / MS_PER_DAY) * MS_PER_DAY;
    };
  }
  return (count, point) => {
    const { ms, nanos } = instantOf(point);
    const moved = months > 0 ? addMonthsMs(ms, months * Number(count)) : ms + size * Number(count);
    if (!(Math.abs(moved) <= Number.MAX_SAFE_INTEGER)) throw tooFar(count, unit);
    return timestampValue({ ms: moved, nanos }, type as TimestampType);
  };
}

function tooFar(count: number | bigint, unit: string): DataError {
  return new DataError('TIMESTAMP_OUT_OF_RANGE', {
    message: `${count} ${unit} away there are no timestamps`,
  });
}

function resolveDiff(facts: readonly ArgumentFacts[], unit: string): Signature | Refusal {
  if (facts.length !== 2) return refuse('takes 2 points in time');
  const [from, to] = facts.map((fact) => withoutAttribute(fact.type)) as [DataType, DataType];
  const common = isPoint(from) && isPoint(to) ? commonType([from, to]) : null;
  if (common === null) return refuse(`cannot subtract ${formatType(from)} from ${formatType(to)}`);
  if ((from.id === 'timestamp_ltz') !== (to.id === 'timestamp_ltz'))
    return {
      refused: `cannot subtract ${formatType(from)} from ${formatType(to)}`,
      hint: 'Write CAST(... AS TIMESTAMP_LTZ(3)) or CAST(... AS TIMESTAMP(3)) around one of them.',
    };
  const isFine = FINE_NANOS.has(unit);
  if (!isFine && !UNIT_MS.has(unit) && !UNIT_MONTHS.has(unit)) return refuse(`has no unit ${unit}`);
  return {
    args: [withNullable(common, from.nullable), withNullable(common, to.nullable)],
    type: withNullable(unit === 'NANOSECOND' ? bigintType : intType, from.nullable || to.nullable),
  };
}

/** Nanoseconds of the units that are finer than a millisecond. */
const FINE_NANOS: ReadonlyMap<string, bigint> = new Map([
  ['MICROSECOND', 1000n],
  ['NANOSECOND', 1n],
]);

/** Whole microseconds as an INT that wraps, or nanoseconds as a BIGINT. */
function fineDiff(size: bigint, isDate: boolean): (from: Value, to: Value) => Value {
  const nanosOf = (value: Value): bigint => {
    if (typeof value === 'bigint') return value; // a timestamp of more than 3 digits is nanoseconds
    return BigInt((value as number) * (isDate ? MS_PER_DAY : 1)) * 1_000_000n;
  };
  return (from, to) => {
    const units = (nanosOf(to) - nanosOf(from)) / size;
    return size === 1n ? BigInt.asIntN(64, units) : Number(BigInt.asIntN(32, units));
  };
}

/** Whole units toward zero, as an INT that wraps. */
function diffKernel(site: CallSite): (from: Value, to: Value) => Value {
  const unit = unitOf(site.options);
  const isDate = site.args[0]!.id === 'date';
  const fine = FINE_NANOS.get(unit);
  if (fine !== undefined) return fineDiff(fine, isDate);
  const toMs = (value: Value): number =>
    isDate ? (value as number) * MS_PER_DAY : instantOf(value).ms;
  const months = UNIT_MONTHS.get(unit);
  if (months !== undefined)
    return (from, to) => Math.trunc(monthsBetween(toMs(from), toMs(to)) / months) | 0;
  const size = UNIT_MS.get(unit)!;
  return (from, to) => Math.trunc((toMs(to) - toMs(from)) / size) | 0;
}

function resolveOverlaps(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length !== 4) return refuse('takes 2 periods');
  const types = facts.map((fact) => withoutAttribute(fact.type));
  const points = types.filter((type) => !isInterval(type));
  const common = types.every((type, i) => isPoint(type) || (i % 2 === 1 && isInterval(type)))
    ? commonType(points)
    : null;
  if (common === null)
    return refuse(`cannot compare periods of ${types.map((type) => formatType(type)).join(', ')}`);
  return {
    args: types.map((type) => (isInterval(type) ? type : withNullable(common, type.nullable))),
    type: withNullable(
      booleanType,
      types.some((type) => type.nullable),
    ),
  };
}

/** Periods that touch overlap; ends in the wrong order are swapped. */
function overlapsKernel(site: CallSite): (a: Value, b: Value, c: Value, d: Value) => boolean {
  const end = (start: number): ((from: Value, to: Value) => Value) => {
    const [point, other] = [site.args[start]!, site.args[start + 1]!];
    return isInterval(other)
      ? temporalKernel('+', { ...site, args: [point, other], type: point })
      : (_, to) => to;
  };
  const [firstEnd, secondEnd] = [end(0), end(2)];
  return (a, b, c, d) => {
    const [aEnd, cEnd] = [firstEnd(a, b), secondEnd(c, d)];
    const [aFrom, aTo] = a! <= aEnd! ? [a, aEnd] : [aEnd, a];
    const [cFrom, cTo] = c! <= cEnd! ? [c, cEnd] : [cEnd, c];
    return aFrom! <= cTo! && cFrom! <= aTo!;
  };
}

export const addDiffFunctions: readonly ScalarFunction[] = [
  {
    name: 'TIMESTAMPADD',
    doc: 'Point in time moved by a number of units.',
    syntax: 'TIMESTAMPADD(unit, count, point)',
    category: 'temporal',
    nulls: 'strict',
    examples: [["TIMESTAMPADD(MONTH, 1, DATE '2024-01-31')", '2024-02-29']],
    resolve: (facts, options) => resolveAdd(facts, unitOf(options)),
    kernel: addKernel,
  },
  {
    name: 'TIMESTAMPDIFF',
    doc: 'Whole units from the first point in time to the second.',
    syntax: 'TIMESTAMPDIFF(unit, from, to)',
    category: 'temporal',
    nulls: 'strict',
    examples: [["TIMESTAMPDIFF(DAY, DATE '2024-02-28', DATE '2024-03-01')", '2']],
    resolve: (facts, options) => resolveDiff(facts, unitOf(options)),
    kernel: diffKernel,
  },
  {
    name: 'OVERLAPS',
    doc: 'TRUE when two periods have a moment in common; they may be given by their length.',
    syntax: '(start, end) OVERLAPS (start, end)',
    category: 'temporal',
    nulls: 'strict',
    listed: false,
    examples: [
      [
        "(DATE '2024-01-01', DATE '2024-01-10') OVERLAPS (DATE '2024-01-10', DATE '2024-01-20')",
        'TRUE',
      ],
    ],
    resolve: resolveOverlaps,
    kernel: overlapsKernel,
  },
];
