import test from 'ava';
import type { Value } from '../../core/batch.js';
import {
  bigintType,
  booleanType,
  bytesType,
  dateType,
  decimalType,
  doubleType,
  intType,
  stringType,
  timestampType,
  tinyintType,
  type DataType,
  type Schema,
} from '../../core/types.js';
import { diskWith, pollAll, readAll, sourceOf, testEnv, type TestTable } from '../test-rig.js';
import { datagen } from './datagen.js';

const row: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'x', type: intType },
    { name: 'y', type: stringType },
  ],
};
const array: DataType = { id: 'array', nullable: true, element: bigintType };
const map: DataType = { id: 'map', nullable: true, key: stringType, value: doubleType };
const types: readonly DataType[] = [
  intType,
  bigintType,
  tinyintType,
  doubleType,
  decimalType(12, 3),
  stringType,
  bytesType,
  booleanType,
  dateType,
  timestampType(3),
  timestampType(9),
  row,
  array,
  map,
];
const everything: Schema = { fields: types.map((type, i) => ({ name: `c${i}`, type })) };

async function table(physical: Schema, options: Record<string, string>): Promise<TestTable> {
  return { env: testEnv((await diskWith({ '/base/x': '' })).mount()), physical, options };
}
const pairOf: Schema = {
  fields: [
    { name: 'id', type: intType },
    { name: 'big', type: bigintType },
  ],
};

test('sequences count and end with the shortest one', async (t) => {
  const options = {
    'fields.id.kind': 'sequence',
    'fields.id.start': '3',
    'fields.id.end': '5',
    'fields.big.kind': 'sequence',
    'fields.big.start': '-1',
    'fields.big.end': '10',
  };
  t.deepEqual(await readAll(datagen, await table(pairOf, options)), [
    [3, -1n],
    [4, 0n],
    [5, 1n],
  ]);
});

test('the same seed gives the same rows, whatever batches and cuts', async (t) => {
  const options = {
    'number-of-rows': '25',
    seed: '7',
    'fields.c9.max-past': '1 h',
    'fields.c5.var-len': 'true',
    'fields.c0.null-rate': '0.3',
  };
  const tables = await table(everything, options);
  const all = await readAll(datagen, tables);
  t.is(all.length, 25);
  t.true(all.some((values) => values[0] === null) && all.some((values) => values[0] !== null));
  t.deepEqual(await readAll(datagen, await table(everything, options), 4), all);
  const projection = [['c11', 'y'], ['c3']];
  t.deepEqual(
    await readAll(datagen, { ...tables, projection }),
    all.map((values) => [(values[11] as readonly Value[])[1]!, values[3]!]),
  );
  const source = sourceOf(datagen, tables);
  await source.restore(null);
  for (const { offset } of await pollAll(source, 3)) {
    const again = sourceOf(datagen, await table(everything, options));
    await again.restore(offset);
    const rest = (await pollAll(again, 5)).flatMap(({ rows }) => rows);
    t.deepEqual(rest, rest.length === 0 ? [] : all.slice(-rest.length));
    t.is(rest.length, 25 - (offset as { row: number }).row);
  }
  t.notDeepEqual(await readAll(datagen, await table(everything, { ...options, seed: '8' })), all);
});

test('numbers keep to their ranges and spread over them', async (t) => {
  const rows = await readAll(
    datagen,
    await table(pairOf, {
      'number-of-rows': '2000',
      'fields.id.min': '-2',
      'fields.id.max': '3',
      'fields.big.min': '9007199254740993',
      'fields.big.max': '9007199254740995',
    }),
  );
  t.deepEqual(
    [...new Set(rows.map((values) => values[0] as number))].sort((a, b) => a - b),
    [-2, -1, 0, 1, 2, 3],
  );
  t.deepEqual(
    [...new Set(rows.map((values) => values[1] as bigint))].sort((a, b) => Number(a - b)),
    [9007199254740993n, 9007199254740994n, 9007199254740995n],
  );
});

test('an endless table gives its rate every second', async (t) => {
  const source = sourceOf(datagen, await table(pairOf, { 'rows-per-second': '5' }));
  await source.restore(null);
  const sizes: number[] = [];
  for (let i = 0; i < 6; i++) {
    const poll = await source.poll(100);
    if (poll.kind === 'idle') await poll.ready;
    sizes.push(poll.kind === 'batch' ? poll.batch.rowCount : 0);
  }
  t.deepEqual(sizes, [5, 0, 5, 0, 5, 0]);
});

test('bad options are refused; facts tell what ends', async (t) => {
  const facts = async (options: Record<string, string>) =>
    datagen.sourceFacts!(
      { ...(await table(pairOf, options)), table: 't', baseDir: '/', sessionTimeZone: 'UTC' },
      pairOf,
    );
  t.like(await facts({}), { bounded: false, replayable: true });
  t.like(await facts({ 'number-of-rows': '5' }), { bounded: true });
  const bad = [
    { 'fields.id.kind': 'odd' },
    { 'fields.id.kind': 'sequence' },
    { 'fields.id.min': '5', 'fields.id.max': '4' },
    { 'number-of-rows': '-1' },
    { 'rows-per-second': '0' },
    { 'fields.id.max': '3000000000' },
  ];
  for (const options of bad)
    await t.throwsAsync(
      () => facts(options as never),
      { code: 'OPTION_VALUE' },
      JSON.stringify(options),
    );
});
