/** Properties as AVA tests whose failures say how to run them again. */
import type { ExecutionContext } from 'ava';
import test from 'ava';
import fc from 'fast-check';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Smaller counterexamples are looked for this long: after a failure, and behind PROP_PATH. */
const SHRINK_MS = 60_000;

/**
 * Checks the property as the one assertion of a test. A failure shows the seed and path of its
 * counterexample, the command that runs it again, and `show` of it. Properties throw: what `t.is`
 * and its like say about a value is lost to fast-check, which then finds no counterexample.
 *
 * PROP_SEED and PROP_PATH run a failure again, PROP_RUNS stands in for `numRuns`, PROP_SHRINK=0
 * takes the first counterexample as it is.
 */
export async function checkProperty<Ts>(
  t: ExecutionContext,
  property: fc.IRawProperty<Ts>,
  numRuns = 100,
  show?: (values: Ts) => string,
): Promise<void> {
  const found = await fc.check(property, parameters<Ts>(numRuns));
  if (!found.failed) {
    t.pass();
    return;
  }
  const details = process.env.PROP_SHRINK === '0' ? found : await shrunk(t, property, found);
  const { counterexample } = details;
  const shown = show === undefined || counterexample === null ? '' : `${show(counterexample)}\n`;
  t.fail(`${replay(t.title, details)}\n${shown}${fc.defaultReportMessage(details)}`);
}

function parameters<Ts>(numRuns: number): fc.Parameters<Ts> {
  const { PROP_PATH, PROP_RUNS, PROP_SEED } = process.env;
  return {
    numRuns: PROP_RUNS === undefined ? numRuns : Number(PROP_RUNS),
    endOnFailure: true,
    includeErrorInReport: true,
    ...(PROP_SEED === undefined ? {} : { seed: Number(PROP_SEED) }),
    ...(PROP_SEED === undefined || PROP_PATH === undefined
      ? {}
      : { path: PROP_PATH, interruptAfterTimeLimit: SHRINK_MS }),
  };
}

/** The failure with the smallest counterexample that is found in time. */
async function shrunk<Ts>(
  t: ExecutionContext,
  property: fc.IRawProperty<Ts>,
  found: fc.RunDetails<Ts>,
): Promise<fc.RunDetails<Ts>> {
  if (found.counterexamplePath === null) return found;
  const again = await fc.check(property, {
    seed: found.seed,
    path: found.counterexamplePath,
    numRuns: 1,
    includeErrorInReport: true,
    interruptAfterTimeLimit: SHRINK_MS,
  });
  if (again.counterexample !== null) return again;
  if (!again.interrupted)
    t.log('Run again from its seed it did not fail: it depends on something else, too.');
  return found;
}

/** The command line that goes to the counterexample at once. */
function replay<Ts>(title: string, { seed, counterexamplePath }: fc.RunDetails<Ts>): string {
  const file = relative(process.cwd(), fileURLToPath(test.meta.file));
  const path = counterexamplePath === null ? '' : ` PROP_PATH=${counterexamplePath}`;
  const build = process.env.MILLRACE_BUILD;
  const start = build === undefined ? '' : `MILLRACE_BUILD=${build} `;
  const quoted = `'${title.replaceAll("'", "'\\''")}'`;
  return `${start}PROP_SEED=${seed}${path} npx ava ${file} --match=${quoted}`;
}
