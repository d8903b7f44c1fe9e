/**
 * UTC to local clock and back, by the rules of java.time. Offsets come from Intl (part of the
 * language); they are asked once per cell of time and kept, so that a lookup is a comparison or
 * two.
 */
import { MS_PER_DAY, MS_PER_MINUTE } from './time.js';

/**
 * Offsets are assumed to change at most once within a cell. Eight days is shorter than any pause
 * between two changes of one zone.
 */
const CELL_MS = 8 * MS_PER_DAY;

/** Offsets in ms east of UTC: `before` until `changeMs` (UTC), `after` from then on. */
interface Cell {
  readonly changeMs: number;
  readonly before: number;
  readonly after: number;
}

/** Dates of JavaScript end a day behind this; before and after, offsets stay as they are then. */
const DATE_MS_MAX = 8.64e15 - 86_400_000;

/** One IANA zone. Local times are ms as if the local clock showed UTC. */
export class TimeZone {
  readonly name: string;
  readonly isUtc: boolean;
  #fixedMs: number | null;
  readonly #format: Intl.DateTimeFormat;
  readonly #cells = new Map<number, Cell>();
  #lastIndex = NaN;
  #lastCell: Cell = { changeMs: Infinity, before: 0, after: 0 };

  /** Throws RangeError for an unknown zone (see `isTimeZone`). */
  constructor(name: string) {
    this.name = name;
    this.#fixedMs = fixedOffsetMs(name);
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: this.#fixedMs === null ? name : 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (this.#fixedMs === null && this.#format.resolvedOptions().timeZone === 'UTC')
      this.#fixedMs = 0;
    this.isUtc = this.#fixedMs === 0;
  }

  /** Offset in ms east of UTC in force at `utcMs`. */
  offsetMs(utcMs: number): number {
    if (this.#fixedMs !== null) return this.#fixedMs;
    if (!Number.isFinite(utcMs)) return 0;
    const index = Math.floor(utcMs / CELL_MS);
    const cell = index === this.#lastIndex ? this.#lastCell : this.#cell(index);
    return utcMs < cell.changeMs ? cell.before : cell.after;
  }

  /** What the local clock shows at `utcMs`. Bound: may be passed on as a function. */
  readonly toLocalMs = (utcMs: number): number => utcMs + this.offsetMs(utcMs);

  /**
   * Instant of a local time. A time that the clock skips moves forward by the gap; of a time shown
   * twice the first instant is taken (java.time's rule). Bound, as `toLocalMs`.
   */
  readonly toUtcMs = (localMs: number): number => {
    const early = this.offsetMs(localMs - MS_PER_DAY);
    const late = this.offsetMs(localMs + MS_PER_DAY);
    if (early === late) return localMs - early;
    if (this.offsetMs(localMs - early) === early) return localMs - early;
    if (this.offsetMs(localMs - late) === late) return localMs - late;
    return localMs - early;
  };

  /**
   * Last instant at which the local clock shows `localMs`; for a time that it skips, the instant of
   * the jump. Past it all local times up to `localMs` are over.
   */
  lastUtcMs(localMs: number): number {
    const early = this.offsetMs(localMs - MS_PER_DAY);
    const late = this.offsetMs(localMs + MS_PER_DAY);
    if (early === late) return localMs - early;
    if (this.offsetMs(localMs - late) === late) return localMs - late;
    if (this.offsetMs(localMs - early) === early) return localMs - early;
    return this.#changeBetween(localMs - late, localMs - early);
  }

  /** The change of offset within [fromMs, toMs] UTC; there is one. */
  #changeBetween(fromMs: number, toMs: number): number {
    const first = this.#cell(Math.floor(fromMs / CELL_MS));
    if (first.changeMs >= fromMs && first.changeMs <= toMs) return first.changeMs;
    return this.#cell(Math.floor(toMs / CELL_MS)).changeMs;
  }

  #cell(index: number): Cell {
    let cell = this.#cells.get(index);
    if (cell === undefined) {
      cell = this.#findCell(index * CELL_MS);
      this.#cells.set(index, cell);
    }
    this.#lastIndex = index;
    this.#lastCell = cell;
    return cell;
  }

  /** Bisects the cell that starts at `startMs` for its change, to the ms. */
  #findCell(startMs: number): Cell {
    let low = startMs;
    let high = startMs + CELL_MS;
    const before = this.#askOffset(low);
    // A change at the very end of the cell belongs to the next one.
    const after = this.#askOffset(high - 1);
    if (before === after) return { changeMs: Infinity, before, after };
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#askOffset(middle) === before) low = middle;
      else high = middle;
    }
    return { changeMs: high, before, after };
  }

  #askOffset(utcMs: number): number {
    const knownMs = Math.min(Math.max(utcMs, -DATE_MS_MAX), DATE_MS_MAX);
    const wholeSecondMs = Math.floor(knownMs / 1000) * 1000;
    const parts: Record<string, string> = {};
    for (const part of this.#format.formatToParts(wholeSecondMs)) parts[part.type] = part.value;
    const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
    local.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
    return local.getTime() - wholeSecondMs;
  }
}

/** Offset of `+08:00`, `GMT+8`, `UTC-03:30` or `Z` (java.time's forms); null for a named zone. */
function fixedOffsetMs(name: string): number | null {
  if (name === 'Z') return 0;
  const match = /^(?:GMT|UTC|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(name);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 18 * 60) throw new RangeError(`time zone offset out of range: ${name}`);
  return (match[1] === '-' ? -minutes : minutes) * MS_PER_MINUTE;
}

/**
 * The zone `name`; keep it, its offsets are found once per instance. Throws RangeError when
 * unknown.
 */
export function timeZone(name: string): TimeZone {
  return new TimeZone(name);
}

/** Is `name` a zone that `TimeZone` takes? */
export function isTimeZone(name: string): boolean {
  try {
    new TimeZone(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
