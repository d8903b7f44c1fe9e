/** State tables, join state, and writing them to LevelDB. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BATCH_ROWS, type Batch } from '../../core/batch.js';
import { bigintType } from '../../core/types.js';
import { createKeyEncoder } from '../../engine/state/key-encoder.js';
import { StateTables } from '../../engine/state/state-tables.js';
import { openLevelDb } from '../../storage/leveldb-backend.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { nodeEnv } from '../../storage/node-env.js';
import type { Measured, MicroBench } from './micro-bench.js';
import { pause, pauseRows } from './pause.js';
import { allRows, exampleBatch, rowTypes } from './rows.js';
import { adder, sums } from './sums.js';

const batchCount = 25;
const memory = { memoryBudgetBytes: 1 << 30, maxParallelism: 128 };

export const stateBenches: readonly MicroBench[] = [
  { name: 'state/aggregate', rows: batchCount * BATCH_ROWS, prepare: aggregate },
  { name: 'state/join', rows: batchCount * BATCH_ROWS, prepare: joinState },
  { name: 'state/flush', rows: batchCount * BATCH_ROWS, prepare: flush },
  { name: 'state/pause', rows: pauseRows, prepare: pause },
];

/** Adds the amounts of 100,000 ids. */
async function aggregate(): Promise<Measured> {
  const tables = new StateTables(await memoryBackend(), memory);
  const table = sums(tables);
  const batches = batchesOf(100_000);
  const add = adder();
  return {
    run: () => {
      for (const batch of batches) add(table, batch);
    },
  };
}

/** Looks a row up in one side and appends it to the other; both start empty every time. */
async function joinState(): Promise<Measured> {
  const batches = batchesOf(20_000);
  const encoder = createKeyEncoder([bigintType]);
  const rows = allRows();
  const found = new Int32Array(BATCH_ROWS);
  const decl = { version: 1, rowTypes, withCounter: false } as const;
  const run = async (): Promise<void> => {
    const tables = new StateTables(await memoryBackend(), memory).forOperator('bench');
    const left = tables.multimap({ ...decl, stateId: 1, name: 'left' });
    const right = tables.multimap({ ...decl, stateId: 3, name: 'right' });
    batches.forEach((batch, i) => {
      const [mine, other] = i % 2 === 0 ? [left, right] : [right, left];
      const keys = encoder.encode(batch.columns, rows, BATCH_ROWS);
      other.find(keys, found);
      mine.upsert(keys, found);
      for (let row = 0; row < BATCH_ROWS; row++) mine.append(found[row]!, batch, row);
    });
  };
  return { run };
}

/** Every id changes, and everything is written to LevelDB. */
async function flush(): Promise<Measured> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const backend = await openLevelDb({ files: nodeEnv().files, dir });
  const tables = new StateTables(backend, memory);
  const table = sums(tables);
  const batches = batchesOf(batchCount * BATCH_ROWS);
  const add = adder();
  let epoch = 0;
  return {
    run: async () => {
      for (const batch of batches) add(table, batch);
      await tables.freeze(++epoch).write(async () => undefined);
    },
    close: async () => {
      await backend.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function memoryBackend(): ReturnType<typeof openMemoryBackend> {
  return openMemoryBackend({ files: nodeEnv().files, dir: join(tmpdir(), 'millrace-bench') });
}

function batchesOf(keys: number): Batch[] {
  return Array.from({ length: batchCount }, (_, seed) => exampleBatch(keys, seed));
}
