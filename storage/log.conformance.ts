/**
 * The suite every state backend passes with its log. A test file hands it a way to open one, as to
 * `backendConformance`.
 */
import test from 'ava';
import { join } from 'node:path';
import { StateError } from '../core/errors.js';
import { bytes, checkFiles, declaring, dump, entry, text } from './backend.conformance.js';
import type { Declare } from './backend.conformance.js';
import type { OpenBackend, StateEntry } from './backend.js';
import { prefixRange } from './backend.js';
import { faultFiles } from './fault-files.js';
import { logBlock } from './log-block.js';
import { nodeFiles } from './node-files.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Declares the tests, titled with `name`. */
export function logConformance(name: string, open: OpenBackend): void {
  const check = declaring(name, open);
  logs(check);
  additions(check);
  files(check);
  for (const code of ['ENOSPC', 'EIO']) failures(name, open, code);
}

function logs(check: Declare): void {
  check(
    'what is logged is seen after a restore, in order, over the entries',
    async (t, { backend, dir }) => {
      await backend.write([entry('a', '1'), entry('b', '1')], []);
      await backend.log(logBlock([entry('b', '2'), entry('c', '2')], [bytes('a')]));
      await backend.log(logBlock([entry('a', '3')], [bytes('c'), bytes('never there')]));
      t.deepEqual(await dump(backend), [
        ['a', '1'],
        ['b', '1'],
      ]);
      const snapshot = await backend.snapshot(1, join(dir, '1'));
      await checkFiles(t, join(dir, '1'), snapshot.files);
      await backend.log(logBlock([entry('a', 'later')], []));
      await backend.restore(join(dir, '1'), snapshot);
      t.deepEqual(await dump(backend), [
        ['a', '3'],
        ['b', '2'],
      ]);
      t.is(backend.logBytes, 0);
      const again = await backend.snapshot(2, join(dir, '2'));
      await backend.restore(join(dir, '2'), again);
      t.deepEqual(await dump(backend), [
        ['a', '3'],
        ['b', '2'],
      ]);
    },
  );

  check('a log without entries is a state, too', async (t, { backend, dir }) => {
    await backend.log(logBlock([entry('a', '1')], []));
    const snapshot = await backend.snapshot(1, join(dir, '1'));
    await backend.restore(join(dir, '1'), snapshot);
    t.is(text(backend.get(bytes('a'))), '1');
  });

  check('what was logged before a cut is dropped, the rest is not', async (t, { backend, dir }) => {
    await backend.log(logBlock([entry('a', '1')], []));
    const before = await backend.snapshot(1, join(dir, '1'));
    await backend.log(logBlock([entry('b', '1')], []));
    const cut = await backend.cutLog();
    await backend.log(logBlock([entry('c', '1')], []));
    await backend.dropLog(cut);
    t.is(backend.logBytes, logBlock([entry('c', '1')], []).length);
    const after = await backend.snapshot(2, join(dir, '2'));
    await backend.restore(join(dir, '2'), after);
    t.deepEqual(await dump(backend), [['c', '1']]);
    await backend.restore(join(dir, '1'), before);
    t.deepEqual(await dump(backend), [['a', '1']]);
  });
}

