/**
 * Calendar arithmetic on the proleptic Gregorian calendar, and time as text. No time zones here.
 */

export const MS_PER_DAY = 86_400_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_MINUTE = 60_000;

/** Year, month 1-12 and day 1-31. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01; month and day may be out of range and carry over. O(1) (Hinnant). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = year * 12 + (month - 1);
  const y0 = Math.floor(shifted / 12);
  const m = shifted - y0 * 12 + 1;
  const y = m <= 2 ? y0 - 1 : y0;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5);
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468 + (day - 1);
}

/** Date of a day number (days since 1970-01-01). O(1). */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1 };
}

/** Days in a month 1-12. */
export function daysInMonth(year: number, month: number): number {
  return daysFromCivil(year, month + 1, 1) - daysFromCivil(year, month, 1);
}

/**
 * Day number moved by whole months; the day is cut to the month's end (31 Jan + 1 month = 28 Feb).
 */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days);
  const first = daysFromCivil(year, month + months, 1);
  const last = daysFromCivil(year, month + months + 1, 1) - 1;
  return Math.min(first + day - 1, last);
}

/** `ms` moved by whole months, keeping the time of day. */
export function addMonthsMs(ms: number, months: number): number {
  const days = Math.floor(ms / MS_PER_DAY);
  return addMonths(days, months) * MS_PER_DAY + (ms - days * MS_PER_DAY);
}

/** yyyy-MM-dd. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${formatYear(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function formatYear(year: number): string {
  return year < 0 ? `-${pad(-year, 4)}` : pad(year, 4);
}

/** HH:mm:ss with `precision` digits of a fraction (0 none). */
export function formatTime(ms: number, precision: number, nanos = 0): string {
  const seconds = Math.floor(ms / 1000);
  const text =
    `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}` +
    `:${pad(seconds % 60, 2)}`;
  if (precision === 0) return text;
  const fraction = pad(ms - seconds * 1000, 3) + pad(nanos, 6);
  return `${text}.${fraction.slice(0, precision)}`;
}

/**
 * `yyyy-MM-dd HH:mm:ss` with `precision` digits of a fraction. `nanos` is 0..999999 below the ms.
 */
export function formatTimestamp(ms: number, precision: number, nanos = 0, separator = ' '): string {
  const days = Math.floor(ms / MS_PER_DAY);
  return formatDate(days) + separator + formatTime(ms - days * MS_PER_DAY, precision, nanos);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** A point in time: integer ms since 1970 and 0..999999 ns below. */
export interface Instant {
  readonly ms: number;
  readonly nanos: number;
}

/** Day number of `y[-M[-d]]` (month and day 1 when missing), null when it is no date. */
export function parseDate(text: string): number | null {
  const match = /^(-?\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[2] ?? 1);
  const day = Number(match[3] ?? 1);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return daysFromCivil(year, month, day);
}

/** Time of day from `H[:m[:s[.fraction]]]`, null when it is no time. */
export function parseTime(text: string): Instant | null {
  const match = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,9}))?)?)?$/.exec(text);
  if (match === null) return null;
  const [hours, minutes, seconds] = [
    Number(match[1]),
    Number(match[2] ?? 0),
    Number(match[3] ?? 0),
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Number((match[4] ?? '').padEnd(9, '0'));
  const ms = Math.floor(fraction / 1e6);
  return {
    ms: hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * 1000 + ms,
    nanos: fraction - ms * 1e6,
  };
}

const sqlTimestamp =
  /^(?:\d{4}|\+\d{5,9})-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{0,9})?)?$/;

/**
 * A timestamp as CAST reads it: `y-M-d` or `y-M-d H:m:s[.fraction]`, a blank or T between them, no
 * blanks around; null for any other text.
 */
export function parseSqlTimestamp(text: string): Instant | null {
  if (!sqlTimestamp.test(text)) return null;
  return parseTimestamp(text.startsWith('+') ? text.slice(1) : text);
}

/** `date`, `date time` or `dateTtime`; null when it is no timestamp. */
export function parseTimestamp(text: string): Instant | null {
  const at = text.search(/[ T]/);
  const days = parseDate(at < 0 ? text : text.slice(0, at));
  const time = at < 0 ? { ms: 0, nanos: 0 } : parseTime(text.slice(at + 1));
  if (days === null || time === null) return null;
  return { ms: days * MS_PER_DAY + time.ms, nanos: time.nanos };
}
