/** Text to points in time by a pattern. The pattern becomes a RegExp with a group per field. */
import { timeZone } from '../../../../core/time-zone.js';
import { civilFromDays, daysFromCivil, daysInMonth, MS_PER_DAY } from '../../../../core/time.js';
import { weekdayOf } from './calendar.js';
import type { PatternPart, PatternStyle } from './date-pattern.js';
import { parseDatePattern } from './date-pattern.js';
import { unsupported } from './format-pattern.js';
import type { ReadZone } from './zone-letters.js';
import { zoneReader } from './zone-letters.js';
import { DAYS, ERAS, HALVES, LONG_ERAS, MONTHS, short } from './names.js';

/** What a text says; ms as if the clock showed UTC. */
export interface ParsedPoint {
  readonly localMs: number;
  readonly nanos: number;
  /** ms east of UTC, null when the text names no offset. */
  readonly offsetMs: number | null;
  /** Name of the zone that the text names; null when it names none, or an offset. */
  readonly zone: string | null;
}

/** Instant of a point that names its zone or offset; null for one that does not. */
export function instantOfPoint(point: ParsedPoint): number | null {
  if (point.offsetMs !== null) return point.localMs - point.offsetMs;
  return point.zone === null ? null : timeZone(point.zone).toUtcMs(point.localMs);
}

export type DateParser = (text: string) => ParsedPoint | null;

/** One field: what its text looks like, and what it sets. */
interface FieldReader {
  readonly source: string;
  read(text: string, into: Fields): void;
}

interface Fields {
  year: number;
  yearOfEra: number | null;
  era: number;
  month: number;
  day: number;
  dayOfYear: number | null;
  weekday: number | null;
  hour: number | null;
  halfHour: number | null;
  half: number | null;
  minute: number;
  second: number;
  nanosOfSecond: number;
  /** undefined: a zone there is not. */
  zone: ReadZone | null | undefined;
}

/**
 * Missing fields are those of 1970-01-01 00:00:00. `zone`: of a name that several zones have, its
 * meaning goes first. `isLenient`: month 13 is the January after. The style `simple` takes blanks
 * in front and any text behind. Errors as `dateFormat`.
 */
export function dateParser(
  pattern: string,
  style: PatternStyle,
  zone: string | null = null,
  isLenient = style === 'simple',
): DateParser {
  const readers: FieldReader[] = [];
  const parts = parseDatePattern(pattern, style);
  const source = sourceOf(parts, readers, { pattern, style, zone });
  const regExp = new RegExp(style === 'simple' ? `^\\s*${source}` : `^${source}$`, 'su');
  return (text) => {
    const match = regExp.exec(text);
    if (match === null) return null;
    const fields = emptyFields();
    for (const [i, reader] of readers.entries()) {
      const part = match[i + 1];
      if (part !== undefined) reader.read(part, fields);
    }
    return pointOf(fields, isLenient);
  };
}

function emptyFields(): Fields {
  return {
    year: 1970,
    yearOfEra: null,
    era: 1,
    month: 1,
    day: 1,
    dayOfYear: null,
    weekday: null,
    hour: null,
    halfHour: null,
    half: null,
    minute: 0,
    second: 0,
    nanosOfSecond: 0,
    zone: null,
  };
}

interface PatternContext {
  readonly pattern: string;
  readonly style: PatternStyle;
  readonly zone: string | null;
}

function sourceOf(
  parts: readonly PatternPart[],
  readers: FieldReader[],
  context: PatternContext,
): string {
  return parts
    .map((part, i) => {
      if ('text' in part) return part.text.replace(/[^\w\s]/g, (char) => `\\u{${hex(char)}}`);
      if ('optional' in part) return `(?:${sourceOf(part.optional, readers, context)})?`;
      const next = parts[i + 1];
      const isAdjacent = next !== undefined && 'letter' in next && isNumber(next);
      const reader = readerOf(part.letter, part.count, context, isAdjacent);
      if (reader === null) throw unsupported(context.pattern, part.letter.repeat(part.count));
      readers.push(reader);
      return `(${reader.source})`;
    })
    .join('');
}

