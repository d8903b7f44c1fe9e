import test from 'ava';
import { stringType } from '../../core/types.js';
import { checkScript } from './testing/operator-script.js';
import {
  callOf,
  countAll,
  distinct,
  input,
  nodeOf,
  sum,
  windowOf,
} from './testing/window-words.js';
import { windowAggregate } from './window-aggregate.js';

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
