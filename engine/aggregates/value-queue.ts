/**
 * Values in order of arrival. Taking a value away takes its OLDEST copy; what is taken away
 * before it came is owed and cancels the next equal arrival. Adding is O(1), taking away O(n).
 */
import type { Value } from '../../core/batch.js';
import { valueEquals } from '../../core/compare.js';
import type { DataType } from '../../core/types.js';
import type { ObjectCodec } from '../state/state.js';
import { listCodec, valueCodec } from './value-codec.js';

const ITEM_BYTES = 24;

/** One queue; see the header. */
export class ValueQueue {
  readonly type: DataType;
  readonly #items: Value[];
  readonly #owed: Value[];
  /** Items before this one are gone. */
  #head = 0;
  /** Approximate bytes in memory. */
  bytes = 120;

  constructor(type: DataType, items: Value[] = [], owed: Value[] = []) {
    this.type = type;
    this.#items = items;
    this.#owed = owed;
    for (const item of items) this.bytes += bytesOf(item);
  }

  get length(): number {
    return this.#items.length - this.#head;
  }
  get owed(): readonly Value[] {
    return this.#owed;
  }

  first(): Value {
    return this.#items[this.#head]!;
  }
  last(): Value {
    return this.#items[this.#items.length - 1]!;
  }
  /** Fresh array of all values. */
  values(): Value[] {
    return this.#items.slice(this.#head);
  }

  add(value: Value): void {
    if (this.#owed.length > 0 && takeFrom(this.#owed, 0, this.type, value)) return;
    this.#items.push(value);
    this.bytes += bytesOf(value);
  }

  take(value: Value): void {
    if (this.length > 0 && valueEquals(this.type, this.first(), value)) {
      this.#items[this.#head] = null;
      this.#head += 1;
      this.bytes -= bytesOf(value);
      if (this.#head > 32 && this.#head * 2 > this.#items.length) this.#compact();
    } else if (takeFrom(this.#items, this.#head, this.type, value)) this.bytes -= bytesOf(value);
    else this.#owed.push(value);
  }

  /** Adds all of `other`, which keeps its own. */
  addAll(other: ValueQueue): void {
    for (const value of other.values()) this.add(value);
    for (const value of other.owed) this.take(value);
  }

  #compact(): void {
    this.#items.splice(0, this.#head);
    this.#head = 0;
  }
}

function takeFrom(items: Value[], start: number, type: DataType, value: Value): boolean {
  for (let i = start; i < items.length; i++) {
    if (!valueEquals(type, items[i]!, value)) continue;
    items.splice(i, 1);
    return true;
  }
  return false;
}

function bytesOf(value: Value): number {
  if (typeof value === 'string') return ITEM_BYTES + 2 * value.length;
  return value instanceof Uint8Array ? ITEM_BYTES + 96 + value.length : ITEM_BYTES;
}

/** Codec of queues of values of `type`. */
export function valueQueueCodec(type: DataType): ObjectCodec<unknown> {
  const list = listCodec(valueCodec(type));
  return {
    encode(object, into) {
      list.encode((object as ValueQueue).values(), into);
      list.encode((object as ValueQueue).owed, into);
    },
    decode(from) {
      const items = list.decode(from) as Value[];
      return new ValueQueue(type, items, list.decode(from) as Value[]);
    },
    bytes: (object) => (object as ValueQueue).bytes,
  };
}
