import test from 'ava';
import type { Value } from '../../../core/batch.js';
import { intType, stringType, type Schema } from '../../../core/types.js';
import { filesystem } from '../../filesystem/filesystem.js';
import {
  batchOf,
  diskWith,
  pollAll,
  readAll,
  sourceOf,
  testEnv,
  type TestTable,
} from '../../test-rig.js';
import { changeFormats } from './change-json.js';

const schema: Schema = {
  fields: [
    { name: 'id', type: intType },
    { name: 'name', type: stringType },
    { name: 'qty', type: intType },
  ],
};

async function table(
  format: string,
  lines: readonly unknown[],
  options: Record<string, string> = {},
): Promise<TestTable> {
  const text = lines
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    .join('\n');
  const disk = await diskWith({ '/base/f': text });
  return {
    env: testEnv(disk.mount()),
    options: { path: 'f', format, ...options },
    physical: schema,
  };
}
async function read(
  format: string,
  lines: readonly unknown[],
  options: Record<string, string> = {},
): Promise<Value[][]> {
  return readAll(filesystem, await table(format, lines, options));
}

const pen = { id: 1, name: 'pen', qty: 10 };
const cheaper = { id: 1, name: 'pen', qty: 8 };

test('Debezium: create, read, update, delete, tombstones, schemas', async (t) => {
  const events = [
    { after: pen, op: 'r' },
    { before: null, after: pen, op: 'c' },
    { before: pen, after: cheaper, op: 'u' },
    { before: cheaper, after: null, op: 'd' },
  ];
  const want = [
    [1, 'pen', 10],
    [1, 'pen', 10],
    ['-U', 1, 'pen', 10],
    ['+U', 1, 'pen', 8],
    ['-D', 1, 'pen', 8],
  ];
  t.deepEqual(await read('debezium-json', [...events, '']), want);
  const wrapped = events.map((payload) => ({ schema: {}, payload }));
  t.deepEqual(
    await read('debezium-json', wrapped, { 'debezium-json.schema-include': 'true' }),
    want,
  );
});

test('Debezium: what is no event is an error or skipped', async (t) => {
  const bad = [
    { before: null },
    'oops',
    { after: pen, op: 'x' },
    { after: pen, op: 'u' },
    { after: { id: 'one' }, op: 'c' },
  ];
  for (const line of bad.slice(0, 4)) {
    await t.throwsAsync(() => read('debezium-json', [line]), { code: 'CORRUPT_ROW' });
    t.deepEqual(
      await read('debezium-json', [line, { after: pen, op: 'c' }], {
        'debezium-json.ignore-parse-errors': 'true',
      }),
      [[1, 'pen', 10]],
    );
  }
  await t.throwsAsync(() => read('debezium-json', bad.slice(4)), {
    code: 'CORRUPT_ROW',
    message: /column "id"/,
  });
});

test('Canal: several rows an event, each with its own old values', async (t) => {
  const common = { database: 'shop', table: 'items' };
  const events = [
    {
      ...common,
      type: 'INSERT',
      data: [
        { id: '1', name: 'pen', qty: '10' },
        { id: '2', name: 'cup', qty: null },
      ],
      old: null,
    },
    {
      ...common,
      type: 'UPDATE',
      data: [
        { id: '1', name: 'pen', qty: '8' },
        { id: '2', name: 'mug', qty: null },
      ],
      old: [{ qty: '10' }, { name: 'cup' }],
    },
    { ...common, type: 'CREATE', data: null },
    { database: 'other', table: 'items', type: 'INSERT', data: [{ id: '9' }] },
    { ...common, type: 'DELETE', data: [{ id: '1', name: 'pen', qty: '8' }] },
  ];
  t.deepEqual(
    await read('canal-json', events, {
      'canal-json.database.include': 'sh.*',
      'canal-json.table.include': 'items',
    }),
    [
      [1, 'pen', 10],
      [2, 'cup', null],
      ['-U', 1, 'pen', 10],
      ['+U', 1, 'pen', 8],
      ['-U', 2, 'cup', null],
      ['+U', 2, 'mug', null],
      ['-D', 1, 'pen', 8],
    ],
  );
});

test('Maxwell and GoldenGate', async (t) => {
  const want = [
    [1, 'pen', 10],
    ['-U', 1, 'pen', 10],
    ['+U', 1, 'pen', 8],
    ['-D', 1, 'pen', 8],
  ];
  t.deepEqual(
    await read('maxwell-json', [
      { type: 'insert', data: pen },
      { type: 'update', data: cheaper, old: { qty: 10 } },
      { type: 'delete', data: cheaper },
    ]),
    want,
  );
  t.deepEqual(
    await read('ogg-json', [
      { op_type: 'I', after: pen },
      { op_type: 'U', before: pen, after: cheaper },
      { op_type: 'D', before: cheaper },
    ]),
    want,
  );
});

test('an offset in the middle of an event restores the rest of its rows', async (t) => {
  const lines = [
    { after: pen, op: 'c' },
    { before: pen, after: cheaper, op: 'u' },
    { before: cheaper, op: 'd' },
  ];
  const events = await table('debezium-json', lines);
  const all = await readAll(filesystem, events);
  for (let cut = 1; cut <= all.length; cut++) {
    const source = sourceOf(filesystem, events);
    await source.restore(null);
    const polled = await pollAll(source, 1, cut);
    const again = sourceOf(filesystem, events);
    await again.restore(polled.at(-1)!.offset);
    t.deepEqual(
      (await pollAll(again, 10)).flatMap(({ rows }) => rows),
      all.slice(cut),
      `after ${cut}`,
    );
  }
});

test('an update is written as a delete and an insert, in all four formats', async (t) => {
  const batch = {
    ...batchOf(schema, [
      [1, 'pen', 10],
      [1, 'pen', 8],
    ]),
    kinds: Uint8Array.of(1, 2),
  };
  for (const format of changeFormats) {
    const encoder = format.encoder!({ options: {}, fields: schema.fields, indexes: [0, 1, 2] });
    const text = Buffer.from(encoder.encode(batch, Int32Array.of(0, 1), 2)).toString();
    if (format.name === 'debezium-json') {
      t.is(
        text,
        '{"before":{"id":1,"name":"pen","qty":10},"after":null,"op":"d"}\n' +
          '{"before":null,"after":{"id":1,"name":"pen","qty":8},"op":"c"}\n',
      );
    }
    t.deepEqual(
      await read(format.name, text.trim().split('\n')),
      [
        ['-D', 1, 'pen', 10],
        [1, 'pen', 8],
      ],
      format.name,
    );
  }
});

test('bad patterns are refused', (t) => {
  const canal = changeFormats.find((format) => format.name === 'canal-json')!;
  t.throws(() => canal.check({ 'canal-json.table.include': '(' }, schema), {
    code: 'OPTION_VALUE',
  });
});
