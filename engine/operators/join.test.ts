import test from 'ava';
import type { Schema } from '../../core/types.js';
import { booleanType, intType, notNull, stringType, timestampType } from '../../core/types.js';
import { call, column } from '../expr.js';
import type { JoinNode, JoinType } from '../nodes.js';
import type { OperatorInput } from '../operator.js';
import { join } from './join.js';
import { checkScript, nodeBase } from './testing/operator-script.js';

const left: Schema = {
  fields: [
    { name: 'k', type: intType },
    { name: 'a', type: stringType },
  ],
};
const right: Schema = {
  fields: [
    { name: 'k', type: intType },
    { name: 'b', type: intType },
  ],
};
const inputs: readonly OperatorInput[] = [
  { schema: left, changelog: 'retract' },
  { schema: right, changelog: 'retract' },
];

function joinNode(joinType: JoinType, changes: Partial<JoinNode> = {}): JoinNode {
  const isOneSided = joinType === 'semi' || joinType === 'anti';
  const output = { fields: isOneSided ? left.fields : [...left.fields, ...right.fields] };
  return {
    ...nodeBase(output, 2),
    kind: 'join',
    joinType,
    leftKeys: [0],
    rightKeys: [0],
    nullSafe: [false],
    condition: null,
    windowEnd: null,
    ...changes,
  };
}

/** b > 10, on the right side. */
const bIsLarge = call(
  '>',
  [column(3, intType), { kind: 'literal', value: 10, type: notNull(intType) }],
  booleanType,
);

/** The left k is less than the right b. */
const kIsBelowB = call('<', [column(0, intType), column(3, intType)], booleanType);

test('inner: pairs come and go with either row, null keys never match', (t) =>
  checkScript(
    t,
    join,
    joinNode('inner'),
    `
  L + 1 x            =>
  R + 1 10           =>  + 1 x 1 10
  R + 1 11
  R + 2 20           =>  + 1 x 1 11
  L + 2 y
  L + null z
  L + 1 w            =>  + 2 y 2 20 ; + 1 w 1 10 ; + 1 w 1 11
  R + null 5         =>
  R - 1 10           =>  - 1 x 1 10 ; - 1 w 1 10
  L -U 1 x
  L +U 1 xx          =>  -U 1 x 1 11 ; +U 1 xx 1 11
  L - null z         =>
  R - 2 20           =>  - 2 y 2 20
`,
    { inputs },
  ));

test('equal rows are counted: one retraction takes one away', (t) =>
  checkScript(
    t,
    join,
    joinNode('inner'),
    `
  L + 1 x
  L + 1 x            =>
  R + 1 7            =>  + 1 x 1 7 ; + 1 x 1 7
  L - 1 x            =>  - 1 x 1 7
  R - 1 7            =>  - 1 x 1 7
`,
    { inputs },
  ));

test('a retraction of an unknown row changes nothing', (t) =>
  checkScript(
    t,
    join,
    joinNode('left'),
    `
  L - 1 x            =>
  R - 1 7            =>
  L + 1 x            =>  + 1 x null null
`,
    { inputs },
  ));

test('left: a row is padded until its first match comes and after the last has gone', (t) =>
  checkScript(
    t,
    join,
    joinNode('left'),
    `
  L + 1 x            =>  + 1 x null null
  L + null y         =>  + null y null null
  R + 1 10           =>  - 1 x null null ; + 1 x 1 10
  R + 1 11           =>  + 1 x 1 11
  R - 1 10           =>  - 1 x 1 10
  R - 1 11           =>  - 1 x 1 11 ; + 1 x null null
  L - 1 x            =>  - 1 x null null
  L - null y         =>  - null y null null
  R + 3 30           =>
  L + 3 z            =>  + 3 z 3 30
`,
    { inputs },
  ));

test('full: both sides are padded', (t) =>
  checkScript(
    t,
    join,
    joinNode('full'),
    `
  L + 1 x            =>  + 1 x null null
  R + 2 20           =>  + null null 2 20
  R + 1 10           =>  - 1 x null null ; + 1 x 1 10
  L + 2 y
  L + 2 z            =>  - null null 2 20 ; + 2 y 2 20 ; + 2 z 2 20
  L - 2 y
  L - 2 z            =>  - 2 y 2 20 ; - 2 z 2 20 ; + null null 2 20
  R + null 5         =>  + null null null 5
`,
    { inputs },
  ));

test('right with a condition: only pairs that pass count as matches', (t) =>
  checkScript(
    t,
    join,
    joinNode('right', { condition: bIsLarge }),
    `
  R + 1 5
  R + 1 15           =>  + null null 1 5 ; + null null 1 15
  L + 1 x            =>  - null null 1 15 ; + 1 x 1 15
  L + 1 y            =>  + 1 y 1 15
  L - 1 x
  L - 1 y            =>  - 1 x 1 15 ; - 1 y 1 15 ; + null null 1 15
  R - 1 5            =>  - null null 1 5
`,
    { inputs },
  ));

