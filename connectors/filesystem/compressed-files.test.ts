import test from 'ava';
import { deflateSync, gzipSync } from 'node:zlib';
import { bigintType } from '../../core/types.js';
import { decompressZstd } from '../zstd.js';
import { diskWith, readAll, testEnv } from '../test-rig.js';
import { filesystem } from './filesystem.js';

const text = Array.from({ length: 30_000 }, (_, i) => `{"a":${i}}\n`).join('');

/** Values of column a of a file of this name and these bytes. */
async function read(name: string, bytes: Uint8Array): Promise<readonly unknown[]> {
  const files = (await diskWith({ [`/base/${name}`]: bytes })).mount();
  const table = {
    env: testEnv(files),
    options: { path: name, format: 'json' },
    physical: { fields: [{ name: 'a', type: bigintType }] },
  };
  return (await readAll(filesystem, table)).map((row) => row[0]);
}

/** A frame of raw blocks; without its size, as a pipe writes it. */
function frame(content: string, isSized: boolean): Uint8Array {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd])];
  const bytes = Buffer.from(content);
  if (isSized) {
    const size = Buffer.alloc(5);
    size[0] = 0xa0; // single segment, a size of four bytes
    size.writeUInt32LE(bytes.length, 1);
    parts.push(size);
  } else {
    parts.push(Buffer.from([0, 0x58])); // a window of 2 MiB
  }
  for (let at = 0; at < bytes.length || at === 0; at += 100_000) {
    const block = bytes.subarray(at, at + 100_000);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | Number(at + 100_000 >= bytes.length), 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]);

test('zstandard: any number of frames, with and without their sizes', async (t) => {
  const long = text.repeat(8); // above the megabyte that the library takes for granted
  const all = await read('f.jsonl.zst', frame(long, false));
  t.is(all.length, 240_000);
  const many = Buffer.concat([
    skippable,
    frame('{"a":1}\n{"a":', true),
    frame('', false),
    frame('2}\n', false),
    skippable,
    frame('{"a":3}', true),
  ]);
  t.deepEqual(await read('f.jsonl.zst', many), [1n, 2n, 3n]);
  t.deepEqual(await read('f.jsonl.zst', new Uint8Array(0)), []);
});

test('files that are cut off or damaged are errors that say so', async (t) => {
  const refused = (name: string, bytes: Uint8Array, message: RegExp) =>
    t.throwsAsync(() => read(name, bytes), { code: 'CORRUPT_FILE', message }, name);
  const gzip = gzipSync(text);
  await refused('f.gz', gzip.subarray(0, gzip.length >> 1), /f\.gz cannot be decompressed: /);
  await refused('f.gz', Buffer.from('this is not gzip'), /incorrect header/);
  await refused('f.deflate', deflateSync(text).subarray(0, 500), /unexpected end/);
  const wrongSum = Buffer.from(gzip);
  wrongSum[wrongSum.length - 6]! ^= 1;
  await refused('f.gz', wrongSum, /incorrect data check/);
  for (const isSized of [true, false]) {
    const whole = frame(text, isSized);
    for (const cut of [3, 4, 6, 9, 5000, whole.length - 1])
      await refused('f.zst', whole.subarray(0, cut), /cut off/);
  }
  await refused('f.zst', Buffer.from('this is not zstandard'), /not zstandard/);
  const boast = frame(text, true);
  boast[8] = 0x7f; // two gigabytes
  await refused('f.zst', boast, /more content than it has/);
});

test('the first bytes of a damaged file are not the first rows of a job', async (t) => {
  const bytes = Buffer.concat([frame('{"a":1}\n', true), Buffer.from('rubbish!!')]);
  await t.throwsAsync(() => read('f.zst', bytes), { code: 'CORRUPT_FILE' });
  t.throws(() => decompressZstd(bytes), { code: 'CORRUPT_FILE', message: /not zstandard/ });
});
