/** JSON strings into columns of timestamps. */
import type { TimestampType } from '../../../core/types.js';
import { TimestampText } from '../timestamp-text.js';
import { firstNull, isNull, type Fill } from './fill.js';

const QUOTE = 34;
const MS_PER_MINUTE = 60_000;

/**
 * Timestamps of whole seconds or ms; `separator` is the byte between date and time. Neighbours
 * mostly share their minute, which is parsed once then.
 */
export function fillTimestamps(type: TimestampType, separator: number): Fill {
  const form = { separator, isZoned: type.id === 'timestamp_ltz' };
  const zoneBytes = form.isZoned ? 1 : 0;
  const clock = new TimestampText();
  const step = 10 ** Math.max(0, 3 - type.precision);
  // The text of the last minute, yyyy-MM-dd HH:mm, and its ms.
  let [date0, date1, date2, date3] = [0, 0, 0, 0];
  let minuteMs = NaN;
  return (column, builder, from) => {
    const { bytes, view, starts, ends, first, rows } = column;
    const values = builder.values as Float64Array;
    const { nanos } = builder;
    const base = builder.length - from;
    let { validity } = builder;
    for (let row = from; row < rows; row++) {
      const start = starts[first + row]!;
      const to = base + row;
      if (isNull(bytes, start)) {
        validity ??= firstNull(builder, to);
        continue;
      }
      const text = start + 1;
      const last = ends[first + row]! - 1 - zoneBytes;
      const length = last - text;
      let ms = NaN;
      if (bytes[start] === QUOTE && (length === 23 || length === 19)) {
        if (
          view.getInt32(text, true) !== date0 ||
          view.getInt32(text + 4, true) !== date1 ||
          view.getInt32(text + 8, true) !== date2 ||
          view.getInt32(text + 12, true) !== date3
        ) {
          minuteMs = NaN;
          if (clock.parseTimestamp(bytes, text, last + zoneBytes, form)) {
            date0 = view.getInt32(text, true);
            date1 = view.getInt32(text + 4, true);
            date2 = view.getInt32(text + 8, true);
            date3 = view.getInt32(text + 12, true);
            minuteMs = Math.floor(clock.ms / MS_PER_MINUTE) * MS_PER_MINUTE;
          }
        }
        if (zoneBytes === 0 || bytes[last] === 90)
          ms = minuteMs + secondsAt(bytes, text + 16, length === 23);
      }
      if (Number.isNaN(ms)) {
        builder.length = to;
        return row;
      }
      values[to] = step === 1 ? ms : Math.floor(ms / step) * step;
      if (nanos !== null) nanos[to] = 0;
      if (validity !== null) validity[to >> 3]! |= 1 << (to & 7);
    }
    builder.length = base + rows;
    return rows;
  };
}

/** Ms of `:ss` or `:ss.fff`, NaN when it is none. */
function secondsAt(bytes: Uint8Array, at: number, hasMs: boolean): number {
  const tens = bytes[at + 1]! - 48;
  const ones = bytes[at + 2]! - 48;
  if (bytes[at] !== 58 || !(tens >= 0 && tens <= 5 && ones >= 0 && ones <= 9)) return NaN;
  const ms = (tens * 10 + ones) * 1000;
  if (!hasMs) return ms;
  const a = bytes[at + 4]! - 48;
  const b = bytes[at + 5]! - 48;
  const c = bytes[at + 6]! - 48;
  const areDigits = a >= 0 && a <= 9 && b >= 0 && b <= 9 && c >= 0 && c <= 9;
  return bytes[at + 3] === 46 && areDigits ? ms + a * 100 + b * 10 + c : NaN;
}
