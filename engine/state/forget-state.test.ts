import test from 'ava';
import { bigintType } from '../../core/types.js';
import { makeColumn } from '../../core/column-read.js';
import type { StateBackend } from '../../storage/backend.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { memoryFiles } from '../../storage/memory-files.js';
import { forgetState } from './forget-state.js';
import { createKeyEncoder } from './key-encoder.js';
import { StateTables } from './state-tables.js';
import type { KeyedTable } from './state.js';

function open(backend: StateBackend): { readonly tables: StateTables; readonly table: KeyedTable } {
  const tables = new StateTables(backend, { memoryBudgetBytes: 1e9, maxParallelism: 16 });
  const fields = [{ name: 'n', kind: 'f64' }] as const;
  const decl = { stateId: 1, name: 'counts', version: 1, fields };
  return { tables, table: tables.forOperator('op').table(decl) };
}

function add(table: KeyedTable, key: bigint): void {
  const rows = Int32Array.of(0);
  const keys = createKeyEncoder([bigintType]).encode([makeColumn(bigintType, [key])], rows, 1);
  table.upsert(keys, new Int32Array(1));
}

test('neither what was spilled nor what was logged is found again', async (t) => {
  const backend = await openMemoryBackend({ files: memoryFiles(), dir: 'work' });
  const { tables, table } = open(backend);
  add(table, 7n);
  await tables.freezeToSpill(1).write(async () => {});
  add(table, 8n);
  await tables.freeze(2).write(async () => {});
  t.true(backend.logBytes > 0);
  await forgetState(backend);
  t.is(open(backend).table.size, 0);
  await backend.restore('3', await backend.snapshot(3, '3'));
  t.is(open(backend).table.size, 0);
});
