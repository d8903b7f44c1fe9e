/**
 * How long rows wait for a checkpoint: 1,000,000 ids in LevelDB, a tenth of which changes between
 * two barriers. Rows flow batch by batch all the time; what counts is, for each barrier, the
 * longest time between the end of a batch and the start of the next one, from this barrier to the
 * next: setting the dirty entries aside, every slice of the write, garbage collection.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BATCH_ROWS, type Batch } from '../../core/batch.js';
import { StateTables } from '../../engine/state/state-tables.js';
import { openLevelDb } from '../../storage/leveldb-backend.js';
import { nodeEnv } from '../../storage/node-env.js';
import type { Measured } from './micro-bench.js';
import { exampleBatch } from './rows.js';
import { adder, sums } from './sums.js';
import { threadClock } from './thread-clock.js';

const keys = 1_000_000;
/** Together they change a tenth of the keys. */
const batchesPerBarrier = 25;
const barriers = 100;

export const pauseRows = batchesPerBarrier * BATCH_ROWS;

/** Prepares and measures `barriers` of them; each call of `run` adds one. */
export async function pause(): Promise<Measured> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const backend = await openLevelDb({ files: nodeEnv().files, dir });
  const tables = new StateTables(backend, { memoryBudgetBytes: 1 << 30, maxParallelism: 128 });
  const table = sums(tables);
  const add = adder();
  for (let seed = 0; seed * BATCH_ROWS < 8 * keys; seed++) add(table, exampleBatch(keys, seed));
  const flow = new Flow((batch) => add(table, batch));
  let epoch = 0;
  const run = async (): Promise<void> => {
    flow.next();
    flow.rest();
    const began = performance.now();
    const frozen = tables.freeze(++epoch);
    flow.freezes.push(performance.now() - began);
    let isWriting = true;
    const writing = frozen.write(nextTurn).finally(() => (isWriting = false));
    for (let i = 0; i < batchesPerBarrier || isWriting; i++) await flow.batch(i);
    await writing;
    if (epoch % 10 === 0) await backend.snapshot(epoch, join(dir, `${epoch}`));
    flow.rest();
  };
  for (let i = 0; i <= barriers; i++) {
    await run();
    if (i === 0) flow.forget(); // the first one writes everything
  }
  return {
    run,
    notes: () => ({ keys: table.size, ...flow.notes() }),
    close: async () => {
      await backend.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Rows that flow, and how long they did not. */
class Flow {
  readonly freezes: number[] = [];
  readonly #gaps: number[] = [];
  /** The same in CPU time of the thread: what a machine without other work would show. */
  readonly #ownGaps: number[] = [];
  readonly #ownClock = threadClock();
  readonly #add: (batch: Batch) => void;
  readonly #batches = Array.from({ length: 8 * batchesPerBarrier }, (_, i) =>
    exampleBatch(keys, 10_000 + i),
  );
  #at = 0;
  #lastMs = performance.now();
  #lastOwnMs = 0;

  constructor(add: (batch: Batch) => void) {
    this.#add = add;
  }

  /** A barrier. */
  next(): void {
    this.#gaps.push(0);
    this.#ownGaps.push(0);
  }

  /** Lets the event loop turn, then a batch flow; the first `batchesPerBarrier` change state. */
  async batch(index: number): Promise<void> {
    await nextTurn();
    const gap = this.#gaps.length - 1;
    this.#gaps[gap] = Math.max(this.#gaps[gap]!, performance.now() - this.#lastMs);
    this.#ownGaps[gap] = Math.max(this.#ownGaps[gap]!, this.#ownClock() - this.#lastOwnMs);
    if (index < batchesPerBarrier) this.#add(this.#batches[this.#at++ % this.#batches.length]!);
    this.rest();
  }

  /** What happens between two barriers in this benchmark only does not count. */
  rest(): void {
    this.#lastOwnMs = this.#ownClock();
    this.#lastMs = performance.now();
  }

  forget(): void {
    this.#gaps.length = 0;
    this.#ownGaps.length = 0;
    this.freezes.length = 0;
  }

  notes(): Record<string, string> {
    return {
      barriers: String(this.#gaps.length),
      'pause p50 ms': share(this.#gaps, 0.5),
      'pause p99 ms': share(this.#gaps, 0.99),
      'own p50 ms': share(this.#ownGaps, 0.5),
      'own p99 ms': share(this.#ownGaps, 0.99),
      'freeze p50 ms': share(this.freezes, 0.5),
      'freeze p99 ms': share(this.freezes, 0.99),
    };
  }
}

function share(values: readonly number[], part: number): string {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!.toFixed(2);
}
