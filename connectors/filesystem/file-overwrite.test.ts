import test from 'ava';
import type { FileSystem } from '../../core/env.js';
import type { Committable, Sink } from '../../engine/connector.js';
import type { Overwrite } from '../../engine/nodes.js';
import type { Value } from '../../core/batch.js';
import { intType, stringType, type Schema } from '../../core/types.js';
import { batchOf, diskWith, readAll, sinkContext, testEnv } from '../test-rig.js';
import { filesystem } from './filesystem.js';
import { atEveryFileCall } from './testing/every-file-call.js';

const schema: Schema = {
  fields: [
    { name: 'id', type: intType },
    { name: 'p', type: stringType },
  ],
};
const options = { path: 'out', format: 'json' };

interface SinkParts {
  readonly partitionKeys?: readonly string[];
  readonly overwrite?: Overwrite | null;
  readonly life?: number;
  readonly id?: string;
}

function sinkOn(files: FileSystem, parts: SinkParts = {}): Sink {
  const { partitionKeys = [], overwrite = { partition: null }, life = 0, id = 'new' } = parts;
  const env = testEnv(files, life);
  return filesystem.sink!(
    sinkContext({ env, options, physical: schema, partitionKeys, overwrite }, id),
  );
}

async function visible(files: FileSystem, partitionKeys: readonly string[] = []): Promise<Value[]> {
  const env = testEnv(files);
  const rows = await readAll(filesystem, { env, options, physical: schema, partitionKeys });
  return rows.map((row) => row[0]!).sort((a, b) => (a as number) - (b as number));
}

async function write(sink: Sink, ...rows: (readonly [number, string])[]): Promise<void> {
  await sink.write(batchOf(schema, rows));
}

const saved = (committable: Committable | null): Committable =>
  JSON.parse(JSON.stringify(committable)) as Committable;

const old = { '/base/out/old.json': '{"id":100}\n', '/base/out/_note': 'kept' };

test('old rows stay until the input has ended, whatever checkpoints come before', async (t) => {
  const files = (await diskWith(old)).mount();
  const sink = sinkOn(files);
  await sink.restore([], null);
  await write(sink, [1, 'a']);
  await sink.commit(saved(await sink.prepare(1, false)));
  await write(sink, [2, 'a']);
  const last = saved(await sink.prepare(2, true));
  t.deepEqual(await visible(files), [100]);
  await sink.commit(last);
  t.deepEqual(await visible(files), [1, 2]);
  t.true((await files.list('/base/out')).includes('_note'));
  await sink.close();
  t.deepEqual(await files.list('/base/out/.staging-new'), ['run']);
});

test('rows held back by a checkpoint are there after a crash', async (t) => {
  const files = (await diskWith(old)).mount();
  const first = sinkOn(files);
  await first.restore([], null);
  await write(first, [1, 'a']);
  const held = saved(await first.prepare(1, false));
  await write(first, [7, 'never in a checkpoint']);
  await first.prepare(2, false);
  const second = sinkOn(files, { life: 10 });
  await second.restore([held], 1);
  t.deepEqual(await visible(files), [100]);
  await write(second, [2, 'a']);
  await second.commit(saved(await second.prepare(3, true)));
  t.deepEqual(await visible(files), [1, 2]);
});

test('a crash within the last commit is mended by the next start', async (t) => {
  const disk = await diskWith(old);
  const first = sinkOn(disk.mount());
  await first.restore([], null);
  await write(first, [1, 'a']);
  const last = saved(await first.prepare(1, true));
  const files = disk.mount();
  let left = 2; // the rename, and what it needs before
  const dying: FileSystem = {
    ...files,
    remove: (path) => (left-- > 0 ? Promise.reject(new RangeError('dead')) : files.remove(path)),
  };
  const second = sinkOn(dying, { life: 10 });
  await t.throwsAsync(second.restore([last], 1));
  t.deepEqual(await visible(files), [1, 100]);
  await sinkOn(files, { life: 20 }).restore([last], 1);
  t.deepEqual(await visible(files), [1]);
});

test('an input without rows empties a table, but no partition that is not named', async (t) => {
  const files = (await diskWith(old)).mount();
  const sink = sinkOn(files);
  await sink.restore([], null);
  await sink.commit(saved(await sink.prepare(1, true)));
  t.deepEqual(await visible(files), []);
  const partitioned = (await diskWith(byPartition)).mount();
  const other = sinkOn(partitioned, { partitionKeys: ['p'] });
  await other.restore([], null);
  await other.commit(saved(await other.prepare(1, true)));
  t.deepEqual(await visible(partitioned, ['p']), [10, 20, 30]);
});

