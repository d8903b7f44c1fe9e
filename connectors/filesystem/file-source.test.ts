import test from 'ava';
import { DataError } from '../../core/errors.js';
import { gzipSync } from 'node:zlib';
import type { FileSystem } from '../../core/env.js';
import { bigintType, dateType, intType, stringType, type Schema } from '../../core/types.js';
import { diskWith, pollAll, readAll, sourceOf, testEnv, type TestTable } from '../test-rig.js';
import { filesystem } from './filesystem.js';

const schema: Schema = {
  fields: [
    { name: 'id', type: intType },
    { name: 'name', type: stringType },
  ],
};

function jsonTable(
  files: FileSystem,
  path: string,
  more: Readonly<Record<string, string>> = {},
): TestTable {
  return { env: testEnv(files), options: { path, format: 'json', ...more }, physical: schema };
}

const lines = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, i) => `{"name":"n${'x'.repeat((from + i) % 9)}é","id":${from + i}}\n`,
  ).join('');

test('a byte order mark at the start of a file is no part of its text', async (t) => {
  const mark = '\ufeff';
  const disk = await diskWith({
    '/base/json/a': `${mark}{"id":1}\n{"id":2,"name":"${mark}b"}\n`,
    '/base/json/b': mark,
    '/base/json/c': `${mark}{"id":3}`,
    '/base/csv/a': `${mark}1,a\n2,b\n`,
    '/base/raw/a': `${mark}x\n`,
    '/base/bad': `{"id":1}\n${mark}{"id":2}\n`,
  });
  const files = disk.mount();
  t.deepEqual(await readAll(filesystem, jsonTable(files, 'json')), [
    [1, null],
    [2, `${mark}b`],
    [3, null],
  ]);
  t.deepEqual(await readAll(filesystem, jsonTable(files, 'csv', { format: 'csv' })), [
    [1, 'a'],
    [2, 'b'],
  ]);
  const line = { fields: [{ name: 'line', type: stringType }] };
  const raw = { ...jsonTable(files, 'raw', { format: 'raw' }), physical: line };
  t.deepEqual(await readAll(filesystem, raw), [[`${mark}x`]]);
  await t.throwsAsync(() => readAll(filesystem, jsonTable(files, 'bad')), { code: 'CORRUPT_ROW' });
});

/** Files read a hundred bytes at a time, and the paths that are open. */
function watched(mounted: FileSystem): { readonly files: FileSystem; readonly open: string[] } {
  const open: string[] = [];
  const files: FileSystem = {
    ...mounted,
    openRead: async (path) => {
      const file = await mounted.openRead(path);
      open.push(path);
      return {
        read: (target, position) => file.read(target.subarray(0, 100), position),
        close: async () => {
          open.splice(open.indexOf(path), 1);
          await file.close();
        },
      };
    },
  };
  return { files, open };
}

test('the file is closed at its end, after an error and when the source is closed', async (t) => {
  const disk = await diskWith({ '/base/f': lines(0, 50), '/base/bad': '{"id":1}\n{"id":\n' });
  const { files, open } = watched(disk.mount());
  t.is((await readAll(filesystem, jsonTable(files, 'f'))).length, 50);
  t.is(open.length, 0);
  for (const path of ['f', 'bad']) {
    const source = sourceOf(filesystem, jsonTable(files, path));
    await source.restore(null);
    if (path === 'f') await source.poll(3);
    else await t.throwsAsync(async () => source.poll(3), { code: 'CORRUPT_ROW' });
    t.is(open.length, 1);
    await source.close();
    t.is(open.length, 0);
  }
});

test('a source that is closed during a poll leaves no file open', async (t) => {
  const disk = await diskWith({ '/base/in/a': lines(0, 9), '/base/in/b': lines(9, 20) });
  const { files, open } = watched(disk.mount());
  for (let polls = 0; polls < 10; polls++) {
    for (let turns = 0; turns < 50; turns++) {
      const source = sourceOf(filesystem, jsonTable(files, 'in'));
      await source.restore(null);
      await pollAll(source, 3, polls);
      const polling = source.poll(3);
      for (let i = 0; i < turns; i++) await Promise.resolve();
      await source.close();
      await polling;
      t.deepEqual(open, [], `closed ${turns} turns after ${polls} polls`);
    }
  }
});

