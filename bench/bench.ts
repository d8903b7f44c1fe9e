/**
 * npm run bench -- [--only TEXT]... [--events N] [--json] [--save] [--shares]
 * Micro benchmarks in this process, then whole jobs, one fresh process each. Rates are per CPU
 * second and per wall
 * second; --shares adds a profiled run of each job; the last column is the ratio to
 * bench/baseline.json, corrected by how fast the machine is now.
 */
import { parseArgs } from 'node:util';
import { readBaseline, ratio, saveBaseline } from './baseline.js';
import { calibrate } from './calibration.js';
import { jobBenches } from './jobs/jobs.js';
import { runJob } from './jobs/run-job.js';
import { profileShares } from './jobs/shares.js';
import { runMicro } from './micro/run-micro.js';
import { microBenches } from './micro/benches.js';

interface Line {
  readonly name: string;
  /** Events or operations per second. */
  readonly perCpu: number;
  readonly perWall: number;
  readonly notes: Readonly<Record<string, unknown>>;
}

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    events: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    shares: { type: 'boolean', default: false },
  },
});
const chosen = (name: string): boolean =>
  flags.only.length === 0 || flags.only.some((text) => matches(name, text));

/** `file/q1` is that one alone, `file/` or `join` everything that contains it. */
function matches(name: string, text: string): boolean {
  return /q\d+$/.test(text) ? name === text || name.endsWith(`/${text}`) : name.includes(text);
}

const calibration = calibrate();
const baseline = readBaseline();
const rates: Record<string, number> = {};

function report(line: Line): void {
  rates[line.name] = line.perCpu;
  const against = ratio(baseline, calibration, line.name, line.perCpu);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ ...line, ratio: against })}\n`);
    return;
  }
  const notes = Object.entries(line.notes)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
  const compared = against === null ? '' : `${against.toFixed(2)}x`;
  process.stdout.write(
    `${line.name.padEnd(28)} ${amount(line.perCpu)}/cpu s ${amount(line.perWall)}/s ` +
      `${compared.padStart(7)}  ${notes}\n`,
  );
}

function amount(rate: number): string {
  return Math.round(rate).toLocaleString('en-US').padStart(13);
}

async function main(): Promise<void> {
  if (!flags.json) process.stdout.write(`calibration: ${calibration} M steps per CPU second\n`);
  const micro = microBenches.filter(({ name }) => chosen(name));
  if (micro.length > 0) await runMicro(micro, report);
  const events = Number(flags.events);
  for (const bench of jobBenches.filter(({ name }) => chosen(name))) {
    const run = await bench.prepare(events);
    const result = runJob(run);
    const profiled = flags.shares ? { shares: JSON.stringify(profileShares(run)) } : {};
    const { wallMs, cpuMs, busy, events: count, ...notes } = result;
    const shares = busy.map(([kind, ms]) => `${kind}=${ms}`).join(' ');
    report({
      name: bench.name,
      perCpu: Math.round((count / cpuMs) * 1000),
      perWall: Math.round((count / wallMs) * 1000),
      notes: { ...notes, busyMs: shares, ...profiled },
    });
  }
  if (flags.save) saveBaseline(baseline, calibration, rates);
}

await main();
