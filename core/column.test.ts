import test from 'ava';
import type { Value } from './batch.js';
import { batchFromText, batchToText } from './batch-text.js';
import { ColumnBuilder } from './column-builder.js';
import { columnReader, makeColumn } from './column-read.js';
import { gather } from './gather.js';
import * as types from './types.js';
import type { DataType } from './types.js';

const array: DataType = { id: 'array', element: types.stringType, nullable: true };
const map: DataType = { id: 'map', key: types.intType, value: array, nullable: true };
const row: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'a', type: types.bigintType },
    { name: 'b', type: array },
  ],
};
const samples: readonly (readonly [DataType, readonly Value[]])[] = [
  [types.booleanType, [true, null, false]],
  [types.tinyintType, [-128, null, 127]],
  [types.smallintType, [-32768, null, 7]],
  [types.intType, [null, 5, -2147483648]],
  [types.bigintType, [9223372036854775807n, null, -9223372036854775808n]],
  [types.floatType, [1.5, null, Number.NaN]],
  [types.doubleType, [0.1, null, -Infinity]],
  [types.decimalType(18, 2), [999999999999999999n, null, -1n]],
  [types.decimalType(38, 2), [99999999999999999999999999999999999999n, null, -1n, -(2n ** 64n)]],
  [types.stringType, ['', null, 'añ😀b', 'x'.repeat(100)]],
  [types.bytesType, [new Uint8Array([0, 255]), null, new Uint8Array(40).fill(3)]],
  [types.dateType, [-1, null, 20000]],
  [types.timestampType(3), [-1, null, 1.7e12]],
  [types.timestampType(9), [-1n, null, 1_700_000_000_123_456_789n]],
  [array, [['a', null], null, []]],
  [
    map,
    [
      [
        [1, ['x']],
        [2, null],
      ],
      null,
      [],
    ],
  ],
  [row, [[1n, ['x', 'y']], null, [null, null]]],
  [types.nullType, [null, null]],
];

for (const [type, values] of samples) {
  test(`a ${types.formatType(type)} column gives back what was appended`, (t) => {
    const column = makeColumn(type, values);
    const read = columnReader(type);
    t.deepEqual(
      values.map((_, i) => read(column, i)),
      [...values],
    );
    const copy = new ColumnBuilder(type, 1);
    for (let i = values.length - 1; i >= 0; i--) copy.appendFrom(column, i);
    const copied = copy.finish();
    t.deepEqual(
      values.map((_, i) => read(copied, i)),
      [...values].reverse(),
    );
    t.is(copy.length, 0);
    const picked = gather(column, new Int32Array([1, -1, 0]), 3);
    t.deepEqual(
      [0, 1, 2].map((i) => read(picked, i)),
      [values[1]!, null, values[0]!],
    );
  });
}

test('a builder reused after finish starts without nulls', (t) => {
  const builder = new ColumnBuilder(types.intType, 2);
  builder.appendNull();
  builder.finish();
  builder.append(1);
  const column = builder.finish();
  t.is(column.validity, null);
  t.is(columnReader(types.intType)(column, 0), 1);
});

test('validity survives growth over byte borders', (t) => {
  const values = Array.from({ length: 100 }, (_, i) => (i % 7 === 3 ? null : i));
  const builder = new ColumnBuilder(types.intType, 1);
  for (const value of values) builder.append(value);
  const column = builder.finish();
  t.deepEqual(
    values.map((_, i) => columnReader(types.intType)(column, i)),
    values,
  );
});

test('batch text reads back as it was written', (t) => {
  const schema = {
    fields: [
      types.stringType,
      types.bigintType,
      types.timestampType(3),
      types.dateType,
      row,
      types.decimalType(10, 2),
    ].map((type, i) => ({ name: `c${i}`, type })),
  };
  const text = [
    `+ a 1 00:00:05 2026-01-31 [1,["x y"]] 1.50`,
    `-U 'it''s' null 2026-01-31T10:00:00.5 null null -0.05`,
    `- '' -5 10:20:30 1969-12-31 [null,null] null`,
  ].join('\n');
  const batch = batchFromText(schema, text);
  t.is(batchToText(schema, batch), text.replace('[1,', '["1",'));
});
