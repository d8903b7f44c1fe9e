import test from 'ava';
import { formatTimestamp, parseTimestamp } from '../../../../core/time.js';
import { localFields } from './calendar.js';
import type { PatternStyle } from './date-pattern.js';
import { dateFormat } from './format-pattern.js';
import { dateParser } from './parse-pattern.js';

/** Style, pattern, local time, text: what java.time and java.text of JDK 17 print (English). */
const printed: readonly (readonly [PatternStyle, string, string, string])[] = [
  ['formatter', 'yyyy-MM-dd HH:mm:ss.SSS', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789'],
  ['formatter', 'yy M d H h K k m s', '2005-03-04 00:05:06', '05 3 4 0 12 0 24 5 6'],
  [
    'formatter',
    "EEEE, d MMMM uuuu 'at' h a",
    '2024-12-25 13:00:00',
    'Wednesday, 25 December 2024 at 1 PM',
  ],
  ['formatter', 'EEEEE MMMMM LLL QQQ q QQQQ', '2024-07-01 00:00:00', 'M J Jul Q3 3 3rd quarter'],
  ['formatter', 'D DDD e w W F', '2024-03-03 00:00:00', '63 063 1 10 2 3'],
  ['formatter', "yyyyyy ''yyyy''", '2024-01-01 00:00:00', "002024 '2024'"],
  ['formatter', 'G yyyy', '2024-01-01 00:00:00', 'AD 2024'],
  ['formatter', 'YYYY-ww', '2024-12-30 00:00:00', '2025-01'],
  ['formatter', 'SSSSSSSSS n A', '2024-01-01 00:00:01.000000007', '000000007 7 1000'],
  ['formatter', 'yyyy[-MM]', '2024-05-01 00:00:00', '2024-05'],
  ['simple', 'yyyy-MM-dd HH:mm:ss', '1969-12-31 23:59:59', '1969-12-31 23:59:59'],
  ['simple', 'yy MMM EEE u S SSS', '2024-02-04 10:20:30.045', '24 Feb Sun 7 45 045'],
  ['simple', 'D F w W k K', '2024-03-14 00:00:00', '74 2 11 3 24 0'],
  ['simple', 'yyyy Z X XXX', '2024-01-01 00:00:00', '2024 +0000 Z Z'],
];

for (const [style, pattern, local, wanted] of printed) {
  test(`${style} ${pattern} prints ${wanted}`, (t) => {
    const { ms, nanos } = parseTimestamp(local)!;
    t.is(dateFormat(pattern, style).format(localFields(ms, nanos, 0)), wanted);
  });
}

/** Style, pattern, text, local time; null: it does not fit. */
const read: readonly (readonly [PatternStyle, string, string, string | null])[] = [
  ['formatter', 'yyyyMMddHHmm', '202402291234', '2024-02-29 12:34:00.000'],
  ['formatter', 'd.M.yyyy', '9.2.2024', '2024-02-09 00:00:00.000'],
  ['formatter', 'dd.MM.yyyy', '9.2.2024', null],
  ['formatter', 'yy-MM-dd', '99-01-02', '2099-01-02 00:00:00.000'],
  ['formatter', 'yyyy-MM-dd', '+12024-01-02', '12024-01-02 00:00:00.000'],
  ['formatter', 'yyyy-MM-dd', '12024-01-02', null],
  ['formatter', 'EEE yyyy-MM-dd', 'Thu 2024-02-29', '2024-02-29 00:00:00.000'],
  ['formatter', 'EEE yyyy-MM-dd', 'Fri 2024-02-29', null],
  ['formatter', 'MMM d uuuu', 'feb 1 2024', null],
  ['formatter', 'hh:mm a', '12:05 AM', '1970-01-01 00:05:00.000'],
  ['formatter', 'hh:mm a', '13:05 PM', null],
  ['formatter', 'yyyy-MM-dd[ HH:mm]', '2024-01-02', '2024-01-02 00:00:00.000'],
  ['formatter', 'yyyy-DDD', '2024-366', '2024-12-31 00:00:00.000'],
  ['formatter', 'yyyy-MM-dd', '2024-01-02x', null],
  ['formatter', 'HH:mm:ss.SSS', '01:02:03.4', null],
  ['formatter', 'yyyy-MM-dd', '2024-13-01', null],
  ['simple', 'yyyy-MM-dd', '2024-1-2 and more', '2024-01-02 00:00:00.000'],
  ['simple', 'yyyy-MM-dd', '2024-13-32', '2025-02-01 00:00:00.000'],
  ['simple', 'dd MMM yyyy', '05 february 2024', '2024-02-05 00:00:00.000'],
  ['simple', 'yyyyMMdd', '20240229', '2024-02-29 00:00:00.000'],
  ['simple', 'yyyy-MM-dd', 'nonsense', null],
];

for (const [style, pattern, text, wanted] of read) {
  test(`${style} ${pattern} reads ${text}`, (t) => {
    const point = dateParser(pattern, style)(text);
    t.is(point === null ? null : formatTimestamp(point.localMs, 3, point.nanos), wanted);
  });
}

test('an offset is read where the pattern has one', (t) => {
  const offset = (pattern: string, text: string): number | null =>
    dateParser(pattern, 'simple')(text)!.offsetMs;
  t.is(offset('HH X', '10 +0230'), 7_200_000);
  t.is(offset('HH XX', '10 +0230'), 9_000_000);
  t.is(offset('HH XXX', '10 -02:00'), -7_200_000);
  t.is(offset('HH X', '10 Z'), 0);
  t.is(offset('HH', '10'), null);
});

test('broken and unknown patterns are refused', (t) => {
  for (const pattern of ["yyyy 'open", 'yyyy]', 'yyyy-MM-ddb', 'yyyy{', 'ddd']) {
    t.throws(() => dateFormat(pattern, 'formatter'), { code: 'DATE_PATTERN_INVALID' }, pattern);
  }
  t.throws(() => dateFormat('yyyy B', 'formatter'), { code: 'DATE_PATTERN_UNSUPPORTED' });
});
