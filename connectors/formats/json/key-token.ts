/** The bytes of a key as they stand in a file, compared four at a time. */
export class KeyToken {
  /** Bytes from the opening quote up to and with the colon. */
  readonly length: number;
  readonly #bytes: Uint8Array;
  /** Groups of four bytes from the start; the last one ends with the last byte and may overlap. */
  readonly #groups: Int32Array;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    this.#bytes = bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#groups = new Int32Array(bytes.length < 4 ? 0 : Math.ceil(bytes.length / 4));
    for (let i = 0; i < this.#groups.length; i++) {
      this.#groups[i] = view.getInt32(Math.min(4 * i, bytes.length - 4), true);
    }
  }

  /** Does the text at `at` start with the token? */
  isAt(view: DataView, at: number): boolean {
    const length = this.length;
    if (at + length > view.byteLength) return false;
    const groups = this.#groups;
    const last = groups.length - 1;
    if (last < 0) return this.#isAtSlowly(view, at);
    if (view.getInt32(at + length - 4, true) !== groups[last]) return false;
    for (let i = 0; i < last; i++) if (view.getInt32(at + 4 * i, true) !== groups[i]) return false;
    return true;
  }

  #isAtSlowly(view: DataView, at: number): boolean {
    for (let i = 0; i < this.length; i++)
      if (view.getUint8(at + i) !== this.#bytes[i]) return false;
    return true;
  }
}
