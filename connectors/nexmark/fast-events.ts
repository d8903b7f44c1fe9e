/** A run of consecutive events of the fast mode: what all their columns have in common. */
import { Kind, type Timeline } from './timeline.js';

/** Rows of one kind: physical rows[0..count), ascending, and their bitmap. */
export interface KindRows {
  readonly rows: Int32Array;
  readonly count: number;
  readonly validity: Uint8Array;
}

/** Parallel arrays by row. */
export class FastEvents {
  readonly count: number;
  readonly timeline: Timeline;
  readonly adjusted: Float64Array;
  readonly ids: Float64Array;
  readonly kinds: Uint8Array;
  readonly #ofKind: (KindRows | null)[] = [null, null, null];

  /** Events k = first .. first + count - 1. */
  constructor(timeline: Timeline, first: number, count: number) {
    this.timeline = timeline;
    this.count = count;
    this.adjusted = new Float64Array(count);
    this.ids = new Float64Array(count);
    this.kinds = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const number = timeline.adjusted(first + i);
      const id = timeline.eventId(number);
      const rest = id - Math.floor(id / 50) * 50;
      this.adjusted[i] = number;
      this.ids[i] = id;
      this.kinds[i] = rest < 1 ? Kind.Person : rest < 4 ? Kind.Auction : Kind.Bid;
    }
  }

  of(kind: Kind): KindRows {
    return (this.#ofKind[kind] ??= rowsOf(this.kinds, kind, this.count));
  }
}

function rowsOf(kinds: Uint8Array, kind: Kind, rowCount: number): KindRows {
  const rows = new Int32Array(rowCount);
  const validity = new Uint8Array((rowCount + 7) >> 3);
  let count = 0;
  for (let i = 0; i < rowCount; i++) {
    if (kinds[i] !== kind) continue;
    rows[count++] = i;
    validity[i >> 3]! |= 1 << (i & 7);
  }
  return { rows, count, validity };
}
