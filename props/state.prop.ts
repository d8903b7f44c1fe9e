/** State tables hold what a Map would, whatever happens between checkpoints. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Batch } from '../core/batch.js';
import { makeColumn, readRow } from '../core/column-read.js';
import { ColumnBuilder } from '../core/column-builder.js';
import { bigintType, intType, stringType } from '../core/types.js';
import type { KeyedTable, ObjectCodec, RowMultimap } from '../engine/state/state.js';
import { checkProperty } from './check-property.js';
import { keysOf, StateBench } from './state-bench.js';

const textCodec: ObjectCodec<string> = {
  encode: (value, into) => into.text(value),
  decode: (from) => from.text(),
  bytes: (value) => 32 + value.length,
};

type Key = bigint | null;
/** With a null among them keys have two shapes (see key-index.ts), without one. */
const keySets: readonly (readonly Key[])[] = [
  [null, 0n, 1n, 2n],
  [0n, 1n, 2n, -1n],
];
const keyNumber = fc.nat(3);
const background = fc.constantFrom(
  'freeze',
  'step',
  'spill',
  'finish',
  'finish',
  'abandon',
  'break',
  'repair',
  'recover',
  'check',
);

type Budgets = readonly [number, number];
/** Before and after a recovery: nothing, a few entries, everything may stay in memory. */
function budgets(few: number): fc.Arbitrary<Budgets> {
  const bytes = fc.constantFrom(0, few, 1e9);
  return fc.tuple(bytes, bytes);
}

/** Runs one of the steps both properties share. */
async function runBackground<M>(
  step: string,
  bench: StateBench<M>,
  check: () => void,
): Promise<void> {
  switch (step) {
    case 'freeze':
      bench.freeze();
      break;
    case 'step':
      await bench.step();
      break;
    case 'spill':
      await bench.spill();
      break;
    case 'finish':
      bench.freeze();
      await bench.finish();
      break;
    case 'abandon':
      bench.abandon();
      break;
    case 'break':
      bench.backend.isBroken = true;
      break;
    case 'repair':
      bench.backend.isBroken = false;
      break;
    case 'recover':
      await bench.recover();
      break;
    default:
      check();
  }
}

/** A last good checkpoint and a recovery from it must bring everything back. */
async function checkAtTheEnd<M>(bench: StateBench<M>, check: () => void): Promise<void> {
  check();
  bench.backend.isBroken = false;
  await bench.finish();
  bench.freeze();
  await bench.finish();
  await bench.recover();
  check();
}

const tableStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constant('put'), fc.array(keyNumber, { minLength: 1 }), fc.nat(99)),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constant('drop'), fc.array(keyNumber, { minLength: 1 }), fc.nat(0)),
  },
  { weight: 6, arbitrary: fc.tuple(background, fc.constant<number[]>([]), fc.nat(0)) },
);

/** A keyed table beside the map it should equal. */
class TableModel {
  readonly bench: StateBench<Map<Key, number>>;
  #table!: KeyedTable;
  readonly #keys: readonly Key[];
  readonly #slots = new Int32Array(64);

