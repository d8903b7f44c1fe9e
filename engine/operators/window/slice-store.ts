/**
 * Accumulators per (slice or pane, key) and which slots each holds, in order of arrival. State:
 * (window bound, keys) -> order of arrival, number of rows (retracting input only),
 * accumulators.
 */
import { assert } from '../../../core/assert.js';
import type { Column } from '../../../core/batch.js';
import { ColumnBuilder } from '../../../core/column-builder.js';
import { longerInt32 } from '../../../core/longer-int32.js';
import type { DataType } from '../../../core/types.js';
import type { CallSet } from '../../aggregates/call-set.js';
import { RowList } from '../../aggregates/row-list.js';
import type { OperatorContext } from '../../operator.js';
import { SliceGroups } from './slice-groups.js';
import { hashBytes } from '../../state/hash.js';
import { createKeyEncoder } from '../../state/key-encoder.js';
import type { KeyBatch, KeyedTable, KeyEncoder, StateField } from '../../state/state.js';

const ARRIVAL = 0;
/** Field of the number of rows. */
export const ROWS = 1;

/** Fields of a store's table before those of the calls. */
export function storeFields(isRetracting: boolean): readonly StateField[] {
  const arrival: StateField = { name: 'arrival', kind: 'i32' };
  return isRetracting ? [arrival, { name: 'rows', kind: 'f64' }] : [arrival];
}

/** Slots of one slice or pane in order of arrival; read `slots` below `count`. */
export class SlotList {
  slots = new Int32Array(16);
  count = 0;

  push(slot: number): void {
    if (this.count === this.slots.length) this.slots = longerInt32(this.slots, 2 * this.count);
    this.slots[this.count++] = slot;
  }
}

export interface SliceStoreOptions {
  readonly stateId: number;
  readonly name: string;
  readonly isRetracting: boolean;
  readonly calls: CallSet;
  /** Types of the key columns; the first is the bound that slices are told by. */
  readonly keyTypes: readonly DataType[];
  /** How many of them are bounds. */
  readonly boundColumns: number;
  /** Slices that hopping windows share: groups are found by their own key, without the bound. */
  readonly withIds: boolean;
}

/** The slices, or the panes, of one operator; see the header. */
export class SliceStore {
  readonly table: KeyedTable;
  readonly encoder: KeyEncoder;
  readonly #calls: CallSet;
  readonly #isRetracting: boolean;
  readonly #keyTypes: readonly DataType[];
  readonly #lists = new Map<number, SlotList>();
  readonly #groups: SliceGroups | null;
  readonly #hasGroupKeys: boolean;
  readonly #runs = new RowList();
  #slots = new Int32Array(0);
  #from = new Int32Array(0);

  constructor(options: SliceStoreOptions, ctx: OperatorContext) {
    this.#calls = options.calls;
    this.#isRetracting = options.isRetracting;
    this.#keyTypes = options.keyTypes;
    this.encoder = createKeyEncoder(options.keyTypes);
    this.#groups = options.withIds ? new SliceGroups(options.keyTypes.slice(1)) : null;
    this.#hasGroupKeys = options.keyTypes.length > options.boundColumns;
    this.table = ctx.table({
      stateId: options.stateId,
      name: options.name,
      version: 1,
      fields: [...storeFields(options.isRetracting), ...options.calls.fields],
    });
  }

  /** Loads everything; the lists are as before. */
  async restore(): Promise<void> {
    await this.table.loadAll();
    const slots: number[] = [];
    this.table.forEachSlot((slot) => slots.push(slot));
    const arrivals = this.table.i32(ARRIVAL);
    slots.sort((a, b) => arrivals[a]! - arrivals[b]!);
    const key = this.#keyTypes.map((type) => new ColumnBuilder(type, 16));
    for (const slot of slots) {
      const bytes = this.table.key(slot);
      this.encoder.decode(bytes, 0, bytes.length, key);
    }
    const bounds = key[0]!.finish().values as Float64Array;
    for (const [i, slot] of slots.entries()) {
      this.#listOf(bounds[i]!).push(slot);
      this.#groups?.restored(this.table.key(slot), slot);
    }
  }

