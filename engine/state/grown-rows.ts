/** Rows that units had at a freeze, where rows were added since: often noted, seldom asked for. */
import { longerInt32 } from '../../core/longer-int32.js';
import type { GrownUnits } from './units.js';

/** Memory of an entry of a map of numbers, about. */
const MAP_ENTRY_BYTES = 64;
const NOTES_MIN = 64;

/** See the header. */
export class GrownRows implements GrownUnits {
  /** Unit and rows, in turn. */
  #notes = new Int32Array(NOTES_MIN);
  #end = 0;
  /** Of the first `#mapped` notes; made when somebody asks. */
  readonly #rows = new Map<number, number>();
  #mapped = 0;

  get size(): number {
    return this.#end / 2;
  }

  /** Bytes of memory. */
  get footprint(): number {
    return this.#notes.byteLength + MAP_ENTRY_BYTES * this.#rows.size;
  }

  /** A unit is noted once. */
  note(unit: number, rows: number): void {
    if (this.#end === this.#notes.length) this.#notes = longerInt32(this.#notes, 2 * this.#end);
    this.#notes[this.#end] = unit;
    this.#notes[this.#end + 1] = rows;
    this.#end += 2;
  }

  get(unit: number): number | undefined {
    for (; this.#mapped < this.#end; this.#mapped += 2)
      this.#rows.set(this.#notes[this.#mapped]!, this.#notes[this.#mapped + 1]!);
    return this.#rows.get(unit);
  }

  clear(): void {
    if (this.#end > NOTES_MIN) this.#notes = new Int32Array(NOTES_MIN);
    this.#end = 0;
    this.#mapped = 0;
    this.#rows.clear();
  }
}
