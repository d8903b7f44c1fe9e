/** Points in time as text by a pattern. */
import { DataError } from '../../../../core/errors.js';
import type { LocalFields } from './calendar.js';
import { sundayBased, weekOfMonth, weekOfYear } from './calendar.js';
import type { PatternPart, PatternStyle } from './date-pattern.js';
import { invalidDatePattern, parseDatePattern } from './date-pattern.js';
import { zoneStep } from './zone-letters.js';
import { DAYS, ERAS, HALVES, LONG_ERAS, LONG_QUARTERS, MONTHS } from './names.js';

export interface DateFormat {
  format(fields: LocalFields): string;
  /** The text stays the same within this many ms of local time (a divisor of the day). */
  readonly unitMs: number;
}

type Step = (fields: LocalFields) => string;

/** Throws DataError DATE_PATTERN_INVALID or DATE_PATTERN_UNSUPPORTED. */
export function dateFormat(pattern: string, style: PatternStyle): DateFormat {
  const parts = flat(parseDatePattern(pattern, style));
  const steps = parts.map((part) => stepOf(part, pattern, style));
  return {
    unitMs: Math.min(...parts.map((part) => ('letter' in part ? unitOf(part.letter) : DAY)), DAY),
    format(fields) {
      let text = '';
      for (const step of steps) text += step(fields);
      return text;
    },
  };
}

const DAY = 86_400_000;

function unitOf(letter: string): number {
  if ('ahKkHB'.includes(letter)) return 3_600_000;
  if (letter === 'm') return 60_000;
  if (letter === 's') return 1000;
  return 'SAnNzZXxOVv'.includes(letter) ? 0 : DAY;
}

/** Optional parts are always written. */
function flat(parts: readonly PatternPart[]): Exclude<PatternPart, { optional: unknown }>[] {
  return parts.flatMap((part) => ('optional' in part ? flat(part.optional) : [part]));
}

function stepOf(
  part: Exclude<PatternPart, { optional: unknown }>,
  pattern: string,
  style: PatternStyle,
): Step {
  if ('text' in part) return () => part.text;
  const { letter, count } = part;
  const step =
    dateStep(letter, count, style) ??
    timeStep(letter, count, style) ??
    zoneStep(letter, count, style);
  if (step === null) throw unsupported(pattern, letter.repeat(count));
  if (style === 'formatter' && count > (WIDTH_MAX[letter] ?? 19))
    throw invalidDatePattern(pattern, `too many letters ${letter}`);
  return step;
}

const WIDTH_MAX: Readonly<Record<string, number>> = {
  G: 5,
  M: 5,
  L: 5,
  d: 2,
  D: 3,
  Q: 5,
  q: 5,
  w: 2,
  W: 1,
  E: 5,
  F: 1,
  a: 1,
  h: 2,
  H: 2,
  k: 2,
  K: 2,
  m: 2,
  s: 2,
  S: 9,
};

/** DataError of letters that cannot be written or read here, or not so many of them. */
export function unsupported(pattern: string, letters: string): DataError {
  if ('VvzOXxZ'.includes(letters[0]!))
    return invalidDatePattern(pattern, `${letters} are not as many letters as a zone has`);
  return new DataError('DATE_PATTERN_UNSUPPORTED', {
    message: `'${pattern}': ${letters} is not supported`,
    hint: 'write the pattern without it',
  });
}

function number(width: number, value: (fields: LocalFields) => number): Step {
  return (fields) => {
    const it = value(fields);
    return `${it < 0 ? '-' : ''}${String(Math.abs(it)).padStart(width, '0')}`;
  };
}

function year(count: number, style: PatternStyle, value: (fields: LocalFields) => number): Step {
  if (count === 2) return number(2, (fields) => ((value(fields) % 100) + 100) % 100);
  const plain = number(count, value);
  if (style === 'simple' || count < 4) return plain;
  return (fields) => (value(fields) >= 10 ** count ? `+${plain(fields)}` : plain(fields));
}

