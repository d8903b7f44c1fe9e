/** Texts of option values, as Flink writes them: durations, memory sizes, booleans, numbers. */
import { PlanError } from '../core/errors.js';
import { shownOption } from '../core/secrets.js';

const MS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ...units(86_400_000, 'd', 'day', 'days'),
  ...units(3_600_000, 'h', 'hour', 'hours'),
  ...units(60_000, 'min', 'm', 'minute', 'minutes'),
  ...units(1000, 's', 'sec', 'secs', 'second', 'seconds'),
  ...units(1, '', 'ms', 'milli', 'millis', 'millisecond', 'milliseconds'),
  ...units(1e-3, 'us', '\u00b5s', '\u03bcs', 'micro', 'micros', 'microsecond', 'microseconds'),
  ...units(1e-6, 'ns', 'nano', 'nanos', 'nanosecond', 'nanoseconds'),
]);

const BYTES_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ...units(1, '', 'b', 'bytes'),
  ...units(2 ** 10, 'k', 'kb', 'kibibytes'),
  ...units(2 ** 20, 'm', 'mb', 'mebibytes'),
  ...units(2 ** 30, 'g', 'gb', 'gibibytes'),
  ...units(2 ** 40, 't', 'tb', 'tebibytes'),
]);

function units(factor: number, ...names: string[]): [string, number][] {
  return names.map((name) => [name, factor]);
}

/** Error for a value that does not read as `expected`. */
export function badOptionValue(name: string, value: string, expected: string): PlanError {
  return new PlanError('OPTION_VALUE', {
    message: `option '${name}' cannot be '${shownOption(name, value)}'`,
    hint: `Expected ${expected}.`,
  });
}

/** '10 s', '1min', '500' (ms), 'PT1M30S' -> ms. Throws PlanError OPTION_VALUE. */
export function parseDurationMs(name: string, value: string): number {
  const iso = isoDurationMs(value.trim());
  const ms = iso ?? scaled(value, MS_PER_UNIT);
  if (ms === null)
    throw badOptionValue(name, value, "a duration such as '500 ms', '10 s' or '1 min'");
  return ms;
}

function isoDurationMs(text: string): number | null {
  const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
  const match = pattern.exec(text);
  if (match === null || text.length < 3) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return ((days! * 24 + hours!) * 60 + minutes!) * 60_000 + seconds! * 1000;
}

/** '256 mb', '1g', '1024' (bytes) -> bytes. Throws PlanError OPTION_VALUE. */
export function parseMemoryBytes(name: string, value: string): number {
  const bytes = scaled(value, BYTES_PER_UNIT);
  if (bytes === null)
    throw badOptionValue(name, value, "a size such as '64 kb', '256 mb' or '1 g'");
  return bytes;
}

function scaled(value: string, factors: ReadonlyMap<string, number>): number | null {
  const match = /^\s*(\d+)\s*([a-z\u00b5\u03bc]*)\s*$/i.exec(value);
  if (match === null) return null;
  const factor = factors.get(match[2]!.toLowerCase());
  return factor === undefined ? null : Number(match[1]) * factor;
}

/** 'true' or 'false' in any case. Throws PlanError OPTION_VALUE. */
export function parseBooleanOption(name: string, value: string): boolean {
  const text = value.trim().toLowerCase();
  if (text !== 'true' && text !== 'false') throw badOptionValue(name, value, "'true' or 'false'");
  return text === 'true';
}

/** Decimal integer of at least `least`. Throws PlanError OPTION_VALUE. */
export function parseIntegerOption(name: string, value: string, least: number): number {
  const number = /^\s*-?\d+\s*$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(number) || number < least) {
    throw badOptionValue(name, value, `a whole number of at least ${least}`);
  }
  return number;
}

/** Decimal number >= 0. Throws PlanError OPTION_VALUE. */
export function parseNumberOption(name: string, value: string): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number) || number < 0)
    throw badOptionValue(name, value, 'a number of at least 0');
  return number;
}
