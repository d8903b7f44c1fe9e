import test, { type ExecutionContext } from 'ava';
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bigintType,
  bytesType,
  decimalType,
  doubleType,
  intType,
  stringType,
  type DataType,
} from '../../../core/types.js';
import { nodeFiles } from '../../../storage/node-files.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { diskWith, readAll, testEnv, type TestTable } from '../../test-rig.js';

/** A file that DuckDB writes of one column `v`: `sql` for i = 0, 1, ... */
async function column(
  t: ExecutionContext,
  sql: string,
  type: DataType,
  options = 'PARQUET_VERSION v1',
  rows = 5000,
): Promise<TestTable> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-parquet-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'f.parquet');
  const duck = await (await DuckDBInstance.create()).connect();
  const query = `SELECT ${sql} AS v FROM range(${rows}) t(i)`;
  await duck.run(`COPY (${query}) TO '${path}' (FORMAT parquet, ${options})`);
  const physical = { fields: [{ name: 'v', type }] };
  return { env: testEnv(nodeFiles), options: { path, format: 'parquet' }, physical };
}

async function values(...args: Parameters<typeof column>): Promise<readonly unknown[]> {
  return (await readAll(filesystem, await column(...args))).map((row) => row[0]);
}

for (const version of ['v1', 'v2']) {
  test(`many distinct texts with nulls keep them, files of ${version}`, async (t) => {
    const sql = "CASE WHEN i % 3 <> 0 THEN 'né' || i END";
    t.deepEqual(
      await values(t, sql, stringType, `PARQUET_VERSION ${version}`),
      Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? null : `né${i}`)),
    );
  });

  test(`JSON and UUID are texts, files of ${version}`, async (t) => {
    const of = (sql: string, type: DataType) =>
      values(t, sql, type, `PARQUET_VERSION ${version}`, 3000);
    t.is((await of(`('{"a": ' || i || '}')::JSON`, stringType))[7], '{"a": 7}');
    const uuid = "('5ce45d4e-2a3c-4f6e-9a70-' || lpad(i::VARCHAR, 12, '0'))::UUID";
    t.is((await of(uuid, stringType))[9], '5ce45d4e-2a3c-4f6e-9a70-000000000009');
    const bytes = (await of(uuid, bytesType))[9] as Uint8Array;
    t.is(Buffer.from(bytes).toString('hex'), '5ce45d4e2a3c4f6e9a70000000000009');
  });
}

test('unsigned integers are no negative ones', async (t) => {
  const of = (sql: string, type: DataType) => values(t, sql, type, 'PARQUET_VERSION v1', 3000);
  const int = '(4294967295 - i)::UINTEGER';
  t.is((await of(int, bigintType))[0], 4_294_967_295n);
  t.is((await of(int, doubleType))[1], 4_294_967_294);
  t.is((await of(int, decimalType(12, 1)))[2], 42_949_672_930n);
  await t.throwsAsync(() => of(int, intType), { message: /does not fit INT/ });
  const long = '(18446744073709551615 - i)::UBIGINT';
  t.is((await of(long, decimalType(20, 0)))[0], 18_446_744_073_709_551_615n);
  await t.throwsAsync(() => of(long, bigintType), { message: /does not fit BIGINT/ });
  const list: DataType = { id: 'array', nullable: true, element: bigintType };
  t.deepEqual((await of(`[${int}]`, list))[1], [4_294_967_294n]);
});

test('unsigned integers stored as differences: right or refused', async (t) => {
  const of = (sql: string, type: DataType) => values(t, sql, type, 'PARQUET_VERSION v2', 3000);
  const long = '(18446744073709551615 - i)::UBIGINT';
  t.is((await of(long, decimalType(20, 0)))[0], 18_446_744_073_709_551_615n);
  t.is((await of('i::INTEGER - 5', bigintType))[0], -5n);
  t.is((await of('(65535 - i)::USMALLINT', intType))[1], 65_534);
  for (const sql of ['(4294967295 - i)::UINTEGER', '[(4294967295 - i)::UINTEGER]']) {
    const type: DataType = sql.startsWith('[')
      ? { id: 'array', nullable: true, element: bigintType }
      : bigintType;
    await t.throwsAsync(() => of(sql, type), { code: 'PARQUET_COLUMN', message: /unsigned/ });
  }
});

