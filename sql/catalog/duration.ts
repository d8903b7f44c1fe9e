/** Flink's durations in options: `10 s`, `500ms`, `1 min`, a bare number is ms. */
import { SqlError } from '../../core/errors.js';

const UNITS: readonly (readonly [pattern: RegExp, ms: number])[] = [
  [/^(ns|nano|nanos|nanosecond|nanoseconds)$/, 1e-6],
  [/^(µs|us|micro|micros|microsecond|microseconds)$/, 1e-3],
  [/^(|ms|milli|millis|millisecond|milliseconds)$/, 1],
  [/^(s|sec|secs|second|seconds)$/, 1000],
  [/^(m|min|mins|minute|minutes)$/, 60_000],
  [/^(h|hour|hours)$/, 3_600_000],
  [/^(d|day|days)$/, 86_400_000],
];

/** Milliseconds of `text`. Throws SQL_INVALID_OPTION. */
export function durationMs(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-zµ]*)\s*$/i.exec(text);
  const unit =
    match === null ? undefined : UNITS.find(([pattern]) => pattern.test(match[2]!.toLowerCase()));
  if (match === null || unit === undefined) {
    throw new SqlError('SQL_INVALID_OPTION', {
      message: `'${text}' is no duration`,
      hint: "For example '10 s' or '500 ms'.",
    });
  }
  return Number(match[1]) * unit[1];
}
