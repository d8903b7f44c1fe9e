/** One AVA process for one test file: what became of it, and which tests failed. */
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';

/** A whole file, also on a machine that does much else. */
const TIMEOUT_MS = 20 * 60_000;
const TAIL_CHARS = 3000;

export interface TestRun {
  /** 'timed out' and 'broke off' (no test was judged) say nothing about the code. */
  readonly end: 'passed' | 'failed' | 'timed out' | 'broke off';
  /** Titles of the tests that failed. */
  readonly failures: readonly string[];
  /** The end of what AVA wrote. */
  readonly tail: string;
  readonly durationMs: number;
}

export interface TestChoice {
  /** Compiled test file, without extension, from the build's root. */
  readonly test: string;
  /** Titles to run (AVA's --match). */
  readonly match: string;
}

/** Runs the chosen tests of the build in `folder`. */
export function runTest(root: string, folder: string, { test, match }: TestChoice): TestRun {
  const started = performance.now();
  const ava = join(root, 'node_modules/ava/entrypoints/cli.mjs');
  const file = relative(root, join(folder, `${test}.js`));
  const result = spawnSync(
    process.execPath,
    [ava, file, `--match=${match}`, '--fail-fast', '--timeout=15m'],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        MILLRACE_BUILD: relative(root, folder),
        PROP_SHRINK: '0',
        PROP_SEED: process.env.PROP_SEED ?? '20011',
      },
    },
  );
  const output = `${result.stdout}${result.stderr}`;
  const failures = [...output.matchAll(/✘ \[fail\]: (.*)/g)].map((found) =>
    found[1]!.slice(0, 100),
  );
  return {
    end: endOf(result.status, result.signal, failures.length),
    failures,
    tail: output.slice(-TAIL_CHARS),
    durationMs: performance.now() - started,
  };
}

function endOf(status: number | null, signal: string | null, failures: number): TestRun['end'] {
  if (signal !== null) return 'timed out';
  if (status === 0) return 'passed';
  return failures > 0 ? 'failed' : 'broke off';
}