test('a folder is read file by file by name, without hidden ones, into sub-folders', async (t) => {
  const disk = await diskWith({
    '/base/in/b.json': '{"id":3}',
    '/base/in/a.json': '{"id":1}\n{"id":2}\n',
    '/base/in/_no.json': '{"id":9}',
    '/base/in/.no': '{"id":9}',
    '/base/in/sub/c': '{"id":4}\n',
    '/base/in/_sub/c': '{"id":9}',
    '/base/in/empty': '',
  });
  const rows = await readAll(filesystem, jsonTable(disk.mount(), 'in/'));
  t.deepEqual(
    rows.map((row) => row[0]),
    [1, 2, 3, 4],
  );
});

test('wildcards and a pattern choose files; file URLs work', async (t) => {
  const disk = await diskWith({
    '/base/in/a1.json': '{"id":1}',
    '/base/in/a2.txt': '{"id":2}',
    '/base/in/s/a3.json': '{"id":3}',
  });
  const ids = async (path: string, more = {}) =>
    (await readAll(filesystem, jsonTable(disk.mount(), path, more))).map((row) => row[0]);
  t.deepEqual(await ids('in/*.json'), [1]);
  t.deepEqual(await ids('in/**/*.json'), [1, 3]);
  t.deepEqual(await ids('in', { 'source.path.regex-pattern': '.*/a[12][.].*' }), [1, 2]);
  t.deepEqual(await ids('file:///base/in/a2.txt'), [2]);
});

test('a pattern that no file fits is an error, an empty folder is not', async (t) => {
  const disk = await diskWith({ '/base/in/a1.json': '{"id":1}', '/base/none/.hidden': '' });
  const read = (path: string, more = {}) =>
    readAll(filesystem, jsonTable(disk.mount(), path, more));
  t.deepEqual(await read('none'), []);
  const code = 'FILE_NOT_FOUND';
  await t.throwsAsync(() => read('in/*.jsonl'), { code, message: /fits the pattern .*jsonl/ });
  const regex = { 'source.path.regex-pattern': 'a1.*' };
  await t.throwsAsync(() => read('in', regex), { code, message: /source.path.regex-pattern/ });
  await t.throwsAsync(() => read(' '), { code: 'OPTION_VALUE', message: /'path' is empty/ });
  const monitored = sourceOf(
    filesystem,
    jsonTable(disk.mount(), 'in/*.jsonl', { 'source.monitor-interval': '1 s' }),
  );
  await monitored.restore(null);
  t.is((await monitored.poll(10)).kind, 'idle');
});

test('rows added behind the end of a file that was read are told, once', async (t) => {
  const files = (await diskWith({ '/base/in/a': lines(0, 3), '/base/in/b': lines(3, 4) })).mount();
  const table = jsonTable(files, 'in', { 'source.monitor-interval': '1 s' });
  const told: string[] = [];
  const log = { write: (_level: string, message: string) => told.push(message) };
  const source = sourceOf(filesystem, { ...table, env: { ...table.env, log } });
  await source.restore(null);
  await pollAll(source, 4096, 2);
  for (const size of [3, 5, 6]) {
    await files.writeFile('/base/in/a', Buffer.from(lines(0, size)));
    t.is((await source.poll(10)).kind, 'idle');
    const expected = size === 3 ? [] : [/^\/base\/in\/a has grown since it was read/];
    t.is(told.length, expected.length);
    for (const [i, one] of expected.entries()) t.regex(told[i]!, one);
  }
});

test('a missing file is an error that names its neighbour', async (t) => {
  const disk = await diskWith({ '/base/in/orders.json': '' });
  const error = await t.throwsAsync(() =>
    readAll(filesystem, jsonTable(disk.mount(), 'in/order.json')),
  );
  t.like(error, { code: 'FILE_NOT_FOUND', hint: 'Did you mean "orders.json"?' });
  t.regex(error!.message, /\/base\/in\/order\.json/);
});

