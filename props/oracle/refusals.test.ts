/**
 * Every recorded refusal, and ours beside it: a stable code, a place in the text, and a caret under
 * it. Refusals while running name what failed instead of a place.
 */
import { join } from 'node:path';
import test from 'ava';
import { formatError } from '../../core/errors.js';
import { projectRoot } from '../../tools/project-root.js';
import { findCases, type Case } from '../../tools/oracle/cases.js';
import { runCase } from '../../tools/oracle/run-case.js';

const dir = join(projectRoot(), 'sql/cases');

/** What is wrong with how a case is refused; null when nothing is. */
async function complaint(one: Case): Promise<string | null> {
  const answer = await runCase(one.sql, join(dir, 'data'), undefined, [null]);
  if (answer.kind === 'rows') return 'is not refused';
  const { error, phase } = answer;
  const text = formatError(error);
  if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(error.code)) return `code ${error.code}`;
  if (phase === 'run') return null;
  if (error.span === null) return `no place: ${text}`;
  if (error.sql === null) return `no text: ${text}`;
  if (error.span.end <= error.span.start) return `an empty place: ${text}`;
  return /^ *\| *\^+/m.test(text) ? null : `no caret: ${text}`;
}

for (const area of ['scalar', 'ddl', 'join', 'aggregate', 'window', 'nexmark']) {
  test(`${area}: refusals have a code, a place and a caret`, async (t) => {
    const refused = findCases(dir, new RegExp(`^${area}/`)).filter(
      (one) => one.expected.kind === 'refused',
    );
    const wrong: string[] = [];
    for (const one of refused) {
      const found = await complaint(one);
      if (found !== null) wrong.push(`${one.name}: ${found}`);
    }
    t.deepEqual(wrong, []);
    t.log(`${refused.length} refusals`);
  });
}
