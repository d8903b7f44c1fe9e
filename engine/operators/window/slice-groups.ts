/**
 * Small numbers for the groups of hopping windows, in memory only: slices and panes tell groups by
 * them, so that a row is one lookup of a short key and merging slices is none.
 */
import type { Column } from '../../../core/batch.js';
import { longerInt32 } from '../../../core/longer-int32.js';
import type { DataType } from '../../../core/types.js';
import { RowList } from '../../aggregates/row-list.js';
import { hashBytes } from '../../state/hash.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import { KeyIndex } from '../../state/key-index.js';
import type { KeyArena, KeyEncoder } from '../../state/state.js';
import { BOUND_BYTES } from './slice-keys.js';

/** No slot is known. */
const NONE = -1;
/** Missing row m of the batch at hand has slot FIRST_MISSING - m until it is found. */
const FIRST_MISSING = -2;

/** See the header. An id is given back with the last slot of its group. */
export class SliceGroups {
  /** By slot of the slices' table. */
  idOfSlot = new Int32Array(64);
  readonly #encoder: KeyEncoder;
  readonly #index = new KeyIndex();
  /** By id: slots of the group. */
  #holders = new Int32Array(64);
  /** By id: the slice it was last found in and its slot there. */
  #lastBounds = new Float64Array(64);
  #lastSlots = new Int32Array(64);
  /** By row of the batch at hand. */
  #ids = new Int32Array(0);
  readonly #missing = new RowList();

  /** `types` of the key columns behind the bound. */
  constructor(types: readonly DataType[]) {
    this.#encoder = createKeyEncoder(types);
  }

  /** Keys of all ids; valid until the next new group. */
  keys(): KeyArena {
    const { arena, starts, lengths } = this.#index;
    return { bytes: arena, starts, lengths };
  }

  /**
   * Fills the slots of rows whose group was last found in their slice, and gives one row for each
   * other pair of group and slice (two where the slices of a group alternate): their `slots` are to
   * be filled, `found` told. `bounds` and `keys` are by physical row.
   */
  find(rows: RowList, bounds: Float64Array, keys: readonly Column[]): RowList {
    const { count } = rows;
    this.#findIds(rows, keys);
    const [ids, lastSlots, lastBounds] = [this.#ids, this.#lastSlots, this.#lastBounds];
    const missing = this.#missing;
    missing.start(count);
    for (let i = 0; i < count; i++) {
      const id = ids[i]!;
      const row = rows.rows[i]!;
      if (lastSlots[id] === NONE || lastBounds[id] !== bounds[row]) {
        lastBounds[id] = bounds[row]!;
        lastSlots[id] = FIRST_MISSING - missing.count;
        missing.push(row, 0, 1);
      }
      rows.slots[i] = lastSlots[id]!;
    }
    return missing;
  }

  /** `missing` has its slots now. */
  found(rows: RowList, missing: RowList): void {
    for (let i = 0; i < rows.count; i++) {
      if (rows.slots[i]! >= 0) continue;
      rows.slots[i] = missing.slots[FIRST_MISSING - rows.slots[i]!]!;
      this.#lastSlots[this.#ids[i]!] = rows.slots[i]!;
    }
  }

  /** Row `i` of the batch at hand made `slot`. */
  created(i: number, slot: number): void {
    this.#hold(this.#ids[i]!, slot);
  }

  /** A slot read at restore, with its key. */
  restored(key: Uint8Array, slot: number): void {
    const hash = hashBytes(key, BOUND_BYTES, key.length);
    this.#hold(this.#idOf(key, BOUND_BYTES, key.length, hash), slot);
  }

  /** The slot is about to go. */
  freed(slot: number): void {
    const id = this.idOfSlot[slot]!;
    if (this.#lastSlots[id] === slot) this.#lastSlots[id] = NONE;
    this.#holders[id]! -= 1;
    if (this.#holders[id] === 0) this.#index.remove(id);
  }

  #findIds(rows: RowList, keys: readonly Column[]): void {
    const { count } = rows;
    if (this.#ids.length < count) this.#ids = new Int32Array(count);
    const encoded = this.#encoder.encode(keys, rows.rows, count);
    if (this.#index.findAll(encoded, this.#ids) === 0) return;
    const { bytes, offsets, hashes } = encoded;
    for (let i = 0; i < count; i++) {
      if (this.#ids[i]! >= 0) continue;
      this.#ids[i] = this.#idOf(bytes, offsets[i]!, offsets[i + 1]!, hashes[i]!);
    }
  }

  #idOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const found = this.#index.find(bytes, start, end, hash);
    if (found >= 0) return found;
    const id = this.#index.insert(bytes, start, end, hash);
    if (id >= this.#holders.length) {
      this.#holders = longerInt32(this.#holders, 2 * id);
      this.#lastSlots = longerInt32(this.#lastSlots, 2 * id);
      const bounds = new Float64Array(2 * id);
      bounds.set(this.#lastBounds);
      this.#lastBounds = bounds;
    }
    this.#holders[id] = 0;
    this.#lastSlots[id] = NONE;
    return id;
  }

  #hold(id: number, slot: number): void {
    if (slot >= this.idOfSlot.length) this.idOfSlot = longerInt32(this.idOfSlot, 2 * slot);
    this.idOfSlot[slot] = id;
    this.#holders[id]! += 1;
  }
}
