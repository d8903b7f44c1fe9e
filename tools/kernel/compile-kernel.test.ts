import test from 'ava';
import { readFileSync } from 'node:fs';
import { kernelModule, kernelModuleText } from './compile-kernel.js';

test('the shipped kernel is the one that kernel.as compiles to', async (t) => {
  t.is(readFileSync(kernelModule, 'utf8'), await kernelModuleText(), 'run npm run kernel');
});
