/** Law: whatever happens to the process and its disk, the output is that of an undisturbed run. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from '../check-property.js';
import { foldOutput } from './sim-connectors.js';
import { simShapes } from './sim-plans.js';
import { simTables } from './sim-rows.js';
import { runSim } from './sim-run.js';
import type { SimJob, SimResult } from './sim-run.js';
import type { Mishaps, World } from './world.js';

const crash = fc.record({ afterSteps: fc.integer({ min: 1, max: 250 }), losesPower: fc.boolean() });
const calm: Mishaps = { crashes: [], faultChance: 0 };

/** Windows come in one order; updates of groups may be joined within a batch. */
function shown(result: SimResult, isExact: boolean): unknown {
  return Object.fromEntries(
    Object.entries(result.outputs).map(([table, changes]) => [
      table,
      isExact && table === 'out' ? changes : foldOutput(changes),
    ]),
  );
}

async function agree(job: SimJob, seed: number, mishaps: Mishaps): Promise<void> {
  const isExact = job.shape !== 'group';
  const { between: _between, ...undisturbed } = job;
  const expected = shown(
    await runSim({ ...undisturbed, batchRows: 4096, mayFail: false }, 1, calm),
    isExact,
  );
  const actual = shown(await runSim(job, seed, mishaps), isExact);
  assert.deepEqual(actual, expected);
}

const common = {
  shape: fc.constantFrom(...simShapes),
  tables: simTables,
  batchRows: fc.constantFrom(1, 3, 7, 4096),
  intervalMs: fc.constantFrom(1, 3, 10),
  seed: fc.integer(),
};

test('results are the same for every cut into batches and every moment of checkpoints', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(fc.record(common), async ({ seed, ...job }) => {
      await agree({ ...job, mayFail: false }, seed, calm);
    }),
    60,
  ));

test('results survive kills and power cuts at any step', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record({ ...common, crashes: fc.array(crash, { minLength: 1, maxLength: 4 }) }),
      async ({ seed, crashes, ...job }) => {
        await agree({ ...job, mayFail: false }, seed, { crashes, faultChance: 0 });
      },
    ),
    150,
  ));

test('results survive a disk that fails, with restarts in the process and of it', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record({
        ...common,
        crashes: fc.array(crash, { maxLength: 2 }),
        attempts: fc.integer({ min: 0, max: 5 }),
      }),
      async ({ seed, crashes, attempts, ...job }) => {
        const options = {
          'restart-strategy.type': 'fixed-delay',
          'restart-strategy.fixed-delay.delay': '5 ms',
          'restart-strategy.fixed-delay.attempts': String(attempts),
        };
        await agree({ ...job, options, mayFail: true }, seed, { crashes, faultChance: 0.03 });
      },
    ),
    100,
  ));

/** Flips a byte of the newest checkpoint when there is an older good one. */
async function damageNewest(world: World): Promise<void> {
  const files = world.inspect();
  if ((await files.stat('/job/checkpoints')) === null) return;
  const complete: string[] = [];
  for (const name of await files.list('/job/checkpoints')) {
    const isComplete = (await files.stat(`/job/checkpoints/${name}/MANIFEST.json`)) !== null;
    if (isComplete && name.startsWith('chk-')) complete.push(name);
  }
  if (complete.length < 2) return;
  const newest = complete.sort((a, b) => Number(a.slice(4)) - Number(b.slice(4))).at(-1)!;
  const state = `/job/checkpoints/${newest}/state/entries`;
  const hasState = (await files.stat(state)) !== null; // the last one of a job has none
  const isState = world.random.next() >= 0.5 && hasState;
  const path = isState ? state : `/job/checkpoints/${newest}/MANIFEST.json`;
  const bytes = await files.readFile(path);
  const at = Math.floor(world.random.next() * bytes.length);
  bytes[at] = bytes[at]! ^ (1 << Math.floor(world.random.next() * 8));
  await files.writeFile(path, bytes);
}

test('results survive damage of the newest checkpoint', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record({ ...common, crashes: fc.array(crash, { minLength: 1, maxLength: 4 }) }),
      async ({ seed, crashes, ...job }) => {
        await agree({ ...job, mayFail: false, between: damageNewest }, seed, {
          crashes,
          faultChance: 0,
        });
      },
    ),
    100,
  ));
