/** Random values of every layout, for tests of encodings. */
import fc from 'fast-check';
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import {
  bigintType,
  booleanType,
  bytesType,
  dateType,
  decimalType,
  doubleType,
  floatType,
  intType,
  smallintType,
  stringType,
  timestampType,
  tinyintType,
} from '../../../core/types.js';

const arrayType: DataType = { id: 'array', element: stringType, nullable: true };
const rowType: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'a', type: intType },
    { name: 'b', type: stringType },
  ],
};
const text = fc.constantFrom(
  '',
  'a',
  'ab',
  'a\u0000',
  'a\u0000b',
  'b',
  'é',
  '～',
  '😀',
  'a long text of some bytes',
);
const bytes = fc.uint8Array({ maxLength: 3, max: 2 });

/** Types with arbitraries of their non-null boxed values. */
export const valuesOf: readonly (readonly [DataType, fc.Arbitrary<Value>])[] = [
  [booleanType, fc.boolean()],
  [tinyintType, fc.integer({ min: -128, max: 127 })],
  [smallintType, fc.integer({ min: -32768, max: 32767 })],
  [intType, fc.integer()],
  [dateType, fc.integer({ min: -1000, max: 1000 })],
  [bigintType, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  [floatType, fc.float()],
  [doubleType, fc.double()],
  [decimalType(10, 2), fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n })],
  [decimalType(38, 2), fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n })],
  [timestampType(3), fc.integer({ min: -1e6, max: 1e6 })],
  [timestampType(9), fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n })],
  [stringType, text],
  [bytesType, bytes],
  [arrayType, fc.array(fc.option(text), { maxLength: 2 })],
  [rowType, fc.tuple<[Value, Value]>(fc.option(fc.integer()), fc.option(text))],
];
