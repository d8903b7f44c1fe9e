/**
 * npm run bench:checkpoints -- [--only qN]... [--events N] [--runs N] [--interval MS] [--json]
 * What checkpoints cost: each query from a file of JSON lines without checkpoints (state in memory)
 * and with one every `interval` ms (state in LevelDB, snapshots on disk), in turn, each in a fresh
 * process behind a warm-up run. Prints the best CPU time of each kind and what part of the rate is
 * lost; exits 1 when a query loses more than 15 %.
 */
import { parseArgs } from 'node:util';
import type { JobResult } from './jobs/job-run.js';
import { runJob } from './jobs/run-job.js';
import { eventFile } from './nexmark/event-file.js';
import { nexmarkQueries, timedScript } from './nexmark/script.js';

const LOSS_MAX = 0.15;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    events: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '2' },
    interval: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});

/** The run that took least CPU, and the longest pause of all runs. */
function best(runs: readonly JobResult[]): JobResult {
  const least = runs.reduce((a, b) => (b.cpuMs < a.cpuMs ? b : a));
  return { ...least, pauseMaxMs: Math.max(...runs.map((run) => run.pauseMaxMs)) };
}

function measure(query: string, path: string): void {
  const sql = timedScript(query, { kind: 'file', path });
  const off: JobResult[] = [];
  const on: JobResult[] = [];
  for (let i = 0; i < Number(flags.runs); i++) {
    const run = { sql, baseDir: '.', options: {}, warmUps: 1 };
    off.push(runJob({ ...run, checkpointMs: null }));
    on.push(runJob({ ...run, checkpointMs: Number(flags.interval) }));
  }
  report(query, best(off), best(on));
}

function report(query: string, off: JobResult, on: JobResult): void {
  const cpuLoss = 1 - off.cpuMs / on.cpuMs;
  const wallLoss = 1 - off.wallMs / on.wallMs;
  if (cpuLoss > LOSS_MAX) process.exitCode = 1;
  const line = { query, offCpuMs: off.cpuMs, onCpuMs: on.cpuMs, cpuLoss, wallLoss };
  const { checkpoints, checkpointBytes, pauseMaxMs, peakMb } = on;
  if (flags.json) {
    const all = { ...line, checkpoints, checkpointBytes, pauseMaxMs, peakMb };
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(7);
  process.stdout.write(
    `${query.padEnd(4)} off ${off.cpuMs} ms, on ${on.cpuMs} ms of CPU: loses ${percent(cpuLoss)} ` +
      `(wall ${percent(wallLoss)}), ${checkpoints} checkpoints, ` +
      `${(checkpointBytes / 1e6).toFixed(1)} MB, longest pause ${pauseMaxMs} ms\n`,
  );
}

const path = await eventFile(Number(flags.events));
for (const query of nexmarkQueries) {
  if (flags.only.length === 0 || flags.only.includes(query)) measure(query, path);
}
