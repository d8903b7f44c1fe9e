import test from 'ava';
import { open } from '../../api/open.js';
import { complete } from './completion.js';
import { functionNames } from './repl.js';

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

test('functions and aggregates are offered, those of the program too', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  await db.createFunction('twice', { args: ['INT'], returns: 'INT', call: (n: number) => 2 * n });
  const offered = functionNames(db);
  for (const name of ['UPPER', 'COUNT', 'LISTAGG', 'TWICE']) t.true(offered.includes(name), name);
  t.false(offered.includes('||'));
});
