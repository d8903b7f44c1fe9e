import test from 'ava';
import { ByteCopier } from './byte-copier.js';

test('every length and place is copied exactly, from buffers in turn', (t) => {
  const copier = new ByteCopier();
  const sources = [7, 90].map((first) =>
    Buffer.from(Array.from({ length: 40 }, (_, i) => first + i)),
  );
  for (let length = 0; length <= 24; length++) {
    const target = new Uint8Array(new ArrayBuffer(64), 3, 40);
    const source = sources[length % 2]!;
    copier.copy(source, length % 5, (length % 5) + length, target, 6);
    const expected = new Uint8Array(40);
    expected.set(source.subarray(length % 5, (length % 5) + length), 6);
    t.deepEqual(target, expected);
  }
});
