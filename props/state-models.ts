/** State tables beside the plain maps that they should equal. */
import assert from 'node:assert/strict';
import type { Batch } from '../core/batch.js';
import { makeColumn, readRow } from '../core/column-read.js';
import { ColumnBuilder } from '../core/column-builder.js';
import { bigintType, intType, stringType } from '../core/types.js';
import type { KeyedTable, ObjectCodec, RowMultimap } from '../engine/state/state.js';
import type { Limits } from './state-bench.js';
import { keysOf, StateBench } from './state-bench.js';

export type Key = bigint | null;
/** A row of the multimap. */
export type Row = readonly [number | null, string | null];
const rowTypes = [intType, stringType];
const textCodec: ObjectCodec<string> = {
  encode: (value, into) => into.text(value),
  decode: (from) => from.text(),
  bytes: (value) => 32 + value.length,
};

/** A keyed table beside the map it should equal. */
export class TableModel {
  readonly bench: StateBench<Map<Key, number>>;
  #table!: KeyedTable;
  readonly #keys: readonly Key[];
  readonly #slots = new Int32Array(64);

  constructor(keys: readonly Key[], limits: Limits) {
    this.#keys = keys;
    this.bench = new StateBench(
      new Map<Key, number>(),
      (model) => new Map(model),
      (tables) => {
        this.#table = tables.forOperator('op').table({
          stateId: 3,
          name: 'counts',
          version: 1,
          fields: [
            { name: 'n', kind: 'f64' },
            { name: 'i', kind: 'i32' },
            { name: 'text', kind: 'object', codec: textCodec as ObjectCodec<unknown> },
          ],
        });
      },
      limits,
    );
  }

  readonly check = (): void => {
    const [table, slots] = [this.#table, this.#slots];
    table.find(keysOf(bigintType, this.#keys), slots);
    for (const [i, key] of this.#keys.entries()) {
      const slot = slots[i]!;
      const held = slot < 0 ? undefined : table.f64(0)[slot];
      assert.deepEqual([key, held], [key, this.bench.model.get(key)]);
      if (slot < 0) continue;
      assert.equal(table.object<string>(2)[slot], held === 0 ? undefined : `v${held}`);
    }
    assert.equal(table.size, this.bench.model.size);
  };

  put(keys: readonly Key[], value: number): void {
    const [table, slots] = [this.#table, this.#slots];
    table.upsert(keysOf(bigintType, keys), slots);
    table.touchAll(slots, keys.length);
    for (const [i, key] of keys.entries()) {
      table.f64(0)[slots[i]!] = value;
      table.object<string>(2)[slots[i]!] = value === 0 ? undefined : `v${value}`;
      table.resized(slots[i]!);
      this.bench.model.set(key, value);
    }
  }

  drop(key: Key): void {
    this.#table.find(keysOf(bigintType, [key]), this.#slots);
    assert.equal(this.#slots[0]! >= 0, this.bench.model.delete(key));
    if (this.#slots[0]! >= 0) this.#table.remove(this.#slots[0]!);
  }
}

interface HeldRow {
  readonly text: string;
  counter: number;
}
type Bags = Map<Key, HeldRow[]>;

function batchOf(held: readonly Row[]): Batch {
  const columns = rowTypes.map((type, c) =>
    makeColumn(
      type,
      held.map((r) => r[c]!),
    ),
  );
  return { columns, kinds: null, selection: null, rowCount: held.length, watermarks: null };
}

/** A row multimap beside the map of lists it should equal. */
export class BagsModel {
  readonly bench: StateBench<Bags>;
  #bags!: RowMultimap;
  readonly #keys: readonly Key[];
  readonly #buckets = new Int32Array(1);

  constructor(keys: readonly Key[], limits: Limits) {
    this.#keys = keys;
    const copy = (model: Bags): Bags =>
      new Map([...model].map(([key, list]) => [key, list.map((held) => ({ ...held }))] as const));
    this.bench = new StateBench<Bags>(
      new Map(),
      copy,
      (tables) => {
        this.#bags = tables.forOperator('op').multimap({
          stateId: 1,
          name: 'rows',
          version: 1,
          rowTypes,
          withCounter: true,
        });
      },
      limits,
    );
  }

  readonly check = (): void => {
    for (const key of this.#keys) {
      this.#bags.find(keysOf(bigintType, [key]), this.#buckets);
      const held = this.#buckets[0]! < 0 ? [] : this.#rowsOf(this.#buckets[0]!);
      assert.deepEqual([key, held], [key, this.bench.model.get(key) ?? []]);
    }
    assert.equal(this.#bags.size, this.bench.model.size);
  };

  change(what: string, key: Key, changed: readonly Row[]): void {
    this.#bags.upsert(keysOf(bigintType, [key]), this.#buckets);
    const bucket = this.#buckets[0]!;
    const list = this.bench.model.get(key) ?? [];
    this.bench.model.set(key, list);
    const batch = batchOf(changed);
    for (const [i, one] of changed.entries()) {
      const text = JSON.stringify(one);
      if (what === 'append') {
        this.#bags.append(bucket, batch, i);
        list.push({ text, counter: 0 });
      } else if (what === 'remove') this.#remove(bucket, list, batch, i, text);
      else if (list.length > 0) {
        const slot = this.#bags.first(bucket);
        this.#bags.setCounter(slot, this.#bags.counter(slot) + 1);
        list[0]!.counter += 1;
      }
    }
    if (list.length > 0 && what !== 'clear') return;
    this.#bags.removeBucket(bucket);
    this.bench.model.delete(key);
  }

  #remove(bucket: number, list: HeldRow[], batch: Batch, i: number, text: string): void {
    const at = list.findIndex((held) => held.text === text);
    assert.equal(this.#bags.removeEqual(bucket, batch, i), at < 0 ? -1 : list[at]!.counter);
    if (at >= 0) list.splice(at, 1);
  }

  #rowsOf(bucket: number): HeldRow[] {
    const slots: number[] = [];
    for (let slot = this.#bags.first(bucket); slot >= 0; slot = this.#bags.next(slot))
      slots.push(slot);
    assert.equal(this.#bags.rowCount(bucket), slots.length);
    const builders = rowTypes.map((type) => new ColumnBuilder(type));
    this.#bags.readMany(Int32Array.from(slots), slots.length, builders);
    const batch = { ...batchOf([]), columns: builders.map((builder) => builder.finish()) };
    return slots.map((slot, i) => ({
      text: JSON.stringify(readRow(batch, i)),
      counter: this.#bags.counter(slot),
    }));
  }
}
