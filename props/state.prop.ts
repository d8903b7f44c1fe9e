/** State tables hold what a Map would, whatever happens between checkpoints. */
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from './check-property.js';
import type { Limits, StateBench } from './state-bench.js';
import type { Key, Row } from './state-models.js';
import { BagsModel, TableModel } from './state-models.js';

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
  'beginSpill',
  'finish',
  'finish',
  'abandon',
  'break',
  'repair',
  'recover',
  'check',
);

/** Nothing, a few entries, everything may stay in memory. */
function limits(few: number): fc.Arbitrary<Limits> {
  const bytes = fc.constantFrom(0, few, 1e9);
  return fc.tuple(bytes, bytes, fc.boolean());
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
    case 'beginSpill':
      bench.freezeToSpill();
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

test('a keyed table is a map, through failed checkpoints, eviction and recovery', async (t) => {
  const steps = fc.array(tableStep, { maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(
    steps,
    limits(300),
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

const row = fc.tuple(
  fc.constantFrom(null, 1, 2),
  fc.constantFrom(null, '', 'a', 'long text with some bytes'),
);
const rows = (minLength: number, maxLength: number): fc.Arbitrary<Row[]> =>
  fc.array(row, { minLength, maxLength, size: 'max' });
const bagStep = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('append'), keyNumber, rows(1, 40)) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('remove'), keyNumber, rows(1, 40)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('count'), keyNumber, rows(1, 1)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clear'), keyNumber, rows(0, 0)) },
  { weight: 6, arbitrary: fc.tuple(background, keyNumber, rows(0, 0)) },
);

test('a row multimap is a map of lists, through failures, eviction and recovery', async (t) => {
  const steps = fc.array(bagStep, { maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(
    steps,
    limits(4000),
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
  const model = new TableModel([0n, 1n, 2n, 3n], [0, 0, false]);
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

test('a log that grows too large is written anew, or spilled once there is a table', async (t) => {
  const keys = [0n, 1n, 2n, 3n];
  const model = new TableModel(keys, [1e9, 1e9, true]);
  const { bench } = model;
  await bench.recover();
  const sizes = new Set<number>();
  for (let i = 0; i < 20; i++) {
    model.put([0n, 1n], i + 1);
    model.put([2n], i + 1);
    model.drop(2n);
    bench.freeze();
    await bench.finish();
    if (i > 2) sizes.add(bench.backend.logBytes);
  }
  t.is(bench.backend.putCount, 0);
  t.true(Math.max(...sizes) < 200, 'the log has each entry once');
  await bench.recover();
  model.check();
  model.put([3n], 5);
  bench.freeze();
  await bench.finish();
  bench.tables.endBatch();
  t.true(bench.tables.wantsSpill, 'what was restored is in the table');
  t.true(await bench.spill());
  t.is(bench.backend.logBytes, 0);
  model.check();
  bench.freeze();
  await bench.finish();
  await bench.recover();
  model.check();
});

test('a spill that no checkpoint followed is forgotten by a recovery', async (t) => {
  const model = new TableModel([0n, 1n], [0, 1e9, false]);
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
  const model = new TableModel(keys, [0, 0, false]);
  const { bench } = model;
  await bench.recover();
  model.put(keys, 1);
  bench.tables.endBatch();
  t.true(await bench.spill());
  model.check(); // all are resident and clean
  model.put([0n], 2);
  bench.tables.endBatch();
  t.true(bench.freezeToSpill());
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
