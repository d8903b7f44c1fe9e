import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from '../../props/check-property.js';
import { withAddedRows } from '../../storage/added-rows.js';
import { readLog, Section } from '../../storage/log-block.js';
import { MemoryBackend } from '../../storage/memory-backend.js';
import { memoryFiles } from '../../storage/memory-files.js';
import { BytesWriter } from './bytes.js';
import type { LoggedStore } from './disk-table.js';
import { keyBatchOf } from './key-batch.js';
import { RowBags } from './row-multimap.js';
import { batchOf } from './testing/rows-batch.js';
import { valuesOf } from './testing/value-arbitraries.js';

const GROUPS = 16;
const [type, values] = valuesOf.find(([{ id }]) => id === 'varchar')!;
const [row, other] = fc.sample(values, { seed: 1, numRuns: 2 });
const batch = batchOf([type], [[row!], [other!], [null]]);

function newBags(): RowBags {
  const decl = { stateId: 1, name: 'rows', version: 7, rowTypes: [type], withCounter: true };
  return new RowBags(new MemoryBackend(memoryFiles(), 'work'), 'op', decl, GROUPS);
}

/** What a step does to the bucket of a key. */
type Deed =
  | readonly ['add', key: number, rows: number]
  | readonly ['open' | 'pop' | 'empty' | 'drop' | 'count', key: number];

/** Keys of the shapes that an index tells apart. */
type KeyOf = (key: number) => Uint8Array;
const keyOfs: readonly KeyOf[] = [
  (key) => Uint8Array.of(9, key),
  (key) => Uint8Array.of(1, 0, key, 0, 255 - key),
  (key) => Uint8Array.of(1, 0, 0, key, 0, 0, 255, 0, key),
];

function act(bags: RowBags, keyOf: KeyOf, [what, key, rows]: Deed): void {
  const keys = keyBatchOf([keyOf(key)]);
  const found = new Int32Array(1);
  if (what === 'add' || what === 'open') bags.upsert(keys, found);
  else bags.find(keys, found);
  const bucket = found[0]!;
  if (bucket < 0) return;
  if (what === 'add') addRows(bags, bucket, keyOf(key), key, rows);
  else if (what === 'drop') bags.removeBucket(bucket);
  else if (what !== 'open' && bags.first(bucket) >= 0) {
    if (what === 'empty')
      while (bags.first(bucket) >= 0) bags.removeRow(bucket, bags.first(bucket));
    else if (what === 'pop') bags.removeRow(bucket, bags.first(bucket));
    else bags.setCounter(bags.first(bucket), key + 1);
  }
}

/** One by one, or an even number at once. */
function addRows(
  bags: RowBags,
  bucket: number,
  bytes: Uint8Array,
  from: number,
  rows: number,
): void {
  const physical = Int32Array.from({ length: rows }, (_, i) => (from + i) % 3);
  if (rows % 2 === 1) {
    for (const each of physical) bags.append(bucket, batch, each);
    return;
  }
  const slots = new Int32Array(rows);
  bags.store(batch, physical, rows, slots);
  const keys = keyBatchOf(Array.from(physical, () => bytes));
  bags.linkAll(new Int32Array(rows).fill(bucket), slots, keys);
}

const fresh = (length: number): Uint8Array => new Uint8Array(length);

/** The state as text after blocks were applied; deleted keys are left out. */
function applied(blocks: readonly Uint8Array[]): Map<string, string> {
  const state = new Map<string, Uint8Array>();
  for (const block of blocks) {
    for (const [key, value, added] of readLog(block)) {
      const name = Buffer.from(key).toString('hex');
      if (value === null) state.delete(name);
      else if (added === undefined) state.set(name, value);
      else state.set(name, withAddedRows(state.get(name), [[key, value, added]], fresh));
    }
  }
  return new Map([...state].map(([key, value]) => [key, Buffer.from(value).toString('hex')]));
}

