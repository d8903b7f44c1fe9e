/**
 * npm run bench:checkpoints -- [--only qN]... [--events N] [--runs N] [--interval MS] [--json]
 * What checkpoints cost: each query from a file of JSON lines without checkpoints (state in memory)
 * and with one every `interval` ms (logged to disk, snapshots), in turn in one process, behind a
 * warm-up run of each: processes differ by more than checkpoints cost. Prints the CPU time of all
 * runs of each kind and what part of the rate is lost; exits 1 when a query loses more than 15 %.
 */
import { parseArgs } from 'node:util';
import type { JobResult } from './jobs/job-run.js';
import { runTurns } from './jobs/run-job.js';
import { eventFile } from './nexmark/event-file.js';
import { nexmarkQueries, timedScript } from './nexmark/script.js';

const LOSS_MAX = 0.15;

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    events: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    interval: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});

/** CPU and wall milliseconds of all runs, and the rest of the last one. */
interface Sum {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly pauseMaxMs: number;
  readonly last: JobResult;
}

function sumOf(runs: readonly JobResult[]): Sum {
  const total = (of: (run: JobResult) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0);
  return {
    cpuMs: total((run) => run.cpuMs),
    wallMs: total((run) => run.wallMs),
    pauseMaxMs: Math.max(...runs.map((run) => run.pauseMaxMs)),
    last: runs.at(-1)!,
  };
}

function measure(query: string, path: string): void {
  const sql = timedScript(query, { kind: 'file', path });
  const runs = [null, Number(flags.interval)].map((checkpointMs) => {
    return { sql, baseDir: '.', options: {}, checkpointMs };
  });
  const [off, on] = runTurns({ runs, warmUps: 1, rounds: Number(flags.runs) });
  report(query, sumOf(off!), sumOf(on!));
}

function report(query: string, off: Sum, on: Sum): void {
  const cpuLoss = 1 - off.cpuMs / on.cpuMs;
  const wallLoss = 1 - off.wallMs / on.wallMs;
  if (cpuLoss > LOSS_MAX) process.exitCode = 1;
  const line = { query, offCpuMs: off.cpuMs, onCpuMs: on.cpuMs, cpuLoss, wallLoss };
  const { checkpoints, checkpointBytes } = on.last;
  if (flags.json) {
    const all = { ...line, checkpoints, checkpointBytes, pauseMaxMs: on.pauseMaxMs };
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(7);
  process.stdout.write(
    `${query.padEnd(4)} off ${off.cpuMs} ms, on ${on.cpuMs} ms of CPU: loses ${percent(cpuLoss)} ` +
      `(wall ${percent(wallLoss)}), ${checkpoints} checkpoints, ` +
      `${(checkpointBytes / 1e6).toFixed(1)} MB, longest pause ${on.pauseMaxMs} ms\n`,
  );
}

const path = await eventFile(Number(flags.events));
for (const query of nexmarkQueries) {
  if (flags.only.length === 0 || flags.only.includes(query)) measure(query, path);
}
