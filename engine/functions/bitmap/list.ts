/** BITMAP_BUILD and the functions of BITMAP values. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { bigintType, bytesType, intType, stringType, withNullable } from '../../../core/types.js';
import { isInteger } from '../common-type.js';
import type { ScalarFunction } from '../function.js';
import type { Parameter } from '../signature.js';
import { bytes, nullable, strict } from '../signature.js';
import { decodeBitmap, encodeBitmap } from './roaring.js';
import type { BitmapOperation } from './set-operations.js';
import { combineBitmaps } from './set-operations.js';

const bitmapType: DataType = { id: 'bitmap', nullable: true };
const integers: DataType = { id: 'array', element: intType, nullable: true };

const bitmap: Parameter = {
  name: 'a BITMAP',
  accept: (type) => (type.id === 'bitmap' || type.id === 'null' ? bitmapType : null),
};
/** ARRAY of INT or smaller. */
const integerArray: Parameter = {
  name: 'an ARRAY<INT>',
  accept: (type) =>
    type.id === 'array' && isInteger(type.element) && type.element.id !== 'bigint'
      ? { ...type, element: withNullable(intType, type.element.nullable) }
      : null,
};

function operation(name: BitmapOperation, doc: string, result: string): ScalarFunction {
  return {
    name: `BITMAP_${name}`,
    doc,
    syntax: `BITMAP_${name}(bitmap, bitmap)`,
    category: 'bitmap',
    nulls: 'strict',
    examples: [
      [
        `BITMAP_TO_ARRAY(BITMAP_${name}(BITMAP_BUILD(ARRAY[1, 5]), BITMAP_BUILD(ARRAY[5, 7])))`,
        result,
      ],
    ],
    resolve: strict([bitmap, bitmap], bitmapType),
    kernel: () => (left: Uint8Array, right: Uint8Array) => combineBitmaps(name, left, right),
  };
}

export const bitmapFunctions: readonly ScalarFunction[] = [
  {
    name: 'BITMAP_BUILD',
    doc: 'Bitmap of the integers of an array; NULLs are left out.',
    syntax: 'BITMAP_BUILD(array)',
    category: 'bitmap',
    nulls: 'strict',
    examples: [['BITMAP_TO_STRING(BITMAP_BUILD(ARRAY[3, 1, 3]))', '{1,3}']],
    resolve: strict([integerArray], bitmapType),
    kernel: () => (items: readonly Value[]) =>
      encodeBitmap(items.filter((item): item is number => item !== null)),
  },
  operation('AND', 'Integers in both bitmaps.', '[5]'),
  operation('OR', 'Integers in one of the bitmaps.', '[1, 5, 7]'),
  operation('XOR', 'Integers in one bitmap alone.', '[1, 7]'),
  operation('ANDNOT', 'Integers of the first bitmap that are not in the second.', '[1]'),
  {
    name: 'BITMAP_CARDINALITY',
    doc: 'Number of integers in a bitmap.',
    syntax: 'BITMAP_CARDINALITY(bitmap)',
    category: 'bitmap',
    nulls: 'strict',
    examples: [['BITMAP_CARDINALITY(BITMAP_BUILD(ARRAY[1, 2, 2]))', '2']],
    resolve: strict([bitmap], bigintType),
    kernel: () => (value: Uint8Array) => BigInt(decodeBitmap(value).length),
  },
  {
    name: 'BITMAP_TO_ARRAY',
    doc: 'Integers of a bitmap in unsigned order.',
    syntax: 'BITMAP_TO_ARRAY(bitmap)',
    category: 'bitmap',
    nulls: 'strict',
    examples: [['BITMAP_TO_ARRAY(BITMAP_BUILD(ARRAY[3, 1]))', '[1, 3]']],
    resolve: strict([bitmap], integers),
    kernel: () => (value: Uint8Array) => Array.from(Int32Array.from(decodeBitmap(value))),
  },
  {
    name: 'BITMAP_TO_STRING',
    doc: 'Integers of a bitmap as text.',
    syntax: 'BITMAP_TO_STRING(bitmap)',
    category: 'bitmap',
    nulls: 'strict',
    examples: [['BITMAP_TO_STRING(BITMAP_BUILD(ARRAY[7, 1]))', '{1,7}']],
    resolve: strict([bitmap], stringType),
    kernel: () => (value: Uint8Array) => `{${decodeBitmap(value).join(',')}}`,
  },
  {
    name: 'BITMAP_TO_BYTES',
    doc: 'Bytes of a bitmap in the portable Roaring format.',
    syntax: 'BITMAP_TO_BYTES(bitmap)',
    category: 'bitmap',
    nulls: 'strict',
    examples: [
      ['BITMAP_TO_STRING(BITMAP_FROM_BYTES(BITMAP_TO_BYTES(BITMAP_BUILD(ARRAY[1]))))', '{1}'],
    ],
    resolve: strict([bitmap], bytesType),
    kernel: () => (value: Uint8Array) => value,
  },
  {
    name: 'BITMAP_FROM_BYTES',
    doc: 'Bitmap of bytes in the portable Roaring format; an error for other bytes.',
    syntax: 'BITMAP_FROM_BYTES(bytes)',
    category: 'bitmap',
    nulls: 'strict',
    examples: [
      ['BITMAP_CARDINALITY(BITMAP_FROM_BYTES(BITMAP_TO_BYTES(BITMAP_BUILD(ARRAY[9]))))', '1'],
    ],
    resolve: nullable([bytes], bitmapType),
    kernel: () => (value: Uint8Array) => encodeBitmap(decodeBitmap(value)),
  },
];