  constructor(keys: readonly Key[], budgets: Budgets) {
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
      budgets,
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

test('a keyed table is a map, through failed checkpoints, eviction and recovery', async (t) => {
  const steps = fc.array(tableStep, { maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(
    steps,
    budgets(300),
    fc.constantFrom(...keySets),
    async (all, memory, keys) => {
      const model = new TableModel(keys, memory);
      await model.bench.recover();
      for (const [what, numbers, value] of all) {
        if (what === 'put')
          model.put(
            numbers.map((n) => keys[n]!),
            value,
          );
        else if (what === 'drop') for (const n of numbers) model.drop(keys[n]!);
        else await runBackground(what, model.bench, model.check);
        model.bench.tables.endBatch();
      }
      await checkAtTheEnd(model.bench, model.check);
    },
  );
  await checkProperty(t, property, 200);
});

const rowTypes = [intType, stringType];
const row = fc.tuple(
  fc.constantFrom(null, 1, 2),
  fc.constantFrom(null, '', 'a', 'long text with some bytes'),
);
type Row = readonly [number | null, string | null];
const rows = (minLength: number, maxLength: number): fc.Arbitrary<Row[]> =>
  fc.array(row, { minLength, maxLength, size: 'max' });
const bagStep = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('append'), keyNumber, rows(1, 40)) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('remove'), keyNumber, rows(1, 40)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('count'), keyNumber, rows(1, 1)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clear'), keyNumber, rows(0, 0)) },
  { weight: 6, arbitrary: fc.tuple(background, keyNumber, rows(0, 0)) },
);

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
class BagsModel {
  readonly bench: StateBench<Bags>;
  #bags!: RowMultimap;
  readonly #keys: readonly Key[];
  readonly #buckets = new Int32Array(1);

  constructor(keys: readonly Key[], budgets: Budgets) {
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
      budgets,
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

test('a row multimap is a map of lists, through failures, eviction and recovery', async (t) => {
  const steps = fc.array(bagStep, { maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(
    steps,
    budgets(4000),
    fc.constantFrom(...keySets),
    async (all, memory, keys) => {
      const model = new BagsModel(keys, memory);
      await model.bench.recover();
      for (const [what, number, changed] of all) {
        if (['append', 'remove', 'count', 'clear'].includes(what))
          model.change(what, keys[number]!, changed);
        else await runBackground(what, model.bench, model.check);
        model.bench.tables.endBatch();
      }
      await checkAtTheEnd(model.bench, model.check);
    },
  );
  await checkProperty(t, property, 200);
});

test('entries leave memory while a freeze is open, also ones that were spilled', async (t) => {
  const model = new TableModel([0n, 1n, 2n, 3n], [0, 0]);
  const { bench } = model;
  await bench.recover();
  model.put([0n, 1n], 5);
  bench.tables.endBatch();
  t.true(bench.tables.wantsSpill, 'all is dirty, nothing may stay');
  t.true(await bench.spill());
  bench.tables.endBatch();
  t.is(bench.tables.bytes(), 0, 'what was spilled has left');
  model.put([2n], 7);
  bench.freeze();
  model.check();
  t.true(bench.tables.bytes() > 0);
  bench.tables.endBatch();
  const frozen = bench.tables.bytes();
  model.drop(0n);
  model.put([1n], 9);
  bench.tables.endBatch();
  t.true(bench.tables.bytes() > frozen, 'what is frozen stays, and what has changed since');
  await bench.finish();
  model.check();
  await bench.recover();
  t.deepEqual(
    [...bench.model],
    [
      [0n, 5],
      [1n, 5],
      [2n, 7],
    ],
  );
  model.check();
});

test('a spill that no checkpoint followed is forgotten by a recovery', async (t) => {
  const model = new TableModel([0n, 1n], [0, 1e9]);
  const { bench } = model;
  await bench.recover();
  model.put([0n], 1);
  bench.freeze();
  await bench.finish();
  model.put([0n, 1n], 2);
  bench.tables.endBatch();
  t.true(await bench.spill());
  model.drop(0n);
  bench.tables.endBatch();
  await bench.spill();
  await bench.recover();
  t.deepEqual([...bench.model], [[0n, 1]]);
  model.check();
});

test('an entry stays in memory until what the backend was given has arrived there', async (t) => {
  const keys = [0n, 1n, 2n, 3n];
  const model = new TableModel(keys, [0, 0]);
  const { bench } = model;
  await bench.recover();
  model.put(keys, 1);
  bench.freeze();
  await bench.finish();
  model.check(); // all are resident and clean
  model.put([0n], 2);
  bench.freeze();
  for (let i = 0; i < 12; i++) {
    await bench.step(); // at some of them entry 0 is on its way
    bench.tables.endBatch();
    model.check();
  }
  await bench.finish();
  bench.tables.endBatch();
  t.is(bench.tables.bytes(), 0);
  model.check();
});
