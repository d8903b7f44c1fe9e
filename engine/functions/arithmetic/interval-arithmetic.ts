/** + and - over points in time and intervals, intervals times numbers, differences of points. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import type { JsonValue } from '../../../core/json.js';
import { addMonths, addMonthsMs, MS_PER_DAY } from '../../../core/time.js';
import { instantOf, timestampValue } from '../../../core/timestamp-value.js';
import type { DataType, TimestampType } from '../../../core/types.js';
import { formatType, withNullable, withoutAttribute } from '../../../core/types.js';
import { commonType, isInterval, isNumeric, isTimestamp } from '../common-type.js';
import type { CallSite, Refusal, Signature } from '../function.js';
import { refuse } from '../signature.js';
import { monthsBetween } from '../temporal/months-between.js';

type Kernel = (a: Value, b: Value) => Value;

const MONTH_UNITS: ReadonlySet<string> = new Set(['YEAR', 'QUARTER', 'MONTH', 'YEAR TO MONTH']);
/** Two times of day differ by these, where one is named. */
const TIME_UNITS: ReadonlySet<string> = new Set(['DAY', 'HOUR', 'MINUTE', 'SECOND']);
const dayTime: DataType = { id: 'interval_day_time', qualifier: 'SECOND(3)', nullable: true };
const yearMonth: DataType = { id: 'interval_year_month', qualifier: 'MONTH', nullable: true };

function isPoint(type: DataType): boolean {
  return isTimestamp(type) || type.id === 'date' || type.id === 'time';
}

function isLocal(type: DataType): boolean {
  return type.id === 'timestamp_ltz';
}

/** Types of a + b or a - b where one side is a point in time or an interval. */
export function temporalSignature(
  op: '+' | '-',
  a: DataType,
  b: DataType,
  options: JsonValue | undefined,
): Signature | Refusal {
  const nullable = a.nullable || b.nullable;
  if (isInterval(a) && a.id === b.id) return { args: [a, b], type: withNullable(a, nullable) };
  if (isPoint(a) && isInterval(b))
    return { args: [a, b], type: withNullable(withoutAttribute(a), nullable) };
  if (op === '+' && isInterval(a) && isPoint(b)) {
    return { args: [a, b], type: withNullable(withoutAttribute(b), nullable) };
  }
  const points =
    op === '-' && isPoint(a) && isPoint(b) ? commonType([a, b].map(withoutAttribute)) : null;
  const unit = unitOf(options);
  if (points !== null && isLocal(a) !== isLocal(b)) {
    return {
      refused: `cannot subtract ${formatType(b)} from ${formatType(a)}`,
      hint: 'CAST one of them to the type of the other.',
    };
  }
  if (points === null || (points.id === 'time' && !TIME_UNITS.has(unit))) {
    return refuse(`cannot compute ${formatType(a)} ${op} ${formatType(b)}`);
  }
  const type = withNullable(MONTH_UNITS.has(unit) ? yearMonth : dayTime, nullable);
  return { args: [withNullable(points, a.nullable), withNullable(points, b.nullable)], type };
}

function unitOf(options: JsonValue | undefined): string {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) return '';
  const { unit } = options as { readonly unit?: JsonValue };
  return typeof unit === 'string' ? unit : '';
}

/** Kernel for `temporalSignature`. */
export function temporalKernel(op: '+' | '-', site: CallSite): Kernel {
  const [a, b] = site.args as readonly [DataType, DataType];
  const sign = op === '+' ? 1 : -1;
  if (isInterval(a) && isInterval(b)) return (x, y) => (x as number) + sign * (y as number);
  if (isInterval(a)) {
    const shift = shiftKernel(b, a, 1);
    return (x, y) => shift(y, x);
  }
  return isInterval(b) ? shiftKernel(a, b, sign) : differenceKernel(a, site.type);
}

/** Inline JavaScript for millisecond timestamps and day-time intervals, else null. */
export function temporalJs(op: '+' | '-', x: string, y: string, site: CallSite): string | null {
  const hot = (type: DataType): boolean =>
    (isTimestamp(type) && type.precision <= 3) || type.id === 'interval_day_time';
  return site.args.every(hot) && site.type.id !== 'interval_year_month'
    ? `(${x} ${op} ${y})`
    : null;
}

/** Point moved by `sign` times an interval. */
function shiftKernel(point: DataType, interval: DataType, sign: number): Kernel {
  const isMonths = interval.id === 'interval_year_month';
  if (point.id === 'date') {
    return isMonths
      ? (x, y) => addMonths(x as number, sign * (y as number))
      : (x, y) => (x as number) + sign * Math.trunc((y as number) / MS_PER_DAY);
  }
  if (point.id === 'time') {
    return isMonths
      ? (x) => x
      : (x, y) => {
          const ms = (x as number) + sign * (y as number);
          return ms - Math.floor(ms / MS_PER_DAY) * MS_PER_DAY;
        };
  }
  if ((point as TimestampType).precision > 3) return shiftNanos(isMonths, sign);
  return isMonths
    ? (x, y) => addMonthsMs(x as number, sign * (y as number))
    : (x, y) => (x as number) + sign * (y as number);
}

function shiftNanos(isMonths: boolean, sign: number): Kernel {
  if (!isMonths) return (x, y) => (x as bigint) + BigInt(sign * (y as number)) * 1_000_000n;
  const type: TimestampType = { id: 'timestamp', precision: 9, nullable: true };
  return (x, y) => {
    const { ms, nanos } = instantOf(x);
    return timestampValue({ ms: addMonthsMs(ms, sign * (y as number)), nanos }, type);
  };
}

/** a - b as an interval: whole months, or ms. */
function differenceKernel(point: DataType, type: DataType): Kernel {
  const toMs =
    point.id === 'date'
      ? (value: Value): number => (value as number) * MS_PER_DAY
      : (value: Value): number => instantOf(value).ms;
  if (type.id === 'interval_year_month') return (x, y) => monthsBetween(toMs(y), toMs(x));
  return (x, y) => toMs(x) - toMs(y);
}

/** interval * number, number * interval, interval / number. */
export function scaledInterval(op: '*' | '/', a: DataType, b: DataType): Signature | Refusal {
  const [interval, factor] = isInterval(a) ? [a, b] : [b, a];
  if (!isInterval(interval) || !isNumeric(factor) || (op === '/' && interval === b)) {
    return refuse(`cannot compute ${formatType(a)} ${op} ${formatType(b)}`);
  }
  const double = (type: DataType): DataType =>
    isInterval(type) ? type : { id: 'double', nullable: type.nullable };
  return { args: [double(a), double(b)], type: withNullable(interval, a.nullable || b.nullable) };
}

/**
 * Kernel for `scaledInterval`: whole months or ms. Throws DataError where the result is no
 * interval.
 */
export function scaledKernel(op: '*' | '/', site: CallSite): Kernel {
  const limit = site.type.id === 'interval_year_month' ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
  const checked = (value: number): number => {
    if (Math.abs(value) < limit) return Math.trunc(value);
    throw new DataError('INTERVAL_OUT_OF_RANGE', {
      message: `${value} is too large for an interval`,
    });
  };
  return op === '*'
    ? (x, y) => checked((x as number) * (y as number))
    : (x, y) => checked((x as number) / (y as number));
}
