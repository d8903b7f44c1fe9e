/**
 * The suite every state backend passes. A test file hands it a way to open one:
 * `backendConformance('leveldb', openLevelDb)`.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { StateError } from '../core/errors.js';
import { checkProperty } from '../props/check-property.js';
import type { KeyRange, OpenBackend, SnapshotFiles, StateBackend, StateEntry } from './backend.js';
import { compareBytes, prefixRange } from './backend.js';
import { fileChecksum } from './checksum.js';
import { faultFiles } from './fault-files.js';
import { logBlock } from './log-block.js';
import { nodeFiles } from './node-files.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Keys and values as text in tests, one byte a character. */
export const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
/** `undefined` stays. */
export const text = (value: Uint8Array | undefined) =>
  value === undefined ? undefined : String.fromCharCode(...value);
/** An entry of texts. */
export const entry = (key: string, value: string): StateEntry => [bytes(key), bytes(value)];
const everything: KeyRange = { gte: bytes(''), lt: bytes('\xff\xff\xff\xff') };

/** All entries of the range, as texts. */
export async function dump(backend: StateBackend, range = everything): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const chunk of backend.scan(range)) {
    for (const [key, value] of chunk) found.push([text(key)!, text(value)!]);
  }
  return found;
}

/** A backend to test; `dir` is for whatever else is needed. */
export interface Bench {
  readonly backend: StateBackend;
  readonly dir: string;
}
/** Body of a test. */
export type Check = (t: ExecutionContext, bench: Bench) => Promise<void>;

/** Declares tests of fresh backends, titled with `name`, in temporary directories. */
export function declaring(name: string, open: OpenBackend): Declare {
  return (title, body) =>
    test(`${name}: ${title}`, async (t) => {
      const dir = await temporaryDirectory(t);
      const backend = await open({ files: nodeFiles, dir: join(dir, 'work') });
      try {
        await body(t, { backend, dir });
      } finally {
        await backend.close();
      }
    });
}

/** Declares the tests, titled with `name`. Uses the real file system in temporary directories. */
export function backendConformance(name: string, open: OpenBackend): void {
  const check = declaring(name, open);
  readsAndWrites(check);
  ranges(check);
  snapshots(check, open);
  failures(name, open);
  model(name, open);
}

/** Declares a test of a fresh backend. */
export type Declare = (title: string, body: Check) => void;

function readsAndWrites(check: Declare): void {
  check('what is written is read, replaced and deleted', async (t, { backend }) => {
    t.is(backend.get(bytes('a')), undefined);
    await backend.write([entry('a', '1'), entry('b', ''), entry('c', '3')], []);
    await backend.write([entry('a', '2')], [bytes('c'), bytes('never there')]);
    const keys = ['c', 'b', 'a', 'a'].map(bytes);
    t.deepEqual(backend.getMany(keys).map(text), [undefined, '', '2', '2']);
    t.deepEqual(await dump(backend), [
      ['a', '2'],
      ['b', ''],
    ]);
    await backend.write([], []);
  });

  check('arrays handed in may be reused once the write has resolved', async (t, { backend }) => {
    const [key, value] = entry('k', 'before');
    const buffers = [Buffer.from('node'), Buffer.from('buffers')] as const;
    await backend.write([[key, value], buffers], [Buffer.from('gone')]);
    for (const array of [key, value, ...buffers]) array.fill(0);
    t.is(text(backend.get(bytes('k'))), 'before');
    t.deepEqual(await dump(backend), [
      ['k', 'before'],
      ['node', 'buffers'],
    ]);
  });

  check('keys and values may be parts of a larger buffer', async (t, { backend }) => {
    const arena = bytes('xxkeyvaluexx');
    await backend.write([[arena.subarray(2, 5), arena.subarray(5, 10)]], []);
    t.is(text(backend.get(arena.subarray(2, 5))), 'value');
  });

  check('a large value comes back whole', async (t, { backend }) => {
    const large = Uint8Array.from({ length: 3 << 20 }, (_, i) => i * 31);
    await backend.write([[bytes('large'), large]], []);
    t.is(compareBytes(backend.get(bytes('large'))!, large), 0);
  });
}

