/** Where a job's time goes, by part of the engine, from a CPU profile of its process. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobRun } from './job-run.js';
import { runJob } from './run-job.js';

interface Profile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const parts: readonly (readonly [part: string, url: RegExp])[] = [
  ['source', /\/connectors\/|\/core\/(column-builder|utf8)|\/storage\/node-files/],
  ['expressions', /\/engine\/(expr|functions)\//],
  ['state', /\/engine\/state\/|\/storage\//],
  ['operators', /\/engine\/(operators|aggregates)\//],
  ['runtime', /\/engine\//],
];

/** Percent by part; starting up, planning and waiting are left out. */
export function profileShares(run: JobRun): Readonly<Record<string, number>> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-profile-'));
  try {
    runJob(run, ['--cpu-prof', `--cpu-prof-dir=${dir}`]);
    const file = join(dir, readdirSync(dir)[0]!);
    return shares(JSON.parse(readFileSync(file, 'utf8')) as Profile);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function shares(profile: Profile): Record<string, number> {
  const partOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, part(callFrame)]));
  const sums: Record<string, number> = {};
  let total = 0;
  profile.samples.forEach((id, i) => {
    const name = partOf.get(id) ?? null;
    if (name === null) return;
    sums[name] = (sums[name] ?? 0) + profile.timeDeltas[i]!;
    total += profile.timeDeltas[i]!;
  });
  const entries = Object.entries(sums).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(entries.map(([name, us]) => [name, Math.round((us / total) * 100)]));
}

/** null: not the job's own work. Code without file and name is compiled expressions. */
function part({ functionName, url }: { functionName: string; url: string }): string | null {
  if (functionName === '(garbage collector)') return 'garbage';
  if (url.startsWith('wasm:')) return 'source'; // the kernel of the JSON reader
  if (functionName === 'read' || /^(isUtf8|utf8Slice)$/.test(functionName)) return 'source';
  if (url === '') return functionName === '' ? 'expressions' : null;
  if (url.startsWith('node:buffer')) return 'source';
  return parts.find(([, pattern]) => pattern.test(url))?.[0] ?? null;
}
