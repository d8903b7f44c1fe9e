/** Reading a growing MANIFEST in any pieces gives the version at its last whole record. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { join } from 'node:path';
import { StateError } from '../core/errors.js';
import { checkProperty } from '../props/check-property.js';
import { compareBytes } from './backend.js';
import { openLevelDb } from './leveldb-backend.js';
import { encodeRecord, readRecords } from './leveldb-log.js';
import { ManifestReader } from './leveldb-manifest.js';
import type { LiveTable } from './leveldb-manifest.js';
import { nodeFiles } from './node-files.js';
import { temporaryDirectory } from './temporary-directory.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The MANIFEST that LevelDB itself wrote over `epochs` flushes and some compactions. */
async function realManifest(dir: string, epochs: number): Promise<Uint8Array> {
  const work = join(dir, 'work');
  const backend = await openLevelDb({ files: nodeFiles, dir: work });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await backend.write([[bytes('k'.repeat(epoch * 40)), bytes('v')]], []);
    await backend.snapshot(epoch, join(dir, `chk-${epoch}`));
  }
  const name = new TextDecoder().decode(await nodeFiles.readFile(join(work, 'CURRENT'))).trim();
  const manifest = await nodeFiles.readFile(join(work, name));
  await backend.close();
  return manifest;
}

const tables = (reader: ManifestReader): readonly LiveTable[] =>
  [...reader.tables()].sort((a, b) => a.number - b.number);

test('a MANIFEST read in pieces, and its one-edit copy, say what the whole says', async (t) => {
  const manifest = await realManifest(await temporaryDirectory(t), 40);
  const whole = new ManifestReader();
  whole.read(manifest);
  t.is(whole.position, manifest.length);
  t.true(tables(whole).length > 0);
  const property = fc.property(fc.array(fc.nat(manifest.length)), (cuts) => {
    const pieces = new ManifestReader();
    for (const cut of [...cuts.sort((a, b) => a - b), manifest.length]) {
      pieces.read(manifest.subarray(pieces.position, cut));
    }
    assert.deepEqual(tables(pieces), tables(whole));
    assert.deepEqual(pieces.encode(), whole.encode());
  });
  await checkProperty(t, property, 50);
  const copy = new ManifestReader();
  copy.read(whole.encode());
  t.deepEqual(tables(copy), tables(whole));
});

test('records of any size come back from a log', (t) => {
  const edit = (length: number) => Uint8Array.from({ length }, (_, i) => i * 7);
  for (const size of [0, 100, 32750, 32761, 32762, 65522, 65523, 200_000]) {
    const log = encodeRecord(edit(size));
    const found: Uint8Array[] = [];
    t.is(readRecords(log, 0, (record) => found.push(record)), log.length);
    t.is(found.length, 1);
    t.is(compareBytes(found[0]!, edit(size)), 0, `${size}`);
  }
});

test('a record that is whole but makes no sense is an error', (t) => {
  for (const edit of [[42], [2], [5, 0, 9, 1]]) {
    const error = t.throws(() => new ManifestReader().read(encodeRecord(Uint8Array.from(edit))),
      { instanceOf: StateError });
    t.is(error?.code, 'STATE_SNAPSHOT_FAILED');
  }
});