test('partition folders and metadata give columns', async (t) => {
  const disk = await diskWith({
    '/base/p/day=2024-01-01/who=a%2Fb/f': '{"id":1}\n',
    '/base/p/day=2024-01-02/who=__DEFAULT_PARTITION__/g': '{"id":2}\n',
  });
  const physical = {
    fields: [...schema.fields, { name: 'day', type: dateType }, { name: 'who', type: stringType }],
  };
  const rows = await readAll(filesystem, {
    ...jsonTable(disk.mount(), 'p'),
    physical,
    partitionKeys: ['day', 'who'],
    projection: [['who'], ['id'], ['day']],
    metadata: ['file.name', 'file.size', 'file.path'],
  });
  t.deepEqual(rows, [
    ['a/b', 1, 19723, 'f', 9n, '/base/p/day=2024-01-01/who=a%2Fb/f'],
    [null, 2, 19724, 'g', 9n, '/base/p/day=2024-01-02/who=__DEFAULT_PARTITION__/g'],
  ]);
});

test('after every cut the offset restores exactly the rows that remain', async (t) => {
  const disk = await diskWith({
    '/base/in/a': lines(0, 7),
    '/base/in/b': `[${lines(7, 12).trim().split('\n').join(',')}]\n[]\n${lines(12, 14)}`,
    '/base/in/c.gz': gzipSync(lines(14, 20)),
    '/base/in/d': '',
    '/base/in/e': lines(20, 21).trim(),
  });
  const table = jsonTable(disk.mount(), 'in');
  const all = (await readAll(filesystem, table)).map((row) => row[0]);
  t.deepEqual(
    all,
    Array.from({ length: 21 }, (_, i) => i),
  );
  for (const rowsMax of [1, 2, 3, 4096]) {
    const source = sourceOf(filesystem, table);
    await source.restore(null);
    const start = JSON.parse(JSON.stringify(source.offset())) as never;
    let seen = 0;
    for (const { rows, offset } of [
      { rows: [], offset: start },
      ...(await pollAll(source, rowsMax)),
    ]) {
      seen += rows.length;
      const again = sourceOf(filesystem, table);
      await again.restore(offset);
      t.deepEqual(JSON.parse(JSON.stringify(again.offset())), offset);
      const rest = (await pollAll(again, 2)).flatMap((polled) => polled.rows.map((row) => row[0]));
      t.deepEqual(rest, all.slice(seen), `${rowsMax} rows a poll, after ${seen}`);
    }
  }
});

test('rows longer than a chunk and cut by chunks come out whole', async (t) => {
  const text = 'ü'.repeat(700_000);
  const disk = await diskWith({
    '/base/big': `{"id":1,"name":"${text}"}\n{"id":2,"name":"${text}"}\n{"id":3}`,
  });
  const rows = await readAll(filesystem, jsonTable(disk.mount(), 'big'));
  t.deepEqual(
    rows.map((row) => row[0]),
    [1, 2, 3],
  );
  t.true(rows[1]![1] === text);
});

test('an offset is refused in a file that shrank or begins otherwise', async (t) => {
  const disk = await diskWith({ '/base/in/a': lines(0, 9) });
  const source = sourceOf(filesystem, jsonTable(disk.mount(), 'in'));
  await source.restore(null);
  const read = await source.poll(4);
  t.is(read.kind === 'batch' ? read.batch.rowCount : 0, 4);
  const offset = JSON.parse(JSON.stringify(source.offset())) as never;
  const goOn = async (content: string): Promise<number> => {
    const changed = await diskWith({ '/base/in/a': content });
    const again = sourceOf(filesystem, jsonTable(changed.mount(), 'in'));
    await again.restore(offset);
    return (await pollAll(again, 3)).reduce((sum, { rows }) => sum + rows.length, 0);
  };
  await t.throwsAsync(goOn(lines(0, 5)), { code: 'FILE_CHANGED', message: /had \d+/ });
  await t.throwsAsync(goOn(lines(1, 12)), { code: 'FILE_CHANGED', message: /begins/ });
  t.is(await goOn(lines(0, 12)), 8);
});

