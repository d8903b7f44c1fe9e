import test, { type ExecutionContext } from 'ava';
import type { DataType, Schema } from '../../core/types.js';
import {
  bigintType,
  booleanType,
  decimalType,
  doubleType,
  intType,
  notNull,
  stringType,
} from '../../core/types.js';
import type { AggregateCall, ChangelogMode, GroupAggregateNode } from '../nodes.js';
import { groupAggregate } from './group-aggregate.js';
import type { ScriptOptions } from './testing/operator-script.js';
import { checkScript, nodeBase, OperatorBench } from './testing/operator-script.js';
import { batchFromText } from '../../core/batch-text.js';

const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'x', type: intType },
    { name: 's', type: stringType },
    { name: 'f', type: booleanType },
  ],
};

function callOf(
  name: string,
  args: readonly number[],
  type: DataType,
  more: Partial<AggregateCall> = {},
): AggregateCall {
  return { name, args, type, distinct: false, filter: null, ...more };
}

const countAll = callOf('COUNT', [], notNull(bigintType));

function nodeOf(keys: readonly number[], calls: readonly AggregateCall[]): GroupAggregateNode {
  const output = {
    fields: [
      ...keys.map((key) => schema.fields[key]!),
      ...calls.map((call, i) => ({ name: `a${i}`, type: call.type })),
    ],
  };
  return { ...nodeBase(output), kind: 'groupAggregate', keys, calls };
}

function input(changelog: ChangelogMode): ScriptOptions {
  return { inputs: [{ schema, changelog }] };
}

test('a group is inserted, updated, and deleted with its last row, also after recovery', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf([0], [countAll, callOf('SUM', [1], intType)]),
    `
    + a 1 s true           => + a 1 1
    + a 5 s true           => -U a 1 1; +U a 2 6
    + b null s true        => + b 1 null
    - a 1 s true           => -U a 2 6; +U a 1 5
    barrier, recover
    - a 5 s true           => - a 1 5
    + a 7 s true           => + a 1 7
  `,
    input('retract'),
  ));

test('changes within a batch are compacted, in the order of the last change of each group', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf([0], [countAll]),
    `
    + a 1 s true
    + b 1 s true
    + c 1 s true
    - c 1 s true
    + a 2 s true           => + b 1; + a 2
    - a 1 s true
    + a 3 s true           =>
  `,
    input('retract'),
  ));

test('a result that does not change is not sent again', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf([0], [callOf('MAX', [1], intType), callOf('MIN', [2], stringType)]),
    `
    + a 5 m true           => + a 5 m
    + a 3 z true           =>
    + a 6 b true           => -U a 5 m; +U a 6 b
    + null 1 b true        => + null 1 b
  `,
    input('insert-only'),
  ));

test('the global group has no row while it is empty, and loses it when emptied', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf([], [countAll, callOf('AVG', [1], intType)]),
    `
    + a 1 s true           => + 1 1
    + a 4 s true           => -U 1 1; +U 2 2
    - a 1 s true
    - a 4 s true           => - 2 2
    + b null s true        => + 1 null
  `,
    input('retract'),
  ));

test('MIN and MAX find the next value when theirs is taken away', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf([0], [callOf('MAX', [1], intType), callOf('MIN', [2], stringType)]),
    `
    + a 5 m true
    + a 7 c true
    + a 7 d true           => + a 7 c
    - a 7 c true           => -U a 7 c; +U a 7 d
    barrier, recover
    - a 7 d true           => -U a 7 d; +U a 5 m
    + a null null true     =>
    - a 5 m true           => -U a 5 m; +U a null null
  `,
    input('retract'),
  ));

test('DISTINCT counts a value once per filter, and takes it back with its last copy', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf(
      [0],
      [
        callOf('COUNT', [1], notNull(bigintType), { distinct: true }),
        callOf('SUM', [1], intType, { distinct: true, filter: 3 }),
        callOf('COUNT', [2], notNull(bigintType), { distinct: true, filter: 3 }),
        callOf('SUM', [1], intType, { filter: 3 }),
      ],
    ),
    `
    + a 5 p true
    + a 5 q true
    + a 7 q false
    + a null r null        => + a 2 5 2 10
    - a 5 p true           => -U a 2 5 2 10; +U a 2 5 1 5
    barrier, recover
    + a 7 q true           => -U a 2 5 1 5; +U a 2 12 1 12
    - a 5 q true           => -U a 2 12 1 12; +U a 1 7 1 7
    - a 7 q false
    - a 7 q true
    - a null r null        => - a 1 7 1 7
    + a 7 z false          => + a 1 null 0 null
  `,
    input('retract'),
  ));

