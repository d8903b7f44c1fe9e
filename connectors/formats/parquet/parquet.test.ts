import test from 'ava';
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bigintType,
  booleanType,
  bytesType,
  dateType,
  decimalType,
  doubleType,
  floatType,
  intType,
  smallintType,
  stringType,
  timestampType,
  type DataType,
  type Schema,
} from '../../../core/types.js';
import { nodeFiles } from '../../../storage/node-files.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { pollAll, readAll, sourceOf, testEnv, type TestTable } from '../../test-rig.js';
import { plainRead } from './plain-value.js';

const array: DataType = { id: 'array', nullable: true, element: intType };
const row: DataType = {
  id: 'row',
  nullable: true,
  fields: [
    { name: 'x', type: intType },
    { name: 'y', type: stringType },
  ],
};
const schema: Schema = {
  fields: [
    ['i', intType],
    ['l', bigintType],
    ['s', stringType],
    ['d', decimalType(12, 3)],
    ['w', decimalType(38, 2)],
    ['f', doubleType],
    ['g', floatType],
    ['b', booleanType],
    ['dt', dateType],
    ['ts', timestampType(3)],
    ['us', timestampType(6)],
    ['bin', bytesType],
    ['sm', smallintType],
    ['a', array],
    ['r', row],
  ].map(([name, type]) => ({ name: name as string, type: type as DataType })),
};

/** 1000 rows with nulls, few and many distinct values, written by DuckDB. */
const QUERY = `SELECT CASE WHEN i % 7 <> 0 THEN i::INT END AS i,
  (i * 9007199254740993)::BIGINT AS l,
  CASE WHEN i % 5 <> 0 THEN 'né' || (i % 3) END AS s,
  (i / 8)::DECIMAL(12, 3) AS d, i::DECIMAL(38, 2) * 100000000000000000000 AS w,
  i / 3.0::DOUBLE AS f, (i / 4)::FLOAT AS g, i % 3 = 0 AS b, DATE '1969-12-30' + i::INT AS dt,
  TIMESTAMP '1969-12-31 23:59:59.9' + INTERVAL (i) MILLISECOND AS ts,
  TIMESTAMP '1969-12-31 23:59:59.999999' + INTERVAL (i) MICROSECOND AS us,
  ('x' || i)::BLOB AS bin, (i % 100)::SMALLINT AS sm,
  [i::INT, NULL] AS a, {'x': i::INT, 'y': 'r' || i} AS r
  FROM range(1000) t(i)`;

async function written(
  t: { teardown(work: () => void): void },
  options: string,
): Promise<TestTable> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-parquet-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'f.parquet');
  const duck = await (await DuckDBInstance.create()).connect();
  await duck.run(`COPY (${QUERY}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 300, ${options})`);
  return { env: testEnv(nodeFiles), options: { path, format: 'parquet' }, physical: schema };
}

for (const options of [
  'COMPRESSION zstd',
  'COMPRESSION snappy, PARQUET_VERSION v2',
  'COMPRESSION gzip',
  'COMPRESSION uncompressed',
]) {
  test(`every type comes out as it was written: ${options}`, async (t) => {
    const rows = await readAll(filesystem, await written(t, options));
    t.is(rows.length, 1000);
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
    t.deepEqual(rows[0], [
      null,
      0n,
      null,
      0n,
      0n,
      0,
      0,
      true,
      -2,
      -100,
      -1000n,
      bytes('x0'),
      0,
      [0, null],
      [0, 'r0'],
    ]);
    t.deepEqual(rows[999], [
      999,
      999n * 9007199254740993n,
      'né0',
      124875n,
      9990000000000000000000000n,
      333,
      249.75,
      true,
      997,
      899,
      998000n,
      bytes('x999'),
      99,
      [999, null],
      [999, 'r999'],
    ]);
    t.deepEqual(
      rows.map((values) => values[0]),
      Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? null : i)),
    );
    t.deepEqual(
      rows.map((values) => values[2]),
      Array.from({ length: 1000 }, (_, i) => (i % 5 === 0 ? null : `né${i % 3}`)),
    );
  });
}

