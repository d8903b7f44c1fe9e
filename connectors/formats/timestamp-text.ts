/** Dates and timestamps from ASCII bytes without strings. */
import { daysFromCivil, daysInMonth, MS_PER_DAY } from '../../core/time.js';

const ZERO = 48;
const NANO_DIGITS = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1];

/** `separator`: 32 for a blank, 84 for T. `isZoned`: a Z must follow. */
export interface TimestampForm {
  readonly separator: number;
  readonly isZoned: boolean;
}

/** Parses into its fields; remembers the last date, as neighbours mostly share it. */
export class TimestampText {
  /** Result of `parseTimestamp`: ms since 1970 and 0..999999 ns below. */
  ms = 0;
  nanos = 0;
  /** Result of `parseDate`: days since 1970; of `parseTime`: ms of the day in `ms`. */
  days = 0;
  #lastDate = -1;
  #lastDays = 0;

  /** `yyyy-MM-dd`, exactly 10 bytes from `start`. */
  parseDate(bytes: Uint8Array, start: number): boolean {
    const year = two(bytes, start) * 100 + two(bytes, start + 2);
    const month = two(bytes, start + 5);
    const day = two(bytes, start + 8);
    if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false;
    if (bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return false;
    const date = (year * 16 + month) * 32 + day;
    if (date !== this.#lastDate) {
      if (day > daysInMonth(year, month)) return false;
      this.#lastDate = date;
      this.#lastDays = daysFromCivil(year, month, day);
    }
    this.days = this.#lastDays;
    return true;
  }

  /** `HH:mm:ss` and a fraction of 0 to 9 digits, up to `end`. */
  parseTime(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < 8 || bytes[start + 2] !== 58 || bytes[start + 5] !== 58) return false;
    const hours = two(bytes, start);
    const minutes = two(bytes, start + 3);
    const seconds = two(bytes, start + 6);
    if (!(hours < 24 && minutes < 60 && seconds < 60)) return false;
    let fraction = 0;
    if (end > start + 8) {
      const digits = end - start - 9;
      if (bytes[start + 8] !== 46 || digits > 9) return false;
      for (let i = start + 9; i < end; i++) {
        const digit = bytes[i]! - ZERO;
        if (digit < 0 || digit > 9) return false;
        fraction = fraction * 10 + digit;
      }
      fraction *= NANO_DIGITS[digits]!;
    }
    const ms = Math.floor(fraction / 1e6);
    this.nanos = fraction - ms * 1e6;
    this.ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
    return true;
  }

  /** A date, the separator, a time, and `Z` when `form.isZoned`. */
  parseTimestamp(bytes: Uint8Array, start: number, end: number, form: TimestampForm): boolean {
    let last = end;
    if (form.isZoned) {
      if (bytes[end - 1] !== 90) return false;
      last = end - 1;
    }
    if (last - start < 19 || bytes[start + 10] !== form.separator) return false;
    if (!this.parseDate(bytes, start) || !this.parseTime(bytes, start + 11, last)) return false;
    this.ms += this.days * MS_PER_DAY;
    return true;
  }
}

/** Number of two digits; NaN when one is no digit. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}
