/**
 * `npm run oracle -- [--dir DIR] [--data DIR] [--only PATTERN] [--seed N] [--json]`: SQL cases,
 * four ways each.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../project-root.js';
import { findCases } from './cases.js';
import { judge, type Verdict } from './judge.js';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    data: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const dir = values.dir ?? join(projectRoot(), 'sql/cases');
const data = join(values.data ?? dir, 'data');
const seed = Number(values.seed ?? process.env.PROP_SEED ?? 1);
const cases = findCases(dir, values.only === undefined ? null : new RegExp(values.only));
const verdicts: Verdict[] = [];
for (const one of cases) {
  const verdict = await judge(one, data, seed);
  verdicts.push(verdict);
  if (values.json === true) printJson(verdict);
  else if (verdict.status === 'failed')
    process.stdout.write(`FAILED ${one.area}/${one.name}\n  ${verdict.message}\n`);
}
if (values.json !== true) printSummary(verdicts);
process.exitCode = verdicts.some((v) => v.status === 'failed' || v.status === 'unsupported')
  ? 1
  : 0;

function printJson({ area, name, status, ways, message }: Verdict): void {
  if (status === 'open') return;
  process.stdout.write(
    `${JSON.stringify({ area, name, passed: status === 'passed', ways, message })}\n`,
  );
}

function printSummary(all: readonly Verdict[]): void {
  for (const area of new Set(all.map((v) => v.area))) {
    const here = all.filter((v) => v.area === area && v.status !== 'open');
    const count = (status: Verdict['status']): number =>
      here.filter((v) => v.status === status).length;
    const notYet = count('unsupported');
    process.stdout.write(
      `${area}: ${count('passed')} of ${here.length} passed, ${count('failed')} failed, ` +
        `${notYet} not yet supported\n`,
    );
  }
  const notYet = all.filter((v) => v.status === 'unsupported');
  for (const { area, name, message } of notYet) {
    process.stdout.write(`not yet: ${area}/${name}: ${message.split('\n')[0]!}\n`);
  }
}
