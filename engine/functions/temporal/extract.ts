/** EXTRACT and its short forms YEAR(x), HOUR(x) ... All results are BIGINT. */
import type { Value } from '../../../core/batch.js';
import { MS_PER_DAY } from '../../../core/time.js';
import { timeZone } from '../../../core/time-zone.js';
import { instantOf } from '../../../core/timestamp-value.js';
import type { DataType } from '../../../core/types.js';
import { bigintType, formatType, withNullable } from '../../../core/types.js';
import { isInterval, isTimestamp } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { refuse } from '../signature.js';
import { DAY_PARTS, type IntPart, msPart } from './extract-int.js';
import { unitOf } from './unit.js';

type TimePart = (msOfDay: number, nanos: number) => number;

const TIME_PARTS: ReadonlyMap<string, TimePart> = new Map<string, TimePart>([
  ['HOUR', (ms) => Math.floor(ms / 3_600_000)],
  ['MINUTE', (ms) => Math.floor(ms / 60_000) % 60],
  ['SECOND', (ms) => Math.floor(ms / 1000) % 60],
  ['MILLISECOND', (ms) => ms % 1000],
  ['MICROSECOND', (ms, nanos) => (ms % 1000) * 1000 + Math.floor(nanos / 1000)],
  ['NANOSECOND', (ms, nanos) => (ms % 1000) * 1_000_000 + nanos],
]);

function resolveUnit(facts: readonly ArgumentFacts[], unit: string): Signature | Refusal {
  const type = facts[0]?.type;
  if (facts.length !== 1 || type === undefined) return refuse('takes 1 argument');
  const isPoint = isTimestamp(type) || type.id === 'date' || type.id === 'time';
  if (!isPoint && !isInterval(type)) return refuse(`cannot take ${unit} of ${formatType(type)}`, 0);
  if (unit !== 'EPOCH' && !DAY_PARTS.has(unit) && !TIME_PARTS.has(unit))
    return refuse(`has no unit ${unit}`);
  if (isInterval(type) && !intervalParts(type).has(unit))
    return refuse(`an ${formatType(type)} has no ${unit}`, 0);
  if (type.id === 'time' && DAY_PARTS.has(unit)) return refuse(`a TIME has no ${unit}`, 0);
  return { args: [type], type: withNullable(bigintType, type.nullable) };
}

function extractKernel(site: CallSite, unit: string): (value: Value) => bigint {
  const type = site.args[0]!;
  if (isInterval(type)) return intervalKernel(type, unit);
  const split = splitter(type, site, unit);
  if (unit === 'EPOCH') return (value) => BigInt(Math.floor(split(value).ms / 1000));
  const [datePart, timePart] = [DAY_PARTS.get(unit), TIME_PARTS.get(unit)];
  if (datePart !== undefined)
    return (value) => BigInt(datePart(Math.floor(split(value).ms / MS_PER_DAY)));
  return (value) => {
    const { ms, nanos } = split(value);
    return BigInt(timePart!(ms - Math.floor(ms / MS_PER_DAY) * MS_PER_DAY, nanos));
  };
}

/** As `extractKernel` for dates and times in whole milliseconds, without a time zone. */
function extractInt(site: CallSite, unit: string): IntPart | null {
  const type = site.args[0]!;
  if (type.id === 'date') return DAY_PARTS.get(unit) ?? null;
  return type.id === 'timestamp' && type.precision <= 3 ? msPart(unit) : null;
}

/** Local clock of the value; the instant itself for EPOCH. */
function splitter(
  type: DataType,
  site: CallSite,
  unit: string,
): (value: Value) => { ms: number; nanos: number } {
  if (type.id === 'date') return (value) => ({ ms: (value as number) * MS_PER_DAY, nanos: 0 });
  if (type.id === 'time') return (value) => ({ ms: value as number, nanos: 0 });
  const zone = timeZone(
    type.id === 'timestamp_ltz' && unit !== 'EPOCH' ? site.session.timeZone : 'UTC',
  );
  return (value) => {
    const { ms, nanos } = instantOf(value);
    return { ms: zone.toLocalMs(ms), nanos };
  };
}

const INTERVAL_MS: ReadonlyMap<string, readonly [size: number, cycle: number]> = new Map([
  ['DAY', [MS_PER_DAY, Infinity]],
  ['HOUR', [3_600_000, 24]],
  ['MINUTE', [60_000, 60]],
  ['SECOND', [1000, 60]],
  ['MILLISECOND', [1, 1000]],
  ['EPOCH', [1000, Infinity]],
]);
const INTERVAL_MONTHS: ReadonlyMap<string, readonly [size: number, cycle: number]> = new Map([
  ['YEAR', [12, Infinity]],
  ['QUARTER', [3, 4]],
  ['MONTH', [1, 12]],
  ['CENTURY', [1200, Infinity]],
  ['MILLENNIUM', [12000, Infinity]],
]);

function intervalParts(
  type: DataType,
): ReadonlyMap<string, readonly [size: number, cycle: number]> {
  return type.id === 'interval_day_time' ? INTERVAL_MS : INTERVAL_MONTHS;
}

/**
 * Parts of an interval, toward zero; the largest is not cut. Quarters count from 1: the months 1 to
 * 3 are the first, as in Flink, which so makes the fourth of the months 10 and 11 alone.
 */
function intervalKernel(type: DataType, unit: string): (value: Value) => bigint {
  if (unit === 'QUARTER')
    return (value) => BigInt(Math.trunc((((value as number) % 12) - 1) / 3) + 1);
  const [size, cycle] = intervalParts(type).get(unit)!;
  return (value) => {
    const whole = Math.trunc((value as number) / size);
    return BigInt(cycle === Infinity ? whole : whole % cycle);
  };
}

function short(name: string, unit: string, result: string): ScalarFunction {
  return {
    name,
    doc: `${unit} of a point in time, as EXTRACT(${unit} FROM x).`,
    syntax: `${name}(point)`,
    category: 'temporal',
    examples: [[`${name}(TIMESTAMP '2024-02-29 12:34:56')`, result]],
    nulls: 'strict',
    resolve: (facts) => resolveUnit(facts, unit),
    kernel: (site) => extractKernel(site, unit),
    intKernel: (site) => extractInt(site, unit),
  };
}

export const extractFunctions: readonly ScalarFunction[] = [
  {
    name: 'EXTRACT',
    doc: 'Part of a point in time or of an interval.',
    syntax: 'EXTRACT(unit FROM value)',
    category: 'temporal',
    nulls: 'strict',
    examples: [
      ["EXTRACT(DOY FROM DATE '2024-02-29')", '60'],
      ["EXTRACT(HOUR FROM INTERVAL '26' HOUR)", '2'],
    ],
    resolve: (facts, options) => resolveUnit(facts, unitOf(options)),
    kernel: (site) => extractKernel(site, unitOf(site.options)),
    intKernel: (site) => extractInt(site, unitOf(site.options)),
  },
  short('YEAR', 'YEAR', '2024'),
  short('QUARTER', 'QUARTER', '1'),
  short('MONTH', 'MONTH', '2'),
  short('WEEK', 'WEEK', '9'),
  short('DAYOFYEAR', 'DOY', '60'),
  short('DAYOFMONTH', 'DAY', '29'),
  short('DAYOFWEEK', 'DOW', '5'),
  short('HOUR', 'HOUR', '12'),
  short('MINUTE', 'MINUTE', '34'),
  short('SECOND', 'SECOND', '56'),
];
