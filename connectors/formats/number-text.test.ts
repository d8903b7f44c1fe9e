import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { checkProperty } from '../../props/check-property.js';
import { parseDouble, wholeNumber, type NumberText } from './number-text.js';

const scratch: NumberText = { digits: 0, exponent: 0, isExact: false, isNegative: false };

function parsed(text: string): number | null {
  const bytes = Buffer.from(`7${text}7`);
  return parseDouble(bytes, 1, bytes.length - 1, scratch);
}

test('every way to write a double gives the nearest one', async (t) => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 25, size: 'max' });
  const text = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits,
      digits,
      fc.integer({ min: -400, max: 400 }),
      fc.nat(2),
    )
    .filter(([, whole, fraction]) => whole.length + fraction.length > 0)
    .map(([sign, whole, fraction, exponent, form]) => {
      const point = fraction === '' ? '' : `.${fraction}`;
      return `${sign}${whole}${point}${['', `e${exponent}`, `E+${Math.abs(exponent)}`][form]}`;
    });
  await checkProperty(
    t,
    fc.property(fc.oneof(text, fc.double({ noNaN: true }).map(String)), (one) => {
      assert.equal(parsed(one), Number(one));
    }),
    1000,
  );
});

test('halves are rounded to even, limits are kept, zero keeps its sign', (t) => {
  for (const text of [
    '9007199254740993',
    '9007199254740992.5000000000000000000001',
    '1.7976931348623157e308',
    '1.7976931348623159e308',
    '5e-324',
    '2.4703282292062327e-324',
    '123456789012345e22',
    '123456789012345e-22',
    '-0',
    '-0.000',
    '0e9999',
    'Infinity',
    '-Infinity',
  ]) {
    t.is(parsed(text), Number(text), text);
  }
  t.is(parsed('NaN'), NaN);
  t.is(parsed('-NaN'), NaN);
});

test('what is no decimal number is none', (t) => {
  for (const text of [
    '',
    '-',
    '.',
    'e5',
    '1e',
    '1e+',
    '0x10',
    '-0b1',
    '1_000',
    '1,5',
    '1 2',
    'nan',
    '--1',
  ])
    t.is(parsed(text), null, text);
});

test('whole numbers however they are written', (t) => {
  t.is(wholeNumber('42.000'), 42n);
  t.is(wholeNumber('4.2e1'), 42n);
  t.is(wholeNumber('-420e-1'), -42n);
  t.is(wholeNumber('0.0e99'), 0n);
  t.is(wholeNumber('4.25'), null);
  t.is(wholeNumber('1e41'), null);
  t.is(wholeNumber('x'), null);
});
