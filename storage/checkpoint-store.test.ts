/** What the store promises: published means durable and whole; anything less is told apart. */
import test from 'ava';
import type { FileSystem, Random } from '../core/env.js';
import { CheckpointError, MillraceError } from '../core/errors.js';
import { openCheckpointStore, loadSavepoint, readCheckpointStore } from './checkpoint-store.js';
import type { CheckpointStore } from './checkpoint-store.js';
import { stateDirectory } from './checkpoint-files.js';
import { faultFiles } from './fault-files.js';
import type { SnapshotFiles } from './backend.js';
import { crc32 } from './checksum.js';
import { decodeManifest, encodeManifest, isDamage, manifestVersion } from './manifest.js';
import type { CheckpointManifest } from './manifest.js';
import { MemoryBackend } from './memory-backend.js';
import { memoryFiles, MemoryDisk } from './memory-files.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function manifestOf(epoch: number, state: SnapshotFiles): CheckpointManifest {
  return {
    version: 4, engineVersion: '0.1.0', epoch, kind: 'checkpoint', jobName: 'flights',
    planFingerprint: 'abc', plan: { nodes: [1, 'zwei', null, true] }, offsets: { src: { row: 17 } },
    committables: { sink: [{ file: 'ä.json' }] }, operators: {},
    watermarks: { src: -1, agg: null }, rows: { src: 17 }, state, createdAtMs: 1_700_000_000_000,
  };
}

/** One whole checkpoint as the coordinator takes it; its only state is `value`. */
async function take(files: FileSystem, store: CheckpointStore, epoch: number, value: string) {
  const backend = new MemoryBackend(files, '/work');
  await backend.write([[bytes('key'), bytes(value)]], []);
  const state = await backend.snapshot(epoch, await store.begin(epoch));
  await store.publish(manifestOf(epoch, state));
}

async function restoredValue(files: FileSystem, store: CheckpointStore, epoch: number) {
  const { state } = await store.load(epoch);
  const backend = new MemoryBackend(files, '/work');
  await backend.restore(stateDirectory(store.checkpointDir(epoch)), state);
  return new TextDecoder().decode(backend.get(bytes('key')));
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(() => 'no error', (error: unknown) => {
    if (error instanceof MillraceError) return error.code;
    throw error;
  });
}

function randomFrom(seed: number): Random {
  let state = seed * 7919 + 1;
  return { next: () => (state = (state * 48271) % 2147483647) / 2147483647, uuid: () => '' };
}

test('what is published is listed in order, verified, loaded and removed', async (t) => {
  const files = memoryFiles();
  const store = await openCheckpointStore(files, '/job');
  for (const epoch of [2, 9, 10]) await take(files, store, epoch, `value ${epoch}`);
  const listed = await store.list();
  t.deepEqual(listed.map(({ epoch }) => epoch), [2, 9, 10]);
  t.deepEqual(listed[0]!.manifest, manifestOf(2, listed[0]!.manifest!.state));
  t.is(listed[0]!.dir, '/job/checkpoints/chk-2');
  for (const { epoch } of listed) t.is(await store.verify(epoch), null);
  t.is(await restoredValue(files, store, 9), 'value 9');
  await store.remove(9);
  await store.remove(9);
  t.deepEqual((await store.list()).map(({ epoch }) => epoch), [2, 10]);
  t.is(await codeOf(store.load(9)), 'CHECKPOINT_DAMAGED');
  t.is((await store.verify(9))?.reason, 'manifest-missing');
});

test('looking at a job that never ran makes nothing', async (t) => {
  const files = memoryFiles();
  t.deepEqual(await readCheckpointStore(files, '/job').list(), []);
  t.is(await files.stat('/job'), null);
});

/**
 * Takes checkpoint 2 over a good checkpoint 1, and does `accident` before the `at`-th file call.
 */
async function interrupted(at: number, accident: (disk: MemoryDisk) => void) {
  const disk = new MemoryDisk();
  const calm = disk.mount();
  await take(calm, await openCheckpointStore(calm, '/job'), 1, 'one');
  let calls = 0;
  const files = faultFiles(disk.mount(), () => {
    if (calls++ === at) accident(disk);
    return undefined;
  });
  const end = await codeOf((async () =>
    take(files, await openCheckpointStore(files, '/job'), 2, 'two'))());
  return { disk, end, happened: calls > at };
}