  /** Of stores with ids: the groups, and which of them a slot belongs to. */
  get groups(): SliceGroups {
    assert(this.#groups !== null, 'slices with ids');
    return this.#groups;
  }

  /** Bounds that have slots, in no order. */
  bounds(): IterableIterator<number> {
    return this.#lists.keys();
  }

  /** undefined when nothing is there. */
  list(bound: number): SlotList | undefined {
    return this.#lists.get(bound);
  }

  /**
   * Folds rows in (their slots in `rows` are filled here). `keys` and `columns` are by physical
   * row; the first key is the bound of each row.
   */
  fold(
    rows: RowList,
    keys: readonly Column[],
    columns: readonly Column[],
    withSigns: boolean,
  ): void {
    const { table } = this;
    const { count } = rows;
    if (this.#groups !== null) this.#findByIds(this.#groups, rows, keys);
    else if (this.#hasGroupKeys)
      table.upsert(this.encoder.encode(keys, rows.rows, count), rows.slots);
    else this.#findByRuns(rows, keys);
    table.touchAll(rows.slots, count);
    this.#listNew(rows.slots, count, keys[0]!.values as Float64Array, rows.rows);
    if (this.#isRetracting) {
      const counts = table.f64(ROWS);
      for (let i = 0; i < count; i++) counts[rows.slots[i]!]! += withSigns ? rows.signs[i]! : 1;
    }
    this.#calls.fold(table, columns, rows.rows, rows.slots, count, withSigns ? rows.signs : null);
  }

  /** Most rows go where the row of the same group before them went. */
  #findByIds(groups: SliceGroups, rows: RowList, keys: readonly Column[]): void {
    const bounds = keys[0]!.values as Float64Array;
    const missing = groups.find(rows, bounds, keys.slice(1));
    if (missing.count > 0) {
      this.table.upsert(this.encoder.encode(keys, missing.rows, missing.count), missing.slots);
      groups.found(rows, missing);
    }
  }

  /** Keys are bounds alone, and most rows have those of the row before. */
  #findByRuns(rows: RowList, keys: readonly Column[]): void {
    const runs = this.#runs;
    const numbers = keys.map((column) => column.values as Float64Array);
    const [first, last] = [numbers[0]!, numbers.at(-1)!];
    runs.start(rows.count);
    for (let i = 0; i < rows.count; i++) {
      const row = rows.rows[i]!;
      const before = i === 0 ? -1 : rows.rows[i - 1]!;
      if (before < 0 || first[row] !== first[before] || last[row] !== last[before])
        runs.push(row, 0, 1);
      rows.slots[i] = runs.count - 1;
    }
    this.table.upsert(this.encoder.encode(keys, runs.rows, runs.count), runs.slots);
    for (let i = 0; i < rows.count; i++) rows.slots[i] = runs.slots[rows.slots[i]!]!;
  }

  #listNew(slots: Int32Array, count: number, bounds: Float64Array, rows: Int32Array): void {
    const arrivals = this.table.i32(ARRIVAL);
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      if (arrivals[slot] !== 0) continue;
      const list = this.#listOf(bounds[rows[i]!]!);
      list.push(slot);
      arrivals[slot] = list.count;
      this.#groups?.created(i, slot);
    }
  }

  #listOf(bound: number): SlotList {
    let list = this.#lists.get(bound);
    if (list === undefined) this.#lists.set(bound, (list = new SlotList()));
    return list;
  }

  /**
   * Merges all of a slice of `other` into the accumulators of `bound`. `prefix` is the encoded
   * bound; both keys have the same columns behind it.
   */
  mergeSlice(bound: number, prefix: Uint8Array, other: SliceStore, slice: SlotList): void {
    const { table } = this;
    const { count } = slice;
    if (this.#slots.length < count) this.#slots = new Int32Array(count);
    table.upsert(withPrefix(other.table, slice, prefix), this.#slots);
    table.touchAll(this.#slots, count);
    const list = this.#listOf(bound);
    const arrivals = table.i32(ARRIVAL);
    for (let i = 0; i < count; i++) {
      const slot = this.#slots[i]!;
      if (arrivals[slot] !== 0) continue;
      list.push(slot);
      arrivals[slot] = list.count;
    }
    if (this.#isRetracting) {
      const counts = table.f64(ROWS);
      const others = other.table.f64(ROWS);
      for (let i = 0; i < count; i++) counts[this.#slots[i]!]! += others[slice.slots[i]!]!;
    }
    this.#calls.merge(table, this.#slots, other.table, slice.slots, count);
  }

  /** The slots of `bound` that hold rows: a view, valid until the next call. */
  occupied(bound: number): Int32Array {
    const list = this.#lists.get(bound);
    if (list === undefined) return this.#from.subarray(0, 0);
    if (!this.#isRetracting) return list.slots.subarray(0, list.count);
    if (this.#from.length < list.count) this.#from = new Int32Array(list.count);
    const counts = this.table.f64(ROWS);
    let count = 0;
    for (let i = 0; i < list.count; i++) {
      if (counts[list.slots[i]!]! > 0) this.#from[count++] = list.slots[i]!;
    }
    return this.#from.subarray(0, count);
  }

  /** Frees a slice or pane. */
  free(bound: number): void {
    const list = this.#lists.get(bound);
    if (list === undefined) return;
    this.#calls.release(this.table, list.slots, list.count);
    for (let i = 0; i < list.count; i++) {
      this.#groups?.freed(list.slots[i]!);
      this.table.remove(list.slots[i]!);
    }
    this.#lists.delete(bound);
  }
}

/**
 * The keys of a slice with another bound in front (bounds are not null, so as long as each
 * other).
 */
function withPrefix(table: KeyedTable, slice: SlotList, prefix: Uint8Array): KeyBatch {
  const { count, slots } = slice;
  const arena = table.keyArena();
  const offsets = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) offsets[i + 1] = offsets[i]! + arena.lengths[slots[i]!]!;
  const bytes = new Uint8Array(offsets[count]!);
  const hashes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const start = offsets[i]!;
    const shift = arena.starts[slots[i]!]! - start;
    const behind = start + prefix.length;
    for (let at = start; at < behind; at++) bytes[at] = prefix[at - start]!;
    for (let at = behind; at < offsets[i + 1]!; at++) bytes[at] = arena.bytes[at + shift]!;
    hashes[i] = hashBytes(bytes, start, offsets[i + 1]!);
  }
  return { bytes, offsets, hashes, count };
}
