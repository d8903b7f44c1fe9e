import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { DataError } from '../../../core/errors.js';
import { checkProperty } from '../../../props/check-property.js';
import { decodeBitmap, encodeBitmap } from './roaring.js';
import { combineBitmaps } from './set-operations.js';

const sets = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
);

test('a set comes back in unsigned order', (t) =>
  checkProperty(
    t,
    fc.property(sets, (members) => {
      const wanted = [...new Set(members.map((member) => member >>> 0))].sort((a, b) => a - b);
      assert.deepEqual([...decodeBitmap(encodeBitmap(members))], wanted);
    }),
  ));

test('dense containers are bits, list containers are not', (t) => {
  const dense = Array.from({ length: 5000 }, (_, i) => 2 * i);
  const bytes = encodeBitmap(dense);
  t.is(bytes.length, 16 + 8192);
  t.deepEqual([...decodeBitmap(bytes)], dense);
  t.is(encodeBitmap(dense.slice(0, 4096)).length, 16 + 8192);
  t.is(encodeBitmap(dense.slice(0, 100)).length, 16 + 200);
});

test('runs of other writers are read', (t) => {
  // Cookie with runs, one container: key 0, members 10 to 14 as one run.
  const bytes = Uint8Array.of(0x3b, 0x30, 0, 0, 1, 0, 0, 4, 0, 1, 0, 10, 0, 4, 0);
  t.deepEqual([...decodeBitmap(bytes)], [10, 11, 12, 13, 14]);
});

test('other bytes are refused', (t) => {
  for (const bytes of [Uint8Array.of(), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)])
    t.throws(() => decodeBitmap(bytes), { instanceOf: DataError, code: 'BITMAP_INVALID' });
  t.throws(() => decodeBitmap(encodeBitmap([1, 2]).subarray(0, 17)), { code: 'BITMAP_INVALID' });
});

test('operations are those of sets', (t) =>
  checkProperty(
    t,
    fc.property(sets, sets, (a, b) => {
      const [left, right] = [new Set(a.map((n) => n >>> 0)), new Set(b.map((n) => n >>> 0))];
      const all = [...new Set([...left, ...right])].sort((x, y) => x - y);
      const of = (operation: 'AND' | 'OR' | 'XOR' | 'ANDNOT'): number[] => [
        ...decodeBitmap(combineBitmaps(operation, encodeBitmap(a), encodeBitmap(b))),
      ];
      assert.deepEqual(of('OR'), all);
      assert.deepEqual(
        of('AND'),
        all.filter((n) => left.has(n) && right.has(n)),
      );
      assert.deepEqual(
        of('XOR'),
        all.filter((n) => left.has(n) !== right.has(n)),
      );
      assert.deepEqual(
        of('ANDNOT'),
        all.filter((n) => left.has(n) && !right.has(n)),
      );
    }),
  ));
