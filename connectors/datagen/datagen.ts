/**
 * The `datagen` connector: made-up rows. Row i depends on the seed and i alone, so the offset is a
 * row number (and the wall clock of the first read, from which times count) and any cut can be
 * restored.
 */
import type { Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import type { Env } from '../../core/env.js';
import type { JsonValue } from '../../core/json.js';
import type { DataType, Schema } from '../../core/types.js';
import type { ConnectorSpec, Poll, Source, SourceContext } from '../../engine/connector.js';
import { integerOption, type Options } from '../options.js';
import { fieldGenerator, type FieldGenerator, type Generate } from './field-generator.js';
import { hash32 } from './row-random.js';

const UNBOUNDED_RATE = 10_000;

export const datagen: ConnectorSpec = {
  name: 'datagen',
  doc: 'Makes up rows, random or in sequence, the same ones for the same seed.',
  options: [
    { name: 'rows-per-second', doc: 'Default 10000; a table that ends is not held back.' },
    {
      name: 'number-of-rows',
      doc: 'Ends after so many rows; default: never, or where a sequence ends.',
    },
    { name: 'seed', doc: 'An integer; another one gives other rows.', default: '0' },
    { name: 'fields.*.kind', doc: 'random or sequence.', default: 'random' },
    { name: 'fields.*.min', doc: 'Least random number.' },
    { name: 'fields.*.max', doc: 'Greatest random number.' },
    {
      name: 'fields.*.max-past',
      doc: 'Random times are up to this much before now.',
      default: '0',
    },
    { name: 'fields.*.length', doc: 'Of texts and bytes (100), arrays, maps and multisets (3).' },
    { name: 'fields.*.var-len', doc: 'Texts and bytes of 1 up to that length.', default: 'false' },
    { name: 'fields.*.start', doc: 'First value of a sequence.' },
    { name: 'fields.*.end', doc: 'Last value of a sequence.' },
    { name: 'fields.*.null-rate', doc: 'Share of nulls, 0 to 1.', default: '0' },
  ],
  sourceFacts(context, physical) {
    const rows = rowsOf(context.options, generators(physical, context.options));
    return {
      bounded: rows !== Infinity,
      replayable: true,
      changelog: 'insert-only',
      estimatedBytes: null,
    };
  },
  estimatedRows(context, physical) {
    const rows = rowsOf(context.options, generators(physical, context.options));
    return rows === Infinity ? null : rows;
  },
  source: (context) => new DatagenSource(context),
};

function generators(physical: Schema, options: Options): readonly FieldGenerator[] {
  const seed = integerOption(options, 'seed', Number.MIN_SAFE_INTEGER) ?? 0;
  return physical.fields.map((field, i) =>
    fieldGenerator(field.name, field.type, options, hash32(seed | 0, i, 0)),
  );
}

function rowsOf(options: Options, fields: readonly FieldGenerator[]): number {
  integerOption(options, 'rows-per-second', 1);
  const limit = integerOption(options, 'number-of-rows', 0) ?? Infinity;
  return fields.reduce((rows, field) => Math.min(rows, field.rowsMax), limit);
}

class DatagenSource implements Source {
  readonly #env: Env;
  readonly #rows: number;
  readonly #rate: number;
  readonly #columns: readonly { readonly type: DataType; readonly generate: Generate }[];
  #row = 0;
  #baseMs = 0;
  /** Row and clock from which the rate counts. */
  #firstRow = 0;
  #startMs = 0;

  constructor(context: SourceContext) {
    const fields = generators(context.physical, context.options);
    this.#env = context.env;
    this.#rows = rowsOf(context.options, fields);
    const rate = integerOption(context.options, 'rows-per-second', 1);
    this.#rate = rate ?? (this.#rows === Infinity ? UNBOUNDED_RATE : Infinity);
    this.#columns = context.projection.map((path, i) => ({
      type: context.output.fields[i]!.type,
      generate: projected(path, context.physical, fields),
    }));
  }

  async restore(offset: JsonValue | null): Promise<void> {
    const from = offset as { row: number; baseMs: number } | null;
    this.#row = from?.row ?? 0;
    this.#baseMs = from?.baseMs ?? this.#env.clock.nowMs();
    this.#firstRow = this.#row;
    this.#startMs = this.#env.clock.monotonicMs();
  }

  poll(rowsMax: number): Poll {
    const allowed = this.#allowedRow();
    const count = Math.min(rowsMax, this.#rows - this.#row, allowed - this.#row);
    if (this.#row >= this.#rows) return { kind: 'end' };
    if (count <= 0) return { kind: 'idle', ready: this.#env.clock.sleep(this.#waitMs()) };
    const columns = this.#columns.map(({ type, generate }) => {
      const builder = new ColumnBuilder(type, count);
      for (let i = 0; i < count; i++) builder.append(generate(this.#row + i, this.#baseMs));
      return builder.finish();
    });
    this.#row += count;
    return {
      kind: 'batch',
      batch: { columns, kinds: null, selection: null, rowCount: count, watermarks: null },
    };
  }

  /** Rows come in bursts, one a second, as Flink's do. */
  #allowedRow(): number {
    if (this.#rate === Infinity) return Infinity;
    const seconds = Math.floor((this.#env.clock.monotonicMs() - this.#startMs) / 1000);
    return this.#firstRow + this.#rate * (seconds + 1);
  }

  #waitMs(): number {
    const elapsed = this.#env.clock.monotonicMs() - this.#startMs;
    return Math.max(1, Math.ceil((Math.floor(elapsed / 1000) + 1) * 1000 - elapsed));
  }

  offset(): JsonValue {
    return { row: this.#row, baseMs: this.#baseMs };
  }

  async acknowledge(): Promise<void> {
    /* nothing is kept */
  }
  async close(): Promise<void> {
    /* nothing is open */
  }

  progress(): number | null {
    return this.#rows === Infinity ? null : this.#row / Math.max(1, this.#rows);
  }
}

/** Generator of the value at `path`. */
function projected(
  path: readonly string[],
  physical: Schema,
  fields: readonly FieldGenerator[],
): Generate {
  const column = physical.fields.findIndex((field) => field.name === path[0]);
  const generate = fields[column]!.generate;
  const inner: number[] = [];
  let type = physical.fields[column]!.type;
  for (const name of path.slice(1)) {
    if (type.id !== 'row') break;
    const index = type.fields.findIndex((field) => field.name === name);
    inner.push(index);
    type = type.fields[index]!.type;
  }
  if (inner.length === 0) return generate;
  return (row, baseMs) => {
    let value = generate(row, baseMs);
    for (const index of inner) value = value === null ? null : (value as readonly Value[])[index]!;
    return value;
  };
}