test('a left row that goes in the batch it came in leaves no count behind', (t) =>
  checkScript(
    t,
    join,
    joinNode('left', { leftKeys: [], rightKeys: [], nullSafe: [], condition: kIsBelowB }),
    `
  R + 1 5            =>
  L + 1 x
  L - 1 x
  L + 9 y            =>  + 1 x 1 5 ; - 1 x 1 5 ; + 9 y null null
  R + 1 20           =>  - 9 y null null ; + 9 y 1 20
`,
    { inputs },
  ));

test('semi: a left row shows while it has a match', (t) =>
  checkScript(
    t,
    join,
    joinNode('semi'),
    `
  L + 1 x            =>
  R + 1 10           =>  + 1 x
  R + 1 11           =>
  L + 1 y            =>  + 1 y
  R - 1 10           =>
  R - 1 11           =>  - 1 x ; - 1 y
  L - 1 x            =>
  L + null z         =>
`,
    { inputs },
  ));

test('anti: a left row shows while it has none', (t) =>
  checkScript(
    t,
    join,
    joinNode('anti'),
    `
  L + 1 x            =>  + 1 x
  R + 1 10           =>  - 1 x
  L + 1 y            =>
  R - 1 10           =>  + 1 x ; + 1 y
  L - 1 x            =>  - 1 x
  L + null z         =>  + null z
`,
    { inputs },
  ));

test('no keys: every pair; null-safe keys: null meets null', async (t) => {
  await checkScript(
    t,
    join,
    joinNode('inner', { leftKeys: [], rightKeys: [], nullSafe: [] }),
    `
    L + 1 x          =>
    R + 2 20         =>  + 1 x 2 20
    L + null y       =>  + null y 2 20
    R - 2 20         =>  - 1 x 2 20 ; - null y 2 20
  `,
    { inputs },
  );
  await checkScript(
    t,
    join,
    joinNode('anti', { nullSafe: [true] }),
    `
    L + null y       =>  + null y
    R + null 1       =>  - null y
  `,
    { inputs },
  );
});

const windowed = (name: string): Schema => ({
  fields: [
    { name: 'k', type: intType },
    { name, type: stringType },
    { name: 'end', type: notNull(timestampType(3)) },
  ],
});
const windowInputs: readonly OperatorInput[] = [
  { schema: windowed('a'), changelog: 'insert-only' },
  { schema: windowed('b'), changelog: 'insert-only' },
];

function windowNode(joinType: JoinType): JoinNode {
  const [a, b] = [windowed('a'), windowed('b')];
  const output = {
    fields: joinType === 'semi' || joinType === 'anti' ? a.fields : [...a.fields, ...b.fields],
  };
  return {
    ...nodeBase(output, 2),
    kind: 'join',
    joinType,
    leftKeys: [0, 2],
    rightKeys: [0, 2],
    nullSafe: [false, false],
    condition: null,
    windowEnd: { left: 2, right: 2 },
  };
}

test('window join: a window is joined when the watermark reaches its end - 1', (t) =>
  checkScript(
    t,
    join,
    windowNode('full'),
    `
  L + 1 x 1000
  L + 2 y 1000
  L + null n 1000
  L + 1 z 2000       =>
  R + 1 p 1000
  R + 3 q 1000
  R + null m 1000    =>
  watermark 998      =>
  watermark 999      =>  watermark 998
                     =>  + 1 x 00:00:01 1 p 00:00:01 ; + null n 00:00:01 null null null
                     =>  + 2 y 00:00:01 null null null
                     =>  + null null null null m 00:00:01 ; + null null null 3 q 00:00:01
  R + 2 late 1000    =>
  watermark Infinity =>  watermark 999 ; + 1 z 00:00:02 null null null
`,
    { inputs: windowInputs },
  ));

test('window join: a window that closes inside a batch is emitted before the rows behind', (t) =>
  checkScript(
    t,
    join,
    windowNode('inner'),
    `
  R + 1 p 1000       =>
  L + 1 x 1000 @0
  L + 1 y 2000 @999
  L + 1 late 1000    =>  watermark 0 ; + 1 x 00:00:01 1 p 00:00:01 ; watermark 999
  watermark Infinity =>  watermark 999
`,
    { inputs: windowInputs },
  ));

test('window semi and anti joins', async (t) => {
  await checkScript(
    t,
    join,
    windowNode('semi'),
    `
    L + 1 x 1000     =>
    L + 2 y 1000     =>
    R + 1 p 1000
    R + 1 q 1000     =>
    watermark 999    =>  + 1 x 00:00:01
  `,
    { inputs: windowInputs },
  );
  await checkScript(
    t,
    join,
    windowNode('anti'),
    `
    L + 1 x 1000     =>
    L + 2 y 1000     =>
    R + 1 p 1000     =>
    watermark 999    =>  + 2 y 00:00:01
  `,
    { inputs: windowInputs },
  );
});
