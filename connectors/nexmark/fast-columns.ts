/** The fast mode: events column by column; what is not wanted is not made. */
import type { Column } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import { FastEvents } from './fast-events.js';
import { bigintFields, timeFields } from './fast-numbers.js';
import { FastTexts } from './fast-texts.js';
import { fieldKinds, type Wanted } from './layout.js';
import { Kind, type Timeline } from './timeline.js';

/** Makes columns of consecutive events; any event at any time. */
export class FastColumns {
  readonly #timeline: Timeline;
  readonly #seed: number;
  readonly #wanted: readonly Wanted[];
  readonly #texts: FastTexts | null;

  constructor(timeline: Timeline, seed: number, wanted: readonly Wanted[]) {
    this.#timeline = timeline;
    this.#seed = seed;
    this.#wanted = wanted;
    this.#texts = wanted.some(wantsText) ? new FastTexts(seed) : null;
  }

  /** Columns of events k = first .. first + count - 1, at most BATCH_ROWS; fresh arrays. */
  columns(first: number, count: number): Column[] {
    const events = new FastEvents(this.#timeline, first, count);
    return this.#wanted.map((wanted) => this.#column(wanted, events));
  }

  #column(wanted: Wanted, events: FastEvents): Column {
    switch (wanted.what) {
      case 'eventType':
        return column(wanted.type, null, eventTypes(events), null, null);
      case 'field':
        return this.#field(wanted.kind, wanted.field, wanted.type, events);
      case 'row': {
        const children = wanted.fields.map((f) => this.#field(wanted.kind, f.name, f.type, events));
        const { validity } = events.of(wanted.kind);
        return column(wanted.type, validity, new Uint8Array(0), null, children);
      }
    }
  }

  #field(kind: Kind, name: string, type: DataType, events: FastEvents): Column {
    const runs = events.of(kind);
    switch (fieldKinds[kind][name]!) {
      case 'text': {
        const { values, offsets } = this.#texts!.column(kind, name, runs, events.count);
        return column(type, runs.validity, values, offsets, null);
      }
      case 'time': {
        const values = new Float64Array(events.count);
        timeFields[kind][name]!(this.#seed, runs, values, events.timeline);
        return column(type, runs.validity, values, null, null);
      }
      case 'bigint': {
        const values = new BigInt64Array(events.count);
        bigintFields[kind][name]!(this.#seed, runs, new Int32Array(values.buffer));
        return column(type, runs.validity, values, null, null);
      }
    }
  }
}

function wantsText(wanted: Wanted): boolean {
  if (wanted.what === 'eventType') return false;
  if (wanted.what === 'field') return fieldKinds[wanted.kind][wanted.field] === 'text';
  return wanted.fields.some((field) => fieldKinds[wanted.kind][field.name] === 'text');
}

function eventTypes(events: FastEvents): Int32Array {
  const types = new Int32Array(events.count).fill(Kind.Bid);
  for (const kind of [Kind.Person, Kind.Auction]) {
    const { count, rows, lengths } = events.of(kind);
    for (let r = 0; r < count; r++) types.fill(kind, rows[r]!, rows[r]! + lengths[r]!);
  }
  return types;
}

function column(
  type: DataType,
  validity: Uint8Array | null,
  values: Column['values'],
  offsets: Int32Array | null,
  children: readonly Column[] | null,
): Column {
  return { type, values, offsets, validity, nanos: null, children };
}
