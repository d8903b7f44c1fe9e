import test from 'ava';
import fc from 'fast-check';
import type { Batch, Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { makeColumn, readRow } from '../../core/column-read.js';
import { compareValues } from '../../core/compare.js';
import type { DataType } from '../../core/types.js';
import { doubleType } from '../../core/types.js';
import { BytesReader, BytesWriter } from './bytes.js';
import { RowStore } from './row-store.js';
import { valuesOf } from './testing/value-arbitraries.js';

function batchOf(types: readonly DataType[], rows: readonly (readonly Value[])[]): Batch {
  const columns = types.map((type, c) =>
    makeColumn(
      type,
      rows.map((row) => row[c]!),
    ),
  );
  return { columns, kinds: null, selection: null, rowCount: rows.length, watermarks: null };
}

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

test('rows come back as they went in, also through bytes, and equal rows are found equal', (t) => {
  fc.assert(
    fc.property(table, ({ types, rows }) => {
      const batch = batchOf(types, rows);
      const store = new RowStore(types);
      const slots = rows.map((_, i) => store.add(batch, i));
      const writer = new BytesWriter();
      for (const slot of slots) store.encode(slot, writer);
      const reader = new BytesReader(writer.slice());
      const copies = slots.map(() => store.decode(reader));
      t.is(reader.remaining, 0);
      const isSame = (a: readonly Value[], b: readonly Value[]): boolean =>
        types.every((type, c) => compareValues(type, a[c]!, b[c]!) === 0);
      for (const [i, row] of readBack(types, store, [...slots, ...copies]).entries()) {
        t.true(isSame(row, rows[i % rows.length]!));
      }
      for (const [i, row] of rows.entries()) {
        store.probe(batchOf(types, [row]), 0);
        t.true(store.equalsProbe(slots[i]!) && store.equalsProbe(copies[i]!));
        for (const [j, other] of rows.entries()) {
          if (!isSame(row, other)) t.false(store.equalsProbe(slots[j]!));
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('slot -1 reads as nulls, columns without a builder are left out', (t) => {
  const types = valuesOf.map(([type]) => type);
  const rows = [
    fc.sample(fc.tuple(...valuesOf.map(([, values]) => values)), { seed: 1, numRuns: 1 })[0]!,
  ];
  const store = new RowStore(types);
  const slot = store.add(batchOf(types, rows), 0);
  const last = new ColumnBuilder(types.at(-1)!);
  store.readMany(Int32Array.of(-1, slot), 2, [...types.slice(1).map(() => null), last]);
  const columns = [last.finish()];
  const batch = { ...batchOf([], []), columns };
  t.is(readRow(batch, 0)[0], null);
  t.is(compareValues(types.at(-1)!, readRow(batch, 1)[0]!, rows[0]!.at(-1)!), 0);
});

test('rows that come and go leave nothing behind', (t) => {
  const store = new RowStore([doubleType]);
  const batch = batchOf([doubleType], [[1], [2]]);
  const first = store.add(batch, 0);
  for (let i = 0; i < 1000; i++) store.free(store.add(batch, 1));
  t.is(store.count, 1);
  t.deepEqual(readBack([doubleType], store, [first]), [[1]]);
});
