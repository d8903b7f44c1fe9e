/** The fast mode: events column by column; what is not wanted is not made. */
import type { Column } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import { FastEvents } from './fast-events.js';
import { numberFields } from './fast-numbers.js';
import { textFields, type TextFields } from './fast-texts.js';
import { fieldKinds, type Wanted } from './layout.js';
import type { Kind, Timeline } from './timeline.js';

/** Makes columns of consecutive events; any event at any time. */
export class FastColumns {
  readonly #timeline: Timeline;
  readonly #seed: number;
  readonly #wanted: readonly Wanted[];
  readonly #texts: TextFields | null;
  /** By row; read only in the rows just written. */
  #scratch = new Float64Array(0);

  constructor(timeline: Timeline, seed: number, wanted: readonly Wanted[]) {
    this.#timeline = timeline;
    this.#seed = seed;
    this.#wanted = wanted;
    this.#texts = wanted.some(wantsText) ? textFields() : null;
  }

  /** Columns of events k = first .. first + count - 1; fresh arrays. */
  columns(first: number, count: number): Column[] {
    const events = new FastEvents(this.#timeline, first, count);
    return this.#wanted.map((wanted) => this.#column(wanted, events));
  }

  #column(wanted: Wanted, events: FastEvents): Column {
    if (wanted.what === 'eventType') {
      return { ...empty(wanted.type), values: Int32Array.from(events.kinds) };
    }
    if (wanted.what === 'field') return this.#field(wanted.kind, wanted.field, wanted.type, events);
    const children = wanted.fields.map((f) => this.#field(wanted.kind, f.name, f.type, events));
    return { ...empty(wanted.type), validity: events.of(wanted.kind).validity, children };
  }

  #field(kind: Kind, name: string, type: DataType, events: FastEvents): Column {
    const column = { ...empty(type), validity: events.of(kind).validity };
    if (fieldKinds[kind][name] === 'text') {
      return { ...column, ...this.#texts![kind][name]!.column(this.#seed, events, kind) };
    }
    const loop = numberFields[kind][name]!;
    const { rows, count } = events.of(kind);
    if (type.id !== 'bigint') {
      const values = new Float64Array(events.count);
      loop(this.#seed, events, rows, count, values);
      return { ...column, values };
    }
    if (this.#scratch.length < events.count) this.#scratch = new Float64Array(events.count);
    loop(this.#seed, events, rows, count, this.#scratch);
    return { ...column, values: bigints(this.#scratch, rows, count, events.count) };
  }
}

function wantsText(wanted: Wanted): boolean {
  if (wanted.what === 'eventType') return false;
  if (wanted.what === 'field') return fieldKinds[wanted.kind][wanted.field] === 'text';
  return wanted.fields.some((field) => fieldKinds[wanted.kind][field.name] === 'text');
}

function empty(type: DataType): Column {
  return {
    type,
    values: new Uint8Array(0),
    offsets: null,
    validity: null,
    nanos: null,
    children: null,
  };
}

/** Values of rows[0..count), safe integers and not negative; 0 in the other rows. */
function bigints(
  values: Float64Array,
  rows: Int32Array,
  count: number,
  rowCount: number,
): BigInt64Array {
  const words = new Int32Array(2 * rowCount); // low, high
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const value = values[row]!;
    words[2 * row] = value | 0;
    words[2 * row + 1] = (value / 4294967296) | 0;
  }
  return new BigInt64Array(words.buffer);
}
