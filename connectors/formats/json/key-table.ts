/** The keys of one object as their bytes stand in a file, compared four at a time. */
import { longerInt32 } from '../../../core/longer-int32.js';

/** Keys remembered for one object; objects used as maps may have any number. */
const KEYS_MAX = 64;
/** Index of a key that is not remembered. */
const UNKEPT = KEYS_MAX;

/** A key is its bytes from the opening quote up to and with the colon. */
export class KeyTable {
  /** Remembered keys: 0 <= index < count, in the order they were added. */
  count = 0;
  /** Bytes of each key. */
  readonly lengths = new Int32Array(KEYS_MAX + 1);
  /** Its last four bytes. */
  readonly #tails = new Int32Array(KEYS_MAX);
  /** Its first bytes by fours, [#firsts[i], #firsts[i + 1]) in #words. */
  readonly #firsts = new Int32Array(KEYS_MAX + 1);
  #words = new Int32Array(64);

  /** Does the text at `at` start with key `index`? */
  isAt(view: DataView, at: number, index: number): boolean {
    if (index >= this.count) return false;
    const tail = at + this.lengths[index]! - 4;
    if (tail + 4 > view.byteLength) return false;
    if (view.getInt32(tail, true) !== this.#tails[index]) return false;
    const words = this.#words;
    let word = this.#firsts[index]!;
    for (let i = at; i < tail; i += 4) if (view.getInt32(i, true) !== words[word++]) return false;
    return true;
  }

  /** The index of a new key; one that is not remembered is never found again by `isAt`. */
  add(view: DataView, start: number, end: number): number {
    const length = end - start;
    if (this.count === KEYS_MAX || length < 4) {
      this.lengths[UNKEPT] = length;
      return UNKEPT;
    }
    const index = this.count++;
    let word = this.#firsts[index]!;
    while (this.#words.length < word + length / 4)
      this.#words = longerInt32(this.#words, this.#words.length * 2);
    for (let i = start; i < end - 4; i += 4) this.#words[word++] = view.getInt32(i, true);
    this.#firsts[index + 1] = word;
    this.#tails[index] = view.getInt32(end - 4, true);
    this.lengths[index] = length;
    return index;
  }
}
