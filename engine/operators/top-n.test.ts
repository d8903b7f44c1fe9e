import test from 'ava';
import type { DataType, Schema } from '../../core/types.js';
import { bigintType, intType, notNull, stringType, timestampType } from '../../core/types.js';
import type { ChangelogMode, LimitNode, TopNNode } from '../nodes.js';
import type { OperatorInput } from '../operator.js';
import { limit } from './limit.js';
import { checkScript, nodeBase } from './testing/operator-script.js';
import { topN } from './top-n.js';

const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'v', type: intType },
    { name: 'id', type: intType },
  ],
};
const input = (changelog: ChangelogMode): readonly OperatorInput[] => [{ schema, changelog }];

function node(changes: Partial<TopNNode>): TopNNode {
  const fields =
    changes.rankColumn === true
      ? [...schema.fields, { name: 'rn', type: notNull(bigintType) }]
      : schema.fields;
  return {
    ...nodeBase({ fields }),
    kind: 'topN',
    partition: [0],
    order: [{ column: 1, ascending: false, nullsFirst: false }],
    from: 1,
    to: 2,
    rankColumn: false,
    toColumn: null,
    windowEnd: null,
    ...changes,
  };
}

test('append-only: a better row pushes the last one out, ties go to the first to arrive', (t) =>
  checkScript(
    t,
    topN,
    node({ everyChange: true }),
    `
  + a 5 1            =>  + a 5 1
  + a 7 2            =>  + a 7 2
  + a 5 3            =>
  + a 6 4            =>  - a 5 1 ; + a 6 4
  + b null 5
  + b 1 6
  + b 0 7            =>  + b null 5 ; + b 1 6 ; - b null 5 ; + b 0 7
`,
    { inputs: input('insert-only') },
  ));

test('with the place in the output every row behind is sent again', (t) =>
  checkScript(
    t,
    topN,
    node({ rankColumn: true }),
    `
  + a 5 1            =>  + a 5 1 1
  + a 7 2            =>  -U a 5 1 1 ; +U a 7 2 1 ; + a 5 1 2
  + a 6 3            =>  -U a 5 1 2 ; +U a 6 3 2
  + a 6 4            =>
`,
    { inputs: input('insert-only') },
  ));

test('retracting input: all rows are kept, so that another one can move up', (t) =>
  checkScript(
    t,
    topN,
    node({ everyChange: true }),
    `
  + a 5 1
  + a 7 2
  + a 6 3
  + a 1 4            =>  + a 5 1 ; + a 7 2 ; - a 5 1 ; + a 6 3
  - a 7 2            =>  - a 7 2 ; + a 5 1
  - a 1 4            =>
  -U a 6 3
  +U a 2 3           =>  - a 6 3 ; + a 2 3
  - a 5 1            =>  - a 5 1
  - a 9 9            =>
`,
    { inputs: input('retract') },
  ));

test('retracting input with places', (t) =>
  checkScript(
    t,
    topN,
    node({ rankColumn: true, to: 3, everyChange: true }),
    `
  + a 5 1
  + a 7 2
  + a 6 3
  + a 1 4            =>  + a 5 1 1 ; -U a 5 1 1 ; +U a 7 2 1 ; + a 5 1 2 
                     =>  -U a 5 1 2 ; +U a 6 3 2 ; + a 5 1 3
  - a 7 2            =>  -U a 7 2 1 ; +U a 6 3 1 ; -U a 6 3 2 ; +U a 5 1 2 ; -U a 5 1 3 ; +U a 1 4 3
  - a 1 4            =>  - a 1 4 3
`,
    { inputs: input('retract') },
  ));

test('a batch gives its net change, each partition in the order of its first change', (t) =>
  checkScript(
    t,
    topN,
    node({}),
    `
  + a 5 1
  + b 1 2
  + a 7 3
  + a 6 4            =>  + a 7 3 ; + a 6 4 ; + b 1 2
  + a 8 5
  + b 0 6
  + a 9 7            =>  - a 7 3 ; - a 6 4 ; + a 9 7 ; + a 8 5 ; + b 0 6
  + a 1 8            =>
`,
    { inputs: input('insert-only') },
  ));

test('the net change with places and retractions: a row that comes and goes is not seen', (t) =>
  checkScript(
    t,
    topN,
    node({ rankColumn: true, to: 3 }),
    `
  + a 5 1
  + a 7 2            =>  + a 7 2 1 ; + a 5 1 2
  + a 9 3
  - a 9 3            =>
  + a 8 4
  - a 5 1
  + a 1 5            =>  -U a 7 2 1 ; +U a 8 4 1 ; -U a 5 1 2 ; +U a 7 2 2 ; + a 1 5 3
  - a 8 4
  - a 7 2            =>  -U a 8 4 1 ; +U a 1 5 1 ; - a 7 2 2 ; - a 1 5 3
  - a 1 5            =>  - a 1 5 1
`,
    { inputs: input('retract') },
  ));

