/** TO_DATE, TO_TIMESTAMP, TO_TIMESTAMP_LTZ, UNIX_TIMESTAMP. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import type { Instant } from '../../../core/time.js';
import { MS_PER_DAY, parseSqlTimestamp, parseTimestamp } from '../../../core/time.js';
import { timeZone } from '../../../core/time-zone.js';
import { instantOf, timestampValue } from '../../../core/timestamp-value.js';
import type { TimestampType } from '../../../core/types.js';
import { bigintType, dateType, timestampLtzType, timestampType } from '../../../core/types.js';
import { textToDate } from '../cast/cast-text-temporal.js';
import { isText } from '../common-type.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { clockOf } from '../machine.js';
import { int, nullable, numeric, oneOf, refuse, strict, text } from '../signature.js';
import { keepLast } from './keep-last.js';
import { dateParser, instantOfPoint } from './pattern/parse-pattern.js';
import { calendarUtcMs, zoneOf } from './zone-of.js';

const timestamp3 = timestampType(3);
const ltz3 = timestampLtzType(3);

function toDate(): (value: string, pattern?: string) => Value {
  const parserOf = keepLast((pattern) => dateParser(pattern, 'simple', null, false));
  return (value, pattern) => {
    if (pattern === undefined) return textToDate(value) ?? null;
    const point = parserOf(pattern)(value);
    return point === null ? null : Math.floor(point.localMs / MS_PER_DAY);
  };
}

function toTimestamp(type: TimestampType): (value: string, pattern?: string) => Value {
  const parserOf = keepLast((pattern) => dateParser(pattern, 'formatter'));
  return (value, pattern) => {
    const point = pattern === undefined ? null : parserOf(pattern)(value);
    if (point !== null) return timestampValue({ ms: point.localMs, nanos: point.nanos }, type);
    const instant = pattern === undefined ? plainTimestamp(value) : fallbackTimestamp(value);
    return instant === null ? null : timestampValue(instant, type);
  };
}

/** The common form with a blank, which CAST reads, too. */
function plainTimestamp(text: string): Instant | null {
  return text.includes('T') ? null : parseSqlTimestamp(text);
}

/** As in Flink a text that does not fit the pattern may have the common form. */
function fallbackTimestamp(text: string): Instant | null {
  return text.trimEnd().endsWith('.') ? null : plainTimestamp(text.trim());
}

/** Local time of the zone that the text names, else of the given one, UTC when none is given. */
function textToLtz(): (value: string, pattern?: string, zone?: string) => Value {
  const zone = keepLast(zoneOf);
  const parserOf = keepLast((pattern) => dateParser(pattern, 'formatter'));
  return (value, pattern, name = 'UTC') => {
    const point = pattern === undefined ? null : parserOf(pattern)(value);
    if (point !== null) return instantOfPoint(point) ?? zone(name).toUtcMs(point.localMs);
    const local = pattern === undefined ? parseTimestamp(value.trim()) : fallbackTimestamp(value);
    if (local !== null) return zone(name).toUtcMs(local.ms);
    throw new DataError('TIMESTAMP_TEXT_INVALID', {
      message: `TO_TIMESTAMP_LTZ: '${value}' is no timestamp`,
      hint: 'TRY_CAST(text AS TIMESTAMP_LTZ(3)) gives NULL for such a text.',
    });
  };
}

/** Is it in the years 0 to 9999? */
function isWithinYears(ms: number): boolean {
  return ms >= -62_167_219_200_000 && ms <= 253_402_300_799_999;
}

/** Seconds (precision 0), ms (3), ... or nanoseconds (9) since 1970; decimals are cut. */
function numberToLtz(site: CallSite): (value: never, precision?: number) => Value {
  const type = site.args[0]!;
  const scale = type.id === 'decimal' ? 10n ** BigInt(type.scale) : 1n;
  const wanted = site.type as TimestampType;
  return (value: number | bigint, precision = 3) => {
    const whole = typeof value === 'bigint' ? value / scale : value;
    if (precision <= 3) {
      const ms = Math.floor(Number(whole) * 10 ** (3 - precision));
      return isWithinYears(ms) ? ms : null;
    }
    const units = typeof whole === 'bigint' ? whole : BigInt(Math.floor(whole));
    const instant = instantOf(units * 10n ** BigInt(9 - precision));
    return isWithinYears(instant.ms) ? timestampValue(instant, wanted) : null;
  };
}

