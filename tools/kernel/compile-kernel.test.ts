import test from 'ava';
import { readFileSync } from 'node:fs';
import { kernelFolders, kernelModule, kernelModuleText } from './compile-kernel.js';

test('the shipped kernels are those that the kernel.as files compile to', async (t) => {
  for (const folder of kernelFolders) {
    t.is(readFileSync(kernelModule(folder), 'utf8'), await kernelModuleText(folder), folder);
  }
});
