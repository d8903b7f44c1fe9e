/**
 * npm run bench:budget -- [--only qN]... [--events N] [--budget SIZE]
 * q4 and q20 under a memory budget that their state exceeds many times: prints peak memory and the
 * pace of the first and the last fifth, then compares all rows with those that DuckDB computes from
 * the same events. Exits 1 when a row differs. Needs 4 GB of disk for 10,000,000 events.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runJob } from '../jobs/run-job.js';
import { eventFile, eventRate, scratchFolder } from '../nexmark/event-file.js';
import { keptScript } from '../nexmark/script.js';
import { compareRows } from './compare-rows.js';
import { references } from './references.js';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: ['q4', 'q20'] },
    events: { type: 'string', default: '10000000' },
    budget: { type: 'string', default: '256 mb' },
  },
});

async function measure(query: string, events: number): Promise<void> {
  const kept = join(scratchFolder(), `budget-${query}`);
  rmSync(kept, { recursive: true, force: true });
  const options = { 'events.num': events, 'first-event.rate': eventRate };
  const result = runJob({
    sql: keptScript(query, { kind: 'generator', options }, kept),
    baseDir: '.',
    checkpointMs: 10_000,
    options: { 'state.memory-budget': flags.budget },
  });
  const { peakMb, firstFifth, lastFifth, checkpoints } = result;
  process.stdout.write(
    `${query.padEnd(4)} ${result.events} events in ${(result.wallMs / 1000).toFixed(1)} s, ` +
      `at most ${peakMb} MiB, ${checkpoints} checkpoints, events/s in the first fifth ` +
      `${firstFifth}, in the last ${lastFifth} (${(lastFifth / firstFifth).toFixed(2)})\n`,
  );
  const compared = await compareRows(references[query]!, kept, await eventFile(events));
  const { rows, different } = compared;
  process.stdout.write(`     ${rows} rows, ${different} differ from DuckDB's\n`);
  if (different > 0 || rows === 0) process.exitCode = 1;
  rmSync(kept, { recursive: true });
}

for (const query of flags.only) await measure(query, Number(flags.events));
