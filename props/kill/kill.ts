/**
 * `npm run kill -- --times N --seed S`: SIGKILLs of the main job; exits 1 when an output differs.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../tools/project-root.js';
import { killFlights } from './flights.js';

const { values } = parseArgs({ options: { times: { type: 'string' }, seed: { type: 'string' } } });
const times = Number(values.times ?? 20);
const seed = Number(values.seed ?? process.hrtime()[1]);
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed)) {
  process.stderr.write('usage: npm run kill -- --times N --seed S (whole numbers, N >= 1)\n');
  process.exit(2);
}
const cli = join(projectRoot(), 'dist/cli/main.js');
const result = await killFlights(cli, times, seed, (line) => process.stderr.write(`${line}\n`));
if (result.difference === null) {
  process.stdout.write(
    `${result.kills} kills, output identical (${result.runs} runs, seed ${seed})\n`,
  );
} else {
  process.stdout.write(`after ${result.kills} kills (seed ${seed}): ${result.difference}\n`);
  process.exitCode = 1;
}
