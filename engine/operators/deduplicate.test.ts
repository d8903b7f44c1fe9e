import test from 'ava';
import type { Schema } from '../../core/types.js';
import { intType, notNull, stringType, timestampType } from '../../core/types.js';
import type { DeduplicateNode, TimeSortNode } from '../nodes.js';
import type { OperatorInput } from '../operator.js';
import { deduplicate } from './deduplicate.js';
import { checkScript, nodeBase, OperatorBench } from './testing/operator-script.js';
import { timeSort } from './time-sort.js';
import { batchFromText } from '../../core/batch-text.js';

const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'id', type: intType },
    { name: 'ts', type: notNull(timestampType(3)) },
  ],
};
const inputs: readonly OperatorInput[] = [{ schema, changelog: 'insert-only' }];

function node(keep: 'first' | 'last', processingTime = false): DeduplicateNode {
  return { ...nodeBase(schema), kind: 'deduplicate', keys: [0], time: 2, keep, processingTime };
}

test('keep-first waits for the watermark, of equal times the first to arrive stays', (t) =>
  checkScript(
    t,
    deduplicate,
    node('first'),
    `
  + a 1 5
  + a 2 3
  + a 3 3
  + b 4 4            =>
  watermark 2        =>
  watermark 3        =>  + a 2 00:00:00.003
  + a 5 9            =>
  watermark 9        =>  + b 4 00:00:00.004
  + b 6 20
  + c 7 20           =>
  watermark Infinity =>  + c 7 00:00:00.02
`,
    { inputs },
  ));

test('keep-first drops rows at or behind the watermark: a key seen only late never appears', (t) =>
  checkScript(
    t,
    deduplicate,
    node('first'),
    `
  + a 1 5 @0
  + b 2 5 @5
  + b 3 7            =>  + a 1 00:00:00.005 ; watermark 5
  watermark Infinity =>  + b 3 00:00:00.007
`,
    { inputs },
  ));

test('keep-last updates at once, of equal times the last to arrive stays, no row is late', (t) =>
  checkScript(
    t,
    deduplicate,
    node('last'),
    `
  + a 1 5            =>  + a 1 00:00:00.005
  watermark 100      =>
  + a 2 5            =>  -U a 1 00:00:00.005 ; +U a 2 00:00:00.005
  + a 3 4            =>
  + b 4 1            =>  + b 4 00:00:00.001
`,
    { inputs },
  ));

test('keep-last sends one change a key and batch, in the order of the last changes', (t) =>
  checkScript(
    t,
    deduplicate,
    node('last'),
    `
  + a 1 5
  + b 2 5
  + a 3 6            =>  + b 2 00:00:00.005 ; + a 3 00:00:00.006
`,
    { inputs },
  ));

test('keep-last sends new keys as they came, then changes of the others', (t) =>
  checkScript(
    t,
    deduplicate,
    node('last'),
    `
  + a 1 5
  + b 2 5            =>  + a 1 00:00:00.005 ; + b 2 00:00:00.005
  + a 3 6
  + c 4 1
  + b 5 4
  + a 6 7
  + c 7 0            =>  + c 4 00:00:00.001 ; -U a 1 00:00:00.005 ; +U a 6 00:00:00.007
`,
    { inputs },
  ));

test('keep-last sends every change where a sink records them', (t) =>
  checkScript(
    t,
    deduplicate,
    { ...node('last'), everyChange: true },
    `
  + a 1 5
  + b 2 5
  + a 3 6
  + a 4 1
  + a 5 6            =>  + a 1 00:00:00.005 ; + b 2 00:00:00.005
                     =>  -U a 1 00:00:00.005 ; +U a 3 00:00:00.006
                     =>  -U a 3 00:00:00.006 ; +U a 5 00:00:00.006
  + b 6 4
  + b 7 9            =>  -U b 2 00:00:00.005 ; +U b 7 00:00:00.009
`,
    { inputs },
  ));

test('by processing time the first or the last row to arrive stays', async (t) => {
  await checkScript(
    t,
    deduplicate,
    node('first', true),
    `
    + a 1 5
    + a 2 3
    + b 3 3          =>  + a 1 00:00:00.005 ; + b 3 00:00:00.003
    + a 4 1          =>
  `,
    { inputs },
  );
  await checkScript(
    t,
    deduplicate,
    node('last', true),
    `
    + a 1 5          =>  + a 1 00:00:00.005
    + a 2 3          =>  -U a 1 00:00:00.005 ; +U a 2 00:00:00.003
  `,
    { inputs },
  );
});

const sortNode: TimeSortNode = {
  ...nodeBase(schema),
  kind: 'timeSort',
  order: [
    { column: 2, ascending: true, nullsFirst: true },
    { column: 1, ascending: false, nullsFirst: false },
  ],
};

test('a time sort emits up to the watermark; late is what is not behind the last time', (t) =>
  checkScript(
    t,
    timeSort,
    sortNode,
    `
  + a 1 5
  + b 2 3
  + c 3 5
  + d 3 5            =>
  watermark 4        =>  + b 2 00:00:00.003
  + e 4 4
  + f 5 3            =>
  watermark 5        =>  + e 4 00:00:00.004 ; + c 3 00:00:00.005
                     =>  + d 3 00:00:00.005 ; + a 1 00:00:00.005
  + g 6 5            =>
  + h 7 6 @5
  + i 8 9 @7         =>  + h 7 00:00:00.006 ; watermark 7
  watermark Infinity =>  + i 8 00:00:00.009
`,
    { inputs },
  ));

test('late rows are counted', async (t) => {
  const bench = await OperatorBench.start(timeSort, sortNode, { inputs });
  bench.process(0, batchFromText(schema, '+ a 1 5'));
  await bench.command('watermark 5');
  bench.process(0, batchFromText(schema, '+ a 1 5\n+ a 1 4\n+ a 1 6'));
  t.is(bench.lateRows, 2);
});
