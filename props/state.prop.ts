/** State tables hold what a Map would, whatever happens between checkpoints. */
import test from 'ava';
import fc from 'fast-check';
import { makeColumn, readRow } from '../core/column-read.js';
import { ColumnBuilder } from '../core/column-builder.js';
import { bigintType, intType, stringType } from '../core/types.js';
import type { ObjectCodec } from '../engine/state/state.js';
import type { KeyedTable, RowMultimap } from '../engine/state/state.js';
import { propertyRuns } from './runs.js';
import { keysOf, StateBench } from './state-bench.js';

const textCodec: ObjectCodec<string> = {
  encode: (value, into) => into.text(value),
  decode: (from) => from.text(),
  bytes: (value) => 32 + value.length,
};

const key = fc.bigInt({ min: 0n, max: 3n }).map((k) => (k > 2n ? null : k));
const background = fc.constantFrom(
  'freeze',
  'step',
  'finish',
  'finish',
  'abandon',
  'break',
  'repair',
  'recover',
  'check',
);

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

test('a keyed table is a map, through failed checkpoints, eviction and recovery', async (t) => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(
        fc.constant('put' as const),
        fc.array(key, { minLength: 1, maxLength: 6 }),
        fc.nat(99),
      ),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(
        fc.constant('drop' as const),
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.nat(0),
      ),
    },
    {
      weight: 6,
      arbitrary: fc.tuple(background, fc.constant([] as (bigint | null)[]), fc.constant(0)),
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.constantFrom(0, 900, 1e9),
      async (steps, budget) => {
        let table!: KeyedTable;
        const bench = new StateBench(
          new Map<bigint | null, number>(),
          (model) => new Map(model),
          (tables) => {
            table = tables.forOperator('op').table({
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
          budget,
        );
        await bench.recover();
        const slots = new Int32Array(16);
        const check = (): void => {
          const all = [null, ...Array.from({ length: 3 }, (_, i) => BigInt(i))];
          table.find(keysOf(bigintType, all), slots);
          for (const [i, k] of all.entries()) {
            const slot = slots[i]!;
            const held = slot < 0 ? undefined : table.f64(0)[slot];
            t.is(held, bench.model.get(k), `key ${k}`);
            if (slot >= 0) t.is(table.object<string>(2)[slot], held === 0 ? undefined : `v${held}`);
          }
          t.is(table.size, bench.model.size);
        };
        for (const [what, keys, value] of steps) {
          if (what === 'put') {
            table.upsert(keysOf(bigintType, keys), slots);
            table.touchAll(slots, keys.length);
            for (const [i, k] of keys.entries()) {
              table.f64(0)[slots[i]!] = value;
              table.object<string>(2)[slots[i]!] = value === 0 ? undefined : `v${value}`;
              table.resized(slots[i]!);
              bench.model.set(k, value);
            }
          } else if (what === 'drop') {
            for (const k of keys) {
              table.find(keysOf(bigintType, [k]), slots);
              t.is(slots[0]! >= 0, bench.model.delete(k));
              if (slots[0]! >= 0) table.remove(slots[0]!);
            }
          } else await runBackground(what, bench, check);
          bench.tables.endBatch();
        }
        check();
        bench.backend.isBroken = false;
        await bench.finish();
        bench.freeze();
        await bench.finish();
        await bench.recover();
        check();
      },
    ),
    propertyRuns(300),
  );
});

