import test from 'ava';
import { complete } from './completion.js';

const vocabulary = {
  keywords: ['SELECT', 'SET', 'FROM'],
  relations: [{ name: 'flights', columns: ['origin', 'delay'] }],
  functions: ['FLOOR', 'UPPER'],
  options: ['table.local-time-zone', 'parallelism.default'],
};

test('keywords keep the case that is being typed', (t) => {
  t.deepEqual(complete('SE', vocabulary), [['SELECT', 'SET'], 'SE']);
  t.deepEqual(complete('sel', vocabulary), [['select'], 'sel']);
});
test('tables, columns and functions are offered', (t) => {
  t.deepEqual(complete('SELECT fl', vocabulary), [['flights', 'floor('], 'fl']);
  t.deepEqual(complete('SELECT f.o', vocabulary), [['origin'], 'o']);
});
test('after SET the options are offered', (t) => {
  t.deepEqual(complete("SET 'table.", vocabulary), [["table.local-time-zone'"], 'table.']);
});
