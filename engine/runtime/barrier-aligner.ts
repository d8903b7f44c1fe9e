/**
 * Alignment of one task: an input whose barrier has arrived is held back until all inputs have
 * theirs,
 * so that what the checkpoint contains is exactly what came before the barrier on every input.
 */
import { assert } from '../../core/assert.js';

/** Something that arrived on an input; kept in order while the input is held back. */
export interface Held {
  readonly input: number;
  readonly deliver: () => void;
}

/** See the header. The owner delivers, this decides. */
export class BarrierAligner {
  readonly #hasBarrier: boolean[];
  #epoch = 0;
  #isAligning = false;
  #held: Held[] = [];

  constructor(inputs: number) {
    this.#hasBarrier = Array.from({ length: inputs }, () => false);
  }

  /** Is what arrives on `input` to be held back? */
  isHeld(input: number): boolean {
    return this.#isAligning && this.#hasBarrier[input]!;
  }

  hold(held: Held): void {
    this.#held.push(held);
  }

  /**
   * The barrier of `epoch` on `input`. True when it was the last one: take the checkpoint, then
   * `release`.
   * A barrier of an epoch given up (or older than the running one) is ignored.
   */
  arrive(input: number, epoch: number): boolean {
    if (epoch <= this.#epoch && !this.#isAligning) return false;
    if (this.#isAligning && epoch < this.#epoch) return false;
    assert(!this.#isAligning || epoch === this.#epoch, 'one checkpoint at a time');
    assert(!this.isHeld(input), 'one barrier an input');
    this.#isAligning = true;
    this.#epoch = epoch;
    this.#hasBarrier[input] = true;
    return this.#hasBarrier.every((has) => has);
  }

  /**
   * Ends the alignment of `epoch`, complete or given up, and delivers what was held back, in order.
   */
  release(epoch: number): void {
    if (epoch > this.#epoch) this.#epoch = epoch;
    if (!this.#isAligning) return;
    this.#isAligning = false;
    this.#hasBarrier.fill(false);
    const held = this.#held;
    this.#held = [];
    for (const item of held) {
      // A barrier among what was held may hold the input back again.
      if (this.isHeld(item.input)) this.hold(item);
      else item.deliver();
    }
  }
}
