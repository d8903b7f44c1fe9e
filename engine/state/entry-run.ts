/**
 * Encoded entries on their way to the backend, ascending by key: one slice of a write. Keys and
 * values are views of one buffer, so that an entry costs no allocation of its own memory.
 */
import type { StateEntry } from '../../storage/backend.js';
import { compareBytes } from '../../storage/backend.js';
import { BytesWriter } from './bytes.js';

/** A buffer that one slice made larger is not kept. */
const BUFFER_BYTES_MAX = 4 << 20;
/** Sort keys hold five bytes of the key and the entry's index: 53 bits. */
const INDEX_BITS = 13;
const INDEX_LIMIT = 1 << INDEX_BITS;
const PREFIX_BYTES = 5;
/** Most entries that `sortFrom` takes. */
export const RUN_ENTRIES_MAX = INDEX_LIMIT;

/** See the header. Filled, written, then `reset`. */
export class EntryRun {
  entries: StateEntry[] = [];
  /** Bytes of all keys and values. */
  bytes = 0;
  #writer = new BytesWriter(1 << 16);
  readonly #order = new Float64Array(INDEX_LIMIT);

  get count(): number {
    return this.entries.length;
  }

  /** Where keys and values are encoded: the key, then `add` with where it ended, the value. */
  get writer(): BytesWriter {
    return this.#writer;
  }

  /** Adds the entry [start, keyEnd), [keyEnd, end of what was written). */
  add(start: number, keyEnd: number): void {
    const { buffer, length } = this.#writer;
    const memory = buffer.buffer;
    this.entries.push([
      new Uint8Array(memory, start, keyEnd - start),
      new Uint8Array(memory, keyEnd, length - keyEnd),
    ]);
    this.bytes += length - start;
  }

  /** Adds an entry encoded before. */
  addEntry(entry: StateEntry): void {
    this.entries.push(entry);
    this.bytes += entry[0].length + entry[1].length;
  }

  /** Sorts the entries from index `start` on, at most RUN_ENTRIES_MAX, by key. */
  sortFrom(start: number): void {
    const { entries } = this;
    const count = entries.length - start;
    if (count < 2) return;
    const skip = commonBytes(entries, start);
    const order = this.#order.subarray(0, count);
    for (let i = 0; i < count; i++) {
      const key = entries[start + i]![0];
      let prefix = 0;
      for (let at = skip; at < skip + PREFIX_BYTES; at++) prefix = prefix * 256 + (key[at] ?? 0);
      order[i] = prefix * INDEX_LIMIT + i;
    }
    order.sort();
    const unsorted = entries.slice(start);
    for (let i = 0; i < count; i++) entries[start + i] = unsorted[order[i]! % INDEX_LIMIT]!;
    sortTies(entries, start, order);
  }

  /** Forgets all entries; their memory is used again. */
  reset(): void {
    this.entries = [];
    this.bytes = 0;
    if (this.#writer.buffer.length > BUFFER_BYTES_MAX) this.#writer = new BytesWriter(1 << 16);
    this.#writer.reset();
  }
}

/** Bytes that the keys of all entries from `start` on begin with. */
function commonBytes(entries: readonly StateEntry[], start: number): number {
  const first = entries[start]![0];
  let common = first.length;
  for (let i = start + 1; i < entries.length && common > 0; i++) {
    const key = entries[i]![0];
    let same = 0;
    while (same < common && same < key.length && key[same] === first[same]) same++;
    common = same;
  }
  return common;
}

/** Entries whose five bytes are equal are compared as a whole. */
function sortTies(entries: StateEntry[], start: number, order: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    const prefix = Math.floor(order[i]! / INDEX_LIMIT);
    const entry = entries[start + i]!;
    let at = i;
    while (
      at > 0 &&
      Math.floor(order[at - 1]! / INDEX_LIMIT) === prefix &&
      compareBytes(entries[start + at - 1]![0], entry[0]) > 0
    ) {
      entries[start + at] = entries[start + at - 1]!;
      at--;
    }
    entries[start + at] = entry;
  }
}