test('a power cut leaves the old checkpoint, and the new one whole or not at all', async (t) => {
  const seen = new Set<string>();
  for (let at = 0, more = true; more; at++) {
    for (let seed = 0; seed < 12; seed++) {
      const random = seed === 0 ? undefined : randomFrom(at * 100 + seed);
      const { disk, end, happened } = await interrupted(at, (cut) => cut.cutPower(random));
      if (!happened) disk.cutPower();
      more = happened;
      const files = disk.mount();
      const store = await openCheckpointStore(files, '/job');
      const removed = await store.collectGarbage();
      const epochs = (await store.list()).map(({ epoch }) => epoch);
      for (const epoch of epochs) {
        t.is(await store.verify(epoch), null, `cut ${at}/${seed}: ${epoch}`);
      }
      t.is(await restoredValue(files, store, 1), 'one');
      if (end === 'no error') t.deepEqual(epochs, [1, 2], 'published is durable');
      if (epochs.includes(2)) t.is(await restoredValue(files, store, 2), 'two');
      seen.add(`${epochs.join()} ${removed.length}`);
    }
  }
  t.deepEqual([...seen].sort(), ['1 0', '1 1', '1,2 0']);
});

for (const code of ['ENOSPC', 'EIO', 'EROFS']) {
  test(`${code} at any moment fails that checkpoint only, and is explained`, async (t) => {
    for (let at = 0; ; at++) {
      const disk = memoryFiles();
      const calm = await openCheckpointStore(disk, '/job');
      await take(disk, calm, 1, 'one');
      let calls = 0;
      const files = faultFiles(disk, () => (calls++ === at ? { code, tornBytes: 3 } : undefined));
      const store = await openCheckpointStore(files, '/job').catch(() => null);
      if (store === null) continue;
      const end = await codeOf(take(files, store, 2, 'two'));
      if (calls <= at) {
        t.is(end, 'no error');
        t.true(at > 12);
        return;
      }
      t.true(['CHECKPOINT_WRITE_FAILED', 'STATE_SNAPSHOT_FAILED', 'no error'].includes(end), end);
      await calm.remove(2);
      await take(disk, calm, 3, 'three');
      const listed = (await calm.list()).map(({ epoch, damage }) => [epoch, damage]);
      t.deepEqual(listed, [[1, null], [3, null]]);
      t.is(await calm.verify(3), null);
    }
  });
}

test('a failed publish names the directory and the way out', async (t) => {
  const files = faultFiles(memoryFiles(), ({ name, path }) =>
    name === 'writeFile' && path.includes('MANIFEST')
      ? { code: 'ENOSPC', tornBytes: 9 } : undefined);
  const store = await openCheckpointStore(files, '/job');
  const error = await t.throwsAsync(take(files, store, 1, 'x'), { instanceOf: CheckpointError });
  t.is(error?.code, 'CHECKPOINT_WRITE_FAILED');
  t.regex(error?.message ?? '', /cannot publish checkpoint 1 in \/job\/checkpoints\/chk-1: ENOSPC/);
  t.regex(error?.hint ?? '', /free disk space/);
  t.is(error?.blame, 'environment');
});

test('a directory that cannot be written is refused when the store opens', async (t) => {
  const files = faultFiles(memoryFiles(), ({ name }) =>
    name === 'makeDirectory' ? { code: 'EACCES' } : undefined);
  const attempt = openCheckpointStore(files, '/job');
  const error = await t.throwsAsync(attempt, { instanceOf: CheckpointError });
  t.is(error?.code, 'JOB_DIR_NOT_WRITABLE');
  t.regex(error?.hint ?? '', /write permission on \/job/);
});

