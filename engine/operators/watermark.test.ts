import test from 'ava';
import { batchFromText } from '../../core/batch-text.js';
import type { Schema } from '../../core/types.js';
import { intType, timestampType } from '../../core/types.js';
import { call, column, literal } from '../expr.js';
import type { CalcNode, WatermarkNode } from '../nodes.js';
import { calc } from './calc.js';
import { checkScript, nodeBase, OperatorBench } from './testing/operator-script.js';
import { valuesBatches } from './values.js';
import { watermark } from './watermark.js';

const time = timestampType(3);
const schema: Schema = {
  fields: [
    { name: 'v', type: intType },
    { name: 'ts', type: time },
    { name: 'w', type: time },
  ],
};
const inputs = [{ schema, changelog: 'insert-only' as const }];
const node: WatermarkNode = {
  ...nodeBase(schema),
  changelog: 'insert-only',
  kind: 'watermark',
  rowtime: 1,
  expr: column(2, time),
  idleTimeoutMs: null,
};

test('the watermark is the largest so far, comes behind the rows, and is restored', (t) =>
  checkScript(
    t,
    watermark,
    node,
    `
    + 1 5 5                 => + 1 00:00:00.005 00:00:00.005; watermark 5
    + 2 6 null
    + 3 4 4                 => + 2 00:00:00.006 null; + 3 00:00:00.004 00:00:00.004
    barrier, recover
    + 4 5 5                 => + 4 00:00:00.005 00:00:00.005
    + 5 9 9
    + 6 8 8                 => + 5 00:00:00.009 00:00:00.009; + 6 00:00:00.008 00:00:00.008; watermark 9
  `,
    { inputs },
  ));

test('every row carries the watermark in force when it arrives', (t) => {
  const seen: number[] = [];
  const operator = watermark.create(node, {
    inputs,
    session: { timeZone: 'UTC' },
    scalar: () => ({ get: () => null, set: () => {} }),
  } as unknown as Parameters<typeof watermark.create>[1]);
  void operator.restore();
  operator.process(0, batchFromText(schema, '+ 1 5 5\n+ 2 9 null\n+ 3 7 7\n+ 4 1 1'), {
    emit: (batch) => seen.push(...batch.watermarks!),
    watermark: (ms) => seen.push(ms),
  });
  t.deepEqual(seen, [-Infinity, 5, 5, 7, 7]);
});

test('a row without a time is an error', async (t) => {
  const bench = await OperatorBench.start(watermark, node, { inputs });
  t.throws(() => bench.process(0, batchFromText(schema, '+ 1 5 5\n+ 2 null 6')), {
    code: 'ROWTIME_NULL',
  });
});

test('calc filters and projects, and keeps kinds', (t) => {
  const output: Schema = {
    fields: [
      { name: 'w', type: time },
      { name: 'v', type: intType },
    ],
  };
  const calcNode: CalcNode = {
    ...nodeBase(output),
    kind: 'calc',
    projections: [column(2, time), column(0, intType)],
    filter: call('>', [column(0, intType), literal(1, intType)], { id: 'boolean', nullable: true }),
  };
  return checkScript(
    t,
    calc,
    calcNode,
    `
    + 1 5 5
    -U 2 6 6
    + null 7 7
    - 3 8 8                 => -U 00:00:00.006 2; - 00:00:00.008 3
    + 0 1 1                 =>
  `,
    { inputs: [{ schema, changelog: 'retract' }] },
  );
});

test('values come in order, cut to batches', (t) => {
  const rows = [
    [1, 5, 5],
    [2, 6, null],
    [3, 7, 7],
  ];
  const batches = valuesBatches({ ...nodeBase(schema, 0), kind: 'values', rows }, 2);
  t.deepEqual(
    batches.map((batch) => batch.rowCount),
    [2, 1],
  );
  t.is(batches[1]!.columns[0]!.values[0], 3);
});
