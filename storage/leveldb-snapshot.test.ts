/** What only LevelDB has: shared tables, compactions that race with the snapshot, links refused. */
import test from 'ava';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { StateError } from '../core/errors.js';
import type { StateBackend, StateEntry } from './backend.js';
import { fileChecksum } from './checksum.js';
import { faultFiles } from './fault-files.js';
import type { FaultPlan } from './fault-files.js';
import { openLevelDb } from './leveldb-backend.js';
import { LevelDbSnapshots } from './leveldb-snapshot.js';
import { nodeFiles } from './node-files.js';
import { temporaryDirectory } from './temporary-directory.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** `count` entries of 100 bytes that do not compress. */
function entries(prefix: string, count: number): StateEntry[] {
  let state = 12345;
  const byte = () => (state = (state * 48271) % 2147483647) & 0xff;
  return Array.from({ length: count }, (_, i) =>
    [bytes(`${prefix}${1_000_000 + i}`), Uint8Array.from({ length: 100 }, byte)]);
}

async function openWithFaults(
  t: ExecutionContext, plan: FaultPlan,
): Promise<{ backend: StateBackend; dir: string }> {
  const dir = await temporaryDirectory(t);
  const backend = await openLevelDb({ files: faultFiles(nodeFiles, plan), dir: join(dir, 'work') });
  t.teardown(async () => backend.close());
  return { backend, dir };
}

async function rowCount(backend: StateBackend): Promise<number> {
  let rows = 0;
  for await (const chunk of backend.scan({ gte: bytes(''), lt: bytes('~~') })) rows += chunk.length;
  return rows;
}

test('a second snapshot links the tables of the first and reads none of them again', async (t) => {
  const read: string[] = [];
  const { backend, dir } = await openWithFaults(t, ({ name, path }) => {
    if (name === 'openRead' && path.endsWith('.ldb')) read.push(path);
    return undefined;
  });
  await backend.write(entries('a', 5000), []);
  const first = await backend.snapshot(1, join(dir, '1'));
  const table = first.files.find(({ name }) => name.endsWith('.ldb'))!;
  t.false(table.shared);
  t.is(read.length, 1);
  await backend.write(entries('b', 10), []);
  const second = await backend.snapshot(2, join(dir, '2'));
  t.deepEqual(second.files.find(({ name }) => name === table.name), { ...table, shared: true });
  t.is(read.length, 2, 'only the new table was read');
  const inode = async (epoch: string) => (await stat(join(dir, epoch, table.name))).ino;
  t.is(await inode('1'), await inode('2'));
  await backend.restore(join(dir, '2'), second);
  const third = await backend.snapshot(3, join(dir, '3'));
  t.deepEqual(third.files.filter(({ name }) => name.endsWith('.ldb')).map(({ shared }) => shared),
    [true, true], 'a restore knows the checksums of what it links');
});

test('a table deleted before it is linked starts the snapshot over', async (t) => {
  let races = 0;
  const { backend, dir } = await openWithFaults(t, ({ name, path }) => {
    if (name !== 'link' || races === 3 || !path.endsWith('.ldb')) return undefined;
    races++;
    return { code: 'ENOENT' };
  });
  await backend.write(entries('a', 500), []);
  const snapshot = await backend.snapshot(1, join(dir, '1'));
  t.is(races, 3);
  await backend.restore(join(dir, '1'), snapshot);
  t.is(await rowCount(backend), 500);
});

test('a MANIFEST that is replaced while tables are linked starts the snapshot over', async (t) => {
  const dir = await temporaryDirectory(t);
  const work = join(dir, 'work');
  const plain = await openLevelDb({ files: nodeFiles, dir: work });
  await plain.write(entries('a', 500), []);
  const before = await plain.snapshot(1, join(dir, '1'));
  await plain.close();
  let reads = 0;
  const files = faultFiles(nodeFiles, async ({ name, path }) => {
    if (name !== 'readFile' || path !== join(work, 'CURRENT') || ++reads !== 2) return undefined;
    const old = new TextDecoder().decode(await nodeFiles.readFile(path)).trim();
    await nodeFiles.rename(join(work, old), join(work, 'MANIFEST-000099'));
    await nodeFiles.writeFile(path, bytes('MANIFEST-000099\n'));
    return undefined;
  });
  const found = await new LevelDbSnapshots(files, work, []).take(join(dir, '2'));
  t.is(reads, 4, 'two attempts, CURRENT read twice in each');
  t.true(found.some(({ name }) => name === 'MANIFEST-000099'));
  t.deepEqual(found.filter(({ name }) => name.endsWith('.ldb')),
    before.files.filter(({ name }) => name.endsWith('.ldb')));
});