function ranges(check: Declare): void {
  check('a scan is in bytewise order and half open', async (t, { backend }) => {
    const keys = ['\x00', '\x00\x00', '\x01', 'a', 'aa', 'b', '\x7f', '\x80', '\xfe\xff'];
    await backend.write(
      keys.map((key) => entry(key, 'v')),
      [],
    );
    t.deepEqual(
      (await dump(backend)).map(([key]) => key),
      keys,
    );
    const part = await dump(backend, { gte: bytes('a'), lt: bytes('b') });
    t.deepEqual(
      part.map(([key]) => key),
      ['a', 'aa'],
    );
    t.deepEqual(await dump(backend, { gte: bytes('b'), lt: bytes('a') }), []);
    t.deepEqual(await dump(backend, { gte: bytes('a'), lt: bytes('a') }), []);
    t.is((await dump(backend, prefixRange(Buffer.from('\x00')))).length, 2);
  });

  check('a scan of many entries gives each once, in non-empty chunks', async (t, { backend }) => {
    const entries = Array.from({ length: 5000 }, (_, i) => entry(String(10000 + i), `value ${i}`));
    await backend.write(entries, []);
    let count = 0;
    for await (const chunk of backend.scan(everything)) {
      t.true(chunk.length > 0);
      for (const [key] of chunk) t.is(text(key), String(10000 + count++));
    }
    t.is(count, 5000);
  });

  check('a scan does not see what is written after it was opened', async (t, { backend }) => {
    const entries = Array.from({ length: 3000 }, (_, i) => entry(String(10000 + i), 'old'));
    await backend.write(entries, []);
    const scan = backend.scan(everything);
    await backend.write([entry('0', 'new'), entry('12999', 'new')], [bytes('12998')]);
    let rows = 0;
    for await (const chunk of scan) {
      for (const [, value] of chunk) t.is(text(value), 'old');
      rows += chunk.length;
    }
    t.is(rows, 3000);
  });

  check('a scan may be left early', async (t, { backend }) => {
    await backend.write(
      Array.from({ length: 3000 }, (_, i) => entry(String(10000 + i), 'v')),
      [],
    );
    for await (const chunk of backend.scan(everything)) {
      t.is(text(chunk[0]![0]), '10000');
      break;
    }
  });

  check('a range is deleted, its end is not', async (t, { backend }) => {
    await backend.write(
      ['a', 'b', 'ba', 'c', 'd'].map((key) => entry(key, 'v')),
      [],
    );
    await backend.deleteRange({ gte: bytes('b'), lt: bytes('c') });
    t.deepEqual(
      (await dump(backend)).map(([key]) => key),
      ['a', 'c', 'd'],
    );
    await backend.deleteRange({ gte: bytes('x'), lt: bytes('a') });
    t.is((await dump(backend)).length, 3);
    t.is(backend.get(bytes('ba')), undefined);
  });
}