/** Group, uid and state id: 2, 8 and 1 bytes. */
const isHead = (key: string): boolean => key.slice(20, 22) === '01';

/** Rows by key: what precedes them may tell of chunks to come. */
function rowsOf(state: Map<string, string>): [string, string][] {
  const rows = [...state].map(([key, value]): [string, string] => [
    key,
    isHead(key) ? value.slice(6) : value,
  ]);
  return rows.toSorted();
}

/** Number of the next chunk of each bucket. */
function nextNumbers(state: Map<string, string>): Map<string, number> {
  const heads = [...state].filter(([key]) => isHead(key));
  return new Map(heads.map(([key, value]) => [key, parseInt(value.slice(2, 4), 16)]));
}

/** All sections of the stores of a freeze; `between` after the first one. */
function taken(stores: readonly LoggedStore[], between: () => void): Uint8Array {
  const block = new BytesWriter();
  let sections = 0;
  for (const store of stores) {
    while (store.take(block, block.length + 1)) if (sections++ === 0) between();
  }
  if (sections === 0) between();
  return block.slice();
}

const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constant('add' as const), fc.nat(5), fc.integer({ min: 1, max: 70 })),
  },
  fc.tuple(
    fc.constantFrom<'open' | 'pop' | 'empty' | 'drop' | 'count'>(
      'open',
      'pop',
      'empty',
      'drop',
      'count',
    ),
    fc.nat(5),
  ),
);
const adds = fc.array(
  fc.tuple(fc.constant('add' as const), fc.nat(5), fc.integer({ min: 1, max: 70 })),
  { maxLength: 6 },
);
const deeds = fc.oneof(adds, fc.array(deed, { maxLength: 6 }));
interface Step {
  readonly before: readonly Deed[];
  /** While the freeze is taken. */
  readonly during: readonly Deed[];
  readonly fails: boolean;
}
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ before: deeds, during: deeds, fails: fc.boolean() }),
  { maxLength: 6 },
);

/** Compares what is logged with the same state logged whole; gives how often rows alone were. */
function checkSteps(keyOf: KeyOf, all: readonly Step[]): number {
  const [bags, wanted] = [newBags(), newBags()];
  const blocks: Uint8Array[] = [];
  let added = 0;
  for (const { before, during, fails } of all) {
    for (const one of before) for (const each of [bags, wanted]) act(each, keyOf, one);
    const [stores, whole] = [bags.freezeToLog(false), wanted.freezeToLog(true)];
    const reference = taken(whole, () => undefined);
    blocks.push(taken(stores, () => during.forEach((one) => act(bags, keyOf, one))));
    for (const one of during) act(wanted, keyOf, one);
    for (const store of whole) store.written();
    for (const store of stores)
      if (fails) store.giveUp();
      else store.written();
    if (blocks.at(-1)![0] === Section.Added) added += 1;
    const [found, same] = [applied(blocks), applied([reference])];
    assert.deepEqual(rowsOf(found), rowsOf(same));
    const numbers = nextNumbers(found);
    for (const [key, number] of nextNumbers(same)) assert.ok(numbers.get(key)! >= number);
  }
  return added;
}

test('what was added to buckets is what logging them whole gives, whatever happens', (t) => {
  let freezes = 0;
  let added = 0;
  return checkProperty(
    t,
    fc.property(fc.constantFrom(...keyOfs), steps, (keyOf, all) => {
      added += checkSteps(keyOf, all);
      freezes += all.length;
    }),
    300,
  ).then(() => assert.ok(freezes < 100 || added > freezes / 10, `${added} of ${freezes} added`));
});

test('a row added to a bucket that lost its chunks tells their numbers', (t) => {
  const step = (...before: Deed[]): Step => ({ before, during: [], fails: false });
  const all = [step(['add', 1, 70]), step(['empty', 1]), step(['add', 1, 1])];
  for (const keyOf of keyOfs) t.is(checkSteps(keyOf, all), 2);
});
