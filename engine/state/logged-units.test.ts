import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Value } from '../../core/batch.js';
import { StateError } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import { checkProperty } from '../../props/check-property.js';
import type { LogRecord } from '../../storage/log-block.js';
import { readLog, Section } from '../../storage/log-block.js';
import { MemoryBackend } from '../../storage/memory-backend.js';
import { memoryFiles } from '../../storage/memory-files.js';
import { BucketUnits, ChunkUnits } from './bag-units.js';
import { BucketRows } from './bucket-rows.js';
import { BytesWriter } from './bytes.js';
import { ColumnWriter } from './column-writer.js';
import { DiskKeys } from './disk-key.js';
import { DiskTable } from './disk-table.js';
import { hashBytes } from './hash.js';
import { KeyIndex } from './key-index.js';
import { KeyedStateTable } from './keyed-table.js';
import { LoggedUnits, putRecord } from './logged-units.js';
import type { ObjectCodec, StateField } from './state.js';
import { batchOf } from './testing/rows-batch.js';
import { valuesOf } from './testing/value-arbitraries.js';
import type { Units } from './units.js';
import { WriteBack } from './write-back.js';

const GROUPS = 16;
const BLOCK_BYTES = 1 << 13;
const NONE_GREW = new Map<number, number>();

function backend(): MemoryBackend {
  return new MemoryBackend(memoryFiles(), 'work');
}

/** Key and value as text: a difference is seen. */
function shown(records: Iterable<LogRecord>): (readonly [string, string | null])[] {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  return [...records].map(([key, value]) => [hex(key), value === null ? null : hex(value)]);
}

/** One section of records, as units are written that change before their turn. */
function asRecords(units: Units, all: Int32Array): Uint8Array {
  const writer = new BytesWriter();
  writer.u8(Section.Records);
  writer.i32(0);
  for (const unit of all) putRecord(units, unit, GROUPS, NONE_GREW, writer);
  writer.setU32(1, writer.length - 5);
  return writer.slice();
}

function asColumns(units: Units, all: Int32Array): Uint8Array {
  const writer = new BytesWriter();
  const columns = new ColumnWriter();
  columns.begin(writer, Section.Puts, all.length);
  units.putColumns(all, all.length, GROUPS, NONE_GREW, columns);
  columns.end();
  return writer.slice();
}

/** Are the records of both ways the same, those of each part of the units, too? */
function checkUnits(units: Units, all: Int32Array): void {
  const wanted = shown(readLog(asRecords(units, all)));
  assert.equal(wanted.length, all.length);
  assert.deepEqual(shown(readLog(asColumns(units, all))), wanted);
  const some = all.filter((_, i) => i % 3 !== 1).reverse();
  assert.deepEqual(shown(readLog(asColumns(units, some))), shown(readLog(asRecords(units, some))));
}

const keyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ minLength: 9, maxLength: 9 }),
  fc.uint8Array({ minLength: 200, maxLength: 300 }),
);
const keySet = fc.uniqueArray(keyBytes, {
  maxLength: 12,
  selector: (key) => key.join(),
});

/** Buckets under keys; `rowsOf` gives the rows of each. */
function fillBags(
  types: readonly DataType[],
  withCounter: boolean,
  keys: readonly Uint8Array[],
  rowsOf: (i: number) => readonly (readonly Value[])[],
): {
  readonly rows: BucketRows;
  readonly buckets: Units;
  readonly chunks: Units;
  readonly counts: readonly number[];
} {
  const decl = { uid: 'op', stateId: 1, name: 'rows', version: 7 };
  const disk = new DiskTable(backend(), decl, GROUPS);
  const bags = { disk, index: new KeyIndex(), buckets: new BucketRows(types, withCounter) };
  for (const [i, key] of keys.entries()) {
    const bucket = bags.index.insert(key, 0, key.length, hashBytes(key, 0, key.length));
    bags.buckets.reserve(bags.index.lengths.length);
    bags.buckets.open(bucket);
    const rows = rowsOf(i);
    const batch = batchOf(types, rows);
    for (let row = 0; row < rows.length; row++) {
      const slot = bags.buckets.rows.add(batch, row);
      if (withCounter) bags.buckets.rows.counter[slot] = row - 3;
      if (bags.buckets.isTailFull(bucket)) {
        const number = bags.buckets.nextNumber(bucket);
        bags.buckets.addChunk(bucket, number);
        bags.buckets.setNextNumber(bucket, number + 1);
      }
      bags.buckets.link(bucket, slot);
      if (row % 5 === 4) bags.buckets.rows.free(bags.buckets.rows.add(batch, row)); // leaves a gap
    }
  }
  const buckets = new BucketUnits(bags);
  const chunks = new ChunkUnits(bags, new DiskKeys('op', 2));
  const counts = [bags.index.slotEnd, bags.buckets.chunks.slotEnd];
  return { rows: bags.buckets, buckets, chunks, counts };
}

