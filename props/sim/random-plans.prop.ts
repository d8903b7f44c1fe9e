/**
 * Law: a random chain of operators over random rows and changes, read from and written to real
 * files, ends in the same rows whatever happens to the process and its disk on the way.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { checkProperty } from '../check-property.js';
import { choices, Tape } from '../duckdb/tape.js';
import { changeTable, foldVisible, inputTable } from './file-tables.js';
import type { VisibleFile } from './file-tables.js';
import { outFolder, runFileJob } from './file-world.js';
import { randomQuery } from './random-query.js';
import { simChanges, simLines } from './sim-rows.js';
import type { Mishaps } from './world.js';

const calm: Mishaps = { crashes: [], faultChance: 0 };

function scriptOf(recorded: readonly number[]): string {
  const { views, select } = randomQuery(new Tape(recorded));
  return `${inputTable('a')}\n${inputTable('b')}\n${changeTable('c')}
    CREATE TABLE made (k STRING, v INT) WITH ('connector' = 'filesystem',
    'path' = '${outFolder}/made', 'format' = 'debezium-json');
    ${views}
    INSERT INTO made ${select};`;
}

const crash = fc.record({ afterSteps: fc.integer({ min: 1, max: 200 }), losesPower: fc.boolean() });
const disturbed = fc.record({
  recorded: choices,
  tables: fc.record({ a: simLines, b: simLines, c: simChanges }),
  batchRows: fc.constantFrom(1, 3, 7, 4096),
  intervalMs: fc.constantFrom(1, 3, 10),
  readBytesMax: fc.constantFrom(300, 1e6),
  stops: fc.array(fc.nat(20), { maxLength: 3 }),
  budget: fc.constantFrom('1kb', '64mb'),
  crashes: fc.array(crash, { maxLength: 5 }),
  seed: fc.integer(),
});

test('random plans end in the same rows whatever happens', async (t) => {
  const property = fc.asyncProperty(
    disturbed,
    async ({ recorded, crashes, seed, budget, ...parts }) => {
      const script = scriptOf(recorded);
      const job = { ...parts, script };
      const quiet = await runFileJob({ ...job, stops: [], batchRows: 4096 }, 1, calm);
      const between = (visible: readonly VisibleFile[]): void => void foldVisible(visible);
      const options = { 'state.memory-budget': budget };
      const mishaps = { crashes, faultChance: 0, slowChance: 0.2 };
      const result = await runFileJob({ ...job, options, between }, seed, mishaps);
      assert.deepEqual(foldVisible(result.visible), foldVisible(quiet.visible));
    },
  );
  await checkProperty(t, property, 120, ([{ recorded }]) => scriptOf(recorded));
});
