/**
 * npm run bench:flink -- [--only qN]... [--events N] [--compare-events N] [--runs N] [--backends
 * rocksdb,hashmap]
 *                        [--checkpoint MS] [--json]
 * Millrace beside a real Flink: the same events from one JSON-lines file, the same SQL, one worker
 * against one slot,
 * incremental exactly-once checkpoints at the same interval, alternating runs, each after a warm-up
 * run in its own
 * process (--runs 0: only compare). First both results are compared row by row; a query whose
 * results differ is not timed.
 */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runTurns } from '../jobs/run-job.js';
import { eventFile, scratchFolder } from '../nexmark/event-file.js';
import { nexmarkQueries, queryScript, timedScript } from '../nexmark/script.js';
import { compareResults } from './compare-results.js';
import { flinkResult, flinkTime } from './flink-process.js';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    events: { type: 'string', default: '1000000' },
    'compare-events': { type: 'string', default: '100000' },
    runs: { type: 'string', default: '2' },
    backends: { type: 'string', default: 'rocksdb,hashmap' },
    checkpoint: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
});

interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

const scratch = scratchFolder();

function say(line: string): void {
  if (!flags.json) process.stdout.write(`${line}\n`);
}

async function sourceOf(events: number): Promise<{ kind: 'file'; path: string }> {
  return { kind: 'file', path: relative(scratch, await eventFile(events)) };
}

async function isEqual(query: string): Promise<boolean> {
  const sql = queryScript(query, await sourceOf(Number(flags['compare-events'])));
  const script = join(scratch, `${query}.sql`);
  writeFileSync(script, sql);
  const result = await compareResults(sql, scratch, await flinkResult(script, scratch));
  const verdict = result.difference === null ? 'equal to Flink' : `DIFFERS: ${result.difference}`;
  say(`${query}: ${result.rows} rows of ${flags['compare-events']} events, ${verdict}`);
  if (result.difference !== null) process.exitCode = 1;
  return result.difference === null;
}

/** The best of the runs by CPU time, for us and for each backend of Flink, taken in turn. */
async function timeAll(query: string): Promise<Map<string, Timed>> {
  const sql = timedScript(query, await sourceOf(Number(flags.events)));
  const script = join(scratch, `${query}-timed.sql`);
  writeFileSync(script, sql);
  const best = new Map<string, Timed>();
  const keep = (name: string, timed: Timed): void => {
    if ((best.get(name)?.cpuMs ?? Infinity) > timed.cpuMs) best.set(name, timed);
  };
  for (let run = 0; run < Number(flags.runs); run++) {
    const checkpointMs = Number(flags.checkpoint);
    const job = { sql, baseDir: scratch, checkpointMs, options: {} };
    const ours = runTurns({ runs: [job], warmUps: 1, rounds: 1 })[0]![0]!;
    keep('millrace', { ...ours, memoryMb: ours.peakMb });
    for (const backend of flags.backends.split(',')) {
      keep(backend, flinkTime(script, scratch, backend, `${checkpointMs} ms`));
    }
  }
  return best;
}

function show(query: string, times: ReadonlyMap<string, Timed>): void {
  const ours = times.get('millrace')!;
  for (const [name, { wallMs, cpuMs, memoryMb }] of times) {
    const ratios = { wall: wallMs / ours.wallMs, cpu: cpuMs / ours.cpuMs };
    const events = Number(flags.events);
    if (flags.json)
      process.stdout.write(
        `${JSON.stringify({ query, name, events, wallMs, cpuMs, memoryMb, ratios })}\n`,
      );
    const perSecond = (ms: number): string => `${Math.round(events / ms)}`.padStart(6);
    say(
      `  ${name.padEnd(9)} ${perSecond(wallMs)} k/s ${perSecond(cpuMs)} k/cpu s ` +
        `${memoryMb.toFixed(0).padStart(6)} MB` +
        (name === 'millrace'
          ? ''
          : `   ${ratios.wall.toFixed(1)}x wall, ${ratios.cpu.toFixed(1)}x cpu`),
    );
  }
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Flink's time over ours, per backend. */
const ratios = new Map<string, { readonly cpu: number[]; readonly wall: number[] }>();
for (const query of nexmarkQueries) {
  if (flags.only.length > 0 && !flags.only.includes(query)) continue;
  if (!(await isEqual(query)) || flags.runs === '0') continue;
  const times = await timeAll(query);
  show(query, times);
  const ours = times.get('millrace')!;
  for (const backend of flags.backends.split(',')) {
    const of = ratios.get(backend) ?? { cpu: [], wall: [] };
    ratios.set(backend, of);
    of.cpu.push(times.get(backend)!.cpuMs / ours.cpuMs);
    of.wall.push(times.get(backend)!.wallMs / ours.wallMs);
  }
}
for (const [backend, { cpu, wall }] of ratios) {
  const summary = (all: readonly number[]): string =>
    `${geometricMean(all).toFixed(1)}x (least ${Math.min(...all).toFixed(1)}x)`;
  say(`${backend}: geometric mean ${summary(cpu)} per CPU second, ${summary(wall)} per second`);
}