test('nothing is synced but the files of the checkpoint and their folders', async (t) => {
  const synced: string[] = [];
  const files = faultFiles(memoryFiles(), ({ name, path }) => {
    if (name === 'sync') synced.push(path);
    return undefined;
  });
  const store = await openCheckpointStore(files, '/job');
  synced.length = 0;
  await take(files, store, 1, 'x');
  const dir = '/job/checkpoints/chk-1';
  t.deepEqual(synced, [`${dir}/state/entries`, `${dir}/state`, `${dir}/MANIFEST.json.tmp`, dir,
    '/job/checkpoints']);
});

test('the start clears away half-written checkpoints and keeps damaged ones', async (t) => {
  const files = memoryFiles();
  const store = await openCheckpointStore(files, '/job');
  for (const epoch of [1, 2]) await take(files, store, epoch, 'x');
  await files.writeFile(`${await store.begin(3)}-half`, bytes('half'));
  await files.writeFile(`${store.checkpointDir(2)}/MANIFEST.json`, bytes('{}'));
  await files.writeFile(`${store.dir}/notes.txt`, bytes('not ours'));
  t.deepEqual((await store.list()).map(({ epoch, damage }) => [epoch, damage?.reason ?? 'good']),
    [[1, 'good'], [2, 'manifest-unreadable'], [3, 'manifest-missing']]);
  t.deepEqual(await store.collectGarbage(), [store.checkpointDir(3)]);
  t.deepEqual(await files.list(store.dir), ['chk-1', 'chk-2', 'notes.txt']);
});

test('each kind of damage has its name, and the checkpoint before it stays good', async (t) => {
  const files = memoryFiles();
  const store = await openCheckpointStore(files, '/job');
  for (const epoch of [1, 2, 3, 4, 5]) await take(files, store, epoch, 'x');
  const state = (epoch: number) => `${stateDirectory(store.checkpointDir(epoch))}/entries`;
  const flipped = await files.readFile(state(2));
  flipped[10]! ^= 1;
  await files.writeFile(state(2), flipped);
  await files.writeFile(state(3), flipped.subarray(1));
  await files.remove(state(4));
  await files.rename(store.checkpointDir(5), store.checkpointDir(6));
  const reasons = (await Promise.all([1, 2, 3, 4, 6].map((epoch) => store.verify(epoch))))
    .map((damage) => damage?.reason ?? 'good');
  t.deepEqual(reasons,
    ['good', 'file-checksum', 'file-size', 'file-missing', 'manifest-unreadable']);
  t.is((await store.verify(2))?.file, state(2));
  const unreadable = faultFiles(files, ({ name }) =>
    name === 'read' ? { code: 'EIO' } : undefined);
  t.is((await readCheckpointStore(unreadable, '/job').verify(1))?.reason, 'file-unreadable');
});

for (const code of ['EMFILE', 'EACCES', 'ENOMEM', 'ENOSPC']) {
  test(`${code} while a checkpoint is read is no damage`, async (t) => {
    const files = memoryFiles();
    await take(files, await openCheckpointStore(files, '/job'), 1, 'x');
    for (const call of ['readFile', 'stat', 'openRead', 'read']) {
      const refusing = faultFiles(files, ({ name }) => (name === call ? { code } : undefined));
      const store = readCheckpointStore(refusing, '/job');
      t.is((await store.verify(1))?.reason, 'no-access', call);
      if (call !== 'readFile') continue;
      await t.throwsAsync(store.load(1), { code: 'CHECKPOINT_UNREADABLE' });
    }
  });
}

test('a manifest of another version is refused by that name, not as damage', async (t) => {
  const manifest = manifestOf(1, { backend: 'memory', epoch: 1, files: [] });
  const text = new TextDecoder().decode(encodeManifest(manifest));
  const newer = text.replace(`"version": ${manifestVersion}`, '"version": 3');
  const body = newer.slice(newer.indexOf('\n') + 1, -2);
  const crc = crc32(bytes(body)).toString(16).padStart(8, '0');
  const valid = bytes(newer.replace(/"crc32": "[0-9a-f]*"/, `"crc32": "${crc}"`));
  const found = decodeManifest(valid, 'M');
  t.is(isDamage(found) ? found.reason : 'good', 'version');
  const files = memoryFiles();
  const store = await openCheckpointStore(files, '/job');
  await take(files, store, 1, 'x');
  await files.writeFile(`${store.checkpointDir(1)}/MANIFEST.json`, valid);
  t.is(await codeOf(store.load(1)), 'CHECKPOINT_VERSION');
});

