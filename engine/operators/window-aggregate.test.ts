import test from 'ava';
import type { Schema } from '../../core/types.js';
import { intType, timestampType, timestampLtzType } from '../../core/types.js';
import { batchFromText } from '../../core/batch-text.js';
import type { WindowAggregateNode } from '../nodes.js';
import { checkScript, OperatorBench } from './testing/operator-script.js';
import {
  callOf,
  countAll,
  distinct,
  input,
  nodeOf,
  schema,
  sum,
  windowOf,
} from './testing/window-words.js';
import { windowAggregate } from './window-aggregate.js';

async function lateRows(
  node: WindowAggregateNode,
  script: string,
  watermark: number,
): Promise<number> {
  const bench = await OperatorBench.start(windowAggregate, node, input('insert-only'));
  await bench.command(`watermark ${watermark}`);
  bench.process(0, batchFromText(schema, script));
  bench.process(0, batchFromText(schema, '+ a 1 00:00:01')); // in time: changes nothing
  return bench.lateRows;
}

test('a tumbling window closes at end - 1, by first arrival of the keys', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('tumble', 10), [countAll, sum]),
    `
    + b 1 00:00:00.003
    + a 2 00:00:00.009
    + b 4 00:00:00.012
    + b 8 00:00:00            =>
    watermark 8               =>
    watermark 9               => + b 2 9 00:00:00 00:00:00.01; + a 1 2 00:00:00 00:00:00.01
    + e 1 00:00:00.012
    + d 1 00:00:00.012
    + c 1 00:00:00.012
    + a 1 00:00:00.012        =>
    barrier, recover
    watermark Infinity        => + b 1 4 00:00:00.01 00:00:00.02; + e 1 1 00:00:00.01 00:00:00.02
                              => + d 1 1 00:00:00.01 00:00:00.02; + c 1 1 00:00:00.01 00:00:00.02
                              => + a 1 1 00:00:00.01 00:00:00.02
  `,
    input('insert-only'),
  ));

test('windows close between the rows of a batch, and the watermark is announced then', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('tumble', 10), [sum]),
    `
    + a 1 00:00:00.005
    + a 2 00:00:00.015 @5
    + a 4 00:00:00.008 @8
    + a 8 00:00:00.009 @15    => + a 5 00:00:00 00:00:00.01; watermark 15
    watermark 19              => + a 2 00:00:00.01 00:00:00.02
  `,
    input('insert-only'),
  ));

test('rows late for their window are dropped and counted once', async (t) => {
  t.is(
    await lateRows(
      nodeOf(windowOf('tumble', 10), [sum]),
      '+ a 1 00:00:00.008\n+ a 2 00:00:00.01',
      9,
    ),
    1,
  );
  // Late for the windows that end at 10 and 12, in time for those that end at 14 to 18.
  t.is(await lateRows(nodeOf(windowOf('hop', 10, 2), [sum]), '+ a 1 00:00:00.009', 11), 1);
  t.is(
    await lateRows(
      nodeOf(windowOf('session', 10), [sum]),
      '+ a 1 00:00:00.001\n+ a 1 00:00:00.002',
      10,
    ),
    1,
  );
});

test('a row late for one hopping window counts in the next', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('hop', 10, 5), [sum, distinct]),
    `
    + a 1 00:00:00.007        =>
    watermark 9               => + a 1 1 00:00:00 00:00:00.01
    + a 2 00:00:00.006        =>
    + a 4 00:00:00.004        =>
    barrier, recover
    watermark 14              => + a 3 2 00:00:00.005 00:00:00.015
    + b 8 00:00:00.016        =>
    watermark Infinity        => + b 8 1 00:00:00.01 00:00:00.02; + b 8 1 00:00:00.015 00:00:00.025
  `,
    input('insert-only'),
  ));

test('hops larger than the size leave rows out', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('hop', 4, 10), [sum]),
    `
    + a 1 00:00:00.003
    + a 2 00:00:00.004
    + a 4 00:00:00.012        =>
    watermark Infinity        => + a 1 00:00:00 00:00:00.004; + a 4 00:00:00.01 00:00:00.014
  `,
    input('insert-only'),
  ));

test('a hop whose size is no multiple of the slide', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('hop', 5, 2), [sum]),
    `
    + a 1 00:00:00.004
    + a 2 00:00:00.005        =>
    watermark Infinity        => + a 1 00:00:00 00:00:00.005; + a 3 00:00:00.002 00:00:00.007
                              => + a 3 00:00:00.004 00:00:00.009
  `,
    input('insert-only'),
  ));

test('a cumulating window fires at every step after its first row', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('cumulate', 6, 2), [sum, distinct]),
    `
    + a 1 00:00:00.003
    + b 5 00:00:00.005        =>
    watermark 3               => + a 1 1 00:00:00 00:00:00.004
    + a 1 00:00:00.002        =>
    barrier, recover
    + a 7 00:00:00.004        =>
    watermark 5               => + a 9 2 00:00:00 00:00:00.006; + b 5 1 00:00:00 00:00:00.006
    + a 7 00:00:00.004        =>
    watermark Infinity        =>
  `,
    input('insert-only'),
  ));

test('a retraction for a closed window changes those that are open', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('cumulate', 6, 2), [countAll, sum]),
    `
    + a 1 00:00:00.001
    + a 4 00:00:00.001        =>
    watermark 1               => + a 2 5 00:00:00 00:00:00.002
    - a 1 00:00:00.001        =>
    watermark 3               => + a 1 4 00:00:00 00:00:00.004
    - a 4 00:00:00.001        =>
    watermark 5               =>
  `,
    input('retract'),
  ));

