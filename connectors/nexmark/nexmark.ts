/** The Nexmark event generator (Tucker et al.; Apache Beam's and Flink's rules) as a source. */
import { BATCH_ROWS, type Batch, type Column, type Value } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import type { Clock } from '../../core/env.js';
import type { JsonValue } from '../../core/json.js';
import type { ConnectorSpec, Poll, Source, SourceContext } from '../../engine/connector.js';
import { ExactEvents, type NexmarkEvent } from './exact-events.js';
import { FastColumns } from './fast-columns.js';
import type { SplitState } from './java-random.js';
import { checkSchema, wantedColumns, type Wanted } from './layout.js';
import { nexmarkOptions, optionSpecs, type NexmarkOptions } from './options.js';
import { Timeline } from './timeline.js';

/** Makes the columns of consecutive events, and what a checkpoint needs beside their number. */
interface Maker {
  columns(first: number, count: number): readonly Column[];
  state(): JsonValue;
  restore(state: JsonValue): void;
}

/** Offset: {k, random}: events made so far, and the generator's state in flink mode. */
class NexmarkSource implements Source {
  readonly #options: NexmarkOptions;
  readonly #maker: Maker;
  readonly #clock: Clock;
  #k = 0;
  #startedMs: number | null = null;
  #firstK = 0;

  constructor(options: NexmarkOptions, maker: Maker, clock: Clock) {
    this.#options = options;
    this.#maker = maker;
    this.#clock = clock;
  }

  async restore(offset: JsonValue | null): Promise<void> {
    if (offset === null) return;
    const { k, random } = offset as { k: number; random: JsonValue };
    this.#k = k;
    this.#maker.restore(random);
  }

  poll(rowsMax: number): Poll {
    const left = this.#options.eventsMax - this.#k;
    if (left <= 0) return { kind: 'end' };
    const allowed = this.#options.rateLimited ? this.#allowed() : left;
    if (allowed <= 0) return { kind: 'idle', ready: this.#clock.sleep(10) };
    const rowCount = Math.min(rowsMax, left, allowed, BATCH_ROWS);
    const columns = this.#maker.columns(this.#k, rowCount);
    this.#k += rowCount;
    const batch: Batch = { columns, kinds: null, selection: null, rowCount, watermarks: null };
    return { kind: 'batch', batch };
  }

  offset(): JsonValue {
    return { k: this.#k, random: this.#maker.state() };
  }
  async acknowledge(): Promise<void> {
    // Nothing upstream to tell.
  }
  async close(): Promise<void> {
    // Holds nothing.
  }
  progress(): number | null {
    return Number.isFinite(this.#options.eventsMax) ? this.#k / this.#options.eventsMax : null;
  }

  /** Events that the rate lets through by now. */
  #allowed(): number {
    const now = this.#clock.monotonicMs();
    if (this.#startedMs === null) {
      this.#startedMs = now;
      this.#firstK = this.#k;
    }
    const due = Math.floor(((now - this.#startedMs) * this.#options.timeline.ratePerSecond) / 1000);
    return this.#firstK + due - this.#k;
  }
}

function fastMaker(options: NexmarkOptions, wanted: readonly Wanted[]): Maker {
  const columns = new FastColumns(new Timeline(options.timeline), options.seed, wanted);
  return {
    columns: (first, count) => columns.columns(first, count),
    state: () => null,
    restore: () => undefined,
  };
}

function exactMaker(options: NexmarkOptions, wanted: readonly Wanted[]): Maker {
  const events = new ExactEvents(options.timeline, { events: options.seed, texts: 1, urls: 2 });
  return {
    columns: (first, count) => {
      const builders = wanted.map(({ type }) => new ColumnBuilder(type, count));
      for (let k = first; k < first + count; k++) {
        const event = events.event(k);
        wanted.forEach((column, i) => builders[i]!.append(valueOf(event, column)));
      }
      return builders.map((builder) => builder.finish());
    },
    state: () => events.state as JsonValue,
    restore: (state) => events.restore(state as SplitState | null),
  };
}

function valueOf(event: NexmarkEvent, wanted: Wanted): Value {
  if (wanted.what === 'eventType') return event.kind;
  if (event.kind !== wanted.kind) return null;
  if (wanted.what === 'field') return fieldOf(event, wanted.field, wanted.type.id);
  return wanted.fields.map((field) => fieldOf(event, field.name, field.type.id));
}

function fieldOf(event: NexmarkEvent, name: string, type: string): Value {
  const value = (event as unknown as Record<string, number | string | null>)[name] ?? null;
  return type === 'bigint' && value !== null ? BigInt(value) : value;
}

function createSource(context: SourceContext): Source {
  const options = nexmarkOptions(context.options);
  const wanted = wantedColumns(context.projection, context.output);
  const make = options.timeline.mode === 'fast' ? fastMaker : exactMaker;
  return new NexmarkSource(options, make(options, wanted), context.env.clock);
}

export const nexmark: ConnectorSpec = {
  name: 'nexmark',
  doc: 'The Nexmark auction events: persons, auctions and bids.',
  options: optionSpecs,
  sourceFacts: (context, physical) => {
    const { eventsMax } = nexmarkOptions(context.options);
    checkSchema(context.table, physical);
    return {
      bounded: Number.isFinite(eventsMax),
      replayable: true,
      changelog: 'insert-only',
      estimatedBytes: null,
    };
  },
  estimatedRows({ options }) {
    const { eventsMax } = nexmarkOptions(options);
    return Number.isFinite(eventsMax) ? eventsMax : null;
  },
  source: createSource,
};
