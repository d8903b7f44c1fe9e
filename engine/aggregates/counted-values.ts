/**
 * A multiset of boxed values with its smallest or largest at hand: a hash map of counts and a
 * heap that forgets lazily, O(log n) amortised. A count may be negative (taken away before it
 * came).
 */
import type { Value } from '../../core/batch.js';
import { valueKey } from '../../core/compare.js';
import type { DataType } from '../../core/types.js';
import type { ObjectCodec } from '../state/state.js';
import { valueCodec } from './value-codec.js';

export interface CountedValue {
  readonly value: Value;
  count: number;
  queued: boolean;
}
/** Negative when `a` comes first. */
export type ValueOrder = (a: Value, b: Value) => number;

const ENTRY_BYTES = 120;

/** One multiset; see the header. */
export class CountedValues {
  readonly type: DataType;
  /** By key, in order of first arrival. */
  readonly entries = new Map<unknown, CountedValue>();
  /** Order of the heap; null keeps none. */
  readonly #order: ValueOrder | null;
  readonly #heap: CountedValue[] = [];
  readonly #isText: boolean;
  /** Approximate bytes in memory. */
  bytes = 100;

  constructor(type: DataType, order: ValueOrder | null) {
    this.type = type;
    this.#order = order;
    this.#isText = type.id === 'varchar' || type.id === 'char';
  }

  /** Changes the count of a value that is not null. */
  add(value: Value, difference: number): void {
    const key = this.#keyOf(value);
    let entry = this.entries.get(key);
    if (entry === undefined) {
      entry = { value, count: 0, queued: false };
      this.entries.set(key, entry);
      this.bytes += ENTRY_BYTES + (typeof value === 'string' ? 2 * value.length : 0);
    }
    entry.count += difference;
    if (entry.count > 0 && !entry.queued && this.#order !== null) this.#push(entry);
    if (entry.count === 0 && !entry.queued) this.#forget(entry);
  }

  /** First value by the order, undefined when there is none. */
  first(): Value | undefined {
    while (this.#heap.length > 0) {
      const top = this.#heap[0]!;
      if (top.count > 0) return top.value;
      this.#pop();
      top.queued = false;
      if (top.count === 0) this.#forget(top);
    }
    return undefined;
  }

  #keyOf(value: Value): unknown {
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'string') return this.#isText ? value : valueKey(this.type, value);
    if (typeof value === 'bigint') {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value;
    }
    return valueKey(this.type, value);
  }

  #forget(entry: CountedValue): void {
    const { value } = entry;
    this.entries.delete(this.#keyOf(value));
    this.bytes -= ENTRY_BYTES + (typeof value === 'string' ? 2 * value.length : 0);
  }

  #push(entry: CountedValue): void {
    entry.queued = true;
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#order!(heap[parent]!.value, entry.value) <= 0) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#order!(heap[child + 1]!.value, heap[child]!.value) < 0)
        child += 1;
      if (this.#order!(last.value, heap[child]!.value) <= 0) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

/** Codec of counted values of `type`; counts of 0 are not written. */
export function countedValuesCodec(type: DataType, order: ValueOrder | null): ObjectCodec<unknown> {
  const codec = valueCodec(type);
  return {
    encode(object, into) {
      const live = [...(object as CountedValues).entries.values()].filter(
        (entry) => entry.count !== 0,
      );
      into.varint(live.length);
      for (const { value, count } of live) {
        codec.encode(value, into);
        into.f64(count);
      }
    },
    decode(from) {
      const values = new CountedValues(type, order);
      for (let left = from.varint(); left > 0; left--) {
        const value = codec.decode(from);
        values.add(value, from.f64());
      }
      return values;
    },
    bytes: (object) => (object as CountedValues).bytes,
  };
}
