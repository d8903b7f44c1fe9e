/** Runs jobs in a fresh process: reads JobTurns from the standard input, prints JobResult[][]. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobHandle } from '../../api/job-handle.js';
import { open } from '../../api/open.js';
import { assert } from '../../core/assert.js';
import type { JobResult, JobRun, JobTurns } from './job-run.js';

/** Collects the pace while the job runs. */
class Watch {
  readonly #pace: (readonly [ms: number, rows: number])[] = [];
  #polls = 0;

  polled(rows: number): void {
    if (++this.#polls % 8 !== 0) return;
    this.#pace.push([performance.now(), rows]);
  }
  /** Events per second between two fractions of the events. */
  rate(from: number, to: number): number {
    const total = this.#pace.at(-1)?.[1] ?? 0;
    const at = (share: number): readonly [number, number] | undefined =>
      this.#pace.find(([, rows]) => rows >= share * total);
    const [a, b] = [at(from), at(to)];
    if (a === undefined || b === undefined || b[0] <= a[0]) return 0;
    return Math.round(((b[1] - a[1]) * 1000) / (b[0] - a[0]));
  }
}

async function runOnce(run: JobRun): Promise<JobResult> {
  const dir = run.checkpointMs === null ? null : mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const interval = { 'execution.checkpointing.interval': `${run.checkpointMs} ms` };
  const options = { ...(dir === null ? {} : interval), ...run.options };
  const db = await open({ baseDir: run.baseDir, ...(dir === null ? {} : { dir }), options });
  const watch = new Watch();
  let handle: JobHandle | null = null;
  const start = { onPoll: (rows: number): void => watch.polled(rows) };
  try {
    const cpu = process.cpuUsage();
    const began = performance.now();
    for await (const outcome of db.run(run.sql, start)) {
      if (outcome.kind !== 'insert') continue;
      handle = outcome.job;
      await handle.finished;
    }
    const wallMs = performance.now() - began;
    const used = process.cpuUsage(cpu);
    assert(handle !== null, 'a script to measure ends in a job');
    return resultOf(handle, watch, wallMs, (used.user + used.system) / 1000);
  } finally {
    await db.close();
    if (dir !== null) rmSync(dir, { recursive: true, force: true });
  }
}

function resultOf(job: JobHandle, watch: Watch, wallMs: number, cpuMs: number): JobResult {
  const metrics = job.metrics();
  const busy = metrics.operators.map((op) => [op.kind, Math.round(op.busyMs)] as const);
  return {
    events: metrics.rowsIn,
    wallMs: Math.round(wallMs),
    cpuMs: Math.round(cpuMs),
    peakMb: Math.round(peakKb() / 1024),
    checkpoints: metrics.checkpointsCompleted,
    checkpointBytes: metrics.checkpointBytes,
    pauseMaxMs: Number(metrics.checkpointPauseMaxMs.toFixed(1)),
    firstFifth: watch.rate(0, 0.2),
    lastFifth: watch.rate(0.8, 1),
    busy,
  };
}

/** Where there is no /proc, the number includes what the parent had when it forked. */
function peakKb(): number {
  const status = '/proc/self/status';
  const line = existsSync(status) ? /VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8')) : null;
  return line === null ? process.resourceUsage().maxRSS : Number(line[1]);
}

const { runs, warmUps, rounds } = JSON.parse(readFileSync(0, 'utf8')) as JobTurns;
for (let i = 0; i < warmUps; i++) for (const run of runs) await runOnce(run);
const results: JobResult[][] = runs.map(() => []);
for (let i = 0; i < rounds; i++) {
  for (const [r, run] of runs.entries()) results[r]!.push(await runOnce(run));
}
process.stdout.write(`${JSON.stringify(results)}\n`);