const byPartition = {
  '/base/out/p=a/old': '{"id":10}\n',
  '/base/out/p=b/old': '{"id":20}\n',
  '/base/out/p=c/old': '{"id":30}\n',
};

test('partitions that get rows are replaced, and the one that PARTITION names', async (t) => {
  const files = (await diskWith(byPartition)).mount();
  const sink = sinkOn(files, { partitionKeys: ['p'] });
  await sink.restore([], null);
  await write(sink, [1, 'a'], [2, 'new']);
  await sink.commit(saved(await sink.prepare(1, true)));
  t.deepEqual(await visible(files, ['p']), [1, 2, 20, 30]);
  const named = sinkOn(files, { partitionKeys: ['p'], overwrite: { partition: ['b'] }, id: 'n' });
  await named.restore([], null);
  await named.commit(saved(await named.prepare(1, true)));
  t.deepEqual(await visible(files, ['p']), [1, 2, 30]);
});

test('a job whose files were replaced can be started again', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const inserted = sinkOn(files, { overwrite: null, id: 'first' });
  await inserted.restore([], null);
  await write(inserted, [1, 'a']);
  const pending = saved(await inserted.prepare(1, true));
  await inserted.commit(pending);
  const sink = sinkOn(files, { life: 5 });
  await sink.restore([], null);
  await write(sink, [2, 'a']);
  await sink.commit(saved(await sink.prepare(1, true)));
  await sinkOn(files, { overwrite: null, id: 'first' }).restore([pending], 1);
  t.deepEqual(await visible(files), [2]);
});

test('a file removed by somebody else is still a lost commit', async (t) => {
  const files = (await diskWith({ '/base/x': '' })).mount();
  const inserted = sinkOn(files, { overwrite: null, id: 'first' });
  await inserted.restore([], null);
  await write(inserted, [1, 'a']);
  const pending = saved(await inserted.prepare(1, true));
  await inserted.commit(pending);
  const name = (await files.list('/base/out')).find((entry) => entry.startsWith('part-'))!;
  await files.remove(`/base/out/${name}`);
  const error = await t.throwsAsync(
    sinkOn(files, { overwrite: null, id: 'first' }).restore([pending], 1),
  );
  t.is((error as { code?: string }).code, 'COMMIT_LOST');
});

test('files shown by a passed-over last checkpoint wait again', async (t) => {
  const files = (await diskWith(old)).mount();
  const first = sinkOn(files);
  await first.restore([], null);
  await write(first, [1, 'a']);
  const held = saved(await first.prepare(1, false));
  await write(first, [2, 'a']);
  await first.commit(saved(await first.prepare(2, true)));
  const second = sinkOn(files, { life: 10 });
  await second.restore([held], 1);
  t.deepEqual(await visible(files), []);
  await write(second, [2, 'a']);
  await second.commit(saved(await second.prepare(3, true)));
  t.deepEqual(await visible(files), [1, 2]);
});

/** A job of three checkpoints; what a manifest holds outlives every accident. */
interface Manifest {
  epoch: number;
  pending: Committable | null;
}

async function runJob(files: FileSystem, manifest: Manifest, life: number): Promise<void> {
  const sink = sinkOn(files, { partitionKeys: ['p'], life });
  const { pending, epoch } = manifest;
  await sink.restore(pending === null ? [] : [pending], epoch === 0 ? null : epoch);
  while (manifest.epoch < 3) {
    const next = manifest.epoch + 1;
    await write(sink, [next, 'a'], [next + 4, 'new']);
    manifest.pending = saved(await sink.prepare(next, next === 3));
    manifest.epoch = next;
    await sink.commit(manifest.pending);
  }
  await sink.close();
}

test('a crash or a power cut at any file call leaves the old rows or the new', (t) =>
  atEveryFileCall<Manifest>(t, {
    start: async () => {
      const disk = await diskWith(byPartition);
      const folders = [
        '/',
        '/base',
        '/base/out',
        ...['a', 'b', 'c'].map((p) => `/base/out/p=${p}`),
      ];
      for (const path of [...folders, ...Object.keys(byPartition)]) await disk.mount().sync(path);
      return { disk, kept: { pending: null, epoch: 0 } };
    },
    live: (files, manifest, life) => runJob(files, manifest, 10 * life),
    between: async (files, { epoch }) => {
      if (epoch < 3) t.deepEqual(await visible(files, ['p']), [10, 20, 30]);
    },
    afterwards: async (files, accident) => {
      t.deepEqual(await visible(files, ['p']), [1, 2, 3, 5, 6, 7, 20, 30], accident);
    },
  }));