/** Years before 1 count backwards in their era. */
function yearOfEra(fields: LocalFields): number {
  return fields.year > 0 ? fields.year : 1 - fields.year;
}

/** Names from three letters on: short, full (4), first letter (5). */
function name(
  count: number,
  names: readonly string[],
  index: (fields: LocalFields) => number,
  style: PatternStyle,
): Step {
  const isLong = count === 4 || (count > 4 && style === 'simple');
  const length = isLong ? undefined : count === 5 ? 1 : 3;
  return (fields) => names[index(fields)]!.slice(0, length);
}

function dateStep(letter: string, count: number, style: PatternStyle): Step | null {
  const isSimple = style === 'simple';
  switch (letter) {
    case 'G': {
      const names = count === 4 && !isSimple ? LONG_ERAS : ERAS;
      return (fields) => names[fields.year > 0 ? 1 : 0]!.slice(0, count === 5 ? 1 : undefined);
    }
    case 'u':
      if (isSimple) return number(count, (fields) => fields.weekday);
      return year(count, style, (fields) => fields.year);
    case 'y':
      return year(count, style, yearOfEra);
    case 'Y':
      return year(count, style, (fields) => weekOfYear(fields).year);
    case 'M':
    case 'L':
      if (count > 2) return name(count, MONTHS, (fields) => fields.month - 1, style);
      return number(count, (fields) => fields.month);
    case 'd':
      return number(count, (fields) => fields.day);
    case 'D':
      return number(count, (fields) => fields.dayOfYear);
    case 'Q':
    case 'q':
      return quarter(count);
    case 'w':
      return number(count, (fields) => weekOfYear(fields).week);
    case 'W':
      return number(count, weekOfMonth);
    case 'F':
      if (isSimple) return number(count, (fields) => Math.floor((fields.day - 1) / 7) + 1);
      return number(count, (fields) => ((fields.day - 1) % 7) + 1);
    case 'e':
    case 'c':
      if (count < 3) return number(count, (fields) => sundayBased(fields.weekday));
      return name(count, DAYS, (fields) => fields.weekday - 1, style);
    case 'E':
      return name(count, DAYS, (fields) => fields.weekday - 1, style);
    default:
      return null;
  }
}

function quarter(count: number): Step {
  const index = (fields: LocalFields): number => Math.floor((fields.month - 1) / 3);
  if (count === 3) return (fields) => `Q${index(fields) + 1}`;
  if (count === 4) return (fields) => LONG_QUARTERS[index(fields)]!;
  return number(count === 5 ? 1 : count, (fields) => index(fields) + 1);
}

function timeStep(letter: string, count: number, style: PatternStyle): Step | null {
  const hour = (fields: LocalFields): number => Math.floor(fields.msOfDay / 3_600_000);
  const nanosOfSecond = (fields: LocalFields): number =>
    (fields.msOfDay % 1000) * 1_000_000 + fields.nanos;
  switch (letter) {
    case 'a':
      return (fields) => HALVES[hour(fields) < 12 ? 0 : 1]!;
    case 'h':
      return number(count, (fields) => ((hour(fields) + 11) % 12) + 1);
    case 'K':
      return number(count, (fields) => hour(fields) % 12);
    case 'k':
      return number(count, (fields) => ((hour(fields) + 23) % 24) + 1);
    case 'H':
      return number(count, hour);
    case 'm':
      return number(count, (fields) => Math.floor(fields.msOfDay / 60_000) % 60);
    case 's':
      return number(count, (fields) => Math.floor(fields.msOfDay / 1000) % 60);
    case 'S':
      if (style === 'simple') return number(count, (fields) => fields.msOfDay % 1000);
      return (fields) => String(nanosOfSecond(fields)).padStart(9, '0').slice(0, count);
    case 'A':
      return number(count, (fields) => fields.msOfDay);
    case 'n':
      return number(count, nanosOfSecond);
    case 'N':
      return number(count, (fields) => fields.msOfDay * 1_000_000 + fields.nanos);
    default:
      return null;
  }
}
