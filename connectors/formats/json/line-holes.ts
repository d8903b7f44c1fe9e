/** The values of a line that a reader met, in order: between them is the layout of the line. */
import { longerInt32 } from '../../../core/longer-int32.js';

/** What a hole holds, if it is no column (0 and above). */
export const HoleKind = {
  /** Any value, for nobody. */
  Unread: -1,
  /** A null where an object could be. */
  Null: -2,
} as const;

const FIELDS = 4;

/** Values of opened objects; those of others are one hole. Grows as needed. */
export class LineHoles {
  count = 0;
  #fields = new Int32Array(FIELDS * 64);

  clear(): void {
    this.count = 0;
  }

  /** `target` is a column or a HoleKind, `depth` the count of objects around. */
  add(start: number, end: number, target: number, depth: number): void {
    const at = this.count++ * FIELDS;
    if (at === this.#fields.length) this.#fields = longerInt32(this.#fields, 2 * at);
    this.#fields[at] = start;
    this.#fields[at + 1] = end;
    this.#fields[at + 2] = target;
    this.#fields[at + 3] = depth;
  }

  start(hole: number): number {
    return this.#fields[hole * FIELDS]!;
  }
  end(hole: number): number {
    return this.#fields[hole * FIELDS + 1]!;
  }
  target(hole: number): number {
    return this.#fields[hole * FIELDS + 2]!;
  }
  depth(hole: number): number {
    return this.#fields[hole * FIELDS + 3]!;
  }
}
