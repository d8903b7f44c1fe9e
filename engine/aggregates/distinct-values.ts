/**
 * DISTINCT: how often each value occurs, per owner (a group or a window's group) and per FILTER,
 * in a keyed table of its own, so that a checkpoint writes only the values that changed. State:
 * (owner id, value) -> one count per filter, and the order of arrival where lists are kept.
 */
import type { Column } from '../../core/batch.js';
import { ColumnBuilder } from '../../core/column-builder.js';
import type { DataType } from '../../core/types.js';
import { doubleType, notNull } from '../../core/types.js';
import type { OperatorContext } from '../operator.js';
import { createKeyEncoder } from '../state/key-encoder.js';
import type { KeyedTable, KeyEncoder, StateField } from '../state/state.js';
import { RowList } from './row-list.js';

export interface DistinctOptions {
  /** Columns of the input, and their types. */
  readonly args: readonly number[];
  readonly types: readonly DataType[];
  /** FILTER columns of the calls over these arguments; null = no filter. */
  readonly filters: readonly (number | null)[];
  readonly stateId: number;
  /**
   * Keep the values of every owner in a list, to merge and free them; else free a value with its
   * last count.
   */
  readonly listed: boolean;
}

const OWNER_TYPE = notNull(doubleType);

/** The distinct values of one set of arguments; see the header. */
export class DistinctValues {
  readonly args: readonly number[];
  readonly filters: readonly (number | null)[];
  readonly #types: readonly DataType[];
  readonly #table: KeyedTable;
  readonly #encoder: KeyEncoder;
  readonly #arrival: number;
  readonly #listed: boolean;
  /** Slots of an owner's values in order of arrival. */
  readonly #lists = new Map<number, number[]>();
  #lastArrival = 0;
  /** Owner id by physical row: the first key column. */
  #owners = new Float64Array(0);
  /** Slot of a value by physical row of the batch. */
  #slotOfRow = new Int32Array(0);
  #slots = new Int32Array(0);
  readonly #used = new RowList();
  #merged: MergedValues | null = null;

