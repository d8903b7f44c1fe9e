/**
 * `npm run mutate [-- PATTERN]`: is every deliberate fault caught? Each mutation is applied to a
 * copy of
 * the compiled code, its test is run there and must fail. Prints a table; exits 1 when one
 * survives.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../project-root.js';
import { mutations } from './mutations.js';
import type { Mutation } from './mutations.js';

const root = projectRoot();
const build = join(import.meta.dirname, '..', '..');
const copy = join(root, 'build', `mutant-${process.pid}`);

interface Outcome {
  readonly mutation: Mutation;
  readonly verdict: 'caught' | 'SURVIVED' | 'STALE';
  readonly seconds: number;
}

function main(pattern: string): number {
  const chosen = mutations.filter(({ name }) => name.includes(pattern));
  cpSync(build, copy, { recursive: true });
  try {
    for (const broken of brokenTests(chosen)) {
      process.stdout.write(`${broken} fails without any mutation\n`);
      return 1;
    }
    const outcomes = chosen.map(tryMutation);
    return outcomes.every(({ verdict }) => verdict === 'caught') ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A test that fails anyway catches nothing. */
function brokenTests(chosen: readonly Mutation[]): string[] {
  const tests = new Map(chosen.map((mutation) => [`${mutation.test} ${mutation.match}`, mutation]));
  return [...tests].filter(([, mutation]) => !passes(mutation)).map(([name]) => name);
}

function tryMutation(mutation: Mutation): Outcome {
  const started = performance.now();
  const path = join(copy, `${mutation.file}.js`);
  const text = readFileSync(path, 'utf8');
  const mutant = mutated(text, mutation);
  let verdict: Outcome['verdict'] = 'STALE';
  if (mutant !== null) {
    writeFileSync(path, mutant);
    verdict = passes(mutation) ? 'SURVIVED' : 'caught';
    writeFileSync(path, text);
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  const columns = [verdict.padEnd(8), mutation.name.padEnd(62), `${mutation.test}.ts`];
  process.stdout.write(`${columns.join('  ')}  ${seconds.toFixed(1)} s\n`);
  return { mutation, verdict, seconds };
}

/** null: the text to replace is not there exactly once. */
function mutated(text: string, { from, to }: Mutation): string | null {
  const words = from
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(words.join('\\s+'), 'g');
  return [...text.matchAll(pattern)].length === 1 ? text.replace(pattern, () => to) : null;
}

function passes({ test, match }: Mutation): boolean {
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/ava/entrypoints/cli.mjs'),
      relative(root, join(copy, `${test}.js`)),
      `--match=${match}`,
      '--fail-fast',
    ],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, MILLRACE_BUILD: relative(root, copy), PROP_SHRINK: '0' },
    },
  );
  return result.status === 0;
}

process.exitCode = main(process.argv[2] ?? '');
