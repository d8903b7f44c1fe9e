/** The pattern letters of zones and offsets: V, v, z, O, X, x, Z. */
import { DataError } from '../../../../core/errors.js';
import type { TimeZone } from '../../../../core/time-zone.js';
import type { LocalFields } from './calendar.js';
import type { PatternStyle } from './date-pattern.js';
import { javaZoneId, zoneIds, zoneNamer, zonesByName } from './zone-name.js';

/** What a text says of its zone; `zone` is a name, with its season where the text tells it. */
export type ReadZone =
  { readonly offsetMs: number } | { readonly zone: string; readonly isSummer: boolean };

/** Writes the letters; null when they are no zone letters, or too many or few of them. */
export function zoneStep(
  letter: string,
  count: number,
  style: PatternStyle,
): ((fields: LocalFields) => string) | null {
  if (!isZoneLetter(letter, count, style)) return null;
  if (letter === 'V') return (fields) => javaZoneId(zoneIn(fields, letter).name);
  if (letter === 'z' || letter === 'v') return nameStep(letter, count, style);
  const write = offsetWriter(letter, count, style);
  return ({ offsetMs }) => write(offsetMs ?? noZone(letter));
}

/**
 * Reads the letters: what the text looks like (a RegExp) and what it means; null as `zoneStep`.
 * `preferred`: zone whose names go before those of others, null for none.
 */
export function zoneReader(
  letter: string,
  count: number,
  style: PatternStyle,
  preferred: string | null,
): { readonly source: string; read(text: string): ReadZone | null } | null {
  if (!isZoneLetter(letter, count, style)) return null;
  if (style === 'simple' && letter !== 'X') return simpleZoneReader(preferred);
  if (!'Vzv'.includes(letter)) return { source: offsetSource(letter, count, style), read: offset };
  const ids = zoneIds();
  const isLong = count === 4;
  const names = letter === 'V' ? new Map<string, never>() : zonesByName(preferred);
  const texts = [...names.keys()].filter((name) => name.includes(' ') === isLong);
  const fixed = '(?:GMT|UTC|UT)?[+-]\\d{2}:\\d{2}(?::\\d{2})?|GMT0|GMT|UTC|UT|Z';
  return {
    source: `${fixed}|${longestFirst([...ids, ...texts])}`,
    read(text) {
      if (ids.has(text)) return { zone: text, isSummer: false };
      const named = names.get(text);
      return named === undefined ? offset(text) : { ...named, isSummer: false };
    },
  };
}

const COUNTS: Readonly<Record<PatternStyle, Readonly<Record<string, readonly number[]>>>> = {
  formatter: {
    V: [2],
    v: [1, 4],
    z: [1, 2, 3, 4],
    O: [1, 4],
    X: [1, 2, 3, 4, 5],
    x: [1, 2, 3, 4, 5],
    Z: [1, 2, 3, 4, 5],
  },
  simple: { X: [1, 2, 3], z: [], Z: [] },
};

/** An empty list stands for any count. */
function isZoneLetter(letter: string, count: number, style: PatternStyle): boolean {
  const counts = COUNTS[style][letter];
  return counts !== undefined && (counts.length === 0 || counts.includes(count));
}

function noZone(letter: string): never {
  throw new DataError('DATE_PATTERN_NO_ZONE', {
    message: `the pattern letter ${letter} wants a zone, which a TIMESTAMP does not have`,
    hint: 'format a TIMESTAMP_LTZ, or leave the letter out',
  });
}

function zoneIn({ zone }: LocalFields, letter: string): TimeZone {
  return zone ?? noZone(letter);
}

function nameStep(
  letter: string,
  count: number,
  style: PatternStyle,
): (fields: LocalFields) => string {
  const nameOf = zoneNamer(count >= 4, letter === 'v');
  return (fields) => {
    const zone = zoneIn(fields, letter);
    const utcMs = fields.days * 86_400_000 + fields.msOfDay - (fields.offsetMs ?? 0);
    const name = nameOf(zone, utcMs);
    if (style === 'formatter') return name;
    if (name === 'Z') return count >= 4 ? 'Coordinated Universal Time' : 'UTC';
    return /^[+-]/.test(name) ? `GMT${name}` : name;
  };
}

