/** FLOOR and CEIL: of numbers, and of points in time to a unit. */
import type { Value } from '../../../core/batch.js';
import { MS_PER_DAY } from '../../../core/time.js';
import { timeZone } from '../../../core/time-zone.js';
import { instantOf, timestampValue } from '../../../core/timestamp-value.js';
import { formatType, withoutAttribute } from '../../../core/types.js';
import { wholeNumberKernel, wholeNumberType } from '../arithmetic/rounding.js';
import { isTimestamp } from '../common-type.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { numeric, refuse, strict } from '../signature.js';
import { ceilToUnit, floorToUnit, UNIT_MONTHS, UNIT_MS, unitOf } from './unit.js';

function resolver(name: string): ScalarFunction['resolve'] {
  return (facts, options) => {
    const unit = unitOf(options);
    if (unit === '') return strict([numeric], (args) => wholeNumberType(args[0]!))(facts, options);
    if (facts.length !== 1) return refuse('takes 1 argument');
    const type = facts[0]!.type;
    if (!UNIT_MS.has(unit) && !UNIT_MONTHS.has(unit)) return refuse(`has no unit ${unit}`);
    if (isTimestamp(type) || type.id === 'date' || type.id === 'time') {
      return { args: [type], type: withoutAttribute(type) };
    }
    return refuse(`cannot ${name} ${formatType(type)} to ${unit}`, 0);
  };
}

function kernelOf(site: CallSite, up: boolean): (value: never) => Value {
  const type = site.args[0]!;
  const unit = unitOf(site.options);
  if (unit === '') return wholeNumberKernel(type, up);
  const toUnit = up ? ceilToUnit : floorToUnit;
  if (type.id === 'date') return (days: number) => toUnit(days * MS_PER_DAY, unit) / MS_PER_DAY;
  if (!isTimestamp(type)) return (ms: number) => toUnit(ms, unit) % MS_PER_DAY;
  const zone = timeZone(type.id === 'timestamp_ltz' ? site.session.timeZone : 'UTC');
  const isPartOfDay = (UNIT_MS.get(unit) ?? MS_PER_DAY) < MS_PER_DAY;
  return (value: Value) => {
    const { ms, nanos } = instantOf(value);
    const local = zone.toLocalMs(ms);
    // Anything below the ms lifts CEIL to the next unit, too.
    const moved = up && nanos > 0 ? toUnit(local + 1, unit) : toUnit(local, unit);
    // Of an hour shown twice the value's own one counts.
    const utc = isPartOfDay ? moved - (local - ms) : zone.toUtcMs(moved);
    return timestampValue({ ms: utc, nanos: 0 }, type);
  };
}

/** FLOOR and CEIL. */
export const floorFunctions: readonly ScalarFunction[] = [
  {
    name: 'FLOOR',
    doc: 'Largest whole number that is not larger; start of the unit a point in time lies in.',
    syntax: 'FLOOR(number), FLOOR(point TO unit)',
    category: 'arithmetic',
    nulls: 'strict',
    examples: [
      ['FLOOR(-1.5)', '-2'],
      ["FLOOR(DATE '2024-02-29' TO YEAR)", '2024-01-01'],
    ],
    resolve: resolver('FLOOR'),
    kernel: (site) => kernelOf(site, false),
  },
  {
    name: 'CEIL',
    aliases: ['CEILING'],
    doc: 'Smallest whole number that is not smaller; start of the next unit.',
    syntax: 'CEIL(number), CEIL(point TO unit)',
    category: 'arithmetic',
    nulls: 'strict',
    examples: [
      ['CEIL(1.2)', '2'],
      ["CEIL(DATE '2024-02-29' TO MONTH)", '2024-03-01'],
    ],
    resolve: resolver('CEIL'),
    kernel: (site) => kernelOf(site, true),
  },
];
