/**
 * `npm run mutate [-- PATTERN]`: is every deliberate fault caught? Each mutation is applied to a
 * copy of the compiled code, its test file is run there and a test must fail. Prints for each one
 * the test that caught it; exits 1 when one survives. The properties run from one seed (PROP_SEED).
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { mutated } from './mutated.js';
import { mutations } from './mutations.js';
import type { Mutation } from './mutations.js';
import { runTest } from './run-test.js';
import type { TestRun } from './run-test.js';

const root = projectRoot();
const build = join(import.meta.dirname, '..', '..');
const copy = join(root, 'build', `mutant-${process.pid}`);

type Verdict = 'caught' | 'SURVIVED' | 'STALE' | 'NO VERDICT';

function main(pattern: string): number {
  const chosen = mutations.filter(({ name }) => name.includes(pattern));
  cpSync(build, copy, { recursive: true });
  try {
    if (chosen.length === 0) {
      process.stdout.write(`no mutation has "${pattern}" in its name\n`);
      return 1;
    }
    const broken = brokenTests(chosen);
    if (broken.length > 0) {
      process.stdout.write(`these must pass before anything is mutated:\n${broken.join('')}`);
      return 1;
    }
    const verdicts = chosen.map(tryMutation);
    return verdicts.every((verdict) => verdict === 'caught') ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A test that fails anyway catches nothing. Why they fail, one after the other. */
function brokenTests(chosen: readonly Mutation[]): string[] {
  const tests = new Map(chosen.map((mutation) => [`${mutation.test} ${mutation.match}`, mutation]));
  const broken: string[] = [];
  for (const [name, mutation] of tests) {
    const run = runTest(root, copy, mutation);
    if (run.end !== 'passed') {
      broken.push(`\n${name}: ${run.end} after ${seconds(run)}\n${run.tail}\n`);
    }
  }
  return broken;
}

function tryMutation(mutation: Mutation): Verdict {
  const path = join(copy, `${mutation.file}.js`);
  const text = readFileSync(path, 'utf8');
  const mutant = mutated(text, mutation.edits);
  if (mutant === null) return report(mutation, 'STALE', 'an edit does not fit exactly once');
  writeFileSync(path, mutant);
  const run = runTest(root, copy, mutation);
  writeFileSync(path, text);
  switch (run.end) {
    case 'failed':
      return report(mutation, 'caught', `${run.failures.join('; ')}  ${seconds(run)}`);
    case 'passed':
      return report(mutation, 'SURVIVED', seconds(run));
    default:
      return report(mutation, 'NO VERDICT', `${run.end} after ${seconds(run)}\n${run.tail}`);
  }
}

function report(mutation: Mutation, verdict: Verdict, what: string): Verdict {
  process.stdout.write(`${verdict.padEnd(10)} ${mutation.name}\n    ${mutation.test}: ${what}\n`);
  return verdict;
}

function seconds(run: TestRun): string {
  return `${(run.durationMs / 1000).toFixed(1)} s`;
}

process.exitCode = main(process.argv[2] ?? '');