test('a manifest whose file names lead out of the checkpoint is damage', (t) => {
  for (const name of ['../x', '/etc/passwd', 'a/../../x', 'a\\b', '']) {
    const file = { name, bytes: 1, crc32: 1, shared: false };
    const manifest = manifestOf(1, { backend: 'memory', epoch: 1, files: [file] });
    const found = decodeManifest(encodeManifest(manifest), 'M');
    t.is(isDamage(found) ? found.reason : 'good', 'manifest-checksum', name);
  }
});

test('a manifest keeps names that JavaScript treats specially, and has one text', (t) => {
  const operators = JSON.parse('{"__proto__": {"b": 1, "a": [2.5, -0]}, "constructor": null}');
  const manifest = { ...manifestOf(1, { backend: 'memory', epoch: 1, files: [] }), operators };
  const decoded = decodeManifest(encodeManifest(manifest), 'M') as CheckpointManifest;
  t.deepEqual(Object.keys(decoded.operators), ['__proto__', 'constructor']);
  t.deepEqual(encodeManifest(decoded), encodeManifest(manifest));
});

test('a savepoint is complete without its checkpoint and is never half there', async (t) => {
  const disk = memoryFiles();
  const store = await openCheckpointStore(disk, '/job');
  await take(disk, store, 1, 'saved');
  await store.exportSavepoint(1, '/saves/one');
  await store.remove(1);
  const manifest = await loadSavepoint(disk, '/saves/one');
  t.is(manifest.kind, 'savepoint');
  const backend = new MemoryBackend(disk, '/work');
  await backend.restore(stateDirectory('/saves/one'), manifest.state);
  t.is(new TextDecoder().decode(backend.get(bytes('key'))), 'saved');
  await take(disk, store, 2, 'x');
  t.is(await codeOf(store.exportSavepoint(2, '/saves/one')), 'SAVEPOINT_DIR_NOT_EMPTY');
  t.is(await codeOf(store.exportSavepoint(7, '/saves/two')), 'CHECKPOINT_DAMAGED');
  t.is(await codeOf(loadSavepoint(disk, '/saves/two')), 'CHECKPOINT_DAMAGED');
});

test('a savepoint survives a power cut; one that failed can be tried again', async (t) => {
  for (let at = 0; ; at++) {
    const disk = new MemoryDisk();
    const calm = disk.mount();
    await take(calm, await openCheckpointStore(calm, '/job'), 1, 'saved');
    let calls = 0;
    const files = faultFiles(calm, () => (calls++ === at ? { code: 'ENOSPC' } : undefined));
    const store = await openCheckpointStore(files, '/job').catch(() => null);
    if (store === null) continue;
    const end = await codeOf(store.exportSavepoint(1, '/far/saves/one'));
    if (calls <= at) {
      t.is(end, 'no error');
      disk.cutPower();
      t.is((await loadSavepoint(disk.mount(), '/far/saves/one')).epoch, 1);
      return;
    }
    t.not(end, 'no error');
    const again = await openCheckpointStore(calm, '/job');
    t.is(await codeOf(again.exportSavepoint(1, '/far/saves/one')), 'no error', `fault ${at}`);
  }
});

test('removing a checkpoint is never seen half done', async (t) => {
  for (let seed = 0; seed < 60; seed++) {
    const disk = new MemoryDisk();
    const files = disk.mount();
    const store = await openCheckpointStore(files, '/job');
    for (const epoch of [1, 2]) await take(files, store, epoch, 'x');
    await store.remove(1);
    disk.cutPower(randomFrom(seed));
    const after = await openCheckpointStore(disk.mount(), '/job');
    await after.collectGarbage();
    for (const { epoch } of await after.list()) {
      t.is(await after.verify(epoch), null, `seed ${seed}`);
    }
    t.true((await after.list()).some(({ epoch }) => epoch === 2));
  }
});
