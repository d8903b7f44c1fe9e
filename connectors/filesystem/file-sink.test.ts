import test from 'ava';
import type { FileSystem } from '../../core/env.js';
import type { Committable, Sink } from '../../engine/connector.js';
import type { Value } from '../../core/batch.js';
import { dateType, intType, stringType, type Schema } from '../../core/types.js';
import { faultFiles } from '../../storage/fault-files.js';
import { MemoryDisk } from '../../storage/memory-files.js';
import { batchOf, diskWith, readAll, sinkContext, testEnv } from '../test-rig.js';
import { filesystem } from './filesystem.js';
import { atEveryFileCall } from './testing/every-file-call.js';

const schema: Schema = {
  fields: [
    { name: 'id', type: intType },
    { name: 'p', type: stringType },
  ],
};
const json = { path: 'out', format: 'json' };

function sinkOn(
  files: FileSystem,
  options: Record<string, string> = json,
  partitionKeys: string[] = [],
  life = 0,
): Sink {
  return filesystem.sink!(
    sinkContext({ env: testEnv(files, life), options, physical: schema, partitionKeys }),
  );
}

async function visible(files: FileSystem, partitionKeys: string[] = []): Promise<Value[][]> {
  const rows = await readAll(filesystem, {
    env: testEnv(files),
    options: json,
    physical: schema,
    partitionKeys,
  });
  return rows.sort((a, b) => (a[0] as number) - (b[0] as number));
}

test('crashing twice behind one checkpoint does not replace its rows', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const first = sinkOn(files);
  await first.restore([], null);
  await first.write(batchOf(schema, [[1, 'a']]));
  const pending = [(await first.prepare(1))!];
  // The process dies between the checkpoint and its commit, the next one while it writes.
  const second = sinkOn(files);
  await second.restore(pending, 1);
  await second.write(batchOf(schema, [[2, 'never committed']]));
  await second.prepare(2);
  await sinkOn(files).restore(pending, 1);
  t.deepEqual(await visible(files), [[1, 'a']]);
});

test('rows become visible at commit, not before, and commit may be repeated', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const sink = sinkOn(files);
  await sink.restore([], null);
  await sink.write(
    batchOf(schema, [
      [1, 'a'],
      [2, null],
    ]),
  );
  const committable = await sink.prepare(1);
  await sink.write(batchOf(schema, [[3, 'later']]));
  t.deepEqual(await visible(files), []);
  await sink.commit(JSON.parse(JSON.stringify(committable)) as Committable);
  await sink.commit(committable!);
  t.deepEqual(await visible(files), [
    [1, 'a'],
    [2, null],
  ]);
  t.is(
    (await files.list('/base/out')).filter((name) => !name.startsWith('.')).join(),
    'part-job-1-000000000000-1-0',
  );
  await sink.close();
  t.deepEqual(await files.list('/base/out/.staging-job-1'), ['run']);
});

test('nothing written is nothing to commit', async (t) => {
  const sink = sinkOn((await diskWith({ '/base/x': '' })).mount());
  await sink.restore([], null);
  t.is(await sink.prepare(1), null);
});

test('partition columns go to folders, null and the empty text to the default one', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const sink = sinkOn(files, { ...json, 'sink.partition-commit.policy.kind': 'success-file' }, [
    'p',
  ]);
  await sink.restore([], null);
  await sink.write(
    batchOf(schema, [
      [1, 'a/b'],
      [2, null],
      [3, ''],
      [4, 'a/b'],
    ]),
  );
  await sink.commit((await sink.prepare(7))!);
  t.deepEqual(await files.list('/base/out/p=a%2Fb'), ['_SUCCESS', 'part-job-1-000000000000-7-0']);
  t.is(
    Buffer.from(await files.readFile('/base/out/p=a%2Fb/part-job-1-000000000000-7-0')).toString(),
    '{"id":1}\n{"id":4}\n',
  );
  t.deepEqual(await visible(files, ['p']), [
    [1, 'a/b'],
    [2, null],
    [3, null],
    [4, 'a/b'],
  ]);
});

