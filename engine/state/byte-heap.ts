/**
 * Runs of bytes of any length in segments of up to 1 MiB, so that growing copies nothing. An
 * address is [segment, 12 bits][offset, 20 bits]. Runs are written one behind the other; freed ones
 * leave garbage until their segment is empty, or until the owner moves the live runs of thin
 * segments (`thinSegments`).
 */
import { assert } from '../../core/assert.js';
import type { ByteMemory } from '../../core/copy-bytes.js';
import { byteMemory, copyBytes, LOOP_BYTES_MAX } from '../../core/copy-bytes.js';
import { stateBytes } from './grown-array.js';

const OFFSET_BITS = 20;
export const SEGMENT_BYTES = 1 << OFFSET_BITS;
const OFFSET_MASK = SEGMENT_BYTES - 1;
const SEGMENTS_MAX = 1 << (32 - OFFSET_BITS);
const FIRST_BYTES = 4096;
/** Readable bytes behind every run: runs are copied by words. */
const SLACK_BYTES = 4;
/** Segments kept for later. */
const SPARE_MAX = 8;
const NO_MEMORY = byteMemory(new Uint8Array(0));

/** Segment of an address. */
export function segmentOf(address: number): number {
  return address >>> OFFSET_BITS;
}
/** Offset of an address in its segment's bytes. */
export function offsetOf(address: number): number {
  return address & OFFSET_MASK;
}

/** See the header. Owned by one column of stored rows. */
export class ByteHeap {
  /** By segment; empty where a segment was dropped. */
  readonly segments: ByteMemory[] = [];
  /** Bytes of all live runs. */
  liveBytes = 0;
  /** Bytes of all segments. */
  heldBytes = 0;
  readonly #live: number[] = [];
  /** Whole segments dropped, to be used again: what is evicted makes room for what comes. */
  readonly #spare: ByteMemory[] = [];
  readonly #freeSegments: number[] = [];
  /** Segment being filled, its end, and what was written to it. */
  #current = -1;
  #end = 0;

  /** Bytes of memory, segments kept for later included. */
  get footprint(): number {
    return this.heldBytes + this.#spare.length * SEGMENT_BYTES;
  }

  /**
   * Address of `length` fresh bytes, of which `live` belong to runs. Several runs in one piece take
   * at most SEGMENT_BYTES.
   */
  allocate(length: number, live: number): number {
    if (this.#current < 0 || this.#end + length > this.#roomOf(this.#current)) this.#open(length);
    const at = this.#end;
    this.#end = at + length;
    this.#live[this.#current]! += live;
    this.liveBytes += live;
    return ((this.#current << OFFSET_BITS) | at) >>> 0;
  }

  /** Copies bytes [start, end) of `from` to a fresh address. */
  put(from: ByteMemory, start: number, end: number): number {
    const address = this.allocate(end - start, end - start);
    copyBytes(from, start, end, this.segments[segmentOf(address)]!, offsetOf(address));
    return address;
  }

  /** Copies `length` bytes of one segment to `to[at]`; gives where they end. */
  copy(address: number, length: number, to: ByteMemory, at: number): number {
    if (length === 0) return at;
    const start = offsetOf(address);
    copyBytes(this.segments[segmentOf(address)]!, start, start + length, to, at);
    return at + length;
  }

  /** As `copy`, but may write up to 3 bytes behind the end. */
  copyWords(address: number, length: number, to: ByteMemory, at: number): number {
    if (length === 0) return at;
    const { bytes, view } = this.segments[segmentOf(address)]!;
    const start = offsetOf(address);
    const end = at + length;
    if (length > LOOP_BYTES_MAX) to.bytes.set(bytes.subarray(start, start + length), at);
    else {
      const [target, shift] = [to.view, start - at];
      for (let i = at; i < end; i += 4) target.setInt32(i, view.getInt32(i + shift, true), true);
    }
    return end;
  }

  free(address: number, length: number): void {
    if (length === 0) return;
    const segment = segmentOf(address);
    this.liveBytes -= length;
    const live = this.#live[segment]! - length;
    this.#live[segment] = live;
    if (live === 0 && segment !== this.#current) this.#drop(segment);
  }

  /** Is there more garbage than this share of the live bytes, and at least two segments of it? */
  isThin(share: number): boolean {
    return this.heldBytes > this.liveBytes * (1 + share) + 2 * SEGMENT_BYTES;
  }

  /**
   * Closes the segment at hand; marks with 1 those in which garbage is above half of `share`: so
   * many are to be emptied that a thin heap is far from thin afterwards. A segment goes when its
   * last run is freed.
   */
  thinSegments(share: number): Uint8Array {
    if (this.#current >= 0 && this.#live[this.#current] === 0) this.#drop(this.#current);
    this.#current = -1;
    const thin = new Uint8Array(this.segments.length);
    for (let segment = 0; segment < this.segments.length; segment++) {
      const held = this.segments[segment]!.bytes.length;
      if (held > this.#live[segment]! * (1 + share / 2)) thin[segment] = 1;
    }
    return thin;
  }

  #roomOf(segment: number): number {
    return this.segments[segment]!.bytes.length - SLACK_BYTES;
  }

  #spanOf(segment: number): number {
    return Math.max(
      1,
      Math.ceil((this.segments[segment]!.bytes.length - SLACK_BYTES) / SEGMENT_BYTES),
    );
  }

  /** Releases a segment without live runs. */
  #drop(segment: number): void {
    const span = this.#spanOf(segment);
    const memory = this.segments[segment]!;
    this.heldBytes -= memory.bytes.length;
    this.segments[segment] = NO_MEMORY;
    const isWhole = memory.bytes.length === SEGMENT_BYTES + SLACK_BYTES;
    if (isWhole && this.#spare.length < SPARE_MAX) this.#spare.push(memory);
    for (let i = span - 1; i >= 0; i--) this.#freeSegments.push(segment + i);
  }

  /** A new segment for at least `length` bytes; runs above 1 MiB take several numbers. */
  #open(length: number): void {
    if (this.#current >= 0 && this.#live[this.#current] === 0) this.#drop(this.#current);
    const wanted = Math.min(SEGMENT_BYTES, Math.max(FIRST_BYTES, this.heldBytes));
    const room = Math.max(wanted, length);
    const span = Math.ceil(room / SEGMENT_BYTES);
    const isReused = span === 1 && this.#freeSegments.length > 0;
    const segment = isReused ? this.#freeSegments.pop()! : this.segments.length;
    assert(segment + span <= SEGMENTS_MAX, 'a column of one multimap takes less than 4 GiB');
    for (let i = 0; i < span; i++) {
      this.segments[segment + i] = NO_MEMORY;
      this.#live[segment + i] = 0;
    }
    const spare = room === SEGMENT_BYTES ? this.#spare.pop() : undefined;
    this.segments[segment] = spare ?? byteMemory(stateBytes(room + SLACK_BYTES));
    this.heldBytes += room + SLACK_BYTES;
    this.#current = segment;
    this.#end = 0;
  }
}
