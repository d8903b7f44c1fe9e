/**
 * State tables over a memory backend that can fail, with checkpoints that run in the background.
 */
import type { KeyRange, SnapshotFiles, StateBackend, StateEntry } from '../storage/backend.js';
import { StateError } from '../core/errors.js';
import { makeColumn } from '../core/column-read.js';
import type { Value } from '../core/batch.js';
import type { DataType } from '../core/types.js';
import { openMemoryBackend } from '../storage/memory-backend.js';
import { memoryFiles } from '../storage/memory-files.js';
import type { FrozenState } from '../engine/state/frozen-state.js';
import { createKeyEncoder } from '../engine/state/key-encoder.js';
import type { KeyBatch } from '../engine/state/state.js';
import { StateTables } from '../engine/state/state-tables.js';

/** Fails every write while `isBroken`. */
export class BreakableBackend implements StateBackend {
  isBroken = false;
  /** Keys put so far, for tests of what touches the disk. */
  putCount = 0;
  readonly #inner: StateBackend;
  constructor(inner: StateBackend) {
    this.#inner = inner;
  }
  get name(): string {
    return this.#inner.name;
  }
  get(key: Uint8Array): Uint8Array | undefined {
    return this.#inner.get(key);
  }
  getMany(keys: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    return this.#inner.getMany(keys);
  }
  scan(range: KeyRange): AsyncIterable<readonly StateEntry[]> {
    return this.#inner.scan(range);
  }
  async write(puts: readonly StateEntry[], deletes: readonly Uint8Array[]): Promise<void> {
    checkAscending(puts, deletes);
    if (this.isBroken) throw broken();
    // As on a disk: what is being written is not there yet, while rows flow.
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
    if (this.isBroken) throw broken();
    this.putCount += puts.length;
    await this.#inner.write(puts, deletes);
  }
  async deleteRange(range: KeyRange): Promise<void> {
    await this.#inner.deleteRange(range);
  }
  async snapshot(epoch: number, into: string): Promise<SnapshotFiles> {
    return this.#inner.snapshot(epoch, into);
  }
  async restore(from: string, files: SnapshotFiles): Promise<void> {
    await this.#inner.restore(from, files);
  }
  async approximateBytes(): Promise<number> {
    return this.#inner.approximateBytes();
  }
  async close(): Promise<void> {
    await this.#inner.close();
  }
}

function broken(): StateError {
  return new StateError('STATE_WRITE_FAILED', { message: 'broken for the test' });
}

function checkAscending(puts: readonly StateEntry[], deletes: readonly Uint8Array[]): void {
  const texts = puts.map(([key]) => Buffer.from(key).toString('latin1'));
  const ascends = texts.every((text, i) => i === 0 || texts[i - 1]! < text);
  const keys = new Set(texts);
  if (!ascends || deletes.some((key) => keys.has(Buffer.from(key).toString('latin1')))) {
    throw new StateError('STATE_WRITE_FAILED', {
      message: 'the contract of write is broken',
      blame: 'bug',
    });
  }
}

/** Model M is what should be in the state; the bench keeps the model of the last checkpoint. */
export class StateBench<M> {
  tables!: StateTables;
  backend!: BreakableBackend;
  model: M;
  readonly #copy: (model: M) => M;
  readonly #open: (tables: StateTables) => void;
  readonly #files = memoryFiles();
  /** First and after each recovery. */
  readonly #budgets: readonly [number, number];
  #hasRecovered = false;
  #epoch = 0;
  #saved: { readonly model: M; readonly files: SnapshotFiles | null; readonly directory: string };
  #frozen: { readonly state: FrozenState; readonly model: M } | null = null;
  #writing: Promise<void> | null = null;
  #nextSlice: () => void = () => {};

  constructor(
    model: M,
    copy: (model: M) => M,
    open: (tables: StateTables) => void,
    budgets: readonly [number, number],
  ) {
    this.model = model;
    this.#copy = copy;
    this.#open = open;
    this.#budgets = budgets;
    this.#saved = { model: copy(model), files: null, directory: '' };
  }

  /** Back to the last complete checkpoint. */
  async recover(): Promise<void> {
    this.#frozen?.state.abandon();
    await this.#settle();
    this.backend = new BreakableBackend(
      await openMemoryBackend({ files: this.#files, dir: 'work' }),
    );
    if (this.#saved.files !== null)
      await this.backend.restore(this.#saved.directory, this.#saved.files);
    this.model = this.#copy(this.#saved.model);
    this.tables = new StateTables(this.backend, {
      memoryBudgetBytes: this.#budgets[this.#hasRecovered ? 1 : 0],
      maxParallelism: 4,
      sliceEntries: 2,
    });
    this.#hasRecovered = true;
    this.#open(this.tables);
  }

  freeze(): void {
    if (this.#frozen !== null) return;
    this.#epoch += 1;
    this.#frozen = { state: this.tables.freeze(this.#epoch), model: this.#copy(this.model) };
  }

  /** Lets the background write go on by one slice. */
  async step(): Promise<void> {
    if (this.#frozen === null) return;
    this.#writing ??= this.#frozen.state.write(
      async () =>
        new Promise((go) => {
          this.#nextSlice = go;
        }),
    );
    this.#writing.catch(() => {});
    await Promise.resolve();
    this.#nextSlice();
    for (let turns = 0; turns < 5; turns++) await Promise.resolve();
  }

  /** Completes the checkpoint that was frozen, or sees it fail. */
  async finish(): Promise<void> {
    if (this.#frozen === null) return;
    const { model } = this.#frozen;
    if (!(await this.#settle())) return;
    const directory = `checkpoint-${this.#epoch}`;
    this.#saved = { model, directory, files: await this.backend.snapshot(this.#epoch, directory) };
  }

  /** Writes what is dirty without a snapshot; true when that was called for and succeeded. */
  async spill(): Promise<boolean> {
    if (this.#frozen !== null || !this.tables.wantsSpill) return false;
    this.freeze();
    return this.#settle();
  }

  abandon(): void {
    this.#frozen?.state.abandon();
    if (this.#writing === null) this.#frozen = null;
  }

  /** Did the write, if there was one, succeed? */
  async #settle(): Promise<boolean> {
    if (this.#frozen === null) return false;
    this.#writing ??= this.#frozen.state.write(
      async () =>
        new Promise((go) => {
          this.#nextSlice = go;
        }),
    );
    let isSettled = false;
    const result = this.#writing
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        isSettled = true;
      });
    while (!isSettled) {
      this.#nextSlice();
      await Promise.resolve();
    }
    this.#frozen = null;
    this.#writing = null;
    return result;
  }
}

/** Encoded keys of boxed values, one column of `type`. */
export function keysOf(type: DataType, values: readonly Value[]): KeyBatch {
  const rows = Int32Array.from(values, (_, i) => i);
  return createKeyEncoder([type]).encode([makeColumn(type, values)], rows, values.length);
}