const toLtz: ScalarFunction = {
  name: 'TO_TIMESTAMP_LTZ',
  doc: 'The instant of seconds (0), ms (3) ... since 1970, or of a text (UTC if it names no zone).',
  syntax: "TO_TIMESTAMP_LTZ(number [, precision]), TO_TIMESTAMP_LTZ(text [, pattern [, 'zone']])",
  category: 'temporal',
  nulls: 'strict',
  examples: [
    ['TO_TIMESTAMP_LTZ(1709210096, 0)', '2024-02-29 12:34:56.000'],
    ["TO_TIMESTAMP_LTZ('2024-02-29 12:00', 'yyyy-MM-dd HH:mm')", '2024-02-29 12:00:00.000'],
    ["TO_TIMESTAMP_LTZ('1.7.24 12:00 CEST', 'd.M.yy HH:mm z')", '2024-07-01 10:00:00.000'],
  ],
  resolve(facts, options) {
    if (facts[0]?.type.id === 'null' || (facts[0] !== undefined && isText(facts[0].type)))
      return nullable([text, text, text], ltz3, { optional: 2 })(facts, options);
    const precision = facts[1]?.literal;
    if (typeof precision === 'number' && (precision < 0 || precision > 9))
      return refuse('the precision is 0 (seconds) to 9 (nanoseconds)', 1);
    const digits = typeof precision === 'number' ? Math.max(3, precision) : 3;
    return nullable([numeric, int], timestampLtzType(digits), { optional: 1 })(facts, options);
  },
  kernel: (site) => (isText(site.args[0]!) ? textToLtz() : numberToLtz(site)),
};

/** What UNIX_TIMESTAMP gives for a text that is no timestamp. */
const NO_TIME = -(2n ** 63n);

function unixTimestamp(site: CallSite): (value?: string, pattern?: string) => Value {
  if (site.args.length === 0) {
    const clock = clockOf(site.session);
    return () => BigInt(Math.floor(clock.nowMs() / 1000));
  }
  const zone = timeZone(site.session.timeZone);
  const zoneName = site.session.timeZone;
  const parserOf = keepLast((pattern) => dateParser(pattern, 'simple', zoneName));
  return (value, pattern = 'yyyy-MM-dd HH:mm:ss') => {
    const point = parserOf(pattern)(value!);
    if (point === null) return NO_TIME;
    const ms = instantOfPoint(point) ?? calendarUtcMs(zone, point.localMs);
    return BigInt(Math.trunc(ms / 1000));
  };
}

export const parseFunctions: readonly ScalarFunction[] = [
  {
    name: 'TO_DATE',
    doc: 'The date a text stands for by a pattern; NULL for other text.',
    syntax: "TO_DATE(text [, 'yyyy-MM-dd'])",
    category: 'temporal',
    nulls: 'strict',
    examples: [["TO_DATE('29/02/2024', 'dd/MM/yyyy')", '2024-02-29']],
    resolve: nullable([text, text], dateType, { optional: 1 }),
    kernel: toDate,
  },
  {
    name: 'TO_TIMESTAMP',
    doc: 'The timestamp a text stands for by a pattern; NULL for other text.',
    syntax: "TO_TIMESTAMP(text [, 'yyyy-MM-dd HH:mm:ss'])",
    category: 'temporal',
    nulls: 'strict',
    examples: [["TO_TIMESTAMP('29.02.24 1234', 'dd.MM.yy HHmm')", '2024-02-29 12:34:00.000']],
    resolve: nullable([text, text], timestamp3, { optional: 1 }),
    kernel: () => toTimestamp(timestamp3),
  },
  toLtz,
  {
    name: 'UNIX_TIMESTAMP',
    doc: 'Seconds since 1970 now, or of a text in the session zone.',
    deterministic: 'with arguments',
    syntax: "UNIX_TIMESTAMP([text [, 'yyyy-MM-dd HH:mm:ss']])",
    category: 'temporal',
    nulls: 'strict',
    examples: [["UNIX_TIMESTAMP('2024-02-29', 'yyyy-MM-dd')", '1709164800']],
    resolve: oneOf(strict([], bigintType), strict([text, text], bigintType, { optional: 1 })),
    kernel: unixTimestamp,
  },
];
