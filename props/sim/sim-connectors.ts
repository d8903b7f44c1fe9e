/** A replayable source over rows in memory, and a transactional sink on the simulated disk. */
import { EngineBug } from '../../core/errors.js';
import type { Batch } from '../../core/batch.js';
import { rowAt } from '../../core/batch.js';
import { makeColumn, readRow } from '../../core/column-read.js';
import type { Env, FileSystem } from '../../core/env.js';
import type { JsonValue } from '../../core/json.js';
import { kindMark } from '../../core/rowkind.js';
import type { Schema } from '../../core/types.js';
import { intType, notNull, stringType, timestampType } from '../../core/types.js';
import type {
  Committable,
  ConnectorRegistry,
  ConnectorSpec,
  Poll,
  Sink,
  Source,
} from '../../engine/connector.js';
import type { World } from './world.js';

export interface SimRow {
  readonly k: string;
  readonly v: number;
  readonly ts: number;
  readonly wm: number;
}

/** The watermark is the column `wm`: any lateness can be staged. */
export const simSchema: Schema = {
  fields: [
    { name: 'k', type: notNull(stringType) },
    { name: 'v', type: notNull(intType) },
    { name: 'ts', type: timestampType(3, false) },
    { name: 'wm', type: timestampType(3, false) },
  ],
};

/** Rows by table name. */
export type SimTables = Readonly<Record<string, readonly SimRow[]>>;

export function simConnectors(world: World, tables: SimTables): ConnectorRegistry {
  const spec: ConnectorSpec = {
    name: 'sim',
    doc: 'simulated',
    options: [],
    sourceFacts: () => ({
      bounded: true,
      replayable: true,
      changelog: 'insert-only',
      estimatedBytes: null,
    }),
    source: (context) => new SimSource(world, context.env, tables[context.table]!),
    sink: (context) => new SimSink(world, context.env.files, context.table),
  };
  return { get: (name) => (name === 'sim' ? spec : undefined), names: () => ['sim'] };
}

/** Sync, async and idle by chance; cut anywhere. */
class SimSource implements Source {
  readonly #world: World;
  readonly #env: Env;
  readonly #rows: readonly SimRow[];
  #next = 0;

  constructor(world: World, env: Env, rows: readonly SimRow[]) {
    this.#world = world;
    this.#env = env;
    this.#rows = rows;
  }

  async restore(offset: JsonValue | null): Promise<void> {
    this.#next = offset === null ? 0 : (offset as number);
  }

  poll(rowsMax: number): Poll | Promise<Poll> {
    this.#world.step();
    const chance = this.#world.random.next();
    if (chance < 0.1)
      return { kind: 'idle', ready: this.#env.clock.sleep(this.#world.random.next() * 3) };
    if (chance < 0.5) return this.#later(rowsMax);
    return this.#read(rowsMax);
  }

  async #later(rowsMax: number): Promise<Poll> {
    await this.#env.clock.sleep(this.#world.random.next() < 0.5 ? 0 : 2);
    return this.#read(rowsMax);
  }

  #read(rowsMax: number): Poll {
    if (this.#next >= this.#rows.length) return { kind: 'end' };
    const count = 1 + Math.floor(this.#world.random.next() * Math.min(rowsMax, 8));
    const rows = this.#rows.slice(this.#next, this.#next + Math.min(count, rowsMax));
    this.#next += rows.length;
    const names = ['k', 'v', 'ts', 'wm'] as const;
    const columns = simSchema.fields.map((field, c) =>
      makeColumn(
        field.type,
        rows.map((row) => row[names[c]!]),
      ),
    );
    const batch: Batch = {
      columns,
      kinds: null,
      selection: null,
      rowCount: rows.length,
      watermarks: null,
    };
    return { kind: 'batch', batch };
  }

  offset(): JsonValue {
    return this.#next;
  }
  async acknowledge(): Promise<void> {
    this.#world.step();
  }
  async close(): Promise<void> {}
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Files `/out/<table>/part-<epoch>`; staged as `staged-<epoch>`. */
class SimSink implements Sink {
  readonly #world: World;
  readonly #files: FileSystem;
  readonly #dir: string;
  #rows: string[] = [];

  constructor(world: World, files: FileSystem, table: string) {
    this.#world = world;
    this.#files = files;
    this.#dir = `/out/${table}`;
  }

  async restore(pending: readonly Committable[], epoch: number | null): Promise<void> {
    await this.#files.makeDirectory(this.#dir);
    for (const dir of ['/', '/out', this.#dir]) await this.#files.sync(dir);
    for (const committable of pending) await this.commit(committable);
    for (const name of await this.#files.list(this.#dir)) {
      const [kind, number] = name.split('-');
      const isNewer = epoch === null || Number(number) > epoch;
      if (kind === 'part' && epoch === null)
        throw new EngineBug(`${name} is visible, yet there is no checkpoint`);
      if (kind === 'staged' || isNewer) await this.#files.remove(`${this.#dir}/${name}`);
    }
    await this.#files.sync(this.#dir);
  }

  write(batch: Batch): void {
    this.#world.step();
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      this.#rows.push(
        `${kindMark[(batch.kinds?.[row] as 0) ?? 0]} ${readRow(batch, row).map(String).join(' ')}`,
      );
    }
  }

  async prepare(epoch: number): Promise<Committable | null> {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length === 0) return null;
    const path = `${this.#dir}/staged-${epoch}`;
    await this.#files.writeFile(path, text(`${rows.join('\n')}\n`));
    await this.#files.sync(path);
    await this.#files.sync(this.#dir);
    return epoch;
  }

  async commit(committable: Committable): Promise<void> {
    const epoch = committable as number;
    const [staged, part] = [`${this.#dir}/staged-${epoch}`, `${this.#dir}/part-${epoch}`];
    if ((await this.#files.stat(staged)) !== null) await this.#files.rename(staged, part);
    else if ((await this.#files.stat(part)) === null)
      throw new EngineBug(`rows of epoch ${epoch} are lost`);
    await this.#files.sync(this.#dir);
  }

  async close(): Promise<void> {}
}

/** The visible rows of a table, in the order they were written. */
export async function simOutput(files: FileSystem, table: string): Promise<string[]> {
  const dir = `/out/${table}`;
  const names = (await files.list(dir)).filter((name) => name.startsWith('part-'));
  names.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
  const rows: string[] = [];
  for (const name of names) {
    const bytes = await files.readFile(`${dir}/${name}`);
    rows.push(
      ...new TextDecoder()
        .decode(bytes)
        .split('\n')
        .filter((line) => line !== ''),
    );
  }
  return rows;
}

/**
 * Folds change rows into sorted rows with their count; throws when something is taken away that is
 * not there.
 */
export function foldOutput(rows: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const [mark, key] = [row.slice(0, 2), row.slice(3)];
    const count = (counts.get(key) ?? 0) + (mark.startsWith('+') ? 1 : -1);
    if (count < 0) throw new EngineBug(`"${row}" takes away what is not there`);
    counts.set(key, count);
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => `${key} x${count}`)
    .sort();
}
