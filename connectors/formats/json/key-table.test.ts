import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { checkProperty } from '../../../props/check-property.js';
import { KeyTable } from './key-table.js';

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

test('a key is found where its bytes stand and nowhere else', async (t) => {
  const key = fc
    .string({ unit: fc.constantFrom('a', 'b', 'é', ' '), maxLength: 9 })
    .map((name) => `"${name}":`);
  await checkProperty(
    t,
    fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 20 }), fc.nat(3), (keys, shift) => {
      const table = new KeyTable();
      const added = keys.map((text) => {
        const bytes = Buffer.from(' '.repeat(shift) + text);
        return table.add(viewOf(bytes), shift, bytes.length);
      });
      // A key of three bytes ("":) is not remembered.
      const kept = keys.filter((text) => text.length > 3);
      assert.equal(table.count, kept.length);
      for (const [i, text] of keys.entries()) {
        const bytes = viewOf(Buffer.from(`x${text}1`));
        const found = keys.filter((_, other) => table.isAt(bytes, 1, added[other]!));
        assert.deepEqual(found, text.length > 3 ? [text] : []);
        assert.equal(table.lengths[added[i]!], text.length > 3 ? Buffer.from(text).length : 3);
        if (text.length > 3)
          assert.equal(table.isAt(viewOf(Buffer.from(text).subarray(1)), 0, added[i]!), false);
      }
    }),
  );
});

test('a table that is full finds what it has and remembers no more', (t) => {
  const table = new KeyTable();
  const keys = Array.from({ length: 70 }, (_, i) => Buffer.from(`"a key with number ${i}":`));
  const indexes = keys.map((bytes) => table.add(viewOf(bytes), 0, bytes.length));
  t.is(table.count, 64);
  for (const [i, bytes] of keys.entries()) t.is(table.isAt(viewOf(bytes), 0, indexes[i]!), i < 64);
  t.is(table.lengths[indexes[69]!], keys[69]!.length);
});