/** Few rows, or so many that they take several chunks (of 32). */
function rowsOf<T>(row: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.oneof(fc.array(row), fc.array(row, { minLength: 33, maxLength: 70 }));
}

const bagsCase = fc
  .array(fc.constantFrom(...valuesOf), { minLength: 1, maxLength: 10 })
  .chain((columns) =>
    fc.record({
      types: fc.constant(columns.map(([type]) => type)),
      withCounter: fc.boolean(),
      keys: keySet,
      rows: fc.array(
        rowsOf(fc.tuple(...columns.map(([, values]) => fc.option(values, { freq: 3 })))),
        { minLength: 12, maxLength: 12 },
      ),
    }),
  );

const numbers = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

test('buckets and chunks are the same records, column by column or row by row', (t) =>
  checkProperty(
    t,
    fc.property(bagsCase, ({ types, withCounter, keys, rows }) => {
      const { buckets, chunks, counts } = fillBags(types, withCounter, keys, (i) => rows[i]!);
      checkUnits(buckets, numbers(counts[0]!));
      checkUnits(chunks, numbers(counts[1]!));
    }),
    100,
  ));

const textCodec: ObjectCodec<string> = {
  encode: (value, into) => into.text(value),
  decode: (from) => from.text(),
  bytes: (value) => value.length,
};
const fields: readonly StateField[] = [
  { name: 'a', kind: 'f64' },
  { name: 'b', kind: 'i64' },
  { name: 'c', kind: 'i32' },
  { name: 'd', kind: 'u8' },
  { name: 'e', kind: 'object', codec: textCodec as ObjectCodec<unknown> },
];

/** A table with the fields and keys, each with values of its own. */
function fillTable(names: readonly number[], keys: readonly Uint8Array[]): KeyedStateTable {
  const own = names.map((name) => fields[name]!);
  const decl = { stateId: 3, name: 't', version: 200, fields: own };
  const table = new KeyedStateTable(backend(), 'op', decl, GROUPS);
  const slot = new Int32Array(1);
  for (const [i, key] of keys.entries()) {
    const hashes = Int32Array.of(hashBytes(key, 0, key.length));
    table.upsert({ bytes: key, offsets: Int32Array.of(0, key.length), hashes, count: 1 }, slot);
    const at = slot[0]!;
    for (const [f, { kind }] of own.entries()) {
      if (kind === 'f64') table.f64(f)[at] = i === 1 ? NaN : i / 3;
      else if (kind === 'i64') table.i64(f)[at] = BigInt(-i) * 1234567890123n;
      else if (kind === 'i32') table.i32(f)[at] = -i;
      else if (kind === 'u8') table.u8(f)[at] = 255 - i;
      else table.object<string>(f)[at] = i % 3 === 0 ? undefined : 'x'.repeat(i * i);
    }
  }
  return table;
}

test('entries of tables are the same records, column by column or one by one', (t) =>
  checkProperty(
    t,
    fc.property(fc.subarray([0, 1, 2, 3, 4]), keySet, (names, keys) => {
      checkUnits(fillTable(names, keys), numbers(keys.length));
    }),
    100,
  ));

test('a block that is cut or has a foreign byte is refused, or gives other records', (t) => {
  const types = valuesOf.map(([type]) => type);
  const rows = fc.sample(fc.tuple(...valuesOf.map(([, values]) => fc.option(values))), {
    seed: 1,
    numRuns: 9,
  });
  const keys = [Uint8Array.of(1), Uint8Array.of(1, 2)];
  const { buckets } = fillBags(types, true, keys, () => rows);
  const block = asColumns(buckets, numbers(2));
  const refused = (bytes: Uint8Array): boolean => {
    try {
      shown(readLog(bytes));
      return false;
    } catch (error) {
      assert.ok(error instanceof StateError && error.code === 'STATE_RESTORE_FAILED', `${error}`);
      return true;
    }
  };
  for (let end = 1; end < block.length; end++) {
    t.true(refused(block.subarray(0, end)), `${end} of ${block.length} bytes`);
    const inner = block.slice(0, end);
    if (end > 5) new DataView(inner.buffer).setUint32(1, end - 5, true);
    refused(inner); // ends between two columns perhaps
  }
  let refusals = 0;
  for (let at = 0; at < block.length; at++) {
    for (const value of [0, 1, 3, 7, 128, 255]) {
      const other = Uint8Array.from(block);
      other[at] = value;
      if (refused(other)) refusals += 1;
    }
  }
  t.true(refusals > 20, `${refusals}`);
});