/** 4294967295, 0, 3000000000, NULL, 2147483648, 7 as UINT_32 in DELTA_BINARY_PACKED. */
const pyarrowDeltas = `
  UEFSMRUAFaACFaACLBUMFQoVBhUGHAAAAAIAAAADN4ABBAUB8f///w8fAAAA+v////wuaFl+6EsTAAAAAAAAAAAAAAAAAAAA
  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABUEGSw1ABgGc2NoZW1hFQIAFQIlAhgBdSUaTKwTIBIAAAAWDBkcGRwmABwVAhkl
  BgoZGAF1FQAWDBbKAhbKAiYISRwVABUKFQIAPCkGGSYCCgAAABbKAhYMJggWygIAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJz
  aW9uIDI2LjAuMRkcHAAAAIcAAABQQVIx
`;

test('unsigned integers that pyarrow stores as differences', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const bytes = Uint8Array.from(Buffer.from(pyarrowDeltas.replaceAll(/\s/g, ''), 'base64'));
  await files.writeFile('/base/f.parquet', bytes);
  const options = { path: '/base/f.parquet', format: 'parquet' };
  const physical = { fields: [{ name: 'u', type: bigintType }] };
  const rows = await readAll(filesystem, { env: testEnv(files), options, physical });
  t.deepEqual(rows.flat(), [4_294_967_295n, 0n, 3_000_000_000n, null, 2_147_483_648n, 7n]);
});

test('a column of nulls is null as any type', async (t) => {
  for (const type of [stringType, intType, bytesType, decimalType(5, 2)])
    t.deepEqual(await values(t, 'NULL', type, 'PARQUET_VERSION v1', 2), [null, null]);
});

test('maps may have any keys; empty ones and null are told apart', async (t) => {
  const item: DataType = {
    id: 'row',
    nullable: true,
    fields: [{ name: 'z', type: { id: 'array', nullable: true, element: bigintType } }],
  };
  const map = (key: DataType, value: DataType): DataType => ({
    id: 'map',
    nullable: true,
    key,
    value,
  });
  t.deepEqual(await values(t, "MAP {9 - i: {'z': [i]}}", map(bigintType, item), 'CODEC zstd', 2), [
    [[9n, [[0n]]]],
    [[8n, [[1n]]]],
  ]);
  const sql = "CASE i WHEN 0 THEN NULL WHEN 1 THEN MAP {} ELSE MAP {'b': 1, 'a': NULL, '': i} END";
  t.deepEqual(await values(t, sql, map(stringType, intType), 'CODEC zstd', 3), [
    null,
    [],
    [
      ['b', 1],
      ['a', null],
      ['', 2],
    ],
  ]);
  const keys = await values(
    t,
    "[MAP {'x'::BLOB: 'y'::BLOB}]",
    {
      id: 'array',
      nullable: true,
      element: map(bytesType, bytesType),
    },
    'CODEC zstd',
    1,
  );
  t.deepEqual(keys, [[[[Uint8Array.of(120), Uint8Array.of(121)]]]]);
});

test('values within rows and lists fit their types or are errors', async (t) => {
  const list = (element: DataType): DataType => ({ id: 'array', nullable: true, element });
  const of = (sql: string, type: DataType) => values(t, sql, list(type), 'CODEC zstd', 1);
  t.deepEqual(await of("[unhex('FF00')]", bytesType), [[Uint8Array.of(255, 0)]]);
  for (const [sql, type] of [
    ['[3000000000]', intType],
    ['[1.5::DOUBLE]', intType],
    ['[18446744073709551615::UBIGINT]', bigintType],
    ["[unhex('FF00')]", stringType],
  ] as const)
    await t.throwsAsync(() => of(sql, type), { code: 'PARQUET_COLUMN' }, sql);
  const raw = () => values(t, "unhex('FF00')", stringType, 'CODEC zstd', 1);
  await t.throwsAsync(raw, { code: 'CORRUPT_FILE', message: /"v": a text that is not UTF-8/ });
});
