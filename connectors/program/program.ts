/** The `program` connector: rows from and to the program that embeds the engine. */
import type { Batch, Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import { ConnectorError, didYouMean } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';
import type { Schema } from '../../core/types.js';
import type { ConnectorSpec, Poll, Sink, Source, SourceContext } from '../../engine/connector.js';
import { choiceOption } from '../options.js';
import type { ProgramReader, ProgramTable } from './program-table.js';

/** Takes the batches of an INSERT; a promise is back-pressure. */
export type ProgramWriter = (batch: Batch, schema: Schema) => void | Promise<void>;

/** What a program gave names to. */
export interface ProgramTables {
  readonly sources: ReadonlyMap<string, ProgramTable>;
  readonly sinks: ReadonlyMap<string, ProgramWriter>;
}

/** Tables are found by the option `table` (default: the table's own name) when a job starts. */
export function programConnector(tables: ProgramTables): ConnectorSpec {
  return {
    name: 'program',
    doc: 'Rows that the program pushes or takes. Replayable within the process only.',
    options: [
      { name: 'table', doc: 'Name the program registered; default: the name of the table.' },
      { name: 'changelog', doc: 'insert-only or retract: what is pushed.', default: 'insert-only' },
    ],
    sourceFacts: (context) => ({
      bounded: false,
      replayable: false,
      estimatedBytes: null,
      changelog: choiceOption(context.options, 'changelog', ['insert-only', 'retract']),
    }),
    sinkFacts: () => ({ delivery: 'at-least-once', acceptsRetractions: true }),
    source: (context) =>
      new ProgramSource(context, find(tables.sources, context.options['table'] ?? context.table)),
    sink: (context) =>
      new ProgramSink(
        find(tables.sinks, context.options['table'] ?? context.table),
        context.schema,
      ),
  };
}

/** By full name or the part behind the last dot. */
function find<T>(tables: ReadonlyMap<string, T>, table: string): T {
  const found =
    tables.get(table) ?? tables.get(table.slice(table.lastIndexOf('.') + 1).replaceAll('`', ''));
  if (found !== undefined) return found;
  throw new ConnectorError('PROGRAM_TABLE', {
    message: `the program has registered no table '${table}'`,
    blame: 'user',
    hint: didYouMean(table, tables.keys()) ?? 'register it before the job starts',
  });
}

class ProgramSource implements Source {
  readonly #context: SourceContext;
  readonly #table: ProgramTable;
  readonly #paths: readonly (readonly number[])[];
  #reader: ProgramReader | null = null;

  constructor(context: SourceContext, table: ProgramTable) {
    this.#context = context;
    this.#table = table;
    this.#paths = context.projection.map((path) => indexPath(path, context.physical));
  }

  async restore(offset: JsonValue | null): Promise<void> {
    this.#reader?.close();
    this.#reader = this.#table.open(offset as number | null);
  }

  poll(rowsMax: number): Poll {
    const reader = this.#reader!;
    const rows = reader.read(rowsMax);
    if (rows.length === 0) {
      return reader.hasEnded() ? { kind: 'end' } : { kind: 'idle', ready: reader.more() };
    }
    const columns = this.#paths.map((path, c) => {
      const builder = new ColumnBuilder(this.#context.output.fields[c]!.type, rows.length);
      for (const row of rows) builder.append(valueAt(row.values, path));
      return builder.finish();
    });
    const kinds = rows.some((row) => row.kind !== 0)
      ? Uint8Array.from(rows, (row) => row.kind)
      : null;
    return {
      kind: 'batch',
      batch: { columns, kinds, selection: null, rowCount: rows.length, watermarks: null },
    };
  }

  offset(): JsonValue {
    return this.#reader!.position();
  }

  async acknowledge(offset: JsonValue): Promise<void> {
    this.#reader?.acknowledge(offset as number);
  }

  async close(): Promise<void> {
    this.#reader?.close();
  }
}

function indexPath(path: readonly string[], physical: Schema): number[] {
  let fields = physical.fields;
  return path.map((name) => {
    const index = fields.findIndex((field) => field.name === name);
    const type = fields[index]!.type;
    fields = type.id === 'row' ? type.fields : [];
    return index;
  });
}

function valueAt(values: readonly Value[], path: readonly number[]): Value {
  let value: Value = values;
  for (const index of path)
    value = value === null ? null : ((value as readonly Value[])[index] ?? null);
  return value;
}

class ProgramSink implements Sink {
  readonly #writer: ProgramWriter;
  readonly #schema: Schema;

  constructor(writer: ProgramWriter, schema: Schema) {
    this.#writer = writer;
    this.#schema = schema;
  }

  async restore(): Promise<void> {
    /* what the program took stays taken */
  }
  write(batch: Batch): void | Promise<void> {
    return this.#writer(batch, this.#schema);
  }
  async prepare(): Promise<null> {
    return null;
  }
  async commit(): Promise<void> {
    /* nothing to show */
  }
  async close(): Promise<void> {
    /* nothing open */
  }
}
