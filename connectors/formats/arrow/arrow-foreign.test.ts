import test from 'ava';
import { intType, stringType } from '../../../core/types.js';
import { DataError } from '../../../core/errors.js';
import { filesystem } from '../../filesystem/filesystem.js';
import { diskWith, readAll, testEnv, type TestTable } from '../../test-rig.js';
import { lz4File, runEndStream, zstdFile } from './testing/pyarrow-files.js';
import { decompressLz4Frame } from './lz4-frame.js';

async function tableOf(bytes: Uint8Array): Promise<TestTable> {
  const files = (await diskWith({ '/base/x': '' })).mount();
  await files.writeFile('/base/f.arrow', bytes);
  const fields = [
    { name: 'i', type: intType },
    { name: 's', type: stringType },
  ];
  const options = { path: '/base/f.arrow', format: 'arrow' };
  return { env: testEnv(files), options, physical: { fields } };
}

for (const [name, bytes] of Object.entries({ lz4: lz4File, zstd: zstdFile })) {
  test(`arrow: files compressed by ${name} are read`, async (t) => {
    const rows = await readAll(filesystem, await tableOf(bytes));
    t.is(rows.length, 60);
    t.deepEqual(rows.slice(19, 22), [
      [19, 'a text that repeats 0'],
      [null, 'a text that repeats 1'],
      [21, 'a text that repeats 1'],
    ]);
  });
}

test('arrow: a type that is not read is told by its name', async (t) => {
  const error = await t.throwsAsync(readAll(filesystem, await tableOf(runEndStream)), {
    instanceOf: DataError,
  });
  t.is(error.code, 'ARROW_COLUMN');
  t.regex(error.message, /RunEndEncoded is not read/);
});

test('arrow: no wrong byte makes a file endless or its rows many', async (t) => {
  const table = await tableOf(lz4File);
  let refused = 0;
  for (let at = 0; at < lz4File.length; at++) {
    const bytes = lz4File.slice();
    bytes[at] = at % 2 === 0 ? 255 : 128;
    await table.env.files.writeFile('/base/f.arrow', bytes);
    try {
      const rows = await readAll(filesystem, table);
      t.true(rows.length <= 60, `byte ${at}: ${rows.length} rows`);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      t.true(error.message.includes('/base/f.arrow'), error.message);
      refused++;
    }
  }
  t.true(refused > 300, `${refused}`);
});

test('LZ4 frames: stored blocks, matches that overlap and look into the block before', (t) => {
  const frame = (...blocks: readonly number[][]): Uint8Array =>
    Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, ...blocks.flat(), 0, 0, 0, 0]);
  const stored = [2, 0, 0, 128, 97, 98]; // 'ab'
  const block = [7, 0, 0, 0, 0x02, 2, 0, 0x20, 99, 100, 0]; // 6 from 2 back, then 'cd'
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  t.is(text(decompressLz4Frame(frame(stored, block.slice(0, 10).with(0, 6)))), 'ababababcd');
  t.throws(() => decompressLz4Frame(frame(block)), { instanceOf: DataError }); // nothing is before
  t.throws(() => decompressLz4Frame(frame(stored).subarray(0, 12)), { instanceOf: DataError });
});
