/** A recorded sequence of choices: random programs are read off it, and shrink with it. */
import fc from 'fast-check';

export class Tape {
  readonly #recorded: readonly number[];
  #at = 0;

  constructor(recorded: readonly number[]) {
    this.#recorded = recorded;
  }

  /** A number in [0, below); 0, the simplest choice, once the tape has ended. */
  below(below: number): number {
    return (this.#recorded[this.#at++] ?? 0) % below;
  }
  /** True once in `n` choices; false at the end of the tape. */
  oneIn(n: number): boolean {
    return this.below(n) === n - 1;
  }
  /** The simplest item comes first. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

export const choices = fc.array(fc.integer({ min: 0, max: 0xffff }), {
  minLength: 60,
  maxLength: 200,
  size: 'max',
});
