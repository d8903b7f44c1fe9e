import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { compareBytes } from '../../storage/backend.js';
import { checkProperty } from '../../props/check-property.js';
import { EntryRun } from './entry-run.js';

/** Few byte values and common starts, so that prefixes collide. */
const key = fc.tuple(
  fc.constantFrom([], [1], [1, 128, 0, 0, 0, 0]),
  fc.array(fc.constantFrom(0, 1, 7, 255), { minLength: 1, maxLength: 9 }),
);

test('a run sorts its entries by key and keeps each value with its key', async (t) => {
  const property = fc.property(
    fc.array(key, { maxLength: 60, size: 'max' }),
    fc.nat(20),
    (keys, before) => {
      const run = new EntryRun();
      const texts = new Set(keys.map(([start, end]) => [...start, ...end].join()));
      const expected = [...texts].map((text) => text.split(',').map(Number));
      const first = Math.min(before, expected.length);
      for (const [i, bytes] of expected.entries()) {
        const start = run.writer.length;
        for (const byte of bytes) run.writer.u8(byte);
        const keyEnd = run.writer.length;
        run.writer.text(bytes.join());
        run.add(start, keyEnd);
        assert.equal(run.count, i + 1);
      }
      run.sortFrom(first);
      const sorted = expected
        .slice(first)
        .sort((a, b) => compareBytes(Uint8Array.from(a), Uint8Array.from(b)));
      const held = run.entries.map(([bytes]) => [...bytes]);
      assert.deepEqual(held, [...expected.slice(0, first), ...sorted]);
      for (const [bytes, value] of run.entries)
        assert.equal(new TextDecoder().decode(value.subarray(1)), [...bytes].join());
    },
  );
  await checkProperty(t, property, 300);
});

test('a run that was reset holds new entries only', (t) => {
  const run = new EntryRun();
  for (const round of [1, 2]) {
    run.writer.u8(round);
    run.writer.u8(round * 10);
    run.add(0, 1);
    t.deepEqual(
      run.entries.map(([bytes, value]) => [bytes[0], value[0]]),
      [[round, round * 10]],
    );
    t.is(run.bytes, 2);
    run.reset();
  }
});
