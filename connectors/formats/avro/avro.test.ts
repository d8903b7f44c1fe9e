import test from 'ava';
import avsc from 'avsc';
import {
  bigintType,
  decimalType,
  intType,
  notNull,
  stringType,
  timestampLtzType,
  timestampType,
  type DataType,
  type Schema,
} from '../../../core/types.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { diskWith, readAll, sinkContext, testEnv, type TestTable } from '../../test-rig.js';
import {
  commonTypes,
  readFromEveryOffset,
  samplesOf,
  timeTypes,
  writeSamples,
} from '../round-trip.js';

const bagType: DataType = { id: 'multiset', nullable: true, element: notNull(stringType) };
const types = { ...commonTypes, ...timeTypes, bag: [bagType, [['a', 2]], []] as const };
const exact = { format: 'avro', 'avro.timestamp_mapping.legacy': 'false' };

/** The library as an oracle, its longs as BigInt. */
const longType = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});
function oracleType(schema: unknown): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema, {
    typeHook: (inner: unknown) => {
      const isLong = inner === 'long' || (inner as { type?: unknown }).type === 'long';
      return isLong ? longType : undefined;
    },
  });
}

function byLibrary(schema: unknown, rows: readonly object[], codec: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const encoder = new avsc.streams.BlockEncoder(schema as avsc.Schema, { codec, blockSize: 64 });
    const chunks: Uint8Array[] = [];
    encoder.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    encoder.on('error', reject);
    encoder.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    for (const row of rows) encoder.write(row);
    encoder.end();
  });
}

function readByLibrary(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    const decoder = new avsc.streams.BlockDecoder({
      parseHook: (schema: unknown) => oracleType(schema),
    });
    const rows: Record<string, unknown>[] = [];
    decoder.on('data', (row: Record<string, unknown>) => rows.push(row));
    decoder.on('error', reject);
    decoder.on('end', () => resolve(rows));
    decoder.end(Buffer.from(bytes));
  });
}

for (const codec of ['snappy', 'null', 'deflate']) {
  test(`avro: every type with nulls comes back, from every offset: ${codec}`, async (t) => {
    const files = (await diskWith({ '/base/x': '' })).mount();
    const samples = samplesOf(types, 7);
    const table = await writeSamples(files, { ...exact, 'avro.codec': codec }, samples, 5);
    const found = await readFromEveryOffset(table, 4);
    t.is(found.length, 7);
    for (const [i, rows] of found.entries()) t.deepEqual(rows, samples.rows.slice(4 * i));
  });
}

test('avro: files of several blocks restore at every offset, fields of rows too', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const pair: DataType = { id: 'row', nullable: true, fields: [{ name: 'y', type: stringType }] };
  const schema = {
    fields: [
      { name: 'i', type: intType },
      { name: 'r', type: pair },
    ],
  };
  const rows = Array.from({ length: 900 }, (_, i) => [
    i,
    i % 7 === 0 ? null : ['y'.repeat(300) + i],
  ]);
  const table = await writeSamples(files, { format: 'avro' }, { schema, rows }, 100);
  const wanted = { ...table, projection: [['r', 'y'], ['i']] };
  const found = await readFromEveryOffset(wanted, 97);
  const all = rows.map(([i, r]) => [r === null ? null : (r as string[])[0], i]);
  t.true(found.length > 10);
  let seen = -1;
  for (const rest of found) {
    t.deepEqual(rest, all.slice(all.length - rest.length));
    t.not(rest.length, seen);
    seen = rest.length;
  }
});

test("avro: the library reads what we write, in Flink's schema", async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  await writeSamples(files, { ...exact, 'avro.codec': 'deflate' }, samplesOf(types, 2));
  const part = (await files.list('/base/out')).find((name) => name.startsWith('part-'))!;
  const rows = await readByLibrary(await files.readFile(`/base/out/${part}`));
  t.is(rows.length, 6);
  const first = JSON.parse(
    JSON.stringify(rows[0], (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    ),
  ) as Record<string, unknown>;
  t.deepEqual(first['l'], '9007199254740993n');
  t.deepEqual(rows[1]!['l'], -9223372036854775808n);
  t.deepEqual(Buffer.from(rows[0]!['dec'] as Uint8Array), Buffer.from([0x30, 0x39]));
  t.is(first['ts'], '1700000000123n');
  t.is(first['us'], '1700000000123456n');
  t.deepEqual(first['aa'], [['a'], null, []]);
  t.deepEqual(first['m'], { a: '1n', b: null });
  t.deepEqual(first['ar'], [{ x: 1, y: 'x' }, null]);
  t.deepEqual(first['bag'], { a: 2 });
  t.is(rows[2]!['wide'], null);
});

test('avro: the schema is the one Flink derives', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const row: DataType = { id: 'row', nullable: true, fields: [{ name: 'x', type: intType }] };
  const schema: Schema = {
    fields: [
      { name: 'a', type: notNull(bigintType) },
      { name: 'r', type: row },
      { name: 'd', type: decimalType(10, 2) },
      { name: 't', type: timestampType(3) },
    ],
  };
  await writeSamples(files, { format: 'avro' }, { schema, rows: [[1n, [1], 100n, 5]] });
  const part = (await files.list('/base/out')).find((name) => name.startsWith('part-'))!;
  const text = Buffer.from(await files.readFile(`/base/out/${part}`)).toString('latin1');
  const json = text.slice(text.indexOf('{"type"'), text.lastIndexOf(']}') + 2);
  t.deepEqual(JSON.parse(json), {
    type: 'record',
    name: 'record',
    namespace: 'org.apache.flink.avro.generated',
    fields: [
      { name: 'a', type: 'long' },
      {
        name: 'r',
        type: [
          'null',
          {
            type: 'record',
            name: 'record_r',
            namespace: 'org.apache.flink.avro.generated',
            fields: [{ name: 'x', type: ['null', 'int'], default: null }],
          },
        ],
        default: null,
      },
      {
        name: 'd',
        type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 }],
        default: null,
      },
      {
        name: 't',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        default: null,
      },
    ],
  });
});

