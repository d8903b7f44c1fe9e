/**
 * The real and the simulated file system behave alike; the simulated one loses what a crash may
 * lose.
 */
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { FileSystem } from '../core/env.js';
import { errorCode } from './file-error.js';
import { faultFiles } from './fault-files.js';
import { memoryFiles, MemoryDisk } from './memory-files.js';
import { nodeFiles } from './node-files.js';
import { temporaryDirectory } from './temporary-directory.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = async (files: FileSystem, path: string) =>
  new TextDecoder().decode(await files.readFile(path));

async function codeOf(action: Promise<unknown>): Promise<string | undefined> {
  try {
    await action;
    return 'no error';
  } catch (error) {
    return errorCode(error);
  }
}

type Check = (t: ExecutionContext, files: FileSystem, dir: string) => Promise<void>;

function bothFileSystems(title: string, check: Check): void {
  test(`node files: ${title}`, async (t) => check(t, nodeFiles, await temporaryDirectory(t)));
  test(`memory files: ${title}`, async (t) => {
    const files = memoryFiles();
    await files.makeDirectory('/job');
    await check(t, files, '/job');
  });
}

bothFileSystems('a file is written, read in parts, listed and removed', async (t, files, dir) => {
  await files.writeFile(`${dir}/b`, bytes('hello'));
  await files.writeFile(`${dir}/a`, bytes(''));
  await files.makeDirectory(`${dir}/c/d`);
  await files.makeDirectory(`${dir}/c`);
  t.deepEqual(await files.list(dir), ['a', 'b', 'c']);
  t.is(new TextDecoder().decode(await files.readAt(`${dir}/b`, 1, 3)), 'ell');
  t.is((await files.readAt(`${dir}/b`, 3, 10)).length, 2);
  t.is((await files.readAt(`${dir}/b`, 9, 10)).length, 0);
  const open = await files.openRead(`${dir}/b`);
  const target = new Uint8Array(3);
  t.is(await open.read(target, 1), 3);
  t.is(new TextDecoder().decode(target), 'ell');
  t.is(await open.read(target, 4), 1);
  t.is(new TextDecoder().decode(target), 'oll');
  t.is(await open.read(target, 5), 0);
  await open.close();
  t.is(await codeOf(files.openRead(`${dir}/none`)), 'ENOENT');
  t.is((await files.stat(`${dir}/b`))?.bytes, 5);
  t.true((await files.stat(`${dir}/c`))?.isDirectory);
  t.is(await files.stat(`${dir}/x`), null);
  await files.remove(`${dir}/b`);
  await files.removeTree(`${dir}/c`);
  await files.removeTree(`${dir}/nothing`);
  t.deepEqual(await files.list(dir), ['a']);
});

test('node files: a folder that cannot be made is an error', async (t) => {
  const dir = await temporaryDirectory(t);
  await nodeFiles.writeFile(`${dir}/file`, bytes(''));
  t.is(await codeOf(nodeFiles.makeDirectory(`${dir}/file`)), 'EEXIST');
  t.is(await codeOf(nodeFiles.makeDirectory(`${dir}/file/a/b`)), 'ENOTDIR');
  // Node's recursive mkdir never came back from this one.
  t.not(await codeOf(nodeFiles.makeDirectory('/proc/no/such')), 'no error');
});

bothFileSystems('a link shares the bytes and outlives the first name', async (t, files, dir) => {
  await files.writeFile(`${dir}/a`, bytes('one'));
  await files.link(`${dir}/a`, `${dir}/b`);
  await files.copy(`${dir}/a`, `${dir}/c`);
  await files.remove(`${dir}/a`);
  t.is(await text(files, `${dir}/b`), 'one');
  t.is(await text(files, `${dir}/c`), 'one');
  t.is(await codeOf(files.link(`${dir}/b`, `${dir}/c`)), 'EEXIST');
  t.is(await codeOf(files.link(`${dir}/a`, `${dir}/d`)), 'ENOENT');
});

bothFileSystems('a rename replaces a file, and moves a folder', async (t, files, dir) => {
  await files.writeFile(`${dir}/a`, bytes('new'));
  await files.writeFile(`${dir}/b`, bytes('old'));
  await files.rename(`${dir}/a`, `${dir}/b`);
  await files.makeDirectory(`${dir}/f`);
  await files.writeFile(`${dir}/f/x`, bytes('x'));
  await files.rename(`${dir}/f`, `${dir}/g`);
  t.deepEqual(await files.list(dir), ['b', 'g']);
  t.is(await text(files, `${dir}/b`), 'new');
  t.is(await text(files, `${dir}/g/x`), 'x');
  t.is(await codeOf(files.rename(`${dir}/f`, `${dir}/h`)), 'ENOENT');
});

