/** Fields of a local date and time. */
import type { TimeZone } from '../../../../core/time-zone.js';
import { civilFromDays, daysFromCivil, MS_PER_DAY } from '../../../../core/time.js';

export interface LocalFields {
  readonly days: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly msOfDay: number;
  readonly nanos: number;
  /** ms east of UTC; null when the value knows no zone. */
  readonly offsetMs: number | null;
  /** Where `offsetMs` comes from; null when that is not known. */
  readonly zone: TimeZone | null;
}

/** Fields of what a clock shows at `localMs`. */
export function localFields(
  localMs: number,
  nanos: number,
  offsetMs: number | null,
  zone: TimeZone | null = null,
): LocalFields {
  const days = Math.floor(localMs / MS_PER_DAY);
  const { year, month, day } = civilFromDays(days);
  return {
    days,
    year,
    month,
    day,
    dayOfYear: days - daysFromCivil(year, 1, 1) + 1,
    weekday: weekdayOf(days),
    msOfDay: localMs - days * MS_PER_DAY,
    nanos,
    offsetMs,
    zone,
  };
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** Day of the week counted from Sunday, 1 to 7: weeks of Java's US locale start there. */
export function sundayBased(weekday: number): number {
  return (weekday % 7) + 1;
}

/** Week and its year where week 1 holds 1 January and weeks start on Sunday. */
export function weekOfYear(fields: LocalFields): { readonly week: number; readonly year: number } {
  const saturday = fields.days + 7 - sundayBased(fields.weekday);
  const { year } = civilFromDays(saturday);
  const first = daysFromCivil(year, 1, 1);
  const start = first - (sundayBased(weekdayOf(first)) - 1);
  return { week: Math.floor((fields.days - start) / 7) + 1, year };
}

/** Week of the month, weeks starting on Sunday. */
export function weekOfMonth(fields: LocalFields): number {
  const first = sundayBased(weekdayOf(fields.days - fields.day + 1));
  return Math.floor((fields.day + first - 2) / 7) + 1;
}
