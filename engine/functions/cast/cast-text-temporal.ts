/** Text to DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ; undefined where the text is none. */
import type { Value } from '../../../core/batch.js';
import { assert } from '../../../core/assert.js';
import { daysFromCivil, parseDate, parseSqlTimestamp, parseTime } from '../../../core/time.js';
import { timeZone } from '../../../core/time-zone.js';
import { timestampValue } from '../../../core/timestamp-value.js';
import type { DataType } from '../../../core/types.js';
import type { SessionFacts } from '../../expr.js';
import { isTimestamp } from '../common-type.js';

/** Conversion of text to the temporal type `to`. DATE and TIME trim blanks, TIMESTAMP does not. */
export function textToTemporal(
  to: DataType,
  session: SessionFacts,
): (value: Value) => Value | undefined {
  if (to.id === 'date') return (value) => textToDate(value as string);
  if (to.id === 'time') {
    const step = 10 ** Math.max(0, 3 - to.precision);
    return (value) => {
      const ms = parseTime((value as string).trim())?.ms;
      return ms === undefined ? undefined : Math.floor(ms / step) * step;
    };
  }
  assert(isTimestamp(to), `no cast of text to ${to.id}`);
  const zone = to.id === 'timestamp_ltz' ? timeZone(session.timeZone) : null;
  return (value) => {
    const instant = parseSqlTimestamp(value as string);
    if (instant === null) return undefined;
    return timestampValue(
      zone === null ? instant : { ms: zone.toUtcMs(instant.ms), nanos: instant.nanos },
      to,
    );
  };
}

/** Days of the years 0 to 9999. */
const FIRST_DAY = daysFromCivil(0, 1, 1);
const LAST_DAY = daysFromCivil(9999, 12, 31);

/** What is behind a blank is ignored, a time of day mostly. undefined: no date. */
export function textToDate(text: string): number | undefined {
  const blank = text.indexOf(' ');
  const days = parseDate((blank > 0 ? text.slice(0, blank) : text).trim());
  return days === null || days < FIRST_DAY || days > LAST_DAY ? undefined : days;
}
