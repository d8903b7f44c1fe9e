/** The merged slices of one hopping window: in memory, while the window is emitted. */
import { assert } from '../../../core/assert.js';
import { longerInt32 } from '../../../core/longer-int32.js';
import type { Accumulators } from '../../aggregates/accumulators.js';
import type { CallSet } from '../../aggregates/call-set.js';
import type { StateField } from '../../state/state.js';
import { Fields } from '../../state/fields.js';

/** Accumulators per group id; fields are those of the slices. */
export class HopPane implements Accumulators {
  /** Groups so far. */
  count = 0;
  /** Id of each group, by first arrival. */
  ids = new Int32Array(64);
  readonly #fields: Fields;
  readonly #calls: CallSet;
  /** Field that counts rows, null when the input never retracts. */
  readonly #rowsField: number | null;
  /** By id: place + 1; 0 = none. */
  #places = new Int32Array(64);
  #targets = new Int32Array(64);
  #reserved = 0;

  constructor(fields: readonly StateField[], calls: CallSet, rowsField: number | null) {
    this.#fields = new Fields(fields);
    this.#calls = calls;
    this.#rowsField = rowsField;
  }

  f64(field: number): Float64Array {
    return this.#fields.array(field, 'f64') as Float64Array;
  }
  i64(field: number): BigInt64Array {
    return this.#fields.array(field, 'i64') as BigInt64Array;
  }
  i32(field: number): Int32Array {
    return this.#fields.array(field, 'i32') as Int32Array;
  }
  u8(field: number): Uint8Array {
    return this.#fields.array(field, 'u8') as Uint8Array;
  }
  object<T>(field: number): (T | undefined)[] {
    return this.#fields.array(field, 'object') as (T | undefined)[];
  }
  /** It is gone before the budget is asked. */
  resized(): void {}

  /** Merges slots[0..count) of `slice`; `idOfSlot` tells their groups, all below `idEnd`. */
  merge(slice: Accumulators, slots: Int32Array, count: number, idOfSlot: Int32Array): void {
    this.#reserve(slots, count, idOfSlot);
    const [places, targets, ids] = [this.#places, this.#targets, this.ids];
    for (let i = 0; i < count; i++) {
      const id = idOfSlot[slots[i]!]!;
      let place = places[id]! - 1;
      if (place < 0) {
        place = this.count++;
        ids[place] = id;
        places[id] = place + 1;
      }
      targets[i] = place;
    }
    if (this.#rowsField !== null) {
      const counts = this.f64(this.#rowsField);
      const others = slice.f64(this.#rowsField);
      for (let i = 0; i < count; i++) counts[targets[i]!]! += others[slots[i]!]!;
    }
    this.#calls.merge(this, targets, slice, slots, count);
  }

  /** Places of the groups that hold rows; a view, valid until the next call. */
  occupied(): Int32Array {
    assert(this.#targets.length >= this.count, 'a target for each group');
    let count = 0;
    const counts = this.#rowsField === null ? null : this.f64(this.#rowsField);
    for (let place = 0; place < this.count; place++) {
      if (counts === null || counts[place]! > 0) this.#targets[count++] = place;
    }
    return this.#targets.subarray(0, count);
  }

  /** Back to nothing. */
  clear(): void {
    for (let place = 0; place < this.count; place++) this.#targets[place] = place;
    this.#calls.release(this, this.#targets, this.count);
    for (let place = 0; place < this.count; place++) this.#places[this.ids[place]!] = 0;
    this.#fields.clearAll(this.count);
    this.count = 0;
  }

  #reserve(slots: Int32Array, count: number, idOfSlot: Int32Array): void {
    const wanted = this.count + count;
    if (wanted > this.#reserved) {
      this.#reserved = 2 * wanted;
      this.#fields.reserve(this.#reserved);
      this.ids = longerInt32(this.ids.subarray(0, this.count), this.#reserved);
      this.#targets = new Int32Array(this.#reserved);
    }
    let last = 0;
    for (let i = 0; i < count; i++) if (idOfSlot[slots[i]!]! > last) last = idOfSlot[slots[i]!]!;
    if (last >= this.#places.length) this.#places = longerInt32(this.#places, 2 * last);
  }
}
