/** Properties as AVA tests whose failures say how to run them again. */
import type { ExecutionContext } from 'ava';
import test from 'ava';
import fc from 'fast-check';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Checks the property as the one assertion of a test. A failure shows the seed and path of its
 * counterexample and the command that runs it again, and `show` of it. Properties throw: what
 * `t.is` and its like say about a value is lost to fast-check, which then finds no counterexample.
 *
 * PROP_SEED and PROP_PATH run a failure again, PROP_RUNS stands in for `numRuns`. PROP_SHRINK=0
 * takes the first counterexample as it is, as in CI (shrinking takes minutes); PROP_SHRINK=1
 * shrinks there, too.
 */
export async function checkProperty<Ts>(
  t: ExecutionContext,
  property: fc.IRawProperty<Ts>,
  numRuns = 100,
  show?: (values: Ts) => string,
): Promise<void> {
  const details = await fc.check(property, parameters<Ts>(numRuns));
  if (!details.failed) {
    t.pass();
    return;
  }
  const { counterexample } = details;
  const shown = show === undefined || counterexample === null ? '' : `${show(counterexample)}\n`;
  t.fail(`${replay(t.title, details)}\n${shown}${fc.defaultReportMessage(details)}`);
}

function parameters<Ts>(numRuns: number): fc.Parameters<Ts> {
  const { CI, PROP_PATH, PROP_RUNS, PROP_SEED, PROP_SHRINK } = process.env;
  return {
    numRuns: PROP_RUNS === undefined ? numRuns : Number(PROP_RUNS),
    endOnFailure: PROP_SHRINK === undefined ? CI !== undefined : PROP_SHRINK === '0',
    includeErrorInReport: true,
    ...(PROP_SEED === undefined ? {} : { seed: Number(PROP_SEED) }),
    ...(PROP_SEED === undefined || PROP_PATH === undefined ? {} : { path: PROP_PATH }),
  };
}

/** The command line that goes to the counterexample at once. */
function replay<Ts>(title: string, { seed, counterexamplePath }: fc.RunDetails<Ts>): string {
  const file = relative(process.cwd(), fileURLToPath(test.meta.file));
  const path = counterexamplePath === null ? '' : ` PROP_PATH=${counterexamplePath}`;
  const build = process.env.MILLRACE_BUILD;
  const quoted = `'${title.replaceAll("'", "'\\''")}'`;
  const start = build === undefined ? '' : `MILLRACE_BUILD=${build} `;
  return `${start}PROP_SEED=${seed}${path} npx ava ${file} --match=${quoted}`;
}
