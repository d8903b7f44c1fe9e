import test from 'ava';
import { unsetMemory } from './unset-memory.js';

test('each buffer has its size and memory of its own', (t) => {
  for (const bytes of [0, 8, 4095, 4096, 5000, 100_000]) {
    const [a, b] = [unsetMemory(bytes), unsetMemory(bytes)];
    t.is(a.byteLength, bytes);
    new Uint8Array(a).fill(1);
    new Uint8Array(b).fill(2);
    t.true(new Uint8Array(a).every((byte) => byte === 1));
  }
});
