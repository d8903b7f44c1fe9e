/** Zones that are values of a query. */
import { DataError } from '../../../core/errors.js';
import type { TimeZone } from '../../../core/time-zone.js';
import { isTimeZone, timeZone } from '../../../core/time-zone.js';

/** Throws DataError TIME_ZONE_UNKNOWN. */
export function zoneOf(name: string): TimeZone {
  if (isTimeZone(name)) return timeZone(name);
  throw new DataError('TIME_ZONE_UNKNOWN', {
    message: `no time zone "${name}"`,
    hint: "zones are written 'Europe/Berlin', 'UTC' or '+02:00'",
  });
}

/** Instant of a local time as java.util.Calendar takes it: of a time shown twice the later one. */
export function calendarUtcMs(zone: TimeZone, localMs: number): number {
  const last = zone.lastUtcMs(localMs);
  return zone.toLocalMs(last) === localMs ? last : zone.toUtcMs(localMs);
}
