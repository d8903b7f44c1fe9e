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
  get logBytes(): number {
    return this.#inner.logBytes;
  }
  async log(block: Uint8Array): Promise<void> {
    if (this.isBroken) throw broken();
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
    if (this.isBroken) throw broken();
    await this.#inner.log(block);
  }
  async cutLog(): Promise<number> {
    return this.#inner.cutLog();
  }
  async dropLog(cut: number): Promise<void> {
    await this.#inner.dropLog(cut);
    if (this.isBroken) throw broken();
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

/** Memory before and after each recovery; is the log written anew as often as can be? */
export type Limits = readonly [first: number, later: number, isLogShort: boolean];

/** Model M is what should be in the state; the bench keeps the model of the last checkpoint. */
export class StateBench<M> {
  tables!: StateTables;
  backend!: BreakableBackend;
  model: M;
  readonly #copy: (model: M) => M;
  readonly #open: (tables: StateTables) => void;
  readonly #files = memoryFiles();
  readonly #limits: Limits;
  #hasRecovered = false;
  #epoch = 0;
  #saved: { readonly model: M; readonly files: SnapshotFiles | null; readonly directory: string };
  /** `model` is null for a spill. */
  #frozen: { readonly state: FrozenState; readonly model: M | null } | null = null;
  #writing: Promise<void> | null = null;
  #nextSlice: () => void = () => {};

  constructor(
    model: M,
    copy: (model: M) => M,
    open: (tables: StateTables) => void,
    limits: Limits,
  ) {
    this.model = model;
    this.#copy = copy;
    this.#open = open;
    this.#limits = limits;
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
      memoryBudgetBytes: this.#limits[this.#hasRecovered ? 1 : 0],
      maxParallelism: 4,
      sliceEntries: 2,
      ...(this.#limits[2] ? { logSlackBytes: 0, logGrowth: 0 } : {}),
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

  /** Begins a spill, when one is called for and nothing is frozen; false when not. */
  freezeToSpill(): boolean {
    if (this.#frozen !== null || !this.tables.wantsSpill) return false;
    this.#epoch += 1;
    this.#frozen = { state: this.tables.freezeToSpill(this.#epoch), model: null };
    return true;
  }

  /** Completes the checkpoint or spill that was frozen, or sees it fail. */
  async finish(): Promise<void> {
    if (this.#frozen === null) return;
    const { model } = this.#frozen;
    if (!(await this.#settle()) || model === null) return;
    const directory = `checkpoint-${this.#epoch}`;
    this.#saved = { model, directory, files: await this.backend.snapshot(this.#epoch, directory) };
  }

  /** Writes all there is to the table; true when that was called for and succeeded. */
  async spill(): Promise<boolean> {
    return this.freezeToSpill() && this.#settle();
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
