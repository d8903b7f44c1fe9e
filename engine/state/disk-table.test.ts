import test from 'ava';
import { StateError } from '../../core/errors.js';
import { bigintType } from '../../core/types.js';
import { makeColumn } from '../../core/column-read.js';
import { memoryFiles } from '../../storage/memory-files.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import type { StateBackend } from '../../storage/backend.js';
import { createKeyEncoder } from './key-encoder.js';
import { StateTables } from './state-tables.js';
import type { KeyedTable } from './state.js';

function openTable(
  backend: StateBackend,
  maxParallelism: number,
  version = 1,
): { readonly tables: StateTables; readonly table: KeyedTable } {
  const tables = new StateTables(backend, { memoryBudgetBytes: 0, maxParallelism });
  const fields = [{ name: 'n', kind: 'f64' }] as const;
  const table = tables.forOperator('op').table({ stateId: 1, name: 'counts', version, fields });
  return { tables, table };
}

async function written(): Promise<StateBackend> {
  const backend = await openMemoryBackend({ files: memoryFiles(), dir: 'work' });
  const { tables, table } = openTable(backend, 16);
  const keys = createKeyEncoder([bigintType]).encode(
    [makeColumn(bigintType, [7n])],
    Int32Array.of(0),
    1,
  );
  table.upsert(keys, new Int32Array(1));
  await tables.freeze(1).write(() => Promise.resolve());
  await backend.restore('checkpoint', await backend.snapshot(1, 'checkpoint'));
  return backend;
}

test('a table is found again', async (t) => {
  t.is(openTable(await written(), 16).table.size, 1);
});

test('another number of key groups, or another version, is refused', async (t) => {
  const backend = await written();
  const groups = t.throws(() => openTable(backend, 128), { instanceOf: StateError });
  t.is(groups?.code, 'STATE_KEY_GROUPS_CHANGED');
  t.true(groups?.hint?.includes("'pipeline.max-parallelism' = '16'"));
  const version = t.throws(() => openTable(backend, 16, 2), { instanceOf: StateError });
  t.is(version?.code, 'STATE_VERSION_CHANGED');
});