function hex(char: string): string {
  return char.codePointAt(0)!.toString(16);
}

function isNumber(part: { readonly letter: string; readonly count: number }): boolean {
  return 'uyDdFhKkHmsSAnN'.includes(part.letter) || ('ML'.includes(part.letter) && part.count < 3);
}

function digits(
  count: number,
  style: PatternStyle,
  isAdjacent: boolean,
  set: (into: Fields, value: number) => void,
): FieldReader {
  const isFixed = style === 'formatter' ? count > 1 : isAdjacent;
  const source = isFixed ? `\\d{${count}}` : '\\d{1,9}';
  return { source, read: (text, into) => set(into, Number(text)) };
}

function oneOf(names: readonly string[], set: (into: Fields, index: number) => void): FieldReader {
  return { source: names.join('|'), read: (text, into) => set(into, names.indexOf(text)) };
}

function readerOf(
  letter: string,
  count: number,
  { style, zone }: PatternContext,
  isAdjacent: boolean,
): FieldReader | null {
  const number = (set: (into: Fields, value: number) => void): FieldReader =>
    digits(count, style, isAdjacent, set);
  switch (letter) {
    case 'G':
      return oneOf(count === 4 && style === 'formatter' ? LONG_ERAS : ERAS, (into, era) => {
        into.era = era;
      });
    case 'u':
      if (style === 'simple') return null;
      return yearReader(count, style, isAdjacent, (into, year) => (into.year = year));
    case 'y':
      return yearReader(count, style, isAdjacent, (into, year) => (into.yearOfEra = year));
    case 'M':
    case 'L':
      if (count < 3) return number((into, month) => (into.month = month));
      return nameReader(MONTHS, count, style, (into, index) => (into.month = index + 1));
    case 'd':
      return number((into, day) => (into.day = day));
    case 'D':
      return number((into, day) => (into.dayOfYear = day));
    case 'E':
      return nameReader(DAYS, count, style, (into, index) => (into.weekday = index + 1));
    default:
      return timeReader(letter, count, style, number) ?? zoneField(letter, count, style, zone);
  }
}

