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
    const arrays = new NumberArrays(count);
    return this.#wanted.map((wanted) => this.#column(wanted, events, arrays));
  }

  #column(wanted: Wanted, events: FastEvents, arrays: NumberArrays): Column {
    switch (wanted.what) {
      case 'eventType':
        return column(wanted.type, null, eventTypes(events), null, null);
      case 'field':
        return this.#field(wanted.kind, wanted.field, wanted.type, events, arrays);
      case 'row': {
        const children = wanted.fields.map((field) =>
          this.#field(wanted.kind, field.name, field.type, events, arrays),
        );
        const { validity } = events.of(wanted.kind);
        return column(wanted.type, validity, new Uint8Array(0), null, children);
      }
    }
  }

  #field(
    kind: Kind,
    name: string,
    type: DataType,
    events: FastEvents,
    arrays: NumberArrays,
  ): Column {
    const runs = events.of(kind);
    switch (fieldKinds[kind][name]!) {
      case 'text': {
        const { values, offsets } = this.#texts!.column(kind, name, runs, events.count);
        return column(type, runs.validity, values, offsets, null);
      }
      case 'time': {
        const values = arrays.times(name);
        timeFields[kind][name]!(this.#seed, runs, values, events.timeline);
        return column(type, runs.validity, values, null, null);
      }
      case 'bigint': {
        const values = arrays.bigints(name);
        bigintFields[kind][name]!(this.#seed, runs, new Int32Array(values.buffer));
        return column(type, runs.validity, values, null, null);
      }
    }
  }
}

/** Fields of different kinds of events that lie in one array, by name. */
const sharing: Readonly<Record<string, string>> = {
  auction: 'id',
  seller: 'bidder',
  initialBid: 'price',
};

/**
 * Arrays of number columns of one batch. An event is of one kind, so that fields of different kinds
 * never have values in the same row: those of a name, or paired in `sharing`, lie in one array,
 * which is half as much memory to clear and to free. Values of other kinds stand where a column is
 * null.
 */
class NumberArrays {
  readonly #rows: number;
  readonly #times = new Map<string, Float64Array>();
  readonly #bigints = new Map<string, BigInt64Array>();

  constructor(rows: number) {
    this.#rows = rows;
  }

  times(field: string): Float64Array {
    let array = this.#times.get(field);
    if (array === undefined) this.#times.set(field, (array = new Float64Array(this.#rows)));
    return array;
  }

  bigints(field: string): BigInt64Array {
    const name = sharing[field] ?? field;
    let array = this.#bigints.get(name);
    if (array === undefined) this.#bigints.set(name, (array = new BigInt64Array(this.#rows)));
    return array;
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
