/**
 * Law: with hardly any memory for state, whatever happens to the process and its disk, the output
 * is that of an undisturbed run with enough of it.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from '../check-property.js';
import { foldOutput } from './sim-connectors.js';
import { simShapes } from './sim-plans.js';
import { simTables } from './sim-rows.js';
import { runSim } from './sim-run.js';
import type { SimJob, SimResult } from './sim-run.js';

const crash = fc.record({ afterSteps: fc.integer({ min: 1, max: 250 }), losesPower: fc.boolean() });
const job = {
  shape: fc.constantFrom(...simShapes),
  tables: simTables,
  batchRows: fc.constantFrom(1, 3, 7),
  intervalMs: fc.constantFrom(3, 10, 50),
};

function shown({ outputs }: SimResult): unknown {
  return Object.entries(outputs).map(([name, rows]) => [name, foldOutput(rows)]);
}

test('results do not depend on the memory for state, through kills and failing writes', (t) =>
  checkProperty(
    t,
    fc.asyncProperty(
      fc.record(job),
      fc.constantFrom('0 b', '1 kb', '4 kb'),
      fc.array(crash, { maxLength: 3 }),
      fc.constantFrom(0, 0.02),
      fc.integer(),
      async (plain, budget, crashes, faultChance, seed) => {
        const roomy: SimJob = { ...plain, batchRows: 4096, mayFail: false };
        const expected = shown(await runSim(roomy, 1, { crashes: [], faultChance: 0 }));
        const tight: SimJob = {
          ...plain,
          mayFail: faultChance > 0,
          options: { 'state.memory-budget': budget },
        };
        assert.deepEqual(shown(await runSim(tight, seed, { crashes, faultChance })), expected);
      },
    ),
    100,
  ));
