/** CRC-32 is the one of zlib, whichever code computes it. */
import test from 'ava';
import { crc32, fileChecksum, tableCrc32 } from './checksum.js';
import { memoryFiles } from './memory-files.js';

const text = (value: string) => new TextEncoder().encode(value);

test('the check value of CRC-32 comes out, natively and from the table', (t) => {
  t.is(crc32(text('123456789')), 0xcbf43926);
  t.is(tableCrc32(text('123456789')), 0xcbf43926);
  t.is(crc32(new Uint8Array(0)), 0);
});

test('a checksum in pieces is the checksum of the whole', (t) => {
  const whole = Uint8Array.from({ length: 1000 }, (_, i) => i * i);
  for (const cut of [0, 1, 500, 1000]) {
    for (const crc of [crc32, tableCrc32]) {
      t.is(crc(whole.subarray(cut), crc(whole.subarray(0, cut))), crc32(whole));
    }
  }
});

test('a file larger than one piece is read to its end', async (t) => {
  const files = memoryFiles();
  for (const length of [0, 5, 4 << 20, (4 << 20) + 1, 9 << 20]) {
    const whole = new Uint8Array(length).fill(7);
    if (length > 0) whole[length - 1] = 8;
    await files.writeFile('/f', whole);
    t.deepEqual(await fileChecksum(files, '/f'), { bytes: length, crc32: crc32(whole) });
  }
});