test('without calls each key is sent once', async (t) => {
  const node: GroupAggregateNode = { ...nodeOf([0], []), changelog: 'insert-only' };
  await checkScript(
    t,
    groupAggregate,
    node,
    `
    + a 1 s true
    + b 1 s true
    + a 1 s true           => + b; + a
    barrier, recover
    + b 1 s true           =>
  `,
    input('insert-only'),
  );
});

test('collecting aggregates keep the order of arrival and lose the oldest copy', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf(
      [0],
      [
        callOf('LISTAGG', [2], stringType, { constants: ['-'] }),
        callOf('ARRAY_AGG', [1], { id: 'array', element: intType, nullable: true }),
        callOf('FIRST_VALUE', [2], stringType),
        callOf('LAST_VALUE', [1], intType),
      ],
    ),
    `
    + a 1 x true
    + a 2 y true
    + a 1 x true           => + a x-y-x [1,2,1] x 1
    - a 1 x true           => -U a x-y-x [1,2,1] x 1; +U a y-x [2,1] y 1
    barrier, recover
    + a null null true     => -U a y-x [2,1] y 1; +U a y-x [2,1,null] y 1
    - a 2 y true
    - a 1 x true           => -U a y-x [2,1,null] y 1; +U a null [null] null null
  `,
    input('retract'),
  ));

test('spread aggregates undo what is taken away', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf(
      [0],
      [
        callOf('VAR_POP', [1], intType),
        callOf('VAR_SAMP', [1], intType),
        callOf('STDDEV_POP', [1], intType),
      ],
    ),
    `
    + a 2 s true           => + a 0 null 0
    + a 4 s true
    + a 4 s true
    + a 9 s true           => -U a 0 null 0; +U a 6 8 2
    - a 9 s true           => -U a 6 8 2; +U a 0 1 0
  `,
    input('retract'),
  ));

test('sums wrap as integers, widen as decimals, and are null beyond 38 digits', async (t) => {
  const types: Schema = {
    fields: [
      { name: 'i', type: intType },
      { name: 'l', type: bigintType },
      { name: 'm', type: decimalType(10, 2) },
      { name: 'w', type: decimalType(38, 0) },
      { name: 'd', type: doubleType },
    ],
  };
  const calls = [
    callOf('SUM', [0], intType),
    callOf('AVG', [0], intType),
    callOf('SUM', [1], bigintType),
    callOf('AVG', [1], bigintType),
    callOf('SUM', [2], decimalType(38, 2)),
    callOf('AVG', [2], decimalType(38, 6)),
    callOf('SUM', [3], decimalType(38, 0)),
    callOf('SUM', [4], doubleType),
  ];
  const output = { fields: calls.map((call, i) => ({ name: `a${i}`, type: call.type })) };
  const node: GroupAggregateNode = { ...nodeBase(output), kind: 'groupAggregate', keys: [], calls };
  await checkScript(
    t,
    groupAggregate,
    node,
    `
    + 2147483647 9223372036854775807 0.01 99999999999999999999999999999999999999 0.5
    + 1 1 0.02 1 0.25      => + -2147483648 1073741824 -9223372036854775808 -4611686018427387904 0.03 0.015000 null 0.75
    - 1 1 0.02 1 0.25      => -U -2147483648 1073741824 -9223372036854775808 -4611686018427387904 0.03 0.015000 null 0.75
                           => +U 2147483647 2147483647 9223372036854775807 9223372036854775807 0.01 0.010000 99999999999999999999999999999999999999 0.5
  `,
    { inputs: [{ schema: types, changelog: 'retract' }] },
  );
});

test('a retraction of a group without rows changes nothing', (t) =>
  checkScript(
    t,
    groupAggregate,
    nodeOf([0], [countAll]),
    `
    - a 1 s true           =>
    + a 1 s true           => + a 1
  `,
    input('retract'),
  ));