test('dates name their folders by their text', async (t) => {
  const physical = {
    fields: [
      { name: 'id', type: intType },
      { name: 'd', type: dateType },
    ],
  };
  const files = (await diskWith({ '/base/x': '' })).mount();
  const sink = filesystem.sink!(
    sinkContext({ env: testEnv(files), options: json, physical, partitionKeys: ['d'] }),
  );
  await sink.restore([], null);
  await sink.write(batchOf(physical, [[1, 19782]]));
  await sink.commit((await sink.prepare(1))!);
  t.true((await files.list('/base/out')).includes('d=2024-02-29'));
});

test('a full file is followed by another one', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const sink = sinkOn(files, { ...json, 'sink.rolling-policy.file-size': '20b' });
  await sink.restore([], null);
  for (let id = 0; id < 5; id++) await sink.write(batchOf(schema, [[id, 'x']]));
  await sink.commit((await sink.prepare(1))!);
  t.is((await files.list('/base/out')).filter((name) => name.startsWith('part')).length, 3);
  t.is((await visible(files)).length, 5);
});

test('a full disk is an error that names the file', async (t) => {
  const inner = (await diskWith({ '/base/x': '' })).mount();
  const files = faultFiles(inner, (call) =>
    call.name === 'append' ? { code: 'ENOSPC', tornBytes: 3 } : undefined,
  );
  const sink = sinkOn(files);
  await sink.restore([], null);
  await sink.write(batchOf(schema, [[1, 'a']]));
  const error = await t.throwsAsync(() => sink.prepare(1), { code: 'FILE_WRITE' });
  t.regex(error!.message, /\/base\/out\/\.staging-job-1\/0.*no space/);
});

test("lost staged rows are an error, a file as the table's folder too", async (t) => {
  const files = (await diskWith({ '/base/file': 'x' })).mount();
  await t.throwsAsync(() => sinkOn(files, { ...json, path: 'file' }).restore([], null), {
    code: 'FILE_WRITE',
  });
  const lost = [{ staged: '/base/out/.staging-job-1/0', visible: 'part-job-1-1-0' }];
  await t.throwsAsync(() => sinkOn(files).restore([lost], 1), { code: 'COMMIT_LOST' });
});

test('a new run of the same job adds to what older runs wrote', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  for (const life of [1, 2]) await runJob(files, { rowsDone: 6, pending: null, epoch: 0 }, life);
  t.deepEqual(
    (await visible(files, ['p'])).map((row) => row[0]),
    [6, 6, 7, 7, 8, 8],
  );
});

test('a damaged checkpoint passed over takes only its own visible rows with it', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  await runJob(files, { rowsDone: 0, pending: null, epoch: 0 }, 1);
  const sink = sinkOn(files, json, ['p'], 2);
  await sink.restore([], 2);
  t.deepEqual(
    (await visible(files, ['p'])).map((row) => row[0]),
    [0, 1, 2, 3, 4, 5],
  );
});

/** A job of three checkpoints; what a manifest holds outlives every accident. */
interface Manifest {
  rowsDone: number;
  pending: Committable | null;
  epoch: number;
}

async function runJob(files: FileSystem, manifest: Manifest, life: number): Promise<void> {
  const sink = sinkOn(files, { ...json, 'sink.rolling-policy.file-size': '30b' }, ['p'], life);
  await sink.restore(
    manifest.pending === null ? [] : [manifest.pending],
    manifest.epoch === 0 ? null : manifest.epoch,
  );
  while (manifest.rowsDone < 9) {
    let row = manifest.rowsDone;
    for (let i = 0; i < 3; i++, row++)
      await sink.write(batchOf(schema, [[row, row % 2 === 0 ? 'even' : 'odd']]));
    const committable = await sink.prepare(manifest.epoch + 1);
    manifest.rowsDone = row;
    manifest.epoch++;
    manifest.pending = committable;
    await sink.commit(committable!);
  }
  await sink.close();
}

test('a crash or a power cut at any file call leaves exactly the rows', (t) =>
  atEveryFileCall<Manifest>(t, {
    start: async () => {
      const disk = new MemoryDisk();
      const files = disk.mount();
      await files.makeDirectory('/base');
      await files.sync('/');
      return { disk, kept: { rowsDone: 0, pending: null, epoch: 0 } };
    },
    live: runJob,
    afterwards: async (files, accident) => {
      const rows = await visible(files, ['p']);
      t.deepEqual(
        rows.map((row) => row[0]),
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
        accident,
      );
    },
  }));
