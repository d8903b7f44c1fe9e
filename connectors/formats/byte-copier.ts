/**
 * Copies of a few dozen bytes between buffers, four at a time: less than a view of the part would
 * cost.
 */

const NONE = new Uint8Array(0);

/** Remembers views of the buffers that came last: two sources and a target. */
export class ByteCopier {
  #source: Uint8Array = NONE;
  #sourceView = viewOf(NONE);
  #other: Uint8Array = NONE;
  #otherView = viewOf(NONE);
  #target: Uint8Array = NONE;
  #targetView = viewOf(NONE);

  /** source[start..end) to target[at..]; the buffers are not the same. */
  copy(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
    if (source !== this.#source) this.#turnTo(source);
    if (target !== this.#target) {
      this.#target = target;
      this.#targetView = viewOf(target);
    }
    const from = this.#sourceView;
    const to = this.#targetView;
    const shift = at - start;
    let i = start;
    for (; i + 4 <= end; i += 4) to.setInt32(i + shift, from.getInt32(i, true), true);
    for (; i < end; i++) target[i + shift] = source[i]!;
  }

  #turnTo(source: Uint8Array): void {
    const view = source === this.#other ? this.#otherView : viewOf(source);
    this.#other = this.#source;
    this.#otherView = this.#sourceView;
    this.#source = source;
    this.#sourceView = view;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
