/** English names of days, months, eras and quarters. */

export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** From Monday on. */
export const DAYS: readonly string[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];

export const ERAS: readonly string[] = ['BC', 'AD'];
export const LONG_ERAS: readonly string[] = ['Before Christ', 'Anno Domini'];
export const HALVES: readonly string[] = ['AM', 'PM'];
export const LONG_QUARTERS: readonly string[] = [
  '1st quarter',
  '2nd quarter',
  '3rd quarter',
  '4th quarter',
];

/** The first three letters of each. */
export function short(names: readonly string[]): readonly string[] {
  return names.map((name) => name.slice(0, 3));
}