test('a window or key of which nothing is left is not emitted', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('tumble', 10), [countAll, callOf('MAX', [1], intType)]),
    `
    + a 1 00:00:00.001
    + a 5 00:00:00.001
    + b 4 00:00:00.001
    - b 4 00:00:00.001
    - a 5 00:00:00.001        =>
    barrier, recover
    watermark 9               => + a 1 1 00:00:00 00:00:00.01
  `,
    input('retract'),
  ));

test('DISTINCT over several slices counts a value once', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('hop', 6, 2), [distinct, callOf('SUM', [1], intType, true)]),
    `
    + a 1 00:00:00
    + a 1 00:00:00.002
    + a 2 00:00:00.004
    + a null 00:00:00.004     =>
    watermark 5               => + a 1 1 1969-12-31T23:59:59.996 00:00:00.002
                              => + a 1 1 1969-12-31T23:59:59.998 00:00:00.004
                              => + a 2 3 00:00:00 00:00:00.006
  `,
    input('insert-only'),
  ));

test('windows over negative times round down', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('tumble', 10), [sum]),
    `
    + a 1 -1
    + a 2 -10
    + a 4 -11                 =>
    watermark -1              => + a 4 1969-12-31T23:59:59.98 1969-12-31T23:59:59.99
                              => + a 3 1969-12-31T23:59:59.99 00:00:00
  `,
    input('insert-only'),
  ));

const attachedSchema: Schema = {
  fields: [
    ...schema.fields,
    { name: 'window_start', type: timestampType(3, false) },
    { name: 'window_end', type: timestampType(3, false) },
  ],
};

test('windows that rows carry are told apart by both bounds', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('session', 10), [sum], { attached: { start: 3, end: 4 } }),
    `
    + a 1 00:00:00.009 00:00:00 00:00:00.01
    + a 2 00:00:00.009 00:00:00.005 00:00:00.01
    + a 4 00:00:00.009 00:00:00 00:00:00.01
    + a 8 00:00:00.019 00:00:00.01 00:00:00.02   =>
    watermark 9               => + a 5 00:00:00 00:00:00.01; + a 2 00:00:00.005 00:00:00.01
    + a 1 00:00:00.009 00:00:00 00:00:00.01       =>
    barrier, recover
    watermark Infinity        => + a 8 00:00:00.01 00:00:00.02
  `,
    input('insert-only', attachedSchema),
  ));

const ltzSchema: Schema = {
  fields: [...schema.fields.slice(0, 2), { name: 'ts', type: timestampLtzType(3) }],
};
const hour = 3_600_000;

test('on the local clock the repeated hour is one window that closes with its second end', (t) => {
  const window = { ...windowOf('tumble', hour), timeZone: 'Europe/Berlin' };
  const node = nodeOf(window, [sum], { properties: ['start', 'time'] });
  const fields = [
    ...node.output.fields.slice(0, 3),
    { name: 'window_time', type: timestampLtzType(3, false) },
  ];
  return checkScript(
    t,
    windowAggregate,
    { ...node, output: { fields } },
    `
    + a 1 2024-10-27T00:10:00
    + a 2 2024-10-27T01:20:00
    + a 4 2024-10-27T02:30:00 =>
    watermark ${Date.parse('2024-10-27T01:59:59.998Z')} =>
    watermark ${Date.parse('2024-10-27T01:59:59.999Z')} => + a 3 2024-10-27T02:00:00 2024-10-27T00:59:59.999
    watermark Infinity        => + a 4 2024-10-27T03:00:00 2024-10-27T02:59:59.999
  `,
    input('insert-only', ltzSchema),
  );
});

test('half-hour zones lay windows on their own clock', (t) => {
  const node = nodeOf({ ...windowOf('tumble', hour), timeZone: 'Asia/Kolkata' }, [sum]);
  return checkScript(
    t,
    windowAggregate,
    node,
    `
    + a 1 2024-01-01T00:10:00
    + a 2 2024-01-01T00:40:00 =>
    watermark ${Date.parse('2024-01-01T00:29:59.999Z')} => + a 1 2024-01-01T05:00:00 2024-01-01T06:00:00
    watermark Infinity        => + a 2 2024-01-01T06:00:00 2024-01-01T07:00:00
  `,
    input('insert-only', ltzSchema),
  );
});

test('processing-time windows close by the clock', async (t) => {
  const node = nodeOf({ ...windowOf('tumble', 10), processingTime: true }, [sum]);
  const bench = await OperatorBench.start(windowAggregate, node, {
    ...input('insert-only'),
    nowMs: 3,
  });
  bench.process(0, batchFromText(schema, '+ a 1 00:00:00'));
  await bench.command('time 9');
  bench.process(0, batchFromText(schema, '+ a 2 00:00:00'));
  t.deepEqual(bench.lines, []);
  await bench.command('time 10');
  t.deepEqual(bench.lines, ['+ a 3 00:00:00 00:00:00.01']);
});

test('nothing stays in state once all windows have closed', async (t) => {
  for (const window of [
    windowOf('hop', 10, 5),
    windowOf('cumulate', 10, 5),
    windowOf('session', 10),
    windowOf('tumble', 10),
  ]) {
    const bench = await OperatorBench.start(
      windowAggregate,
      nodeOf(window, [sum, distinct]),
      input('insert-only'),
    );
    bench.process(
      0,
      batchFromText(schema, '+ a 1 00:00:00\n+ b 2 00:00:00.007\n+ a 3 00:00:00.014'),
    );
    t.true(bench.entries > 0);
    await bench.command('watermark Infinity');
    t.is(bench.entries, 0, window.kind);
  }
});