async function foreign(
  schema: unknown,
  rows: readonly object[],
  fields: readonly (readonly [string, DataType])[],
  codec = 'deflate',
): Promise<TestTable> {
  const bytes = await byLibrary(schema, rows, codec);
  return {
    env: testEnv((await diskWith({ '/base/in/f.avro': bytes })).mount()),
    options: { path: 'in', ...exact },
    physical: { fields: fields.map(([name, type]) => ({ name, type })) },
  };
}

test('avro: files of others: enums, fixed, named types, unions, missing fields', async (t) => {
  const schema = {
    type: 'record',
    name: 'Other',
    namespace: 'x.y',
    fields: [
      { name: 'unused', type: { type: 'map', values: ['null', { type: 'array', items: 'long' }] } },
      { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A', 'B'] } },
      { name: 'e2', type: 'E' },
      { name: 'p', type: { type: 'record', name: 'P', fields: [{ name: 'x', type: 'int' }] } },
      { name: 'p2', type: ['P', 'null'] },
      { name: 'us', type: { type: 'long', logicalType: 'timestamp-micros' } },
      { name: 'fx', type: { type: 'fixed', name: 'F', size: 3 } },
      { name: 'n', type: 'int' },
    ],
  };
  const rows = [0, 1, 2, 3, 4, 5].map((i) => ({
    unused: { k: [1, 2], z: null },
    e: 'B',
    e2: 'A',
    p: { x: i },
    p2: i % 2 === 0 ? null : { x: -i },
    us: i - 1,
    fx: Buffer.from([1, 2, i]),
    n: i,
  }));
  const x: DataType = { id: 'row', nullable: true, fields: [{ name: 'x', type: intType }] };
  const table = await foreign(schema, rows, [
    ['us', timestampLtzType(6)],
    ['e', stringType],
    ['gone', stringType],
    ['p2', x],
    ['p', x],
    ['fx', { id: 'varbinary', length: 3, nullable: true }],
    ['n', bigintType],
    ['e2', stringType],
  ]);
  const found = await readAll(filesystem, table);
  t.is(found.length, 6);
  t.deepEqual(found[0], [-1000n, 'B', null, null, [0], new Uint8Array([1, 2, 0]), 0n, 'A']);
  t.deepEqual(found[3], [2000n, 'B', null, [-3], [3], new Uint8Array([1, 2, 3]), 3n, 'A']);
});

test('avro: wrong types, missing and damaged content are errors that name the file', async (t) => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'l', type: 'long' }] };
  const rows = [{ l: 1 }, { l: 2 ** 40 }];
  const table = await foreign(schema, rows, [['l', stringType]]);
  const as = (name: string, type: DataType): TestTable => ({
    ...table,
    physical: { fields: [{ name, type }] },
  });
  t.deepEqual(await readAll(filesystem, as('l', bigintType)), [[1n], [2n ** 40n]]);
  for (const bad of [table, as('nope', notNull(intType))]) {
    await t.throwsAsync(() => readAll(filesystem, bad), {
      code: 'AVRO_COLUMN',
      message: /f\.avro/,
    });
  }
  await t.throwsAsync(() => readAll(filesystem, as('l', intType)), { code: 'AVRO_COLUMN' });
  const bytes = await byLibrary(schema, rows, 'null');
  const { files } = table.env;
  const whole: number[] = [];
  for (let cut = 0; cut < bytes.length; cut++) {
    await files.writeFile('/base/in/f.avro', bytes.slice(0, cut));
    const read = readAll(filesystem, as('l', bigintType));
    const code = await read.then(
      () => null,
      (error: { code: string }) => error.code,
    );
    if (code === null) whole.push(cut);
    else t.is(code, 'CORRUPT_FILE', `cut at ${cut}`);
  }
  t.deepEqual(whole, [bytes.length - 25]); // behind the head: a file without rows
});

test('avro: what it cannot hold and unknown options are refused before the job', async (t) => {
  const env = testEnv((await diskWith({ '/base/x': '' })).mount());
  const sink = (type: DataType, options: Record<string, string> = {}, name = 'c'): unknown =>
    filesystem.sink!(
      sinkContext({
        env,
        options: { path: 'out', format: 'avro', ...options },
        physical: { fields: [{ name, type }] },
      }),
    );
  const map: DataType = { id: 'map', nullable: true, key: intType, value: intType };
  const time: DataType = { id: 'time', precision: 6, nullable: true };
  for (const type of [timestampType(6), timestampLtzType(3), map, time]) {
    t.throws(() => sink(type), { code: 'FORMAT_SCHEMA' });
  }
  const isExact = { 'avro.timestamp_mapping.legacy': 'false' };
  t.notThrows(() => sink(timestampType(6), isExact));
  t.throws(() => sink(timestampType(9), isExact), { code: 'FORMAT_SCHEMA' });
  t.throws(() => sink(intType, {}, 'with blank'), { code: 'FORMAT_SCHEMA' });
  t.throws(() => sink(intType, { 'avro.codec': 'bzip2' }), { code: 'OPTION_VALUE' });
  t.throws(() => sink(intType, { 'avro.encoding': 'json' }), { code: 'OPTION_VALUE' });
});
