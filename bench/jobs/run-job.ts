/** Starts a fresh process for one run of a job. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobResult, JobRun } from './job-run.js';

/** Throws when the process fails; its standard error is passed through. */
export function runJob(run: JobRun, nodeFlags: readonly string[] = []): JobResult {
  const program = fileURLToPath(new URL('./job-process.js', import.meta.url));
  const output = execFileSync(process.execPath, [...nodeFlags, program], {
    input: JSON.stringify(run),
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 1 << 24,
  });
  return JSON.parse(output.toString('utf8')) as JobResult;
}