function snapshots(check: Declare, open: OpenBackend): void {
  check('a snapshot holds what was there, whatever follows', async (t, { backend, dir }) => {
    await backend.write([entry('a', '1'), entry('b', '2')], []);
    await backend.write([entry('a', '3')], [bytes('b')]);
    const snapshot = await backend.snapshot(7, join(dir, 'snapshot'));
    t.is(snapshot.epoch, 7);
    t.is(snapshot.backend, backend.name);
    await backend.write([entry('a', 'later'), entry('c', 'later')], []);
    const other = await open({ files: nodeFiles, dir: join(dir, 'other') });
    await other.write([entry('z', 'goes away')], []);
    await other.restore(join(dir, 'snapshot'), snapshot);
    t.deepEqual(await dump(other), [['a', '3']]);
    t.is(text(other.get(bytes('a'))), '3');
    await other.close();
    await backend.restore(join(dir, 'snapshot'), snapshot);
    t.deepEqual(await dump(backend), [['a', '3']]);
  });

  check('a snapshot is never changed, also not by who restored it', async (t, { backend, dir }) => {
    await backend.write([entry('a', '1')], []);
    const into = join(dir, 'snapshot');
    const snapshot = await backend.snapshot(1, into);
    await checkFiles(t, into, snapshot.files);
    await backend.restore(into, snapshot);
    for (let epoch = 2; epoch < 8; epoch++) {
      await backend.write([entry('a', String(epoch)), entry(`k${epoch}`, 'v')], []);
      const next = join(dir, `snapshot-${epoch}`);
      await checkFiles(t, next, (await backend.snapshot(epoch, next)).files);
    }
    await backend.close();
    await checkFiles(t, into, snapshot.files);
    t.deepEqual(
      [...(await nodeFiles.list(into))],
      snapshot.files.map((file) => file.name),
    );
  });

  check('the state of nothing is restored as nothing', async (t, { backend, dir }) => {
    const snapshot = await backend.snapshot(1, join(dir, 'snapshot'));
    await backend.write([entry('a', '1')], []);
    await backend.restore(join(dir, 'snapshot'), snapshot);
    t.deepEqual(await dump(backend), []);
    await backend.write([entry('b', '2')], []);
    t.deepEqual(await dump(backend), [['b', '2']]);
  });

  check('opening the working directory again gives nothing', async (t, { backend, dir }) => {
    await backend.write([entry('a', '1')], []);
    await backend.snapshot(1, join(dir, 'snapshot'));
    await backend.close();
    await backend.close();
    const again = await open({ files: nodeFiles, dir: join(dir, 'work') });
    t.is(again.get(bytes('a')), undefined);
    await again.close();
  });

  check('the state of another backend is refused', async (t, { backend, dir }) => {
    const files = { backend: 'stone-tablets', epoch: 3, files: [] };
    const error = await t.throwsAsync(backend.restore(dir, files), { instanceOf: StateError });
    t.is(error?.code, 'STATE_BACKEND_CHANGED');
  });

  check('the size grows with the state', async (t, { backend, dir }) => {
    const value = Uint8Array.from({ length: 2000 }, (_, i) => (i * i * 2654435761) >>> 13);
    const puts = Array.from({ length: 2000 }, (_, i): StateEntry => [
      bytes(String(10000 + i)),
      value,
    ]);
    const before = await backend.approximateBytes();
    await backend.write(puts, []);
    await backend.snapshot(1, join(dir, 'snapshot'));
    t.true((await backend.approximateBytes()) > before + 20_000);
  });
}

/** Do the files of a snapshot have the bytes they were written with? */
export async function checkFiles(
  t: ExecutionContext,
  dir: string,
  files: SnapshotFiles['files'],
): Promise<void> {
  for (const { name, bytes, crc32 } of files) {
    t.deepEqual(await fileChecksum(nodeFiles, join(dir, name)), { bytes, crc32 }, name);
  }
}

