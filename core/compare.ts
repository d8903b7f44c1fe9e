/**
 * Total order, equality and keys of boxed values. For tests, sorting and folding, not for hot
 * loops.
 */
import { assert } from './assert.js';
import type { Value } from './batch.js';
import { hexOf } from './hex.js';
import { childTypes } from './layout.js';
import type { DataType } from './types.js';

/**
 * Order of two values of `type`: negative, 0 or positive. NULL is smallest; NaN is largest and
 * equals
 * itself; -0 equals 0; strings go by code point; lists, rows and maps item by item.
 */
export function compareValues(type: DataType, a: Value, b: Value): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (typeof a === 'number') return compareNumbers(a, b as number);
  if (typeof a === 'string') return compareStrings(a, b as string);
  if (typeof a === 'bigint') return a < (b as bigint) ? -1 : a > (b as bigint) ? 1 : 0;
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array) return compareByteArrays(a, b as Uint8Array);
  return compareItems(type, a, b as readonly Value[]);
}

/** NaN is largest and equals itself; -0 equals 0. */
export function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0);
}

/** Order by code point, which is also the order of the UTF-8 bytes. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other units. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function compareByteArrays(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

function compareItems(type: DataType, a: readonly Value[], b: readonly Value[]): number {
  const itemTypes = childTypes(type);
  const isPairs = type.id === 'map' || type.id === 'multiset';
  const left = isPairs ? sortedPairs(itemTypes, a) : a;
  const right = isPairs ? sortedPairs(itemTypes, b) : b;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const order = isPairs
      ? comparePair(itemTypes, left[i] as readonly Value[], right[i] as readonly Value[])
      : compareValues(itemTypes[type.id === 'row' ? i : 0]!, left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePair(types: readonly DataType[], a: readonly Value[], b: readonly Value[]): number {
  return compareValues(types[0]!, a[0]!, b[0]!) || compareValues(types[1]!, a[1]!, b[1]!);
}

function sortedPairs(types: readonly DataType[], pairs: readonly Value[]): readonly Value[] {
  return [...pairs].sort((a, b) =>
    comparePair(types, a as readonly Value[], b as readonly Value[]),
  );
}

/**
 * Equality in the sense of `compareValues`: NULL equals NULL, NaN equals NaN, maps in any order.
 */
export function valueEquals(type: DataType, a: Value, b: Value): boolean {
  return compareValues(type, a, b) === 0;
}

/** Text that is equal exactly for equal values of one type. For folds in tests. */
export function valueKey(type: DataType, value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value === 0 ? 0 : value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return `x${hexOf(value)}`;
  const itemTypes = childTypes(type);
  assert(itemTypes.length > 0 || type.id === 'row', `${type.id} values are not lists`);
  if (type.id === 'row')
    return `(${value.map((item, i) => valueKey(itemTypes[i]!, item)).join(',')})`;
  if (type.id === 'array')
    return `[${value.map((item) => valueKey(itemTypes[0]!, item)).join(',')}]`;
  const pairs = sortedPairs(itemTypes, value) as readonly (readonly Value[])[];
  const entries = pairs.map((pair) =>
    pair.map((item, i) => valueKey(itemTypes[i]!, item)).join(':'),
  );
  return `{${entries.join(',')}}`;
}
