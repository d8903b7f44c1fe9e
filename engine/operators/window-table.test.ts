import test from 'ava';
import type { Schema } from '../../core/types.js';
import { intType, stringType, timestampLtzType, timestampType } from '../../core/types.js';
import type { ChangelogMode, WindowSpec, WindowTableNode } from '../nodes.js';
import type { ScriptOptions } from './testing/operator-script.js';
import { checkScript, nodeBase, OperatorBench } from './testing/operator-script.js';
import { batchFromText } from '../../core/batch-text.js';
import { windowTable } from './window-table.js';

const schema: Schema = {
  fields: [
    { name: 'k', type: stringType },
    { name: 'v', type: intType },
    { name: 'ts', type: timestampType(3) },
  ],
};

function nodeOf(
  kind: WindowSpec['kind'],
  sizeMs: number,
  slideMs: number,
  timeZone: string | null = null,
): WindowTableNode {
  const time = timeZone === null ? timestampType(3, false) : timestampLtzType(3, false);
  const output = {
    fields: [
      ...schema.fields,
      { name: 'window_start', type: timestampType(3, false) },
      { name: 'window_end', type: timestampType(3, false) },
      { name: 'window_time', type: time },
    ],
  };
  const window = { kind, time: 2, sizeMs, slideMs, offsetMs: 0, timeZone, processingTime: false };
  return { ...nodeBase(output), kind: 'windowTable', window, partition: [0] };
}

function input(changelog: ChangelogMode): ScriptOptions {
  return { inputs: [{ schema, changelog }] };
}

test('a row comes out once per window, late or not, with its kind', (t) =>
  checkScript(
    t,
    windowTable,
    nodeOf('hop', 10, 5),
    `
    watermark 100
    + a 1 00:00:00.007        => + a 1 00:00:00.007 00:00:00 00:00:00.01 00:00:00.009
                              => + a 1 00:00:00.007 00:00:00.005 00:00:00.015 00:00:00.014
    -U b 2 00:00:00.001       => -U b 2 00:00:00.001 1969-12-31T23:59:59.995 00:00:00.005 00:00:00.004
                              => -U b 2 00:00:00.001 00:00:00 00:00:00.01 00:00:00.009
  `,
    input('retract'),
  ));

test('cumulating windows of a row start at its slice', (t) =>
  checkScript(
    t,
    windowTable,
    nodeOf('cumulate', 6, 2),
    `
    + a 1 00:00:00.003        => + a 1 00:00:00.003 00:00:00 00:00:00.004 00:00:00.003
                              => + a 1 00:00:00.003 00:00:00 00:00:00.006 00:00:00.005
  `,
    input('insert-only'),
  ));

test('more rows than a batch holds are cut', async (t) => {
  const bench = await OperatorBench.start(
    windowTable,
    nodeOf('hop', 5000, 1),
    input('insert-only'),
  );
  bench.process(0, batchFromText(schema, '+ a 1 00:00:00\n+ b 1 00:00:00'));
  t.is(bench.lines.length, 10_000);
  t.is(new Set(bench.lines).size, 10_000);
});

test('sessions hold their rows until they close, and drop late ones', (t) =>
  checkScript(
    t,
    windowTable,
    nodeOf('session', 10, 10),
    `
    + a 1 00:00:00.030
    + b 2 00:00:00.031
    + a 4 00:00:00.045        =>
    barrier, recover
    + a 8 00:00:00.038        =>
    watermark 40              => + b 2 00:00:00.031 00:00:00.031 00:00:00.041 00:00:00.04
    + b 16 00:00:00.025       =>
    + a 32 00:00:00.02        =>
    watermark Infinity        => + a 1 00:00:00.03 00:00:00.02 00:00:00.055 00:00:00.054
                              => + a 4 00:00:00.045 00:00:00.02 00:00:00.055 00:00:00.054
                              => + a 8 00:00:00.038 00:00:00.02 00:00:00.055 00:00:00.054
                              => + a 32 00:00:00.02 00:00:00.02 00:00:00.055 00:00:00.054
  `,
    input('insert-only'),
  ));

test('a retraction takes a row out of its session', (t) =>
  checkScript(
    t,
    windowTable,
    nodeOf('session', 10, 10),
    `
    + a 1 00:00:00.030
    + a 2 00:00:00.035
    - a 2 00:00:00.035        =>
    watermark Infinity        => + a 1 00:00:00.03 00:00:00.03 00:00:00.045 00:00:00.044
  `,
    input('retract'),
  ));
