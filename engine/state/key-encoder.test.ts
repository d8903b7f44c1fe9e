import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { columnReader, makeColumn } from '../../core/column-read.js';
import { compareValues } from '../../core/compare.js';
import type { DataType } from '../../core/types.js';
import { bigintType, doubleType, floatType, stringType } from '../../core/types.js';
import { compareBytes } from '../../storage/backend.js';
import { checkProperty } from '../../props/check-property.js';
import { hashBytes } from './hash.js';
import { KeyDecoder } from './key-decoder.js';
import type { KeyOptions } from './key-encoder.js';
import { createKeyEncoder } from './key-encoder.js';
import { valuesOf } from './testing/value-arbitraries.js';

interface Keys {
  readonly keys: readonly Uint8Array[];
  readonly hashes: readonly number[];
}

function encode(
  types: readonly DataType[],
  rows: readonly (readonly Value[])[],
  options?: KeyOptions,
): Keys {
  const columns = types.map((type, c) =>
    makeColumn(
      type,
      rows.map((row) => row[c]!),
    ),
  );
  const batch = createKeyEncoder(types, options).encode(
    columns,
    Int32Array.from(rows, (_, i) => i),
    rows.length,
  );
  const keys = rows.map((_, i) => batch.bytes.slice(batch.offsets[i]!, batch.offsets[i + 1]!));
  return { keys, hashes: [...batch.hashes.subarray(0, rows.length)] };
}

/** Two types, and rows of them with nulls. */
const table = fc
  .tuple(fc.constantFrom(...valuesOf), fc.constantFrom(...valuesOf), fc.boolean())
  .chain(([[a, aValues], [b, bValues], hasNulls]) => {
    const column = (values: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
      hasNulls ? fc.option(values) : values;
    return fc.record({
      types: fc.constantFrom([a], [a, b]),
      rows: fc.array(fc.tuple(column(aValues), column(bValues)), { minLength: 1, maxLength: 12 }),
    });
  });

test('keys sort as their values, differ as their values, decode and hash to themselves', (t) =>
  checkProperty(
    t,
    fc.property(table, ({ types, rows }) => {
      const { keys, hashes } = encode(types, rows, { mergeZeros: true });
      for (const [i, left] of rows.entries()) {
        assert.equal(hashes[i], hashBytes(keys[i]!, 0, keys[i]!.length));
        for (const [j, right] of rows.entries()) {
          const wanted = types.reduce(
            (order, type, c) => order || compareValues(type, left[c]!, right[c]!),
            0,
          );
          assert.equal(Math.sign(compareBytes(keys[i]!, keys[j]!)), Math.sign(wanted));
        }
        const builders = types.map((type) => new ColumnBuilder(type));
        createKeyEncoder(types).decode(keys[i]!, 0, keys[i]!.length, builders);
        for (const [c, builder] of builders.entries()) {
          const decoded = columnReader(types[c]!)(builder.finish(), 0);
          assert.equal(compareValues(types[c]!, decoded, left[c]!), 0);
        }
      }
    }),
    400,
  ));

test('many keys decode column by column to what they were, behind earlier rows', async (t) => {
  const prefix = 3;
  await checkProperty(
    t,
    fc.property(table, fc.nat(3), ({ types, rows }, twice) => {
      const { keys } = encode(types, rows);
      const starts = Uint32Array.from(keys, (_, i) =>
        keys.slice(0, i).reduce((at, key) => at + prefix + key.length, 0),
      );
      const lengths = Int32Array.from(keys, (key) => prefix + key.length);
      const bytes = new Uint8Array(starts.at(-1)! + lengths.at(-1)!);
      for (const [i, key] of keys.entries()) bytes.set(key, starts[i]! + prefix);
      const arena = { bytes, starts, lengths };
      const slots = Int32Array.from(keys, (_, i) => keys.length - 1 - i); // any order
      const builders = types.map((type) => new ColumnBuilder(type, 1));
      const decoder = new KeyDecoder(types);
      for (let n = 0; n <= twice; n++) decoder.decode(arena, slots, keys.length, prefix, builders);
      for (const [c, type] of types.entries()) {
        const column = builders[c]!.finish();
        for (let i = 0; i < keys.length * (twice + 1); i++) {
          const decoded = columnReader(type)(column, i);
          const wanted = rows[slots[i % keys.length]!]![c]!;
          assert.equal(compareValues(type, decoded, wanted), 0);
        }
      }
    }),
    400,
  );
});

test('keys for sorting follow direction and place of nulls', async (t) => {
  const order = fc.record({ ascending: fc.boolean(), nullsFirst: fc.boolean() });
  await checkProperty(
    t,
    fc.property(table, order, order, ({ types, rows }, first, second) => {
      const orders = [first, second].slice(0, types.length);
      const { keys } = encode(types, rows, { mergeZeros: true, order: orders });
      const compare = (left: readonly Value[], right: readonly Value[]): number => {
        for (const [c, { ascending, nullsFirst }] of orders.entries()) {
          const [a, b] = [left[c]!, right[c]!];
          if (a === null && b === null) continue;
          if (a === null || b === null) return (a === null) === nullsFirst ? -1 : 1;
          const result = compareValues(types[c]!, a, b);
          if (result !== 0) return ascending ? result : -result;
        }
        return 0;
      };
      for (const [i, left] of rows.entries()) {
        for (const [j, right] of rows.entries()) {
          assert.equal(
            Math.sign(compareBytes(keys[i]!, keys[j]!)),
            Math.sign(compare(left, right)),
          );
        }
      }
    }),
    300,
  );
});

test('zeros of both signs, NaN and null are four keys; mergeZeros makes one of the zeros', (t) => {
  const rows = [[0], [-0], [Number.NaN], [null]];
  const distinct = (keys: Keys): number => new Set(keys.keys.map(String)).size;
  t.is(distinct(encode([doubleType], rows)), 4);
  t.is(distinct(encode([floatType], rows)), 4);
  t.is(distinct(encode([doubleType], rows, { mergeZeros: true })), 3);
});

test('hashes are fixed: they decide where state lies on disk', (t) => {
  t.deepEqual(encode([bigintType], [[0n], [1n], [-1n]]).hashes, HASHES.bigint);
  t.deepEqual(encode([stringType], [[''], ['abc']]).hashes, HASHES.text);
});

const HASHES = { bigint: [1409261933, 442732609, 696331725], text: [-978413306, -878166062] };
