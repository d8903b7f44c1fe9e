/**
 * Law: whatever happens to the bytes of a published checkpoint, `verify` says so. The oracle is the
 * copy of the bytes: damage is any difference, and only a difference is damage.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { join } from 'node:path';
import type { FileSystem } from '../core/env.js';
import type { OpenBackend, StateEntry } from '../storage/backend.js';
import { stateDirectory } from '../storage/checkpoint-files.js';
import { openCheckpointStore } from '../storage/checkpoint-store.js';
import type { CheckpointStore } from '../storage/checkpoint-store.js';
import { openLevelDb } from '../storage/leveldb-backend.js';
import { openMemoryBackend } from '../storage/memory-backend.js';
import { nodeFiles } from '../storage/node-files.js';
import { temporaryDirectory } from '../storage/temporary-directory.js';
import { checkProperty } from './check-property.js';

const text = (value: string) => new TextEncoder().encode(value);

/**
 * Two checkpoints that share tables where the backend can; gives the paths of all files of the
 * second.
 */
async function twoCheckpoints(
  files: FileSystem,
  dir: string,
  open: OpenBackend,
): Promise<{ store: CheckpointStore; paths: readonly string[] }> {
  const store = await openCheckpointStore(files, dir);
  const backend = await open({ files, dir: join(dir, 'work') });
  for (const epoch of [1, 2]) {
    const puts = Array.from({ length: 40 }, (_, i): StateEntry => [
      text(`key ${epoch} ${100 + i}`),
      text(`value ${i * epoch}`),
    ]);
    await backend.write(puts, [text('key 1 120')]);
    const state = await backend.snapshot(epoch, await store.begin(epoch));
    await store.publish({
      version: 4,
      engineVersion: '0.1.0',
      epoch,
      kind: 'checkpoint',
      jobName: 'Käse',
      createdAtMs: 5,
      planFingerprint: 'f00',
      plan: [{ op: 'scan', wide: '\u{1f600}' }],
      offsets: { s: 17.25 },
      committables: { sink: [{ file: 'a.json', bytes: 3 }] },
      operators: {},
      watermarks: { s: null },
      rows: { s: 40 },
      state,
    });
  }
  await backend.close();
  const chk = store.checkpointDir(2);
  const { state } = await store.load(2);
  const paths = state.files.map(({ name }) => join(stateDirectory(chk), name));
  return { store, paths: [...paths, join(chk, 'MANIFEST.json')] };
}

type Change = (bytes: Uint8Array, at: number, by: number) => Uint8Array;
const changes: Readonly<Record<string, Change>> = {
  'another byte': (bytes, at, by) => bytes.map((byte, i) => (i === at ? byte ^ by : byte)),
  'a torn tail': (bytes, at) => bytes.slice(0, at),
  'a tail of zeros': (bytes, at) => bytes.map((byte, i) => (i >= at ? 0 : byte)),
  'a byte too many': (bytes, at, by) =>
    Uint8Array.of(...bytes.subarray(0, at), by, ...bytes.subarray(at)),
  'a byte less': (bytes, at) => Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1)),
};

const damage = fc.record({
  kind: fc.constantFrom(...Object.keys(changes)),
  file: fc.nat(),
  at: fc.nat(),
  by: fc.integer({ min: 1, max: 255 }),
});

for (const [name, open] of [
  ['memory', openMemoryBackend],
  ['leveldb', openLevelDb],
] as const) {
  test(`${name}: any change of any file of a checkpoint is found`, async (t) => {
    const { store, paths } = await twoCheckpoints(nodeFiles, await temporaryDirectory(t), open);
    t.is(await store.verify(2), null);
    await checkProperty(
      t,
      fc.asyncProperty(damage, async ({ kind, file, at, by }) => {
        const path = paths[file % paths.length]!;
        const whole = await nodeFiles.readFile(path);
        const changed = changes[kind]!(whole, at % whole.length, by);
        const isDamaged = Buffer.compare(changed, whole) !== 0;
        await nodeFiles.writeFile(path, changed);
        const found = await store.verify(2);
        await nodeFiles.writeFile(path, whole);
        assert.equal(found !== null, isDamaged, `${kind} at ${at % whole.length} of ${path}`);
        if (found !== null) assert.equal(found.file, path);
      }),
      150,
    );
    t.is(await store.verify(2), null);
  });

  test(`${name}: flipping each byte in turn is found`, async (t) => {
    const { store, paths } = await twoCheckpoints(nodeFiles, await temporaryDirectory(t), open);
    for (const path of paths) {
      const whole = await nodeFiles.readFile(path);
      const stride = Math.max(1, Math.floor(whole.length / 80));
      for (let at = 0; at < whole.length; at += stride) {
        await nodeFiles.writeFile(path, changes['another byte']!(whole, at, 1 << (at % 8)));
        t.not(await store.verify(2), null, `byte ${at} of ${path}`);
      }
      await nodeFiles.writeFile(path, whole);
    }
    t.is(await store.verify(2), null);
  });
}
