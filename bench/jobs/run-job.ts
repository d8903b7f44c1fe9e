/** Starts a fresh process for runs of jobs. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobResult, JobRun, JobTurns } from './job-run.js';

/** One run. Throws when the process fails; its standard error is passed through. */
export function runJob(run: JobRun, nodeFlags: readonly string[] = []): JobResult {
  return runTurns({ runs: [run], warmUps: 0, rounds: 1 }, nodeFlags)[0]![0]!;
}

/** The rounds of each run; throws as `runJob`. */
export function runTurns(turns: JobTurns, nodeFlags: readonly string[] = []): JobResult[][] {
  const program = fileURLToPath(new URL('./job-process.js', import.meta.url));
  const output = execFileSync(process.execPath, [...nodeFlags, program], {
    input: JSON.stringify(turns),
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 1 << 24,
  });
  return JSON.parse(output.toString('utf8')) as JobResult[][];
}
