/** Boxed timestamps: precision <= 3 a number of ms, above it a bigint of ns. */
import type { Value } from './batch.js';
import type { Instant } from './time.js';
import type { TimestampType } from './types.js';

const NANOS_PER_MS = 1_000_000n;

/** Boxed value for `type`; digits beyond the precision are cut towards the past. */
export function timestampValue(instant: Instant, type: TimestampType): Value {
  const { precision } = type;
  if (precision <= 3) {
    const step = 10 ** (3 - precision);
    return Math.floor(instant.ms / step) * step;
  }
  const step = 10 ** (9 - precision);
  return BigInt(instant.ms) * NANOS_PER_MS + BigInt(Math.floor(instant.nanos / step) * step);
}

/** Point in time of a boxed non-null timestamp. */
export function instantOf(value: Value): Instant {
  if (typeof value !== 'bigint') return { ms: value as number, nanos: 0 };
  const nanos = ((value % NANOS_PER_MS) + NANOS_PER_MS) % NANOS_PER_MS;
  return { ms: Number((value - nanos) / NANOS_PER_MS), nanos: Number(nanos) };
}