function additions(check: Declare): void {
  check('rows are added to what is there: in log, in table, or nothing', async (t, made) => {
    const { backend, dir } = made;
    const many = Array<number>(127).fill(65);
    const put = (key: string, ...value: number[]): StateEntry => {
      return [bytes(key), Uint8Array.from(value)];
    };
    await backend.write([put('kept', 1, 0, 9), put('stored', 1, 200, 3, 1, 70)], []);
    await backend.log(logBlock([put('logged', 1, 0, 127, ...many)], [bytes('kept')]));
    const keys = ['stored', 'logged', 'kept', 'new'];
    for (const key of keys) await backend.log(addedBlock(key, [1, 5], [80, 81]));
    await backend.log(addedBlock('new', [1, 6], [82]));
    const snapshot = await backend.snapshot(1, join(dir, '1'));
    await backend.restore(join(dir, '1'), snapshot);
    t.deepEqual(
      keys.map((key) => [...backend.get(bytes(key))!]),
      [
        [1, 5, 3, 70, 80, 81],
        [1, 5, 129, 1, ...many, 80, 81],
        [1, 5, 2, 80, 81],
        [1, 6, 3, 80, 81, 82],
      ],
    );
  });

  check('rows that are added to something else are refused', async (t, { backend, dir }) => {
    await backend.write([entry('a', String.fromCharCode(1))], []);
    await backend.log(addedBlock('a', [1, 5], [80]));
    const snapshot = await backend.snapshot(1, join(dir, '1'));
    const error = await t.throwsAsync(backend.restore(join(dir, '1'), snapshot));
    t.is((error as StateError).code, 'STATE_RESTORE_FAILED');
  });
}

/** One record to which rows of one byte are added (log-columns.ts). */
function addedBlock(key: string, head: readonly number[], rows: readonly number[]): Uint8Array {
  const keys = [0, key.length, ...bytes(key)];
  const values = [16, 0, head.length, ...head];
  const section = [1, ...keys, ...values, 17, 0, rows.length, 1, 1, ...rows];
  return Uint8Array.of(4, section.length, 0, 0, 0, ...section);
}

function files(check: Declare): void {
  check(
    'many small parts of a log are merged, and shared by snapshots',
    async (t, { backend, dir }) => {
      const large = Uint8Array.from({ length: 5 << 20 }, (_, i) => i);
      await backend.log(logBlock([[bytes('large'), large]], []));
      const first = await backend.snapshot(1, join(dir, '1'));
      const wanted = first.files.find((file) => file.bytes > large.length)!;
      for (let i = 2; i < 40; i++) {
        await backend.log(logBlock([entry('n', String(i)), entry(`k${i}`, 'v')], []));
        const { files } = await backend.snapshot(i, join(dir, String(i)));
        t.true(files.length < 10);
        t.deepEqual(
          files.find(({ name }) => name === wanted.name),
          { ...wanted, shared: true },
        );
        await checkFiles(t, join(dir, String(i)), files);
        if (i === 39) await backend.restore(join(dir, '39'), { ...first, files });
      }
      t.is(text(backend.get(bytes('n'))), '39');
      t.is((await dump(backend, prefixRange(bytes('k')))).length, 38);
    },
  );
}

function failures(name: string, open: OpenBackend, code: string): void {
  test(`${name}: ${code} at any call of logging leaves the log as it was`, async (t) => {
    const dir = await temporaryDirectory(t);
    let failAt = Infinity;
    let calls = 0;
    const files = faultFiles(nodeFiles, () =>
      calls++ === failAt ? { code, tornBytes: 5 } : undefined,
    );
    const backend = await open({ files, dir: join(dir, 'work') });
    await backend.log(logBlock([entry('a', '1')], []));
    for (let fault = 0; ; fault++) {
      calls = 0;
      failAt = fault;
      const attempt = (async () => {
        await backend.cutLog();
        await backend.log(logBlock([entry('b', 'torn')], []));
      })();
      const error = await attempt.then(
        () => null,
        (reason: unknown) => reason,
      );
      failAt = Infinity;
      if (error === null) break;
      t.is((error as StateError).code, 'STATE_WRITE_FAILED');
      await backend.log(logBlock([entry('a', String(fault))], []));
      const whole = await backend.snapshot(fault, join(dir, `whole-${fault}`));
      await checkFiles(t, join(dir, `whole-${fault}`), whole.files);
      const other = await open({ files: nodeFiles, dir: join(dir, `other-${fault}`) });
      await other.restore(join(dir, `whole-${fault}`), whole);
      t.deepEqual(await dump(other), [['a', String(fault)]]);
      await other.close();
    }
    t.true(calls > 1);
    await backend.close();
  });
}