test('offsets count rows; any cut restores the rest; fields of rows can be wanted', async (t) => {
  const table = {
    ...(await written(t, 'COMPRESSION zstd')),
    projection: [['r', 'y'], ['l'], ['s']],
  };
  const all = await readAll(filesystem, table);
  t.is(all[5]![0], 'r5');
  const source = sourceOf(filesystem, table);
  await source.restore(null);
  let seen = 0;
  for (const { rows, offset } of await pollAll(source, 97)) {
    seen += rows.length;
    const again = sourceOf(filesystem, table);
    await again.restore(offset);
    t.deepEqual(
      (await pollAll(again, 64)).flatMap((polled) => polled.rows),
      all.slice(seen),
      `after ${seen}`,
    );
  }
  t.is(seen, 1000);
});

test('progress is the share of the rows that were given', async (t) => {
  const source = sourceOf(filesystem, await written(t, 'COMPRESSION zstd'));
  await source.restore(null);
  let rows = 0;
  while (rows < 500) {
    const polled = await source.poll(50);
    if (polled.kind === 'batch') rows += polled.batch.rowCount;
  }
  t.is(source.progress!(), rows / 1000);
  await source.close();
});

test('no such column, another type, no Parquet file: errors that say so', async (t) => {
  const table = await written(t, 'COMPRESSION zstd');
  const wrong = (name: string, type: DataType): TestTable => ({
    ...table,
    physical: { fields: [{ name, type }] },
  });
  await t.throwsAsync(() => readAll(filesystem, wrong('nope', intType)), {
    code: 'PARQUET_COLUMN',
  });
  await t.throwsAsync(() => readAll(filesystem, wrong('s', intType)), { code: 'PARQUET_COLUMN' });
  await t.throwsAsync(() => readAll(filesystem, wrong('l', intType)), { code: 'PARQUET_COLUMN' });
  await t.throwsAsync(
    () =>
      readAll(filesystem, {
        ...table,
        options: { ...table.options, path: join(process.cwd(), 'package.json') },
      }),
    { code: 'CORRUPT_FILE' },
  );
});

test('decimals within rows, lists and maps keep all their digits', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-parquet-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'd.parquet');
  const duck = await (await DuckDBInstance.create()).connect();
  await duck.run(`COPY (SELECT
      {'a': 12345678901234567890123456789.123456789::DECIMAL(38, 9), 'b': -0.07::DECIMAL(4, 2),
       'c': 123456789012345.678::DECIMAL(18, 3)} AS r,
      [-99999999999999999999999999999999999999::DECIMAL(38, 0), NULL] AS l,
      MAP {'k': 90071992547409931.5::DECIMAL(18, 1)} AS m
    ) TO '${path}' (FORMAT parquet)`);
  const [wide, list] = [decimalType(38, 9), decimalType(38, 0)];
  const types: Record<string, DataType> = {
    r: {
      id: 'row',
      fields: [
        { name: 'a', type: wide },
        { name: 'b', type: decimalType(5, 3) },
        { name: 'c', type: decimalType(18, 3) },
      ],
      nullable: true,
    },
    l: { id: 'array', element: list, nullable: true },
    m: { id: 'map', key: stringType, value: decimalType(18, 1), nullable: true },
  };
  const physical = { fields: Object.entries(types).map(([name, type]) => ({ name, type })) };
  const table = { env: testEnv(nodeFiles), options: { path, format: 'parquet' }, physical };
  t.deepEqual(await readAll(filesystem, table), [
    [
      [12345678901234567890123456789123456789n, -70n, 123456789012345678n],
      [-99999999999999999999999999999999999999n, null],
      [['k', 900719925474099315n]],
    ],
  ]);
  const projection = [
    ['r', 'c'],
    ['r', 'a'],
  ];
  t.deepEqual(await readAll(filesystem, { ...table, projection }), [
    [123456789012345678n, 12345678901234567890123456789123456789n],
  ]);
});

test('INT96 is nanoseconds of the day, then the Julian day', (t) => {
  const view = new DataView(new ArrayBuffer(12));
  view.setBigInt64(0, 86_399_999_999_999n, true);
  view.setInt32(8, 2440587, true); // the last day of 1969
  const element = { name: 't', type: 'INT96' as const };
  t.is(plainRead(element, timestampType(9))!(view, 0, 12), -1n);
  t.is(plainRead(element, timestampType(3))!(view, 0, 12), -1);
});
