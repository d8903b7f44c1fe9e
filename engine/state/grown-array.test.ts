import test from 'ava';
import { grownBigInt64, grownFloat64, grownInt32, grownUint8, stateBytes } from './grown-array.js';

test('elements stay and new ones are 0, from small arrays to those that grow in place', (t) => {
  let words: Int32Array = new Int32Array(0);
  for (let length = 1000; length < 8_000_000; length = (length * 3) >> 1) {
    const before = words.length;
    words = grownInt32(words, length);
    t.is(words.length, length);
    t.is(words.byteOffset, 0);
    for (const at of [0, before >> 1, before - 1]) if (before > 0) t.is(words[at], at + 1);
    t.is(words[before], 0);
    t.is(words[length - 1], 0);
    for (let i = before; i < length; i++) words[i] = i + 1;
  }
});

test('a large array grows in place until its reserved addresses end', (t) => {
  const first = grownFloat64(new Float64Array(10).fill(7), 100_000);
  const second = grownFloat64(first, 200_000);
  t.is(second.buffer, first.buffer);
  const far = grownFloat64(second, 100_000 * 17);
  t.not(far.buffer, first.buffer);
  t.deepEqual([...far.subarray(0, 11)], [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0]);
});

test('a view of a part grows by copying', (t) => {
  const bytes = grownUint8(new Uint8Array(9).fill(1), 1 << 18);
  const part = grownUint8(bytes.subarray(5, 11), (1 << 18) + 1);
  t.not(part.buffer, bytes.buffer);
  t.deepEqual([...part.subarray(0, 6)], [1, 1, 1, 1, 0, 0]);
  const large = grownBigInt64(new BigInt64Array(2).fill(-1n), 1 << 16);
  t.deepEqual([...large.subarray(0, 3)], [-1n, -1n, 0n]);
});

test('arrays do not shrink', (t) => {
  t.throws(() => grownInt32(new Int32Array(3), 2), { message: /do not shrink/ });
  t.is(stateBytes(1 << 20).length, 1 << 20);
});