test('a freeze takes the rows that its units had, also of those to which rows were added', (t) =>
  checkProperty(
    t,
    fc.property(bagsCase, fc.boolean(), fc.boolean(), (bagsOf, isChunks, isRemoved) => {
      const types = bagsOf.types;
      const made = fillBags(types, bagsOf.withCounter, bagsOf.keys, (i) => bagsOf.rows[i]!);
      const units = isChunks ? made.chunks : made.buckets;
      const all = numbers(made.counts[isChunks ? 1 : 0]!);
      const wanted = new Map(shown(readLog(asRecords(units, all))));
      const writes = new WriteBack(units, GROUPS);
      writes.reserve(all.length);
      for (const unit of all) writes.created(unit);
      writes.touchAll(all, all.length);
      const frozen = writes.freezeToLog('log');
      const batch = batchOf(types, [types.map(() => null)]);
      for (const unit of all.filter((_, i) => i % 3 !== 2)) {
        const chunk = isChunks ? unit : ~unit;
        const bucket = isChunks ? made.rows.chunks.bucket[unit]! : unit;
        if (made.rows.tail(bucket) !== chunk) continue; // rows are added to the last chunk only
        for (let k = 0; k < 2; k++) {
          const slot = made.rows.rows.add(batch, 0);
          writes.touchToAdd(unit, made.rows.rowsOf(chunk));
          made.rows.link(bucket, slot);
        }
        if (isRemoved) {
          writes.touch(unit);
          made.rows.remove(bucket, made.rows.first(bucket));
        }
      }
      const block = new BytesWriter();
      frozen.take(block, 1 << 30);
      assert.deepEqual(new Map(shown(readLog(block.slice()))), wanted);
      writes.written();
      assert.equal(writes.grown.size, 0);
    }),
    100,
  ));

test('sections hold all units once, deletions first, in blocks of the size asked for', (t) => {
  const types = [valuesOf[0]![0]];
  const [value] = fc.sample(valuesOf[0]![1], { seed: 1, numRuns: 1 });
  const keys = Array.from({ length: 4000 }, (_, i) =>
    Uint8Array.of(1, i & 255, i >> 8, ...new Uint8Array(i % 40)),
  );
  const { buckets } = fillBags(types, false, keys, (i) => (i % 2 === 0 ? [[value!]] : []));
  const writes = new WriteBack(buckets, GROUPS);
  writes.reserve(keys.length);
  for (let unit = 0; unit < keys.length; unit++) writes.created(unit);
  writes.touchAll(numbers(keys.length), keys.length);
  const wanted = shown(readLog(asRecords(buckets, numbers(keys.length))));
  /** Of many records a difference takes minutes to show. */
  const checkSame = (found: typeof wanted, same: typeof wanted): void => {
    const differs = (i: number): boolean => found[i]!.join() !== same[i]!.join();
    t.is(found.length, same.length);
    t.is([...found.keys()].find(differs), undefined);
  };
  const taken = (units: LoggedUnits, early: readonly number[]): ReturnType<typeof shown> => {
    const records: (readonly [string, string | null])[] = [];
    const block = new BytesWriter();
    for (const unit of early) writes.touch(unit);
    for (let isMore = true; isMore; block.reset()) {
      isMore = units.take(block, BLOCK_BYTES);
      t.true(block.length < 22_000, `${block.length} bytes`);
      records.push(...shown(readLog(block.slice())));
    }
    return records;
  };
  const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
    a[0] < b[0] ? -1 : 1;
  const all = taken(writes.freezeToLog('log'), [5, 3700]);
  t.deepEqual(all.slice(0, 2), [wanted[5], wanted[3700]], 'units that changed come first');
  checkSame(all.sort(byKey), wanted.toSorted(byKey));
  writes.written();
  for (let unit = 0; unit < 2000; unit++) writes.removing(unit);
  for (let unit = 0; unit < 100; unit++) writes.created(unit); // the same keys again
  writes.touchAll(numbers(100), 100);
  const frozen = writes.freezeToLog('log');
  t.is(frozen.size, 2000 + 101);
  const second = taken(frozen, [3]);
  t.deepEqual(
    second.slice(0, 2000),
    wanted.slice(0, 2000).map(([key]) => [key, null]),
  );
  const again = [...wanted.slice(0, 100), wanted[3700]!].sort(byKey);
  t.deepEqual(second.slice(2000).sort(byKey), again);
});
