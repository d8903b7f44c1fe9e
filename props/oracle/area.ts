/**
 * One area of the SQL cases as AVA tests, four ways each. `not-yet.txt` names the cases that the
 * engine does not
 * support so far, with the reason; a case of that list which passes fails the test, so that the
 * list stays true.
 */
import test from 'ava';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCases } from '../../tools/oracle/cases.js';
import { judge } from '../../tools/oracle/judge.js';
import { projectRoot } from '../../tools/project-root.js';

const seed = 1;

/** "area/name" -> reason. */
export function notYet(): ReadonlyMap<string, string> {
  const text = readFileSync(join(projectRoot(), 'props/oracle/not-yet.txt'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.split(' ')[0]!, line.slice(line.indexOf(' ') + 1)]));
}

/** Declares one test a case. */
export function testArea(area: string): void {
  const dir = join(projectRoot(), 'sql/cases');
  const waiting = notYet();
  for (const one of findCases(dir, new RegExp(`^${area}/`))) {
    if (one.expected.kind === 'open') continue;
    const name = `${one.area}/${one.name}`;
    const reason = waiting.get(name);
    const title = reason === undefined ? name : `${name} is not yet supported: ${reason}`;
    test.serial(title, async (t) => {
      const verdict = await judge(one, join(dir, 'data'), seed);
      const replay = `replay: npm run oracle -- --only '^${name}$' --seed ${seed}`;
      if (reason === undefined) t.is(verdict.message, '', replay);
      else t.not(verdict.status, 'passed', `${name} passes: take it off props/oracle/not-yet.txt`);
    });
  }
}