bothFileSystems('appending goes on from a position and cuts the rest', async (t, files, dir) => {
  await files.writeFile(`${dir}/a`, bytes('0123456789'));
  const file = await files.openAppend(`${dir}/a`, 4);
  await file.append(bytes('ab'));
  await file.append(bytes('c'));
  await file.sync();
  await file.close();
  t.is(await text(files, `${dir}/a`), '0123abc');
  const created = await files.openAppend(`${dir}/b`, 0);
  await created.append(bytes('x'));
  await created.close();
  await files.sync(`${dir}/b`);
  await files.sync(dir);
  t.is(await text(files, `${dir}/b`), 'x');
});

bothFileSystems('failures carry the codes of Node', async (t, files, dir) => {
  t.is(await codeOf(files.readFile(`${dir}/x`)), 'ENOENT');
  t.is(await codeOf(files.writeFile(`${dir}/x/y`, bytes('a'))), 'ENOENT');
  t.is(await codeOf(files.list(`${dir}/x`)), 'ENOENT');
  t.is(await codeOf(files.sync(`${dir}/x`)), 'ENOENT');
  t.is(await codeOf(files.readFile(dir)), 'EISDIR');
});

test('a power cut loses bytes and names that were not synced', async (t) => {
  const disk = new MemoryDisk();
  const files = disk.mount();
  await files.makeDirectory('/job');
  await files.sync('/');
  await files.writeFile('/job/synced', bytes('1'));
  await files.sync('/job/synced');
  await files.sync('/job');
  await files.writeFile('/job/synced', bytes('2'));
  await files.writeFile('/job/name-lost', bytes('3'));
  await files.sync('/job/name-lost');
  disk.cutPower();
  t.is(await codeOf(files.readFile('/job/synced')), 'EIO', 'the old process is dead');
  const after = disk.mount();
  t.deepEqual(await after.list('/job'), ['synced']);
  t.is(await text(after, '/job/synced'), '1');
});

test('a power cut undoes an unsynced rename as a whole', async (t) => {
  const disk = new MemoryDisk();
  const files = disk.mount();
  await files.writeFile('/tmp-name', bytes('x'));
  await files.sync('/tmp-name');
  await files.sync('/');
  await files.rename('/tmp-name', '/name');
  disk.cutPower();
  t.deepEqual(await disk.mount().list('/'), ['tmp-name']);
});

test('a chosen power cut keeps a prefix of the names and whole, old or torn bytes', async (t) => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const disk = new MemoryDisk();
    const files = disk.mount();
    await files.writeFile('/a', bytes('old'));
    await files.sync('/a');
    await files.sync('/');
    await files.writeFile('/b', bytes('b'));
    await files.rename('/a', '/c');
    await files.writeFile('/c', bytes('newer'));
    let state = seed * 7919 + 1;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    disk.cutPower({ next, uuid: () => '' });
    const after = disk.mount();
    const names = await after.list('/');
    t.true(['a', 'a,b', 'b,c'].includes(names.join()), names.join());
    seen.add(names.join());
    const kept = await text(after, names.includes('a') ? '/a' : '/c');
    t.true(kept === 'old' || 'newer'.startsWith(kept), kept);
    seen.add(kept === 'old' || kept === 'newer' ? kept : 'torn');
  }
  t.deepEqual([...seen].sort(), ['a', 'a,b', 'b,c', 'newer', 'old', 'torn']);
});

test('a killed process loses nothing it wrote, and writes no more', async (t) => {
  const disk = new MemoryDisk();
  const files = disk.mount();
  const file = await files.openAppend('/log', 0);
  await file.append(bytes('kept'));
  disk.kill();
  t.is(await codeOf(file.append(bytes('ghost'))), 'EIO');
  t.is(await text(disk.mount(), '/log'), 'kept');
});

test('a planned fault tears a write and names the call', async (t) => {
  const files = faultFiles(memoryFiles(), (call) =>
    call.name === 'writeFile' && call.path === '/b' ? { code: 'ENOSPC', tornBytes: 2 } : undefined);
  await files.writeFile('/a', bytes('whole'));
  const error = await t.throwsAsync(files.writeFile('/b', bytes('torn')));
  t.is(errorCode(error), 'ENOSPC');
  t.is(await text(files, '/b'), 'to');
});