/** +02, +0200, +02:00, +02:00:30, GMT+2 or GMT+02:00; Z or +00... for none. */
function offsetWriter(
  letter: string,
  count: number,
  style: PatternStyle,
): (offsetMs: number) => string {
  if (letter === 'O') return gmtOffset(count === 4);
  if (letter === 'Z' && style === 'formatter' && count === 4) return gmtOffset(true);
  const width = letter !== 'Z' ? count : count === 5 && style === 'formatter' ? 5 : 2;
  const colon = width === 3 || width === 5 ? ':' : '';
  const isZulu = letter === 'X' || width === 5;
  const none = isZulu && letter !== 'x' ? 'Z' : width === 1 ? '+00' : `+00${colon}00`;
  return (offsetMs) => {
    const { sign, hh, mm, ss } = offsetParts(offsetMs);
    const isShort = width === 1 && (mm === '00' || style === 'simple');
    const minutes = isShort ? '' : colon + mm;
    const seconds = width < 4 || ss === '00' ? '' : colon + ss;
    const isNone = hh + mm === '0000' && (width < 4 || ss === '00');
    return isNone ? none : sign + hh + minutes + seconds;
  };
}

function gmtOffset(isLong: boolean): (offsetMs: number) => string {
  return (offsetMs) => {
    const { sign, hh, mm, ss } = offsetParts(offsetMs);
    if (hh + mm + ss === '000000') return 'GMT';
    const minutes = isLong || mm + ss !== '0000' ? `:${mm}` : '';
    return `GMT${sign}${isLong ? hh : Number(hh)}${minutes}${ss === '00' ? '' : `:${ss}`}`;
  };
}

function offsetParts(offsetMs: number): { sign: string; hh: string; mm: string; ss: string } {
  const seconds = Math.abs(Math.trunc(offsetMs / 1000));
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return {
    sign: offsetMs < 0 ? '-' : '+',
    hh: two(seconds / 3600),
    mm: two((seconds / 60) % 60),
    ss: two(seconds % 60),
  };
}

const X_SOURCES = [
  '[+-]\\d{2}(?:\\d{2})?',
  '[+-]\\d{4}',
  '[+-]\\d{2}:\\d{2}',
  '[+-]\\d{4}(?:\\d{2})?',
  '[+-]\\d{2}:\\d{2}(?::\\d{2})?',
];

function offsetSource(letter: string, count: number, style: PatternStyle): string {
  const long = 'GMT(?:[+-]\\d{2}:\\d{2}(?::\\d{2})?)?';
  if (letter === 'O') return count === 4 ? long : 'GMT(?:[+-]\\d{1,2}(?::\\d{2}(?::\\d{2})?)?)?';
  if (letter === 'Z')
    return count === 4 ? long : count === 5 ? `Z|${X_SOURCES[4]!}` : X_SOURCES[1]!;
  if (letter === 'x') return X_SOURCES[count - 1]!;
  return `Z|${style === 'simple' && count === 1 ? '[+-]\\d{2}' : X_SOURCES[count - 1]!}`;
}

/** Offset of a text of the sources above; null beyond 18 hours. */
function offset(text: string): ReadZone | null {
  const match = /([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(text);
  if (match === null) return { offsetMs: 0 };
  const [, sign, hours, minutes = 0, seconds = 0] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (total > 18 * 3600 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return { offsetMs: (sign === '-' ? -total : total) * 1000 };
}

/** Offsets, GMT with and without one, and names of any length in any case. */
function simpleZoneReader(preferred: string | null): {
  readonly source: string;
  read(text: string): ReadZone | null;
} {
  const names = new Map(
    [...zonesByName(preferred)].map(([name, zone]) => [name.toLowerCase(), zone]),
  );
  const gmt = '[Gg][Mm][Tt][+-]\\d{1,2}(?::?\\d{2})?';
  return {
    source: `[+-]\\d{4}|${gmt}|${anyCase(longestFirst([...names.keys()]))}`,
    read: (text) => (/^[+-]|\d$|^gmt$/i.test(text) ? offset(text) : names.get(text.toLowerCase())!),
  };
}

function anyCase(source: string): string {
  return source.replace(/[a-z]/g, (char) => `[${char}${char.toUpperCase()}]`);
}

function longestFirst(texts: readonly string[]): string {
  return [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
}
