/** The fast mode: events column by column; what is not wanted is not made. */
import type { Column } from '../../core/batch.js';
import type { DataType } from '../../core/types.js';
import { numberFields, type NumberField } from './fast-numbers.js';
import { textFields, type TextField } from './fast-texts.js';
import { fieldKinds, type Wanted } from './layout.js';
import { Kind, kindOf, type Timeline } from './timeline.js';

type Texts = ReturnType<typeof textFields>;

/** Makes columns of consecutive events; any event at any time. */
export class FastColumns {
  readonly #timeline: Timeline;
  readonly #seed: number;
  readonly #wanted: readonly Wanted[];
  readonly #texts: Texts | null;

  constructor(timeline: Timeline, seed: number, wanted: readonly Wanted[]) {
    this.#timeline = timeline;
    this.#seed = seed;
    this.#wanted = wanted;
    this.#texts = wanted.some(wantsText) ? textFields() : null;
  }

  /** Columns of events k = first .. first + count - 1; fresh arrays. */
  columns(first: number, count: number): Column[] {
    const adjusted = new Float64Array(count);
    const ids = new Float64Array(count);
    const kinds = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const number = this.#timeline.adjusted(first + i);
      const id = this.#timeline.eventId(number);
      adjusted[i] = number;
      ids[i] = id;
      kinds[i] = kindOf(id);
    }
    const events = new Events(adjusted, ids, kinds, count);
    return this.#wanted.map((wanted) => this.#column(wanted, events));
  }

  #column(wanted: Wanted, events: Events): Column {
    if (wanted.what === 'eventType') {
      return { ...empty(wanted.type), values: Int32Array.from(events.kinds) };
    }
    const validity = events.validity(wanted.kind);
    if (wanted.what === 'field')
      return this.#field(wanted.kind, wanted.field, wanted.type, events, validity);
    const children = wanted.fields.map((f) =>
      this.#field(wanted.kind, f.name, f.type, events, validity),
    );
    return { ...empty(wanted.type), validity, children };
  }

  #field(kind: Kind, name: string, type: DataType, events: Events, validity: Uint8Array): Column {
    const text = fieldKinds[kind][name] === 'text' ? this.#texts![kind][name]! : null;
    if (text !== null) return textColumn(text, this.#seed, events, kind, type, validity);
    const field = numberFields[kind][name]!;
    return type.id === 'bigint'
      ? bigintColumn(field, this.#seed, events, kind, this.#timeline, type, validity)
      : timeColumn(field, this.#seed, events, kind, this.#timeline, type, validity);
  }
}

function wantsText(wanted: Wanted): boolean {
  if (wanted.what === 'eventType') return false;
  if (wanted.what === 'field') return fieldKinds[wanted.kind][wanted.field] === 'text';
  return wanted.fields.some((field) => fieldKinds[wanted.kind][field.name] === 'text');
}

/** One run of events: parallel arrays, and per kind the bitmap of its rows. */
class Events {
  readonly adjusted: Float64Array;
  readonly ids: Float64Array;
  readonly kinds: Uint8Array;
  readonly count: number;
  readonly #validity: (Uint8Array | null)[] = [null, null, null];

  constructor(adjusted: Float64Array, ids: Float64Array, kinds: Uint8Array, count: number) {
    this.adjusted = adjusted;
    this.ids = ids;
    this.kinds = kinds;
    this.count = count;
  }

  validity(kind: Kind): Uint8Array {
    return (this.#validity[kind] ??= bitmap(this.kinds, kind, this.count));
  }
}

function bitmap(kinds: Uint8Array, kind: Kind, count: number): Uint8Array {
  const bits = new Uint8Array((count + 7) >> 3);
  for (let i = 0; i < count; i++) if (kinds[i] === kind) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
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

function bigintColumn(
  field: NumberField,
  seed: number,
  events: Events,
  kind: Kind,
  timeline: Timeline,
  type: DataType,
  validity: Uint8Array,
): Column {
  const { ids, adjusted, kinds, count } = events;
  const words = new Int32Array(2 * count); // low, high; values are below 2^53
  for (let i = 0; i < count; i++) {
    if (kinds[i] !== kind) continue;
    const value = field(seed, ids[i]!, adjusted[i]!, timeline);
    words[2 * i] = value | 0;
    words[2 * i + 1] = (value / 4294967296) | 0;
  }
  return { ...empty(type), values: new BigInt64Array(words.buffer), validity };
}

function timeColumn(
  field: NumberField,
  seed: number,
  events: Events,
  kind: Kind,
  timeline: Timeline,
  type: DataType,
  validity: Uint8Array,
): Column {
  const { ids, adjusted, kinds, count } = events;
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    if (kinds[i] === kind) values[i] = field(seed, ids[i]!, adjusted[i]!, timeline);
  }
  return { ...empty(type), values, validity };
}

function textColumn(
  field: TextField,
  seed: number,
  events: Events,
  kind: Kind,
  type: DataType,
  validity: Uint8Array,
): Column {
  const { ids, kinds, count } = events;
  let rows = 0;
  for (let i = 0; i < count; i++) if (kinds[i] === kind) rows++;
  const bytes = new Uint8Array(rows * field.bytesMax);
  const offsets = new Int32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (kinds[i] === kind) at = field.write(seed, ids[i]!, bytes, at);
    offsets[i + 1] = at;
  }
  return { ...empty(type), values: bytes.subarray(0, at), offsets, validity };
}