test('tables that never stop vanishing are an error, not an endless loop', async (t) => {
  const { backend, dir } = await openWithFaults(t, ({ name, path }) =>
    name === 'link' && path.endsWith('.ldb') ? { code: 'ENOENT' } : undefined);
  await backend.write(entries('a', 10), []);
  const attempt = backend.snapshot(1, join(dir, '1'));
  const error = await t.throwsAsync(attempt, { instanceOf: StateError });
  t.is(error?.code, 'STATE_SNAPSHOT_UNSTABLE');
});

test('tables not named by the MANIFEST and a half-written record are left out', async (t) => {
  const dir = await temporaryDirectory(t);
  const work = join(dir, 'work');
  const backend = await openLevelDb({ files: nodeFiles, dir: work });
  await backend.write(entries('a', 500), []);
  const clean = await backend.snapshot(1, join(dir, '1'));
  await backend.close();
  await nodeFiles.writeFile(join(work, '000777.ldb'), bytes('half a compaction output'));
  const manifest = clean.files.find(({ name }) => name.startsWith('MANIFEST'))!;
  const path = join(work, manifest.name);
  const append = await nodeFiles.openAppend(path, (await nodeFiles.stat(path))!.bytes);
  await append.append(Uint8Array.of(1, 2, 3, 4, 200, 0, 1, 7, 0));
  await append.close();
  const names = (await new LevelDbSnapshots(nodeFiles, work, []).take(join(dir, '2')))
    .map(({ name, bytes: size, crc32 }) => ({ name, size, crc32 }));
  t.deepEqual(names, clean.files.map(({ name, bytes: size, crc32 }) => ({ name, size, crc32 })));
});

test('where links are refused tables are copied, synced and checksummed each time', async (t) => {
  const synced = new Set<string>();
  const { backend, dir } = await openWithFaults(t, ({ name, path }) => {
    if (name === 'sync') synced.add(path);
    return name === 'link' ? { code: 'EXDEV' } : undefined;
  });
  await backend.write(entries('a', 500), []);
  await backend.snapshot(1, join(dir, '1'));
  const second = await backend.snapshot(2, join(dir, '2'));
  for (const { name, shared, crc32 } of second.files) {
    t.false(shared);
    t.true(synced.has(join(dir, '2', name)), name);
    t.is((await fileChecksum(nodeFiles, join(dir, '2', name))).crc32, crc32);
  }
  await backend.restore(join(dir, '2'), second);
  t.is(await rowCount(backend), 500);
});

test('snapshots under compaction are each exactly the state at their barrier', async (t) => {
  const { backend, dir } = await openWithFaults(t, () => undefined);
  const taken: { epoch: number; files: Parameters<StateBackend['restore']>[1] }[] = [];
  for (let epoch = 1; epoch <= 12; epoch++) {
    const all = entries('k', 6000 + 400 * epoch);
    const puts = all.filter((_, i) => i % 3 === epoch % 3 || i >= 6000 + 400 * (epoch - 1));
    await backend.write(puts.map(([key]) => [key, bytes(`epoch ${epoch}`.padEnd(100, '.'))]), []);
    taken.push({ epoch, files: await backend.snapshot(epoch, join(dir, String(epoch))) });
  }
  const other = await openLevelDb({ files: nodeFiles, dir: join(dir, 'other') });
  for (const { epoch, files } of taken) {
    await other.restore(join(dir, String(epoch)), files);
    const newest = bytes(`k${1_000_000 + 6000 + 400 * epoch - 1}`);
    t.is(new TextDecoder().decode(other.get(newest)).replaceAll('.', ''), `epoch ${epoch}`);
    t.is(other.get(bytes(`k${1_000_000 + 6000 + 400 * epoch}`)), undefined);
  }
  await other.close();
});

test('the MANIFEST of a snapshot does not grow with the age of the database', async (t) => {
  const { backend, dir } = await openWithFaults(t, () => undefined);
  const sizes: number[] = [];
  for (let epoch = 1; epoch <= 120; epoch++) {
    await backend.write([[bytes('the only key'), bytes(`epoch ${epoch}`)]], []);
    const { files } = await backend.snapshot(epoch, join(dir, String(epoch)));
    sizes.push(files.find(({ name }) => name.startsWith('MANIFEST'))!.bytes);
  }
  t.true(Math.max(...sizes) < 1000, sizes.join());
});

test('LevelDB opens a snapshot whose MANIFEST spans several blocks', async (t) => {
  const { backend, dir } = await openWithFaults(t, () => undefined);
  const long = (name: string) => bytes(name.padEnd(30_000, '-'));
  for (let epoch = 1; epoch <= 3; epoch++) {
    await backend.write([[long(`a${epoch}`), bytes('1')], [long(`b${epoch}`), bytes('2')]], []);
    const into = join(dir, String(epoch));
    const snapshot = await backend.snapshot(epoch, into);
    if (epoch === 3) {
      t.true(snapshot.files.find(({ name }) => name.startsWith('MANIFEST'))!.bytes > 2 * 32768);
    }
    await backend.restore(into, snapshot);
    t.is(await rowCount(backend), 2 * epoch);
  }
});
