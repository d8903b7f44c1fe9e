import test from 'ava';
import { compareStrings, compareValues, valueKey } from './compare.js';
import { formatDecimal, parseDecimal, rescale, toDecimal } from './decimal.js';
import { formatDouble, formatFloat } from './java-number.js';
import {
  addMonths,
  civilFromDays,
  daysFromCivil,
  formatDate,
  formatTimestamp,
  parseDate,
  parseTimestamp,
} from './time.js';
import { doubleType, intType } from './types.js';
import { decodeUtf8, encodeUtf8, encodeUtf8Into, utf8ByteLength } from './utf8.js';
import { valueFormatter } from './value-text.js';

test('doubles and floats print as in Java', (t) => {
  t.deepEqual([1, 1e7, 9999999, 0.001, 9.9e-4, -0, 1.5e300, 123456789.125].map(formatDouble), [
    '1.0',
    '1.0E7',
    '9999999.0',
    '0.001',
    '9.9E-4',
    '-0.0',
    '1.5E300',
    '1.23456789125E8',
  ]);
  t.deepEqual(
    [Math.fround(123456789123), Math.fround(0.01), Math.fround(16777216)].map(formatFloat),
    ['1.2345679E11', '0.01', '1.6777216E7'],
  );
});

test('decimals parse, round half away from zero and print', (t) => {
  t.is(formatDecimal(-5n, 2), '-0.05');
  t.is(rescale(-25n, 1, 0), -3n);
  t.is(rescale(24n, 1, 0), 2n);
  t.is(toDecimal(parseDecimal('1e3')!, 10, 2), 100000n);
  t.is(toDecimal(parseDecimal('-.995')!, 3, 2), -100n);
  t.is(toDecimal(parseDecimal('9.995')!, 3, 2), null);
  t.is(toDecimal(parseDecimal('1e-999999')!, 3, 2), 0n);
  t.is(toDecimal(parseDecimal('1e999999')!, 38, 2), null);
  t.is(parseDecimal('1e'), null);
  t.is(parseDecimal('.'), null);
});

test('day numbers and dates agree far before and after 1970', (t) => {
  for (let days = -800_000; days < 800_000; days += 377) {
    const { year, month, day } = civilFromDays(days);
    t.is(daysFromCivil(year, month, day), days);
    if (year > 0)
      t.is(formatDate(days), new Date(days * 864e5).toISOString().replace(/^\+0*|T.*$/g, ''));
  }
  t.is(formatDate(addMonths(parseDate('2024-01-31')!, 1)), '2024-02-29');
  t.is(formatDate(addMonths(parseDate('2024-03-31')!, -13)), '2023-02-28');
  t.is(parseDate('2023-02-29'), null);
  t.is(formatTimestamp(-1, 3), '1969-12-31 23:59:59.999');
  t.deepEqual(parseTimestamp('1969-12-31 23:59:59.9999'), { ms: -1, nanos: 900_000 });
});

test('strings are ordered by code point, not by UTF-16 unit', (t) => {
  t.true(compareStrings('\ufb00', '😀') < 0);
  t.true(compareStrings('a', 'ab') < 0);
  t.is(compareValues(doubleType, Number.NaN, Number.NaN), 0);
  t.true(compareValues(doubleType, Number.NaN, Infinity) > 0);
  t.true(compareValues(intType, null, -5) < 0);
});

test('a map has one key whatever the order of its entries', (t) => {
  const map = { id: 'map', key: intType, value: intType, nullable: true } as const;
  t.is(
    valueKey(map, [
      [1, 2],
      [0, 5],
    ]),
    valueKey(map, [
      [0, 5],
      [1, 2],
    ]),
  );
  t.is(
    compareValues(
      map,
      [
        [1, 2],
        [0, 5],
      ],
      [
        [0, 5],
        [1, 2],
      ],
    ),
    0,
  );
});

test('UTF-8 round trips, short and long', (t) => {
  for (const text of ['', 'abc', 'é', 'añ😀', 'x'.repeat(70) + 'é', 'abcdefghijklmnopqrst']) {
    const target = new Uint8Array(400);
    const end = encodeUtf8Into(text, target, 3);
    t.deepEqual(target.slice(3, end), encodeUtf8(text));
    t.is(decodeUtf8(target, 3, end), text);
    t.is(utf8ByteLength(text), end - 3);
  }
  t.is(decodeUtf8(encodeUtf8('\ud800'), 0, 3), '\ufffd');
});

test('nested values print as in Flink', (t) => {
  const map = { id: 'map', key: intType, value: doubleType, nullable: true } as const;
  t.is(
    valueFormatter(map)([
      [1, 2],
      [3, null],
    ]),
    '{1=2.0, 3=NULL}',
  );
});