test('a monitored folder goes on with files that appear, also after a restore', async (t) => {
  const disk = await diskWith({ '/base/in/m': lines(0, 3) });
  const files = disk.mount();
  const table = jsonTable(files, 'in', { 'source.monitor-interval': '1 s' });
  const source = sourceOf(filesystem, table);
  await source.restore(null);
  await pollAll(source, 4096, 1);
  t.is((await source.poll(10)).kind, 'idle');
  const offset = JSON.parse(JSON.stringify(source.offset())) as never;
  await files.writeFile('/base/in/a', Buffer.from(lines(3, 5)));
  for (const reader of [source, sourceOf(filesystem, table)]) {
    if (reader !== source) await reader.restore(offset);
    const [polled] = await pollAll(reader, 4096, 1);
    t.deepEqual(
      polled!.rows.map((row) => row[0]),
      [3, 4],
    );
    t.is((await reader.poll(10)).kind, 'idle');
  }
});

test('a corrupt row names file, line, byte and column, or is skipped and counted', async (t) => {
  const disk = await diskWith({ '/base/f': '{"id":1}\n{"id":"two"}\n{"id":3}\n{"id":\n' });
  const error = await t.throwsAsync(() => readAll(filesystem, jsonTable(disk.mount(), 'f')));
  t.like(error, { code: 'CORRUPT_ROW', blame: 'user' });
  t.regex(
    error!.message,
    /^\/base\/f, line 2, byte 15, column "id": does not fit INT: "two"; the row is: \{.*\}$/,
  );
  const source = sourceOf(filesystem, jsonTable(disk.mount(), 'f', { 'error.policy': 'skip' }));
  await source.restore(null);
  t.deepEqual(
    (await pollAll(source, 10)).flatMap(({ rows }) => rows.map((row) => row[0])),
    [1, 3],
  );
  t.is((source as unknown as { skippedCount: number }).skippedCount, 2);
});

test('files that are no JSON lines are told from broken rows', async (t) => {
  const disk = await diskWith({
    '/base/pretty': JSON.stringify([{ id: 1 }], null, 2),
    '/base/array': '[{"id":1},\n{"id":2}]',
    '/base/wide': Buffer.from('\ufeff{"id":1}\n', 'utf16le'),
    '/base/cut': '{"id":1}\n{"id":',
    '/base/broken': '{"id":x}\n',
  });
  const hintOf = async (path: string): Promise<string> => {
    const error = await t.throwsAsync(readAll(filesystem, jsonTable(disk.mount(), path)), {
      instanceOf: DataError,
      code: 'CORRUPT_ROW',
    });
    return error.hint ?? '';
  };
  for (const path of ['pretty', 'array', 'cut']) t.regex(await hintOf(path), /in one line$/, path);
  t.regex(await hintOf('wide'), /UTF-16/);
  t.regex(await hintOf('broken'), /correct the file/);
});

test('COUNT(*) reads rows without columns; wrong types of files are refused', async (t) => {
  const disk = await diskWith({ '/base/f': lines(0, 5), '/base/f.xz': '' });
  t.is((await readAll(filesystem, { ...jsonTable(disk.mount(), 'f'), projection: [] })).length, 5);
  t.like(await t.throwsAsync(() => readAll(filesystem, jsonTable(disk.mount(), 'f.xz'))), {
    code: 'FILE_COMPRESSION',
  });
  t.like(
    await t.throwsAsync(async () => readAll(filesystem, jsonTable(disk.mount(), 's3://bucket/x'))),
    { code: 'OPTION_VALUE' },
  );
});

test('facts: bounded unless monitored, sizes added up', async (t) => {
  const disk = await diskWith({ '/base/in/a': '12345', '/base/in/b': '123' });
  const context = {
    env: testEnv(disk.mount()),
    table: 't',
    baseDir: '/base',
    sessionTimeZone: 'UTC',
  };
  const options = { path: 'in', format: 'json' };
  t.like(
    await filesystem.sourceFacts!(
      { ...context, options },
      { fields: [{ name: 'x', type: bigintType }] },
    ),
    { bounded: true, replayable: true, changelog: 'insert-only', estimatedBytes: 8 },
  );
  t.like(
    await filesystem.sourceFacts!(
      { ...context, options: { ...options, 'source.monitor-interval': '5s' } },
      schema,
    ),
    { bounded: false },
  );
});
