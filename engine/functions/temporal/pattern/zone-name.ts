/** English names of time zones, both ways, in Java's wording. */
import type { TimeZone } from '../../../../core/time-zone.js';
import { MS_PER_DAY } from '../../../../core/time.js';
import { ZONE_NAMES } from './zone-names.js';

/** A zone and whether the name is that of its summer time. */
export interface NamedZone {
  readonly zone: string;
  readonly isSummer: boolean;
}

interface Group {
  /** Short names of standard time, summer time, either; then the same in full. */
  readonly names: readonly string[];
  readonly zones: readonly string[];
}

const LENGTH = { short: 0, long: 3 } as const;
/** Clocks change at whole quarters of an hour. */
const QUARTER_MS = 900_000;

/** Names at a time. `isLong`: in full. `isGeneric`: without the season. */
export function zoneNamer(
  isLong: boolean,
  isGeneric: boolean,
): (zone: TimeZone, utcMs: number) => string {
  const groups = readGroups();
  const from = isLong ? LENGTH.long : LENGTH.short;
  let last: TimeZone | null = null;
  let names: readonly string[] | undefined;
  let isSummer: (utcMs: number) => boolean;
  let quarter = NaN;
  let text = '';
  return (zone, utcMs) => {
    if (zone !== last) {
      names = groups.find((group) => group.zones.includes(zone.name))?.names;
      isSummer = summerTime(zone);
      last = zone;
      quarter = NaN;
    }
    if (names === undefined) return javaZoneId(zone.name);
    if (quarter !== Math.floor(utcMs / QUARTER_MS)) {
      quarter = Math.floor(utcMs / QUARTER_MS);
      text = names[from + (isGeneric ? 2 : isSummer(utcMs) ? 1 : 0)]!;
    }
    return text;
  };
}

/**
 * What names mean; keys are as written. Of a name that several zones have, `preferred`'s meaning
 * (a zone) goes first.
 */
export function zonesByName(preferred: string | null): ReadonlyMap<string, NamedZone> {
  const found = new Map<string, NamedZone>();
  const groups = readGroups();
  const own = groups.filter((group) => preferred !== null && group.zones.includes(preferred));
  for (const { names, zones } of [...own, ...groups]) {
    const zone = preferred !== null && zones.includes(preferred) ? preferred : zones[0]!;
    names.forEach((name, i) => {
      if (!found.has(name)) found.set(name, { zone, isSummer: i % 3 === 1 });
    });
  }
  return found;
}

/** All named zones that Java knows. */
export function zoneIds(): ReadonlySet<string> {
  return new Set(readGroups().flatMap((group) => group.zones));
}

/** `GMT+8` as Java writes it: `GMT+08:00`; other names as they are. */
export function javaZoneId(name: string): string {
  const match = /^(GMT|UTC|UT|)([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(name);
  if (match === null) return name;
  const [, prefix, sign, hours, minutes = '00'] = match;
  return `${prefix}${sign}${hours!.padStart(2, '0')}:${minutes}`;
}

/**
 * Tells summer time. ICU's English names say so for most zones; else what is later than half a year
 * or a third before or behind counts as such (a change of the standard time misleads for that
 * year).
 */
export function summerTime(zone: TimeZone): (utcMs: number) => boolean {
  const canAsk = zoneIds().has(zone.name);
  const format = canAsk
    ? new Intl.DateTimeFormat('en-US', { timeZone: zone.name, timeZoneName: 'long' })
    : null;
  return (utcMs) => {
    const parts = format?.formatToParts(utcMs) ?? [];
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    if (/Daylight|Summer|Irish Standard/.test(name)) return true;
    return !/Standard|Greenwich/.test(name) && isLaterThanAround(zone, utcMs);
  };
}

function isLaterThanAround(zone: TimeZone, utcMs: number): boolean {
  const offset = zone.offsetMs(utcMs);
  for (const days of [-182, -120, 120, 182])
    if (zone.offsetMs(utcMs + days * MS_PER_DAY) < offset) return true;
  return ALWAYS_SUMMER.test(zone.name) && offset === 3_600_000;
}

/** Standard time there is that of Ramadan. */
const ALWAYS_SUMMER = /^Africa\/(?:Casablanca|El_Aaiun)$/;

function readGroups(): readonly Group[] {
  return ZONE_NAMES.replace(/\s+/g, ' ')
    .split(';')
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const parts = text.trim().split('|');
      return { names: parts.slice(0, 6), zones: parts[6]!.split(' ') };
    });
}
