/** A run of consecutive events of the fast mode: what all their columns have in common. */
import { eventsPerEpoch, firstOffset, Kind, kindOf, type Timeline } from './timeline.js';

/**
 * Rows of one kind in a batch, as runs: the rows rows[r] .. rows[r] + lengths[r] - 1 hold events
 * with consecutive ids from ids[r], all of one epoch and with the same high word. Rows ascend.
 */
export interface Runs {
  /** Runs; the arrays may be longer. */
  readonly count: number;
  readonly rows: Int32Array;
  readonly lengths: Int32Array;
  readonly ids: Float64Array;
  /** Rows in all runs. */
  readonly events: number;
  /** Bitmap of the batch: 1 = a row of this kind. */
  readonly validity: Uint8Array;
}

/** Runs by kind, found when first asked for. */
export class FastEvents {
  /** Rows. */
  readonly count: number;
  readonly timeline: Timeline;
  readonly #first: number;
  readonly #runs: (Runs | null)[] = [null, null, null];
  #ids: Float64Array | null = null;

  /** Events k = first .. first + count - 1. */
  constructor(timeline: Timeline, first: number, count: number) {
    this.timeline = timeline;
    this.count = count;
    this.#first = first;
  }

  of(kind: Kind): Runs {
    return (this.#runs[kind] ??= this.timeline.inOrder
      ? this.#ordered(kind)
      : this.#shuffled(kind));
  }

  /** One run an epoch: its persons, auctions or bids. */
  #ordered(kind: Kind): Runs {
    const first = this.timeline.eventId(this.timeline.adjusted(this.#first));
    const end = first + this.count;
    const epoch = Math.floor(first / eventsPerEpoch);
    const runs = new RunList(this.count, Math.ceil(this.count / eventsPerEpoch) + 3);
    for (let start = epoch * eventsPerEpoch; start < end; start += eventsPerEpoch) {
      const from = Math.max(start + firstOffset(kind), first);
      const to = Math.min(start + firstOffset(kind + 1), end);
      if (from < to) runs.add(from - first, from, to);
    }
    return runs;
  }

  #shuffled(kind: Kind): Runs {
    this.#ids ??= this.timeline.ids(this.#first, this.count);
    const ids = this.#ids;
    const runs = new RunList(this.count, this.count);
    for (let row = 0; row < this.count; row++) {
      const id = ids[row]!;
      if (kindOf(id) === kind) runs.add(row, id, id + 1);
    }
    return runs;
  }
}

class RunList implements Runs {
  readonly rows: Int32Array;
  readonly lengths: Int32Array;
  readonly ids: Float64Array;
  readonly validity: Uint8Array;
  count = 0;
  events = 0;

  constructor(rowCount: number, runsMax: number) {
    this.rows = new Int32Array(runsMax);
    this.lengths = new Int32Array(runsMax);
    this.ids = new Float64Array(runsMax);
    this.validity = new Uint8Array((rowCount + 7) >> 3);
  }

  /** Events from <= id < to, at `row` and behind; cut where the high word of ids changes. */
  add(row: number, from: number, to: number): void {
    const cut = (Math.floor(from / 4294967296) + 1) * 4294967296;
    if (cut < to) {
      this.add(row, from, cut);
      this.add(row + cut - from, cut, to);
      return;
    }
    this.rows[this.count] = row;
    this.lengths[this.count] = to - from;
    this.ids[this.count++] = from;
    this.events += to - from;
    setBits(this.validity, row, row + to - from);
  }
}

/** Sets bits from <= bit < to. */
function setBits(bitmap: Uint8Array, from: number, to: number): void {
  const last = (to - 1) >> 3;
  const head = 0xff << (from & 7);
  const tail = 0xff >> (7 - ((to - 1) & 7));
  if (from >> 3 === last) {
    bitmap[last]! |= head & tail;
    return;
  }
  bitmap[from >> 3]! |= head;
  for (let byte = (from >> 3) + 1; byte < last; byte++) bitmap[byte] = 0xff;
  bitmap[last]! |= tail;
}