test('JSON aggregates, COLLECT and PERCENTILE take values back', (t) => {
  const json: DataType = { id: 'varchar', length: 2000, nullable: false };
  return checkScript(
    t,
    groupAggregate,
    nodeOf(
      [0],
      [
        callOf('JSON_OBJECTAGG', [2, 1], json),
        callOf('JSON_ARRAYAGG', [2], json, { options: { onNull: 'NULL' } }),
        callOf('COLLECT', [1], { id: 'multiset', element: intType, nullable: false }),
        callOf('PERCENTILE', [1], doubleType, { constants: [0.5] }),
      ],
    ),
    `
    + a 2 y true
    + a 1 x true           => + a {"x":1,"y":2} '["y","x"]' [[2,1],[1,1]] 1.5
    - a 2 y true           => -U a {"x":1,"y":2} '["y","x"]' [[2,1],[1,1]] 1.5
                           => +U a {"x":1} '["x"]' [[1,1]] 1
    barrier, recover
    + a 1 z true
    + a 4 y true           => -U a {"x":1} '["x"]' [[1,1]] 1
                           => +U a {"x":1,"y":4,"z":1} '["x","z","y"]' [[1,2],[4,1]] 1
  `,
    input('retract'),
  );
});

test('JSON_OBJECTAGG refuses a second row with a key', async (t) => {
  const json: DataType = { id: 'varchar', length: 2000, nullable: false };
  const bench = await OperatorBench.start(
    groupAggregate,
    nodeOf([], [callOf('JSON_OBJECTAGG', [2, 1], json)]),
    input('insert-only'),
  );
  t.throws(() => bench.process(0, batchFromText(schema, '+ a 1 x true\n+ a 2 x true')), {
    code: 'JSON_DUPLICATE_KEY',
  });
});

test('SINGLE_VALUE refuses a second row', async (t) => {
  const bench = await OperatorBench.start(
    groupAggregate,
    nodeOf([], [callOf('SINGLE_VALUE', [1], intType)]),
    input('retract'),
  );
  bench.process(0, batchFromText(schema, '+ a 1 s true'));
  bench.process(0, batchFromText(schema, '- a 1 s true\n+ a 2 s true'));
  t.deepEqual(bench.lines, ['+ 1', '-U 1', '+U 2']);
  t.throws(() => bench.process(0, batchFromText(schema, '+ a 3 s true')), {
    code: 'SCALAR_SUBQUERY_ROWS',
  });
});

const sumNode = nodeOf([0], [callOf('SUM', [1], doubleType)]);
const doubles: Schema = { fields: [schema.fields[0]!, { name: 'x', type: doubleType }] };

test('every change: a group that was emptied starts from nothing', async (t) => {
  const rows = '+ a 1e16\n+ a 1\n- a 1e16\n- a 1\n+ a 5'; // what is lost of the first 1 is gone
  const bench = await OperatorBench.start(
    groupAggregate,
    { ...sumNode, everyChange: true },
    { inputs: [{ schema: doubles, changelog: 'retract' }] },
  );
  bench.process(0, batchFromText(doubles, rows));
  t.deepEqual(bench.lines.slice(-2), ['- a 0', '+ a 5']);
});

const eachNode = { ...nodeOf([0], [countAll, callOf('SUM', [1], intType)]), everyChange: true };

test('every change: a group that comes, goes and comes again within a batch', (t) =>
  checkEach(
    t,
    `
    + a 1 s true
    - a 1 s true
    - a 1 s true
    + b 5 s true
    + a 2 s true
    + a 3 s true
    - b 5 s true
    `,
    '+ a 1 1; - a 1 1; + b 1 5; + a 1 2; -U a 1 2; +U a 2 5; - b 1 5',
  ));

async function checkEach(t: ExecutionContext, rows: string, expected: string): Promise<void> {
  const bench = await OperatorBench.start(groupAggregate, eachNode, input('retract'));
  const lines = rows.split('\n').map((line) => line.trim());
  bench.process(0, batchFromText(schema, lines.filter((line) => line !== '').join('\n')));
  t.deepEqual(bench.lines, expected.split('; '));
}
