/**
 * Which source is read next: a pure function of the rows read so far, so that results depend
 * neither on
 * the batch size nor on the machine's speed.
 * 1. Bounded sources without a watermark (dimension tables) are read first, whole, smallest first.
 * 2. Then the source whose watermark is lowest (ties: lower node id), QUANTUM_ROWS rows at a time.
 *    Unbounded sources without a watermark take turns with those, by rows read.
 * An unbounded source with nothing to read is passed over. A bounded one is waited for: it is only
 * slow.
 */
import type { JsonValue } from '../../core/json.js';

/** Rows read from one source before the choice is made again. */
export const QUANTUM_ROWS = 4096;

export interface ScheduledSource {
  readonly id: number;
  readonly isBounded: boolean;
  /** Is there a watermark node downstream? */
  readonly hasWatermark: boolean;
  /** null = unknown: after all known ones. */
  readonly estimatedBytes: number | null;
  readonly hasEnded: boolean;
  readonly isIdle: boolean;
  /** Least watermark made from its rows so far. */
  watermark(): number;
}

export interface Turn {
  readonly source: ScheduledSource;
  /** Rows left of its quantum; Infinity in group 1. */
  readonly rowsMax: number;
}

/** See the header. */
export class SourceSchedule {
  readonly #first: readonly ScheduledSource[];
  readonly #timed: readonly ScheduledSource[];
  readonly #untimed: readonly ScheduledSource[];
  readonly #byId: ReadonlyMap<number, ScheduledSource>;
  #current: ScheduledSource | null = null;
  #rowsLeft = 0;
  /** Rows read in group 2, of sources with and without a watermark. */
  #timedRows = 0;
  readonly #untimedRows = new Map<number, number>();

  constructor(sources: readonly ScheduledSource[]) {
    const size = (source: ScheduledSource): number => source.estimatedBytes ?? Infinity;
    const bySize = (a: ScheduledSource, b: ScheduledSource): number =>
      size(a) === size(b) ? a.id - b.id : size(a) - size(b);
    const rest = sources.filter((source) => source.hasWatermark || !source.isBounded);
    this.#first = sources.filter((source) => !rest.includes(source)).sort(bySize);
    this.#timed = rest.filter((source) => source.hasWatermark).sort((a, b) => a.id - b.id);
    this.#untimed = rest.filter((source) => !source.hasWatermark).sort((a, b) => a.id - b.id);
    this.#byId = new Map(rest.map((source) => [source.id, source]));
  }

  /** null: nothing can be read now (all have ended, or wait for rows). */
  next(): Turn | null {
    const first = this.#first.find((source) => !source.hasEnded);
    if (first !== undefined) return first.isIdle ? null : { source: first, rowsMax: Infinity };
    const current = this.#current;
    if (current === null || this.#rowsLeft === 0 || !isCandidate(current)) {
      this.#current = this.#choose();
      this.#rowsLeft = QUANTUM_ROWS;
    }
    if (this.#current === null || this.#current.isIdle) return null;
    return { source: this.#current, rowsMax: this.#rowsLeft };
  }

  #choose(): ScheduledSource | null {
    const timed = lowest(this.#timed.filter(isCandidate), (source) => source.watermark());
    const rowsOf = (source: ScheduledSource): number => this.#untimedRows.get(source.id) ?? 0;
    const untimed = lowest(this.#untimed.filter(isCandidate), rowsOf);
    if (timed === null || untimed === null) return timed ?? untimed;
    return this.#timedRows <= rowsOf(untimed) ? timed : untimed;
  }

  /** `rows` rows of `source` were read. */
  read(source: ScheduledSource, rows: number): void {
    if (source !== this.#current) return;
    this.#rowsLeft -= rows;
    if (source.hasWatermark) this.#timedRows += rows;
    else this.#untimedRows.set(source.id, (this.#untimedRows.get(source.id) ?? 0) + rows);
  }

  /** For the manifest: a restored job goes on in the middle of the same quantum. */
  save(): JsonValue {
    return {
      current: this.#current?.id ?? null,
      rowsLeft: this.#rowsLeft,
      timedRows: this.#timedRows,
      untimedRows: [...this.#untimedRows].map(([id, rows]) => [id, rows]),
    };
  }

  load(saved: JsonValue): void {
    const state = saved as {
      current: number | null;
      rowsLeft: number;
      timedRows: number;
      untimedRows: [number, number][];
    };
    this.#current = state.current === null ? null : (this.#byId.get(state.current) ?? null);
    this.#rowsLeft = state.rowsLeft;
    this.#timedRows = state.timedRows;
    for (const [id, rows] of state.untimedRows) this.#untimedRows.set(id, rows);
  }
}

function isCandidate(source: ScheduledSource): boolean {
  return !source.hasEnded && (source.isBounded || !source.isIdle);
}

/** The first source of the least `rank`, or null. */
function lowest(
  sources: readonly ScheduledSource[],
  rank: (source: ScheduledSource) => number,
): ScheduledSource | null {
  let best: ScheduledSource | null = null;
  let bestRank = Infinity;
  for (const source of sources) {
    const own = rank(source);
    if (best !== null && own >= bestRank) continue;
    best = source;
    bestRank = own;
  }
  return best;
}
