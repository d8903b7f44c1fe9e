import test from 'ava';
import type { DataType, Schema } from '../../core/types.js';
import { bigintType, intType, notNull, stringType, timestampType } from '../../core/types.js';
import type { AggregateCall, ChangelogMode, WindowAggregateNode, WindowSpec } from '../nodes.js';
import type { ScriptOptions } from './testing/operator-script.js';
import { checkScript, nodeBase } from './testing/operator-script.js';
import { windowAggregate } from './window-aggregate.js';

const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'v', type: intType },
    { name: 'ts', type: timestampType(3) },
  ],
};

function callOf(
  name: string,
  args: readonly number[],
  type: DataType,
  distinct = false,
): AggregateCall {
  return { name, args, type, distinct, filter: null };
}
const countAll = callOf('COUNT', [], notNull(bigintType));
const sum = callOf('SUM', [1], intType);
const distinct = callOf('COUNT', [1], notNull(bigintType), true);

function windowOf(kind: WindowSpec['kind'], sizeMs: number, slideMs = sizeMs): WindowSpec {
  return { kind, time: 2, sizeMs, slideMs, offsetMs: 0, timeZone: null, processingTime: false };
}

function nodeOf(
  window: WindowSpec,
  calls: readonly AggregateCall[],
  more: Partial<WindowAggregateNode> = {},
): WindowAggregateNode {
  const output = {
    fields: [
      { name: 'k', type: stringType },
      ...calls.map((call, i) => ({ name: `a${i}`, type: call.type })),
      { name: 'window_start', type: timestampType(3, false) },
      { name: 'window_end', type: timestampType(3, false) },
    ],
  };
  return {
    ...nodeBase(output),
    changelog: 'insert-only',
    kind: 'windowAggregate',
    window,
    keys: [0],
    calls,
    properties: ['start', 'end'],
    attached: null,
    ...more,
  };
}

function input(changelog: ChangelogMode, from = schema): ScriptOptions {
  return { inputs: [{ schema: from, changelog }] };
}

test('a session grows while rows touch it, a pause of exactly the gap included', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('session', 10), [countAll, sum, distinct]),
    `
    + a 1 00:00:00.000
    + a 2 00:00:00.01
    + a 4 00:00:00.021        =>
    watermark 19              => + a 2 3 2 00:00:00 00:00:00.02
    barrier, recover
    watermark Infinity        => + a 1 4 1 00:00:00.021 00:00:00.031
  `,
    input('insert-only'),
  ));

test('a row joins two sessions into one; late only when it touches no open one', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('session', 10), [sum, distinct, callOf('LISTAGG', [0], stringType)]),
    `
    + a 1 00:00:00.02
    + a 2 00:00:00.04
    + b 9 00:00:00.041
    + a 1 00:00:00.055        =>
    barrier, recover
    + a 8 00:00:00.03        =>
    watermark 45              =>
    + a 16 00:00:00.011
    + a 32 00:00:00.005
    + c 64 00:00:00.03       =>
    watermark 50              => + a 59 5 a,a,a,a,a 00:00:00.005 00:00:00.05
                              => + b 9 1 b 00:00:00.041 00:00:00.051
    watermark Infinity        => + a 1 1 a 00:00:00.055 00:00:00.065
  `,
    input('insert-only'),
  ));

test('sessions of one end are emitted in the order they began', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('session', 10), [sum]),
    `
    + b 1 00:00:00.005
    + a 2 00:00:00.005
    + c 4 00:00:00.001
    + c 4 00:00:00.005        =>
    watermark 14              => + b 1 00:00:00.005 00:00:00.015; + a 2 00:00:00.005 00:00:00.015
                              => + c 8 00:00:00.001 00:00:00.015
  `,
    input('insert-only'),
  ));

test('a retraction empties a session but leaves its bounds', (t) =>
  checkScript(
    t,
    windowAggregate,
    nodeOf(windowOf('session', 10), [countAll, sum]),
    `
    + a 1 00:00:00.005
    + a 2 00:00:00.012
    - a 2 00:00:00.012
    + b 1 00:00:00.001
    - b 1 00:00:00.001        =>
    watermark Infinity        => + a 1 1 00:00:00.005 00:00:00.022
  `,
    input('retract'),
  ));
