import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { readRow } from '../../core/column-read.js';
import { compareValues } from '../../core/compare.js';
import type { DataType } from '../../core/types.js';
import { doubleType, stringType } from '../../core/types.js';
import { checkProperty } from '../../props/check-property.js';
import { BytesReader, BytesWriter } from './bytes.js';
import { RowStore } from './row-store.js';
import { batchOf } from './testing/rows-batch.js';
import { valuesOf } from './testing/value-arbitraries.js';

function readBack(
  types: readonly DataType[],
  store: RowStore,
  slots: readonly number[],
): Value[][] {
  const builders = types.map((type) => new ColumnBuilder(type));
  store.readMany(Int32Array.from(slots), slots.length, builders);
  const batch = { ...batchOf(types, []), columns: builders.map((builder) => builder.finish()) };
  return slots.map((_, i) => readRow(batch, i));
}

/** Up to five columns of any types, and rows of them with nulls. */
const table = fc
  .array(fc.constantFrom(...valuesOf), { minLength: 1, maxLength: 5 })
  .chain((columns) =>
    fc.record({
      types: fc.constant(columns.map(([type]) => type)),
      rows: fc.array(fc.tuple(...columns.map(([, values]) => fc.option(values))), {
        minLength: 1,
        maxLength: 9,
      }),
    }),
  );

test('rows come back as they went in, also through bytes, and equal rows are found equal', (t) =>
  checkProperty(
    t,
    fc.property(table, ({ types, rows }) => {
      const batch = batchOf(types, rows);
      const store = new RowStore(types, false);
      const slots = rows.map((_, i) => store.add(batch, i));
      const writer = new BytesWriter();
      for (const slot of slots) store.encode(slot, writer);
      const reader = new BytesReader(writer.slice());
      const copies = slots.map(() => store.decode(reader));
      assert.equal(reader.remaining, 0);
      const isSame = (a: readonly Value[], b: readonly Value[]): boolean =>
        types.every((type, c) => compareValues(type, a[c]!, b[c]!) === 0);
      for (const [i, row] of readBack(types, store, [...slots, ...copies]).entries()) {
        assert.ok(isSame(row, rows[i % rows.length]!));
      }
      for (const [i, row] of rows.entries()) {
        const probe = store.add(batchOf(types, [row]), 0);
        assert.ok(store.isEqual(slots[i]!, probe) && store.isEqual(probe, copies[i]!));
        for (const [j, other] of rows.entries()) {
          if (!isSame(row, other)) assert.equal(store.isEqual(slots[j]!, probe), false);
        }
      }
    }),
    400,
  ));

test('slot -1 reads as nulls, columns without a builder are left out', (t) => {
  const types = valuesOf.map(([type]) => type);
  const rows = [
    fc.sample(fc.tuple(...valuesOf.map(([, values]) => values)), { seed: 1, numRuns: 1 })[0]!,
  ];
  const store = new RowStore(types, false);
  const slot = store.add(batchOf(types, rows), 0);
  const last = new ColumnBuilder(types.at(-1)!);
  store.readMany(Int32Array.of(-1, slot), 2, [...types.slice(1).map(() => null), last]);
  const columns = [last.finish()];
  const batch = { ...batchOf([], []), columns };
  t.is(readRow(batch, 0)[0], null);
  t.is(compareValues(types.at(-1)!, readRow(batch, 1)[0]!, rows[0]!.at(-1)!), 0);
});

test('rows that come and go leave nothing behind', (t) => {
  const store = new RowStore([doubleType], false);
  const batch = batchOf([doubleType], [[1], [2]]);
  const first = store.add(batch, 0);
  for (let i = 0; i < 1000; i++) store.free(store.add(batch, 1));
  t.is(store.count, 1);
  t.deepEqual(readBack([doubleType], store, [first]), [[1]]);
});

test('memory of texts that go is given back, and those that stay move along', (t) => {
  const store = new RowStore([doubleType, stringType], false);
  const textOf = (i: number): string => `${i}`.repeat(1 + (i % 300));
  const kept: number[] = [];
  const slots = new Int32Array(100);
  const rows = Int32Array.from(slots, (_, i) => i);
  for (let round = 0; round < 400; round++) {
    const values = Array.from(rows, (i) => [round * 100 + i, textOf(round * 100 + i)]);
    store.store(batchOf([doubleType, stringType], values), rows, 100, slots);
    for (const [i, slot] of slots.entries()) {
      if (i % 10 === 0) kept.push(slot);
      else store.free(slot);
    }
  }
  t.is(store.count, 4000);
  t.true(store.footprint < store.bytes * 1.6 + 3e6, `${store.footprint} for ${store.bytes} bytes`);
  const values = readBack([doubleType, stringType], store, kept);
  for (const [i, [number, text]] of values.entries()) {
    t.is(number, i * 10);
    t.is(text, textOf(i * 10));
  }
  for (const slot of kept) store.free(slot);
  t.is(store.count, 0);
  t.is(store.bytes, 0);
});

test('texts of any length fit: empty, of a segment, of several', (t) => {
  const lengths = [0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20 + 5, 0, 7];
  const values = lengths.map((length, i) => ['abcdefgh'[i]!.repeat(length)]);
  const store = new RowStore([stringType], false);
  const slots = new Int32Array(lengths.length);
  const rows = Int32Array.from(lengths, (_, i) => i);
  for (let round = 0; round < 3; round++) {
    store.store(batchOf([stringType], values), rows, rows.length, slots);
    const back = readBack([stringType], store, [...slots]);
    t.true(back.every(([text], i) => text === values[i]![0]));
    for (const slot of slots) store.free(slot);
  }
  t.true(store.footprint < 12e6, `${store.footprint} bytes`);
});

test('in a long chain the oldest equal row is found', (t) => {
  const types = [doubleType, stringType];
  const store = new RowStore(types, false);
  const values = Array.from({ length: 100 }, (_, i): Value[] => [
    1,
    i % 50 === 7 ? null : `${i % 50}`,
  ]);
  const slots = values.map((_, i) => store.add(batchOf(types, values), i));
  for (const [i, slot] of slots.entries()) store.next[slot] = slots[i + 1] ?? -1;
  for (const wanted of [0, 7, 15, 16, 49]) {
    const probe = store.add(batchOf(types, values), wanted);
    t.is(store.findEqual(slots[0]!, probe), slots[wanted]!);
    t.is(store.findEqual(slots[wanted + 1]!, probe), slots[wanted + 50]!);
  }
  const absent = store.add(batchOf(types, [[1, 'x']]), 0);
  t.is(store.findEqual(slots[0]!, absent), -1);
});