test('a row multimap is a map of lists, through failed checkpoints, eviction and recovery', async (t) => {
  const types = [intType, stringType];
  const row = fc.tuple(
    fc.constantFrom(null, 1, 2),
    fc.constantFrom(null, '', 'a', 'long text with some bytes'),
  );
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(
        fc.constant('append' as const),
        key,
        fc.array(row, { minLength: 1, maxLength: 40 }),
      ),
    },
    {
      weight: 6,
      arbitrary: fc.tuple(
        fc.constant('remove' as const),
        key,
        fc.array(row, { minLength: 1, maxLength: 40 }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(
        fc.constant('count' as const),
        key,
        fc.array(row, { minLength: 1, maxLength: 1 }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant('clear' as const), key, fc.array(row, { maxLength: 0 })),
    },
    { weight: 6, arbitrary: fc.tuple(background, key, fc.array(row, { maxLength: 0 })) },
  );
  interface Row {
    readonly text: string;
    counter: number;
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.constantFrom(0, 4000, 1e9),
      async (steps, budget) => {
        let bags!: RowMultimap;
        const copy = (model: Map<bigint | null, Row[]>): Map<bigint | null, Row[]> =>
          new Map([...model].map(([k, rows]) => [k, rows.map((r) => ({ ...r }))] as const));
        const bench = new StateBench(
          new Map<bigint | null, Row[]>(),
          copy,
          (tables) => {
            bags = tables
              .forOperator('op')
              .multimap({
                stateId: 1,
                name: 'rows',
                version: 1,
                rowTypes: types,
                withCounter: true,
              });
          },
          budget,
        );
        await bench.recover();
        const buckets = new Int32Array(16);
        const check = (): void => {
          for (const k of [null, ...Array.from({ length: 3 }, (_, i) => BigInt(i))]) {
            bags.find(keysOf(bigintType, [k]), buckets);
            const held: Row[] = [];
            const slots: number[] = [];
            if (buckets[0]! >= 0) {
              for (let slot = bags.first(buckets[0]!); slot >= 0; slot = bags.next(slot))
                slots.push(slot);
              t.is(bags.rowCount(buckets[0]!), slots.length);
            }
            const builders = types.map((type) => new ColumnBuilder(type));
            bags.readMany(Int32Array.from(slots), slots.length, builders);
            const columns = builders.map((builder) => builder.finish());
            for (const [i, slot] of slots.entries()) {
              const text = JSON.stringify(
                readRow(
                  { columns, kinds: null, selection: null, rowCount: 1, watermarks: null },
                  i,
                ),
              );
              held.push({ text, counter: bags.counter(slot) });
            }
            t.deepEqual(held, bench.model.get(k) ?? [], `key ${k}`);
          }
        };
        for (const [what, k, rows] of steps) {
          if (what === 'append' || what === 'remove' || what === 'count' || what === 'clear') {
            const batch = {
              columns: types.map((type, c) =>
                makeColumn(
                  type,
                  rows.map((r) => r[c]!),
                ),
              ),
              kinds: null,
              selection: null,
              rowCount: rows.length,
              watermarks: null,
            };
            bags.upsert(keysOf(bigintType, [k]), buckets);
            const bucket = buckets[0]!;
            const list = bench.model.get(k) ?? [];
            bench.model.set(k, list);
            for (const [i, r] of rows.entries()) {
              const text = JSON.stringify(r);
              if (what === 'append') {
                bags.append(bucket, batch, i);
                list.push({ text, counter: 0 });
              } else if (what === 'remove') {
                const at = list.findIndex((other) => other.text === text);
                t.is(bags.removeEqual(bucket, batch, i), at < 0 ? -1 : list[at]!.counter);
                if (at >= 0) list.splice(at, 1);
              } else if (list.length > 0) {
                const slot = bags.first(bucket);
                bags.setCounter(slot, bags.counter(slot) + 1);
                list[0]!.counter += 1;
              }
            }
            if (list.length === 0 || what === 'clear') {
              bags.removeBucket(bucket);
              bench.model.delete(k);
            }
            t.is(bags.size, bench.model.size);
          } else await runBackground(what, bench, check);
          bench.tables.endBatch();
        }
        check();
        bench.backend.isBroken = false;
        await bench.finish();
        bench.freeze();
        await bench.finish();
        await bench.recover();
        check();
      },
    ),
    propertyRuns(200),
  );
});
