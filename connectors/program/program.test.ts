import test from 'ava';
import type { Batch, Value } from '../../core/batch.js';
import { RowKind } from '../../core/rowkind.js';
import { intType, stringType, type Schema } from '../../core/types.js';
import { batchOf, diskWith, pollAll, rowsOf, sinkContext, sourceOf, testEnv } from '../test-rig.js';
import { ProgramTable } from './program-table.js';
import { programConnector } from './program.js';

const schema: Schema = {
  fields: [
    { name: 'id', type: intType },
    { name: 'name', type: stringType },
  ],
};
const env = testEnv((await diskWith({ '/base/x': '' })).mount());

function sourceOn(table: ProgramTable) {
  const spec = programConnector({ sources: new Map([['t', table]]), sinks: new Map() });
  return sourceOf(spec, { env, options: {}, physical: schema });
}

test('pushed rows arrive in order and end when the program says so', async (t) => {
  const table = new ProgramTable();
  const source = sourceOn(table);
  await source.restore(null);
  const idle = await source.poll(10);
  t.is(idle.kind, 'idle');
  await table.push([
    [1, 'a'],
    [2, null],
  ]);
  await table.push([[1, 'a']], RowKind.Delete);
  if (idle.kind === 'idle') await idle.ready;
  table.end();
  t.deepEqual(
    (await pollAll(source, 2)).map(({ rows }) => rows),
    [
      [
        [1, 'a'],
        [2, null],
      ],
      [['-D', 1, 'a']],
    ],
  );
  t.is((await source.poll(1)).kind, 'end');
});

test('a restored reader reads again what was not acknowledged', async (t) => {
  const table = new ProgramTable();
  await table.push([
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
  const source = sourceOn(table);
  await source.restore(null);
  const [first] = await pollAll(source, 2, 1);
  await source.close();
  const again = sourceOn(table);
  await again.restore(first!.offset);
  table.end();
  t.deepEqual(
    (await pollAll(again, 5)).flatMap(({ rows }) => rows),
    [[3, 'c']],
  );
});

test('acknowledged rows are forgotten, and asking for them is an error', async (t) => {
  const table = new ProgramTable();
  await table.push(Array.from({ length: 5000 }, (_, i): Value[] => [i, 'x']));
  const source = sourceOn(table);
  await source.restore(null);
  await pollAll(source, 4096, 1);
  await source.acknowledge(source.offset());
  await pollAll(source, 10, 1);
  await t.throwsAsync(() => sourceOn(table).restore(10), { code: 'PROGRAM_REPLAY' });
});

test('push waits while readers are behind', async (t) => {
  const table = new ProgramTable({ rowsAheadMax: 2 });
  const source = sourceOn(table);
  await source.restore(null);
  let isDone = false;
  const pushed = table
    .push([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ])
    .then(() => {
      isDone = true;
    });
  await Promise.resolve();
  t.false(isDone);
  await pollAll(source, 2, 1);
  await pushed;
  t.true(isDone);
});

test('a failing program fails its readers; unknown names are refused', async (t) => {
  const table = new ProgramTable();
  const source = sourceOn(table);
  await source.restore(null);
  table.fail(new TypeError('x'));
  t.throws(() => source.poll(1), { code: 'PROGRAM_FAILED' });
  const spec = programConnector({ sources: new Map([['orders', table]]), sinks: new Map() });
  t.throws(() => sourceOf(spec, { env, options: { table: 'order' }, physical: schema }), {
    code: 'PROGRAM_TABLE',
    message: /'order'/,
  });
});

test('a sink hands batches to the program and waits for it', async (t) => {
  const taken: Value[][] = [];
  const writer = async (batch: Batch): Promise<void> => {
    await Promise.resolve();
    taken.push(...rowsOf(batch));
  };
  const spec = programConnector({ sources: new Map(), sinks: new Map([['t', writer]]) });
  const sink = spec.sink!(sinkContext({ env, options: {}, physical: schema }));
  await sink.restore([], null);
  await sink.write(batchOf(schema, [[1, 'a']]));
  t.deepEqual(taken, [[1, 'a']]);
});