  constructor(options: DistinctOptions, ctx: OperatorContext) {
    this.args = options.args;
    this.filters = options.filters;
    this.#types = options.types;
    this.#listed = options.listed;
    this.#arrival = options.filters.length;
    this.#encoder = createKeyEncoder([OWNER_TYPE, ...options.types]);
    const counts: StateField[] = options.filters.map((_, view) => ({
      name: `count${view}`,
      kind: 'f64',
    }));
    this.#table = ctx.table({
      stateId: options.stateId,
      name: `distinct${options.args.join('_')}`,
      version: 1,
      fields: options.listed ? [...counts, { name: 'arrival', kind: 'f64' }] : counts,
    });
  }

  async restore(): Promise<void> {
    if (!this.#listed) return;
    await this.#table.loadAll();
    const arrivals = this.#table.f64(this.#arrival);
    const slots: number[] = [];
    this.#table.forEachSlot((slot) => slots.push(slot));
    slots.sort((a, b) => arrivals[a]! - arrivals[b]!);
    const key = this.#keyBuilders();
    for (const slot of slots) this.#decodeKey(slot, key);
    const owners = key[0]!.finish().values;
    for (const [i, slot] of slots.entries()) this.#list(owners[i] as number, slot);
    this.#lastArrival = slots.length === 0 ? 0 : arrivals[slots[slots.length - 1]!]!;
  }

  /**
   * Finds the entry of every row that some list of `lists` (by filter) holds. `owners` is the
   * owner id by slot of the operator's table; `args` are columns by physical row.
   */
  startBatch(
    owners: Float64Array,
    args: readonly Column[],
    all: RowList,
    lists: readonly RowList[],
  ): void {
    const used = lists.includes(all) ? all : this.#union(lists, all.count);
    this.#reserveRows(used);
    for (let i = 0; i < used.count; i++) this.#owners[used.rows[i]!] = owners[used.slots[i]!]!;
    const ownerColumn = denseColumn(OWNER_TYPE, this.#owners);
    const keys = this.#encoder.encode([ownerColumn, ...args], used.rows, used.count);
    if (this.#slots.length < used.count) this.#slots = new Int32Array(used.count);
    this.#table.upsert(keys, this.#slots);
    this.#table.touchAll(this.#slots, used.count);
    for (let i = 0; i < used.count; i++) this.#slotOfRow[used.rows[i]!] = this.#slots[i]!;
    if (this.#listed) this.#listNew(used.count, (i) => owners[used.slots[i]!]!);
    this.#used.start(used.count);
    for (let i = 0; i < used.count; i++) this.#used.push(used.rows[i]!, this.#slots[i]!, 1);
  }

  /**
   * Counts the rows of one filter's list; `changed` gets those that bring a value or take its
   * last copy.
   */
  count(view: number, list: RowList, changed: RowList): void {
    const counts = this.#table.f64(view);
    changed.start(list.count);
    for (let i = 0; i < list.count; i++) {
      const row = list.rows[i]!;
      const slot = this.#slotOfRow[row]!;
      const before = counts[slot]!;
      const after = before + list.signs[i]!;
      counts[slot] = after;
      if (before <= 0 && after > 0) changed.push(row, list.slots[i]!, 1);
      else if (before > 0 && after <= 0) changed.push(row, list.slots[i]!, -1);
    }
  }

  /** Frees the values that are gone. */
  endBatch(): void {
    if (this.#listed) return;
    const removed = new Set<number>();
    for (let i = 0; i < this.#used.count; i++) {
      const slot = this.#used.slots[i]!;
      if (removed.has(slot) || !this.#isZero(slot)) continue;
      removed.add(slot);
    }
    for (const slot of removed) this.#table.remove(slot);
  }

  #isZero(slot: number): boolean {
    for (let view = 0; view < this.filters.length; view++)
      if (this.#table.f64(view)[slot] !== 0) return false;
    return true;
  }

  /**
   * Makes the values of owners otherOwners[from[i]] also values of owners[to[i]]; gives their
   * argument columns, null when there are none. `countMerged` then adds the counts of each
   * filter.
   */
  startMerge(
    owners: Float64Array,
    to: Int32Array,
    otherOwners: Float64Array,
    from: Int32Array,
    count: number,
  ): readonly Column[] | null {
    const sources: number[] = [];
    const groups: number[] = [];
    const key = this.#keyBuilders();
    for (let i = 0; i < count; i++) {
      for (const slot of this.#lists.get(otherOwners[from[i]!]!) ?? []) {
        sources.push(slot);
        groups.push(to[i]!);
        this.#decodeKey(slot, key);
      }
    }
    if (sources.length === 0) return null;
    const args = key.slice(1).map((builder) => builder.finish());
    const ownerColumn = denseColumn(
      OWNER_TYPE,
      Float64Array.from(groups, (slot) => owners[slot]!),
    );
    const rows = Int32Array.from(sources, (_, i) => i);
    const keys = this.#encoder.encode([ownerColumn, ...args], rows, rows.length);
    const targets = new Int32Array(rows.length);
    if (this.#slots.length < rows.length) this.#slots = new Int32Array(rows.length);
    this.#table.upsert(keys, targets);
    this.#table.touchAll(targets, rows.length);
    this.#slots.set(targets);
    this.#listNew(rows.length, (i) => owners[groups[i]!]!);
    this.#merged = { sources: Int32Array.from(sources), targets, groups: Int32Array.from(groups) };
    return args;
  }

  /** As `count`, for the values of the last `startMerge`; rows number their argument columns. */
  countMerged(view: number, changed: RowList): void {
    const { sources, targets, groups } = this.#merged!;
    const counts = this.#table.f64(view);
    changed.start(sources.length);
    for (let i = 0; i < sources.length; i++) {
      const before = counts[targets[i]!]!;
      const after = before + counts[sources[i]!]!;
      counts[targets[i]!] = after;
      if (before <= 0 && after > 0) changed.push(i, groups[i]!, 1);
      else if (before > 0 && after <= 0) changed.push(i, groups[i]!, -1);
    }
  }

  /** Removes all values of the owners. */
  release(owners: Float64Array, slots: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const owner = owners[slots[i]!]!;
      for (const slot of this.#lists.get(owner) ?? []) this.#table.remove(slot);
      this.#lists.delete(owner);
    }
  }

  /** Puts entries #slots[0..count) that are new into their owner's list. */
  #listNew(count: number, ownerOf: (i: number) => number): void {
    const arrivals = this.#table.f64(this.#arrival);
    for (let i = 0; i < count; i++) {
      const slot = this.#slots[i]!;
      if (arrivals[slot] !== 0) continue;
      arrivals[slot] = ++this.#lastArrival;
      this.#list(ownerOf(i), slot);
    }
  }

  #list(owner: number, slot: number): void {
    const list = this.#lists.get(owner);
    if (list === undefined) this.#lists.set(owner, [slot]);
    else list.push(slot);
  }

  #keyBuilders(): ColumnBuilder[] {
    return [OWNER_TYPE, ...this.#types].map((type) => new ColumnBuilder(type, 16));
  }

  #decodeKey(slot: number, into: readonly ColumnBuilder[]): void {
    const key = this.#table.key(slot);
    this.#encoder.decode(key, 0, key.length, into);
  }

  /** Rows of any of the lists, each once. */
  #union(lists: readonly RowList[], rowsMax: number): RowList {
    if (lists.length === 1) return lists[0]!;
    const seen = new Set<number>();
    const union = new RowList();
    union.start(rowsMax);
    for (const list of lists) {
      for (let i = 0; i < list.count; i++) {
        if (seen.has(list.rows[i]!)) continue;
        seen.add(list.rows[i]!);
        union.push(list.rows[i]!, list.slots[i]!, 1);
      }
    }
    return union;
  }

  #reserveRows(used: RowList): void {
    let rows = 0;
    for (let i = 0; i < used.count; i++) if (used.rows[i]! >= rows) rows = used.rows[i]! + 1;
    if (this.#owners.length >= rows) return;
    this.#owners = new Float64Array(rows);
    this.#slotOfRow = new Int32Array(rows);
  }
}

interface MergedValues {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  /** Slot of the operator's table that the value goes to. */
  readonly groups: Int32Array;
}

function denseColumn(type: DataType, values: Float64Array): Column {
  return { type, values, offsets: null, validity: null, nanos: null, children: null };
}
