/** Whole months between two points in time. */
import { addMonthsMs, civilFromDays, MS_PER_DAY } from '../../../core/time.js';

/**
 * Whole months from `fromMs` to `toMs`, toward zero. The end of a month counts as a whole month
 * (31 January to 29 February is 1), also when the way back is counted.
 */
export function monthsBetween(fromMs: number, toMs: number): number {
  return toMs < fromMs ? -monthsUntil(toMs, fromMs) : monthsUntil(fromMs, toMs);
}

/** Whole months from `fromMs` to a `toMs` that is not before it. */
function monthsUntil(fromMs: number, toMs: number): number {
  const from = civilFromDays(Math.floor(fromMs / MS_PER_DAY));
  const to = civilFromDays(Math.floor(toMs / MS_PER_DAY));
  let months = (to.year - from.year) * 12 + (to.month - from.month);
  while (months > 0 && addMonthsMs(fromMs, months) > toMs) months -= 1;
  return months;
}