test('where event time goes on, changes between two watermarks keep their places', (t) => {
  const time: DataType = { ...timestampType(3), attribute: 'rowtime', nullable: false };
  const fields = [...schema.fields, { name: 'ts', type: time }];
  return checkScript(
    t,
    topN,
    { ...node({ to: 1 }), output: { fields } },
    `
  + a 5 1 0 @0
  + a 7 2 0 @1       =>  + a 5 1 00:00:00 ; - a 5 1 00:00:00 ; + a 7 2 00:00:00
`,
    { inputs: [{ schema: { fields }, changelog: 'insert-only' }] },
  );
});

test('rows whose long keys begin alike are told apart, by value and then by arrival', (t) =>
  checkScript(
    t,
    topN,
    node({
      partition: [],
      order: [
        { column: 0, ascending: true, nullsFirst: true },
        { column: 1, ascending: false, nullsFirst: false },
      ],
      to: 3,
    }),
    `
  + https://example.org/b 1 1
  + https://example.org/a 1 2
  + https://example.org/c 9 3  =>  + https://example.org/a 1 2 ; + https://example.org/b 1 1
                     =>  + https://example.org/c 9 3
  + https://example.org/b 2 4  =>  - https://example.org/c 9 3 ; + https://example.org/b 2 4
  + https://example.org/b 1 5  =>
  - https://example.org/a 1 2  =>  - https://example.org/a 1 2 ; + https://example.org/b 1 5
`,
    { inputs: input('retract') },
  ));

test('places from 2 to 3, of equal rows the oldest goes first', async (t) => {
  await checkScript(
    t,
    topN,
    node({ from: 2, to: 3 }),
    `
    + a 5 1          =>
    + a 7 2          =>  + a 5 1
    + a 6 3          =>  + a 6 3
    + a 9 4          =>  - a 5 1 ; + a 7 2
    - a 9 4          =>  - a 7 2 ; + a 5 1
  `,
    { inputs: input('retract') },
  );
  await checkScript(
    t,
    topN,
    node({ order: [{ column: 1, ascending: true, nullsFirst: true }], to: 1 }),
    `
    + a 1 1
    + a 1 2
    + a 1 1          =>  + a 1 1
    - a 1 1          =>  - a 1 1 ; + a 1 2
    - a 1 2          =>  - a 1 2 ; + a 1 1
  `,
    { inputs: input('retract') },
  );
});

test('texts are ranked by code point, also descending', (t) =>
  checkScript(
    t,
    topN,
    node({ partition: [], order: [{ column: 0, ascending: false, nullsFirst: true }], to: 1 }),
    `
  + a 1 1            =>  + a 1 1
  + ab 1 2           =>  - a 1 1 ; + ab 1 2
  + ～ 1 3            =>  - ab 1 2 ; + ～ 1 3
  + 😀 1 4            =>  - ～ 1 3 ; + 😀 1 4
  + null 1 5         =>  - 😀 1 4 ; + null 1 5
`,
    { inputs: input('insert-only') },
  ));

test('the bound may be a column of the partition', (t) =>
  checkScript(
    t,
    topN,
    node({ partition: [2], toColumn: 2, to: 99 }),
    `
  + a 5 1
  + a 7 1            =>  + a 5 1 ; - a 5 1 ; + a 7 1
  + a 5 2
  + a 7 2            =>  + a 5 2 ; + a 7 2
  + a 5 0            =>
  + a 5 null         =>
`,
    { inputs: input('insert-only') },
  ));

test('a windowed top-N emits when its window closes, and drops late rows', (t) => {
  const fields = [...schema.fields, { name: 'end', type: notNull(timestampType(3)) }];
  const windowed = node({ partition: [0, 3], windowEnd: 3, rankColumn: true });
  const output = { fields: [...fields, { name: 'rn', type: notNull(bigintType) }] };
  return checkScript(
    t,
    topN,
    { ...windowed, output },
    `
    + b 1 1 1000
    + a 5 1 1000
    + a 7 2 1000
    + a 6 3 1000
    + a 9 4 2000     =>
    watermark 999    =>  + a 7 2 00:00:01 1 ; + a 6 3 00:00:01 2 ; + b 1 1 00:00:01 1
    + a 9 5 1000     =>
    + a 8 6 2000 @1000
    + a 8 7 3000 @1999 => + a 9 4 00:00:02 1 ; + a 8 6 00:00:02 2 ; watermark 1999
    watermark Infinity => + a 8 7 00:00:03 1
  `,
    { inputs: [{ schema: { fields }, changelog: 'insert-only' }] },
  );
});

function limitNode(offset: number, count: number): LimitNode {
  return { ...nodeBase(schema), kind: 'limit', offset, count };
}

test('limit passes the first rows to arrive', (t) =>
  checkScript(
    t,
    limit,
    limitNode(1, 2),
    `
  + a 1 1            =>
  + a 1 2
  + a 1 3
  + a 1 4            =>  + a 1 2 ; + a 1 3
  + a 1 5            =>
`,
    { inputs: input('insert-only') },
  ));

test('limit over retractions lets the next row in', (t) =>
  checkScript(
    t,
    limit,
    limitNode(0, 2),
    `
  + a 1 1
  + a 1 2
  + a 1 3            =>  + a 1 1 ; + a 1 2
  - a 1 1            =>  - a 1 1 ; + a 1 3
  - a 1 3            =>  - a 1 3
`,
    { inputs: input('retract') },
  ));
