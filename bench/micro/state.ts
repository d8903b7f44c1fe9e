/** State tables, join state, and what a checkpoint of them costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BATCH_ROWS, type Batch } from '../../core/batch.js';
import { bigintType } from '../../core/types.js';
import { createKeyEncoder } from '../../engine/state/key-encoder.js';
import type { KeyedTable } from '../../engine/state/state.js';
import { StateTables } from '../../engine/state/state-tables.js';
import { openLevelDb } from '../../storage/leveldb-backend.js';
import { openMemoryBackend } from '../../storage/memory-backend.js';
import { nodeEnv } from '../../storage/node-env.js';
import type { Measured, MicroBench } from './micro-bench.js';
import { allRows, exampleBatch, rowTypes } from './rows.js';

const batchCount = 25;
const memory = { memoryBudgetBytes: 1 << 30, maxParallelism: 128 };

export const stateBenches: readonly MicroBench[] = [
  { name: 'state/aggregate', rows: batchCount * BATCH_ROWS, prepare: aggregate },
  { name: 'state/join', rows: batchCount * BATCH_ROWS, prepare: joinState },
  { name: 'state/flush', rows: batchCount * BATCH_ROWS, prepare: flush },
  { name: 'state/pause', rows: batchCount * BATCH_ROWS, prepare: pause },
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

/**
 * 1,000,000 ids of which a tenth changes before each barrier: how long the barrier itself takes.
 */
async function pause(): Promise<Measured> {
  const backend = await memoryBackend();
  const tables = new StateTables(backend, memory);
  const table = sums(tables);
  const add = adder();
  for (let seed = 0; seed * BATCH_ROWS < 1_000_000; seed++)
    add(table, exampleBatch(1_000_000, seed));
  const batches = batchesOf(1_000_000);
  const pauses: number[] = [];
  let epoch = 0;
  const run = async (): Promise<void> => {
    for (const batch of batches) add(table, batch);
    const began = performance.now();
    const frozen = tables.freeze(++epoch);
    pauses.push(performance.now() - began);
    await frozen.write(async () => undefined);
  };
  const notes = (): Record<string, string> => {
    const sorted = pauses.toSorted((a, b) => a - b);
    const at = (share: number): string => sorted[Math.floor(sorted.length * share)]!.toFixed(2);
    return { 'pause p50 ms': at(0.5), 'p99 ms': at(0.99), keys: String(table.size) };
  };
  return { run, notes };
}

function memoryBackend(): ReturnType<typeof openMemoryBackend> {
  return openMemoryBackend({ files: nodeEnv().files, dir: join(tmpdir(), 'millrace-bench') });
}

function sums(tables: StateTables): KeyedTable {
  const fields = [
    { name: 'count', kind: 'f64' },
    { name: 'sum', kind: 'i64' },
  ] as const;
  return tables.forOperator('bench').table({ stateId: 1, name: 'sums', version: 1, fields });
}

function batchesOf(keys: number): Batch[] {
  return Array.from({ length: batchCount }, (_, seed) => exampleBatch(keys, seed));
}

function adder(): (table: KeyedTable, batch: Batch) => void {
  const encoder = createKeyEncoder([bigintType]);
  const rows = allRows();
  const slots = new Int32Array(BATCH_ROWS);
  return (table, batch) => {
    table.upsert(encoder.encode(batch.columns, rows, BATCH_ROWS), slots);
    table.touchAll(slots, BATCH_ROWS);
    addAmounts(table.f64(0), table.i64(1), batch.columns[1]!.values as BigInt64Array, slots);
  };
}

function addAmounts(
  counts: Float64Array,
  totals: BigInt64Array,
  amounts: BigInt64Array,
  slots: Int32Array,
): void {
  for (let i = 0; i < BATCH_ROWS; i++) {
    counts[slots[i]!]! += 1;
    totals[slots[i]!]! += amounts[i]!;
  }
}
