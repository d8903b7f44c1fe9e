/** Time units of EXTRACT, FLOOR, CEIL, TIMESTAMPADD, TIMESTAMPDIFF. */
import { daysFromCivil, civilFromDays, MS_PER_DAY } from '../../../core/time.js';
import type { JsonValue } from '../../../core/json.js';

/** `unit` of a call's options in capitals, '' when there is none. */
export function unitOf(options: JsonValue | undefined): string {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) return '';
  const { unit } = options as { readonly unit?: JsonValue };
  return typeof unit === 'string' ? unit.toUpperCase() : '';
}

/** Units of a fixed number of ms. */
export const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['MILLISECOND', 1],
  ['SECOND', 1000],
  ['MINUTE', 60_000],
  ['HOUR', 3_600_000],
  ['DAY', MS_PER_DAY],
  ['WEEK', 7 * MS_PER_DAY],
]);

/** Units of whole months. */
export const UNIT_MONTHS: ReadonlyMap<string, number> = new Map([
  ['MONTH', 1],
  ['QUARTER', 3],
  ['YEAR', 12],
  ['DECADE', 120],
  ['CENTURY', 1200],
  ['MILLENNIUM', 12000],
]);

/** 1970-01-01 was a Thursday; weeks of FLOOR start on Sunday. */
const FIRST_SUNDAY_MS = -4 * MS_PER_DAY;

/** Start of the unit that `localMs` lies in. Centuries and millennia end in years 00. */
export function floorToUnit(localMs: number, unit: string): number {
  const size = UNIT_MS.get(unit);
  if (size !== undefined) {
    const origin = unit === 'WEEK' ? FIRST_SUNDAY_MS : 0;
    return Math.floor((localMs - origin) / size) * size + origin;
  }
  const { year, month } = civilFromDays(Math.floor(localMs / MS_PER_DAY));
  const months = UNIT_MONTHS.get(unit)!;
  const firstYear = months > 120 ? 1 : 0;
  const index = (year - firstYear) * 12 + (month - 1);
  const start = Math.floor(index / months) * months;
  return daysFromCivil(firstYear, 1 + start, 1) * MS_PER_DAY;
}

/**
 * Start of the next unit, or `localMs` itself when it starts one. As in Flink, months and above
 * look at
 * the date alone (1 January 01:00 stays in its year), and of quarters only the first is its own
 * start.
 */
export function ceilToUnit(localMs: number, unit: string): number {
  const size = UNIT_MS.get(unit);
  const start = floorToUnit(localMs, unit);
  if (size !== undefined) return start === localMs ? start : start + size;
  const day = Math.floor(localMs / MS_PER_DAY) * MS_PER_DAY;
  const ownStart = unit === 'QUARTER' ? floorToUnit(day, 'YEAR') : start;
  if (day === ownStart) return day;
  const { year, month } = civilFromDays(start / MS_PER_DAY);
  return daysFromCivil(year, month + UNIT_MONTHS.get(unit)!, 1) * MS_PER_DAY;
}
