/** Casts between DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ. */
import type { Value } from '../../../core/batch.js';
import type { Instant } from '../../../core/time.js';
import { MS_PER_DAY } from '../../../core/time.js';
import { timeZone } from '../../../core/time-zone.js';
import { instantOf, timestampValue } from '../../../core/timestamp-value.js';
import type { DataType } from '../../../core/types.js';
import type { SessionFacts } from '../../expr.js';
import { isTimestamp } from '../common-type.js';

/** Conversion between two temporal types; precision is cut, not rounded. */
export function temporalCast(
  from: DataType,
  to: DataType,
  session: SessionFacts,
): (value: Value) => Value {
  const isSameKind =
    from.id === to.id || (from.id !== 'timestamp_ltz' && to.id !== 'timestamp_ltz');
  const zone = timeZone(isSameKind ? 'UTC' : session.timeZone);
  if (isTimestamp(to)) {
    const adjust = to.id === 'timestamp_ltz' ? zone.toUtcMs : zone.toLocalMs;
    return (value) => {
      const { ms, nanos } = readInstant(from, value);
      return timestampValue({ ms: isSameKind ? ms : adjust(ms), nanos }, to);
    };
  }
  if (to.id === 'date')
    return (value) => Math.floor(zone.toLocalMs(readInstant(from, value).ms) / MS_PER_DAY);
  const step = to.id === 'time' ? 10 ** Math.max(0, 3 - to.precision) : 1;
  return (value) => {
    const ms = zone.toLocalMs(readInstant(from, value).ms);
    const ofDay = ms - Math.floor(ms / MS_PER_DAY) * MS_PER_DAY;
    return Math.floor(ofDay / step) * step;
  };
}

function readInstant(from: DataType, value: Value): Instant {
  if (from.id === 'date') return { ms: (value as number) * MS_PER_DAY, nanos: 0 };
  if (from.id === 'time') return { ms: value as number, nanos: 0 };
  return instantOf(value);
}
