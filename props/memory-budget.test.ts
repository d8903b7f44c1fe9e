/** A job in a process of its own stays within `state.memory-budget` and a constant. */
import test from 'ava';
import { runJob } from '../bench/jobs/run-job.js';
import { timedScript } from '../bench/nexmark/script.js';

/** State of about three times the budget: with a budget of 1 GB the process takes 235 MB. */
const events = 700_000;
const budgetMb = 32;
/** Node, code, batches on their way, and up to 64 MB of arrays that V8 has yet to collect. */
const restMb = 180;

for (const [name, checkpointMs] of [
  ['memory does not grow with the state', 2000],
  ['nor does it without a job directory', null],
] as const) {
  test.serial(name, (t) => {
    t.timeout(300_000);
    const result = runJob({
      sql: timedScript('q18', { kind: 'generator', options: { 'events.num': events } }),
      baseDir: '.',
      checkpointMs,
      options: { 'state.memory-budget': `${budgetMb} mb` },
    });
    t.is(result.events, events);
    t.true(checkpointMs === null || result.checkpoints > 1);
    t.true(result.peakMb <= budgetMb + restMb, `peak ${result.peakMb} MB`);
  });
}
