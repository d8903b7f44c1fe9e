/**
 * Parts of dates and times in whole milliseconds without a time zone, as 32-bit numbers. One
 * function a part: shared ones would see many callers and not be compiled into the loop.
 */
import { civilFromDays, daysFromCivil, MS_PER_DAY } from '../../../core/time.js';

export type IntPart = (value: number) => number;

/** Of days since 1970-01-01. */
export const DAY_PARTS: ReadonlyMap<string, IntPart> = new Map<string, IntPart>([
  ['MILLENNIUM', (days) => Math.floor((civilFromDays(days).year + 999) / 1000)],
  ['CENTURY', (days) => Math.floor((civilFromDays(days).year + 99) / 100)],
  ['DECADE', (days) => Math.floor(civilFromDays(days).year / 10)],
  ['YEAR', (days) => civilFromDays(days).year],
  ['QUARTER', (days) => Math.floor((civilFromDays(days).month + 2) / 3)],
  ['MONTH', (days) => civilFromDays(days).month],
  ['DAY', (days) => civilFromDays(days).day],
  ['DOY', (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1],
  ['DOW', (days) => (weekday(days) % 7) + 1],
  ['ISODOW', weekday],
  ['WEEK', isoWeek],
  ['ISOYEAR', (days) => civilFromDays(thursdayOf(days)).year],
]);

/** Of the time of day. */
const MS_PARTS: ReadonlyMap<string, IntPart> = new Map<string, IntPart>([
  ['HOUR', (ms) => (msOfDay(ms) / 3_600_000) | 0],
  ['MINUTE', (ms) => ((msOfDay(ms) / 60_000) | 0) % 60],
  ['SECOND', (ms) => ((msOfDay(ms) / 1000) | 0) % 60],
  ['MILLISECOND', (ms) => msOfDay(ms) % 1000],
  ['MICROSECOND', (ms) => (msOfDay(ms) % 1000) * 1000],
  ['NANOSECOND', (ms) => (msOfDay(ms) % 1000) * 1_000_000],
]);

/** Part of a local time in ms since 1970-01-01 00:00, or null when there is none for `unit`. */
export function msPart(unit: string): IntPart | null {
  const ofDay = DAY_PARTS.get(unit);
  return ofDay === undefined ? (MS_PARTS.get(unit) ?? null) : ofLastDay(ofDay);
}

/** `part` of a time's day. Rows are mostly of the same day as the one before: its part is kept. */
function ofLastDay(part: IntPart): IntPart {
  let last = Number.NaN;
  let value = 0;
  return (ms) => {
    const days = Math.floor(ms / MS_PER_DAY);
    if (days !== last) {
      value = part(days);
      last = days;
    }
    return value;
  };
}

function msOfDay(ms: number): number {
  return (ms - Math.floor(ms / MS_PER_DAY) * MS_PER_DAY) | 0;
}

/** 1 Monday to 7 Sunday. */
function weekday(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** Thursday of the ISO week: it decides the year the week belongs to. */
function thursdayOf(days: number): number {
  return days - weekday(days) + 4;
}

function isoWeek(days: number): number {
  const thursday = thursdayOf(days);
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
}
