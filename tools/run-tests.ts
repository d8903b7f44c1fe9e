/**
 * `npm test` after the checks: runs AVA and closes with one plain line, `N passed, N failed`.
 * Random tests draw from one seed, told first: it is known also of one that never ends.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

const root = projectRoot();
const seed = process.env.PROP_SEED ?? String(randomInt(2 ** 31));
process.stdout.write(`Random tests: PROP_SEED=${seed}\n`);
const ava = spawn(
  process.execPath,
  [join(root, 'node_modules/ava/entrypoints/cli.mjs'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PROP_SEED: seed },
  },
);
const output = { tail: '' };
ava.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk);
  output.tail = (output.tail + chunk.toString('utf8')).slice(-4000);
});
ava.on('close', (code) => {
  const count = (what: RegExp): number => Number(what.exec(output.tail)?.[1] ?? 0);
  const passed = count(/(\d+) tests? passed/);
  const failed = count(/(\d+) tests? failed/) + count(/(\d+) uncaught exceptions?/);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = code === 0 && passed > 0 && failed === 0 ? 0 : 1;
});