function failures(name: string, open: OpenBackend): void {
  test(`${name}: every new file of a snapshot is synced, then their folder`, async (t) => {
    const dir = await temporaryDirectory(t);
    const synced: string[] = [];
    const files = faultFiles(nodeFiles, ({ name: call, path }) => {
      if (call === 'sync') synced.push(path);
      return undefined;
    });
    const backend = await open({ files, dir: join(dir, 'work') });
    await backend.write([entry('a', '1')], []);
    await backend.log(logBlock([entry('b', '1')], []));
    const into = join(dir, 'snapshot');
    const snapshot = await backend.snapshot(1, into);
    const wanted = snapshot.files.map((file) => join(into, file.name));
    t.deepEqual(synced.slice(0, -1).sort(), wanted);
    t.is(synced.at(-1), into);
    await backend.close();
  });

  for (const code of ['ENOSPC', 'EIO']) {
    test(`${name}: ${code} at any call fails the snapshot, the next one is whole`, async (t) => {
      const dir = await temporaryDirectory(t);
      let failAt = Infinity;
      let calls = 0;
      const files = faultFiles(nodeFiles, () => (calls++ === failAt ? { code } : undefined));
      const backend = await open({ files, dir: join(dir, 'work') });
      await backend.write([entry('a', '1')], []);
      for (let fault = 0; ; fault++) {
        await backend.write([entry('b', String(fault))], []);
        await backend.log(logBlock([entry('c', String(fault))], []));
        calls = 0;
        failAt = fault;
        const attempt = backend.snapshot(fault, join(dir, `failed-${fault}`));
        const error = await attempt.then(
          () => null,
          (reason: unknown) => reason,
        );
        failAt = Infinity;
        if (error === null) break;
        t.true(error instanceof StateError);
        t.is((error as StateError).code, 'STATE_SNAPSHOT_FAILED');
        t.regex((error as StateError).message, new RegExp(code));
        const whole = await backend.snapshot(fault, join(dir, `whole-${fault}`));
        await checkFiles(t, join(dir, `whole-${fault}`), whole.files);
        await backend.restore(join(dir, `whole-${fault}`), whole);
        const wanted = [
          ['a', '1'],
          ['b', String(fault)],
          ['c', String(fault)],
        ];
        t.deepEqual(await dump(backend), wanted as [string, string][]);
      }
      t.true(failAt === Infinity && calls > 3);
      await backend.close();
    });
  }
}

const keyUnit = fc.constantFrom('\x00', 'a', 'b', '\xff');
const key = fc
  .string({ unit: keyUnit, minLength: 1, maxLength: 4 })
  .filter((name) => name < '\xff\xff');
const step = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    puts: fc.dictionary(key, fc.string({ maxLength: 5, unit: 'binary-ascii' })),
    deletes: fc.array(key),
  }),
  fc.record({ do: fc.constant('deleteRange' as const), gte: key, lt: key }),
  fc.record({ do: fc.constantFrom('snapshot' as const, 'restore' as const) }),
);

interface Saved {
  readonly files: Parameters<StateBackend['restore']>;
  readonly wanted: ReadonlyMap<string, string>;
}

function model(name: string, open: OpenBackend): void {
  test(`${name}: any steps give what a plain map gives`, async (t) => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const dir = await temporaryDirectory(t);
      const backend = await open({ files: nodeFiles, dir: join(dir, 'work') });
      let wanted = new Map<string, string>();
      let saved: Saved | null = null;
      let epoch = 0;
      for (const one of steps) {
        if (one.do === 'write') {
          const puts = Object.keys(one.puts).sort();
          const deletes = one.deletes.filter((each) => !puts.includes(each));
          await backend.write(
            puts.map((each) => entry(each, one.puts[each]!)),
            deletes.map(bytes),
          );
          for (const each of puts) wanted.set(each, one.puts[each]!);
          for (const each of deletes) wanted.delete(each);
        } else if (one.do === 'deleteRange') {
          await backend.deleteRange({ gte: bytes(one.gte), lt: bytes(one.lt) });
          wanted = new Map([...wanted].filter(([each]) => each < one.gte || each >= one.lt));
        } else if (one.do === 'snapshot') {
          const into = join(dir, `snapshot-${++epoch}`);
          saved = { files: [into, await backend.snapshot(epoch, into)], wanted: new Map(wanted) };
        } else if (saved !== null) {
          await backend.restore(...saved.files);
          wanted = new Map(saved.wanted);
        }
        assert.deepEqual(
          await dump(backend),
          [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)),
        );
        for (const [each, value] of wanted) assert.equal(text(backend.get(bytes(each))), value);
      }
      await backend.close();
    });
    await checkProperty(t, property, 25);
  });
}
