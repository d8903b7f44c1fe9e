/** DATE_FORMAT, FROM_UNIXTIME, CONVERT_TZ. */
import type { Value } from '../../../core/batch.js';
import { MS_PER_DAY } from '../../../core/time.js';
import type { TimeZone } from '../../../core/time-zone.js';
import { timeZone } from '../../../core/time-zone.js';
import { instantOf } from '../../../core/timestamp-value.js';
import { dateType, formatType, stringType, withNullable } from '../../../core/types.js';
import { isText, isTimestamp } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { bigint, nullable, refuse, text } from '../signature.js';
import { keepLast } from './keep-last.js';
import { dateParser } from './pattern/parse-pattern.js';
import { localFields } from './pattern/calendar.js';
import type { DateFormat } from './pattern/format-pattern.js';
import { dateFormat } from './pattern/format-pattern.js';
import { calendarUtcMs, zoneOf } from './zone-of.js';

/** Writes local times; the text is kept while the time stays in the pattern's unit. */
class LocalWriter {
  readonly #format: DateFormat;
  #unit = NaN;
  #text = '';

  constructor(format: DateFormat) {
    this.#format = format;
  }

  write(
    localMs: number,
    nanos: number,
    offsetMs: number | null,
    zone: TimeZone | null = null,
  ): string {
    const { unitMs } = this.#format;
    const unit = unitMs === 0 ? NaN : Math.floor(localMs / unitMs);
    if (unit !== this.#unit) {
      this.#text = this.#format.format(localFields(localMs, nanos, offsetMs, zone));
      this.#unit = unit;
    }
    return this.#text;
  }
}

function resolveDateFormat(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length !== 2) return refuse('takes a point in time and a pattern');
  const [point, pattern] = facts.map((fact) => fact.type);
  if (!isText(pattern!))
    return refuse(`the pattern must be a text, not ${formatType(pattern!)}`, 1);
  const isPoint = isTimestamp(point!) || isText(point!) || point!.id === 'date';
  if (!isPoint && point!.id !== 'null') return refuse(`cannot format ${formatType(point!)}`, 0);
  return {
    args: [point!.id === 'null' ? dateType : point!, pattern!],
    type: withNullable(stringType, true),
  };
}

const DEFAULT_PATTERN = 'yyyy-MM-dd HH:mm:ss';

function dateFormatKernel(site: CallSite): (value: Value, pattern: string) => Value {
  const writerOf = keepLast((pattern) => new LocalWriter(dateFormat(pattern, 'formatter')));
  const type = site.args[0]!;
  if (type.id === 'date')
    return (days, pattern) => writerOf(pattern).write((days as number) * MS_PER_DAY, 0, null);
  if (isText(type)) {
    const parse = dateParser(DEFAULT_PATTERN, 'simple', null, false);
    return (value, pattern) => {
      const point = parse(value as string);
      return point === null ? null : writerOf(pattern).write(point.localMs, point.nanos, null);
    };
  }
  if (type.id === 'timestamp') {
    return (value, pattern) => {
      const { ms, nanos } = instantOf(value);
      return writerOf(pattern).write(ms, nanos, null);
    };
  }
  const zone = timeZone(site.session.timeZone);
  return (value, pattern) => {
    const { ms, nanos } = instantOf(value);
    return writerOf(pattern).write(zone.toLocalMs(ms), nanos, zone.offsetMs(ms), zone);
  };
}

/** Epoch seconds as text of the session zone. */
function fromUnixtime(site: CallSite): (seconds: bigint, pattern?: string) => string {
  const zone = timeZone(site.session.timeZone);
  const formatOf = keepLast((pattern) => dateFormat(pattern, 'simple'));
  return (seconds, pattern = DEFAULT_PATTERN) => {
    const ms = Number(seconds) * 1000;
    return formatOf(pattern).format(localFields(zone.toLocalMs(ms), 0, zone.offsetMs(ms), zone));
  };
}

function convertTz(): (value: string, from: string, to: string) => string | null {
  const fromZone = keepLast<TimeZone>(zoneOf);
  const toZone = keepLast<TimeZone>(zoneOf);
  const format = dateFormat(DEFAULT_PATTERN, 'simple');
  const parse = dateParser(DEFAULT_PATTERN, 'simple');
  return (value, from, to) => {
    const point = parse(value);
    if (point === null) return null;
    const ms = calendarUtcMs(fromZone(from), point.localMs);
    return format.format(localFields(toZone(to).toLocalMs(ms), 0, null));
  };
}

export const formatFunctions: readonly ScalarFunction[] = [
  {
    name: 'DATE_FORMAT',
    doc: 'Text of a point in time by a pattern; TIMESTAMP_LTZ is shown in the session zone.',
    syntax: "DATE_FORMAT(point, 'yyyy-MM-dd HH:mm:ss')",
    category: 'temporal',
    nulls: 'strict',
    examples: [
      ["DATE_FORMAT(TIMESTAMP '2024-02-29 12:34:56', 'EEE dd.MM.yy HH:mm')", 'Thu 29.02.24 12:34'],
      ["DATE_FORMAT(TO_TIMESTAMP_LTZ(0, 3), 'HH:mm VV XXX')", '00:00 UTC Z'],
    ],
    resolve: resolveDateFormat,
    kernel: dateFormatKernel,
  },
  {
    name: 'FROM_UNIXTIME',
    doc: 'Text of seconds since 1970 in the session zone.',
    syntax: "FROM_UNIXTIME(seconds [, 'yyyy-MM-dd HH:mm:ss'])",
    category: 'temporal',
    nulls: 'strict',
    examples: [["FROM_UNIXTIME(1709210096, 'yyyy-MM-dd HH:mm')", '2024-02-29 12:34']],
    resolve: nullable([bigint, text], stringType, { optional: 1 }),
    kernel: fromUnixtime,
  },
  {
    name: 'CONVERT_TZ',
    doc: 'A timestamp text of one zone as text of another; NULL for a text that is no timestamp.',
    syntax: 'CONVERT_TZ(text, from_zone, to_zone)',
    category: 'temporal',
    nulls: 'strict',
    examples: [["CONVERT_TZ('2024-07-01 12:00:00', 'UTC', 'Asia/Tokyo')", '2024-07-01 21:00:00']],
    resolve: nullable([text, text, text], stringType),
    kernel: convertTz,
  },
];