/** Java reads both forms with SimpleDateFormat, in any case; else the one the pattern says. */
function nameReader(
  names: readonly string[],
  count: number,
  style: PatternStyle,
  set: (into: Fields, index: number) => void,
): FieldReader | null {
  if (style === 'formatter')
    return count > 4 ? null : oneOf(count === 4 ? names : short(names), set);
  const cases = (text: string): string =>
    text.replace(/[a-z]/gi, (char) => `[${char.toLowerCase()}${char.toUpperCase()}]`);
  return {
    source: [...names, ...short(names)].map(cases).join('|'),
    read: (text, into) =>
      set(
        into,
        names.findIndex(
          (name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase(),
        ),
      ),
  };
}

/** Two letters: two digits of 2000 to 2099 (simple: 80 years back to 20 years ahead of 2026). */
function yearReader(
  count: number,
  style: PatternStyle,
  isAdjacent: boolean,
  set: (into: Fields, year: number) => void,
): FieldReader {
  const short = (year: number): number => 2000 + year - (style === 'simple' && year > 46 ? 100 : 0);
  const isShort = (text: string): boolean => count === 2 && /^\d\d$/.test(text);
  const read = (text: string, into: Fields): void =>
    set(into, isShort(text) ? short(Number(text)) : Number(text));
  if (style === 'simple') return { source: isAdjacent ? `\\d{${count}}` : '-?\\d{1,9}', read };
  if (count === 2) return { source: '\\d{2}', read };
  if (count < 4) return { source: `-?\\d{${count},9}`, read };
  return { source: `-?\\d{${count}}|[+-]\\d{${count + 1},9}`, read };
}

function timeReader(
  letter: string,
  count: number,
  style: PatternStyle,
  number: (set: (into: Fields, value: number) => void) => FieldReader,
): FieldReader | null {
  switch (letter) {
    case 'a':
      return oneOf(HALVES, (into, half) => (into.half = half));
    case 'h':
      return number((into, hour) => (into.halfHour = hour === 12 ? 0 : hour));
    case 'K':
      return number((into, hour) => (into.halfHour = hour));
    case 'H':
      return number((into, hour) => (into.hour = hour));
    case 'k':
      return number((into, hour) => (into.hour = hour === 24 ? 0 : hour));
    case 'm':
      return number((into, minute) => (into.minute = minute));
    case 's':
      return number((into, second) => (into.second = second));
    case 'S':
      if (style === 'simple') return number((into, ms) => (into.nanosOfSecond = ms * 1_000_000));
      return {
        source: `\\d{${count}}`,
        read: (text, into) => (into.nanosOfSecond = Number(text.padEnd(9, '0'))),
      };
    case 'n':
      return number((into, nanos) => (into.nanosOfSecond = nanos));
    default:
      return null;
  }
}

function zoneField(
  letter: string,
  count: number,
  style: PatternStyle,
  zone: string | null,
): FieldReader | null {
  const reader = zoneReader(letter, count, style, zone);
  if (reader === null) return null;
  return {
    source: reader.source,
    read: (text, into) => (into.zone = reader.read(text) ?? undefined),
  };
}

/** Without AM or PM, java.time does not take an hour of the half day. */
function hourOf({ hour, halfHour, half }: Fields, isLenient: boolean): number {
  if (hour !== null) return hour;
  if (half !== null) return (halfHour ?? 0) + 12 * half;
  return isLenient ? (halfHour ?? 0) : 0;
}

/** null for a day or time there is not. SimpleDateFormat carries what is too large over. */
function pointOf(fields: Fields, isLenient: boolean): ParsedPoint | null {
  const { yearOfEra, month, day, dayOfYear, halfHour, minute, second } = fields;
  const year = yearOfEra === null ? fields.year : fields.era === 1 ? yearOfEra : 1 - yearOfEra;
  const hour = hourOf(fields, isLenient);
  const isTime = hour < 24 && minute < 60 && second < 60 && (halfHour ?? 0) < 12;
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isLenient && !(isTime && isDay)) return null;
  const days =
    dayOfYear === null ? daysOf(year, month, day) : daysFromCivil(year, 1, 1) + dayOfYear - 1;
  if (!isLenient && fields.weekday !== null && fields.weekday !== weekdayOf(days)) return null;
  if (!isLenient && dayOfYear !== null && (dayOfYear < 1 || daysFromCivil(year + 1, 1, 1) <= days))
    return null;
  if (fields.zone === undefined) return null;
  const ms = Math.floor(fields.nanosOfSecond / 1_000_000);
  const localMs = days * MS_PER_DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
  const nanos = fields.nanosOfSecond - ms * 1_000_000;
  return { localMs, nanos, ...placeOf(fields.zone, localMs, isLenient) };
}

/** To SimpleDateFormat the name of a season is an offset, whatever the season of the date. */
function placeOf(
  read: ReadZone | null,
  localMs: number,
  isLenient: boolean,
): Pick<ParsedPoint, 'offsetMs' | 'zone'> {
  if (read === null) return { offsetMs: null, zone: null };
  if ('offsetMs' in read) return { offsetMs: read.offsetMs, zone: null };
  if (!isLenient) return { offsetMs: null, zone: read.zone };
  const { year } = civilFromDays(Math.floor(localMs / MS_PER_DAY));
  const zone = timeZone(read.zone);
  const seasons = [1, 7].map((month) => zone.offsetMs(daysFromCivil(year, month, 1) * MS_PER_DAY));
  const offsetMs = read.isSummer ? Math.max(...seasons) : Math.min(...seasons);
  return { offsetMs, zone: null };
}

function daysOf(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  return daysFromCivil(carried, ((((month - 1) % 12) + 12) % 12) + 1, 1) + day - 1;
}
