import test, { type ExecutionContext } from 'ava';
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bigintType,
  decimalType,
  intType,
  stringType,
  timestampType,
} from '../../../core/types.js';
import { nodeFiles } from '../../../storage/node-files.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { diskWith, readAll, sinkContext, testEnv } from '../../test-rig.js';
import {
  commonTypes,
  readFromEveryOffset,
  samplesOf,
  timeTypes,
  writeSamples,
} from '../round-trip.js';

const types = {
  ...commonTypes,
  ...timeTypes,
  ns: [timestampType(9), 1_700_000_000_123_456_789n, -1n] as const,
  bag: [
    { id: 'multiset', nullable: true, element: { ...stringType, nullable: false } } as const,
    [['a', 2]],
    [],
  ] as const,
};

for (const codec of ['SNAPPY', 'UNCOMPRESSED', 'gzip']) {
  test(`parquet: every type with nulls comes back: ${codec}`, async (t) => {
    const samples = samplesOf(types, 7);
    const { bag: _bag, ...readable } = types; // a multiset reads back as a map only
    const files = (await diskWith({ '/base/x': '' })).mount();
    const options = { format: 'parquet', 'parquet.compression': codec };
    const table = await writeSamples(files, options, samples, 5);
    const expected = samplesOf(readable, 7);
    const found = await readFromEveryOffset({ ...table, physical: expected.schema }, 4);
    t.is(found.length, 7);
    for (const [i, rows] of found.entries()) t.deepEqual(rows, expected.rows.slice(4 * i));
  });
}

async function duckRows(t: ExecutionContext, select: string): Promise<unknown[][]> {
  const base = mkdtempSync(join(tmpdir(), 'millrace-parquet-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const path = join(base, 'out');
  await writeSamples(nodeFiles, { format: 'parquet', path }, samplesOf(types, 3), 2);
  const file = join(
    path,
    readdirSync(path).find((name) => name.startsWith('part-'))!,
  );
  const duck = await (await DuckDBInstance.create()).connect();
  const result = await duck.runAndReadAll(`SELECT ${select} FROM read_parquet('${file}')`);
  return result.getRowsJson() as unknown[][];
}

test('parquet: DuckDB reads the same values', async (t) => {
  const rows = await duckRows(
    t,
    'boo, ti, si, i, l, f, d, dec, wide, s, hex(bin), da, tim, ts::TEXT, epoch_us(us), ai, aa, ' +
      'map_entries(m), r, ar, epoch_ms(ltz), epoch_us(ltzUs), epoch_ns(ns), map_entries(bag)',
  );
  t.is(rows.length, 9);
  t.deepEqual(rows[0], [
    true,
    5,
    300,
    70000,
    '9007199254740993',
    1.5,
    0.1,
    '12.345',
    '100000000000000000000000000000000000.07',
    'né😀',
    '00FF',
    '2024-10-04',
    '23:59:59.999',
    '2023-11-14 22:13:20.123',
    '1700000000123456',
    [1, null, 3],
    [['a'], null, []],
    [
      { key: 'a', value: '1' },
      { key: 'b', value: null },
    ],
    { x: 7, y: 'r' },
    [{ x: 1, y: 'x' }, null],
    '1700000000123',
    '1700000000123456',
    '1700000000123456789',
    [{ key: 'a', value: 2 }],
  ]);
  t.deepEqual(rows[1]!.slice(0, 5), [false, -128, -32768, -2147483648, '-9223372036854775808']);
  t.deepEqual(rows[1]!.slice(7, 12), [
    '-999999999.999',
    '-999999999999999999999999999999999999.99',
    '',
    '',
    '0001-01-01',
  ]);
  t.true(rows[8]!.every((value) => value === null));
});

test('parquet: readers that skip row groups by their bounds still find rows', async (t) => {
  const rows = await duckRows(t, "count(*) FILTER (s = 'né😀'), count(*) FILTER (l < 0)");
  t.deepEqual(rows, [['3', '3']]);
});

test('parquet: row groups end at 65,536 rows and the rest comes with the footer', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const rows = Array.from({ length: 70_000 }, (_, i) => [i, BigInt(i)]);
  const schema = {
    fields: [
      { name: 'i', type: intType },
      { name: 'l', type: bigintType },
    ],
  };
  const table = await writeSamples(files, { format: 'parquet' }, { schema, rows }, 4096);
  const found = await readAll(filesystem, table);
  t.is(found.length, 70_000);
  t.deepEqual(found[69_999], [69_999, 69_999n]);
});

test('parquet: full files have footers of their own', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const rows = Array.from({ length: 140_000 }, (_, i) => [i]);
  const samples = { schema: { fields: [{ name: 'i', type: intType }] }, rows };
  const options = { format: 'parquet', 'sink.rolling-policy.file-size': '1kb' };
  const table = await writeSamples(files, options, samples, 35_000);
  const parts = (await files.list('/base/out')).filter((name) => name.startsWith('part-'));
  t.is(parts.length, 2);
  t.is((await readAll(filesystem, table)).length, 140_000);
});

test('parquet: what it cannot hold is refused before the job, a bad codec too', async (t) => {
  const env = testEnv((await diskWith({ '/base/x': '' })).mount());
  const sink = (options: Record<string, string>, type = decimalType(3, 1) as never): unknown =>
    filesystem.sink!(
      sinkContext({
        env,
        options: { path: 'out', format: 'parquet', ...options },
        physical: { fields: [{ name: 'c', type }] },
      }),
    );
  t.throws(() => sink({}, { id: 'variant', nullable: true } as never), { code: 'FORMAT_SCHEMA' });
  t.throws(() => sink({ 'parquet.compression': 'LZO' }), { code: 'OPTION_VALUE' });
  t.notThrows(() => sink({}));
});

test('parquet: a time beyond the range of nanoseconds is an error, not another time', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const schema = { fields: [{ name: 'c', type: timestampType(9) }] };
  const rows = [[10_000_000_000_000_000_000n]];
  await t.throwsAsync(() => writeSamples(files, { format: 'parquet' }, { schema, rows }), {
    code: 'ENCODE_VALUE',
  });
});
