import test from 'ava';
import { keyBatchOf } from './key-batch.js';
import { KeyIndex } from './key-index.js';

/** Keys of the shapes the index tells apart: INT, BIGINT, any other. */
const shapes: readonly (readonly [name: string, key: (i: number) => Uint8Array])[] = [
  ['word', (i) => Uint8Array.of(1, 0, i >> 16, i >> 8, i)],
  ['pair', (i) => Uint8Array.of(1, 0, i >> 8, 0, 0, 0, 0, i >> 16, i)],
  ['any', (i) => Uint8Array.of(2, i >> 16, i >> 8, i, ...new Uint8Array(i % 40))],
];

for (const [name, keyOf] of shapes) {
  test(`keys are found while the index grows and keys go, shape ${name}`, (t) => {
    const index = new KeyIndex();
    const count = 5000;
    const all = keyBatchOf(Array.from({ length: count }, (_, i) => keyOf(i)));
    const { bytes, offsets, hashes } = all;
    const slots: number[] = [];
    for (let i = 0; i < count; i++) {
      slots.push(index.insert(bytes, offsets[i]!, offsets[i + 1]!, hashes[i]!));
      if (i % 7 === 3) index.remove(slots[i - 1]!);
    }
    const isGone = (i: number): boolean => i % 7 === 2 && i + 1 < count;
    const found = new Int32Array(count);
    const missing = index.findAll(all, found);
    t.is(missing, Array.from(found).filter((_, i) => isGone(i)).length);
    for (let i = 0; i < count; i++) {
      if (isGone(i)) t.is(found[i], -1);
      else t.deepEqual(index.key(found[i]!), keyOf(i));
    }
  });
}
