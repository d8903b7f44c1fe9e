/**
 * What tests of connectors share: an Env on a memory disk, and sources and sinks driven by hand.
 */
import type { Batch, Value } from '../core/batch.js';
import { rowAt } from '../core/batch.js';
import { makeColumn, readRow } from '../core/column-read.js';
import type { Clock, Env, FileSystem } from '../core/env.js';
import type { JsonValue } from '../core/json.js';
import { kindMark } from '../core/rowkind.js';
import type { DataType, Schema } from '../core/types.js';
import type {
  ConnectorSpec,
  Poll,
  SinkContext,
  Source,
  SourceContext,
} from '../engine/connector.js';
import type { Overwrite } from '../engine/nodes.js';
import { MemoryDisk } from '../storage/memory-files.js';

/** A clock that stands still until `sleep` moves it. */
export function testClock(): Clock {
  let nowMs = 1_700_000_000_000;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
}

/** Every uuid of one Env differs from the ones before. */
export function testEnv(files: FileSystem, firstUuid = 0): Env {
  let count = firstUuid;
  return {
    clock: testClock(),
    files,
    random: {
      next: () => 0.5,
      uuid: () => `${String(count++).padStart(8, '0')}-0000-4000-8000-000000000000`,
    },
    log: {
      write: () => {
        /* quiet */
      },
    },
  };
}

/** A memory disk that holds `texts` by path. */
export async function diskWith(
  texts: Readonly<Record<string, string | Uint8Array>>,
): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  const files = disk.mount();
  for (const [path, text] of Object.entries(texts)) {
    await files.makeDirectory(path.slice(0, path.lastIndexOf('/')));
    await files.writeFile(path, typeof text === 'string' ? Buffer.from(text) : text);
  }
  return disk;
}

export interface TestTable {
  readonly env: Env;
  readonly options: Readonly<Record<string, string>>;
  readonly physical: Schema;
  readonly projection?: readonly (readonly string[])[];
  readonly metadata?: readonly string[];
  readonly partitionKeys?: readonly string[];
  readonly overwrite?: Overwrite | null;
}

/** A source of all columns, or of `projection`. */
export function sourceOf(spec: ConnectorSpec, table: TestTable): Source {
  const projection = table.projection ?? table.physical.fields.map((field) => [field.name]);
  const metadata = table.metadata ?? [];
  const fields = [
    ...projection.map((path) => ({ name: path.join('.'), type: typeAt(path, table.physical) })),
    ...metadata.map((key) => ({ name: key, type: spec.metadata![key]! })),
  ];
  const context: SourceContext = {
    env: table.env,
    table: 't',
    options: table.options,
    baseDir: '/base',
    sessionTimeZone: 'UTC',
    physical: table.physical,
    projection,
    output: { fields },
    metadata,
    partitionKeys: table.partitionKeys ?? [],
  };
  return spec.source!(context);
}

function typeAt(path: readonly string[], physical: Schema): DataType {
  let fields = physical.fields;
  let type: DataType = { id: 'null', nullable: true };
  for (const name of path) {
    type = fields.find((field) => field.name === name)!.type;
    fields = type.id === 'row' ? type.fields : [];
  }
  return type;
}

/** What the runtime gives a sink. */
export function sinkContext(table: TestTable, sinkId = 'job-1'): SinkContext {
  return {
    env: table.env,
    table: 't',
    options: table.options,
    baseDir: '/base',
    sessionTimeZone: 'UTC',
    schema: table.physical,
    partitionKeys: table.partitionKeys ?? [],
    primaryKey: [],
    inputMode: 'insert-only',
    overwrite: table.overwrite ?? null,
    sinkId,
  };
}

/** Boxed live rows; a change other than an insert has its mark in front. */
export function rowsOf(batch: Batch): Value[][] {
  const rows: Value[][] = [];
  for (let i = 0; i < batch.rowCount; i++) {
    const row = rowAt(batch, i);
    const kind = batch.kinds === null ? 0 : batch.kinds[row]!;
    const values = readRow(batch, row);
    rows.push(kind === 0 ? values : [kindMark[kind as 0 | 1 | 2 | 3], ...values]);
  }
  return rows;
}

/** A batch of inserts of boxed rows. */
export function batchOf(schema: Schema, rows: readonly (readonly Value[])[]): Batch {
  return {
    columns: schema.fields.map((field, c) =>
      makeColumn(
        field.type,
        rows.map((row) => row[c]!),
      ),
    ),
    kinds: null,
    selection: null,
    rowCount: rows.length,
    watermarks: null,
  };
}

export interface Polled {
  readonly rows: Value[][];
  readonly offset: JsonValue;
}

/** Polls to the end; each poll with the offset behind it, which went through JSON. */
export async function pollAll(
  source: Source,
  rowsMax: number,
  pollsMax = Infinity,
): Promise<Polled[]> {
  const polled: Polled[] = [];
  while (polled.length < pollsMax) {
    const poll: Poll = await source.poll(rowsMax);
    if (poll.kind === 'end') break;
    if (poll.kind === 'idle') {
      await poll.ready;
      continue;
    }
    polled.push({
      rows: rowsOf(poll.batch),
      offset: JSON.parse(JSON.stringify(source.offset())) as JsonValue,
    });
  }
  return polled;
}

/** All rows of a fresh source. */
export async function readAll(
  spec: ConnectorSpec,
  table: TestTable,
  rowsMax = 4096,
): Promise<Value[][]> {
  const source = sourceOf(spec, table);
  await source.restore(null);
  const polled = await pollAll(source, rowsMax);
  await source.close();
  return polled.flatMap(({ rows }) => rows);
}
