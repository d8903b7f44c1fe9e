/** Every example is run as a newcomer would run it. */
import test from 'ava';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tools/project-root.js';

const root = projectRoot();
const expected: Readonly<Record<string, RegExp>> = {
  hello: /^Bergen: 1\nOslo: 2\n$/,
  arrow: /^sensor: Int32, celsius: Float64\n(.*\n)*10 rows\n$/,
  'user-functions':
    /^ada \| 14\.88 EUR\n(.*\n)*ada \| 2 \| milk\n(.*\n)*coffee\ntea,milk \| London\nsugar \| Lon/,
  push: /^(\+I 2026-01-01 12:00:10.000 \/(home 2|shop 1)\n){2}\+I .*12:00:20.000 \/home 1\n$/,
  resume: /^stopped after some rows\nwent on from checkpoint: true\n42857 rows\n$/,
};

const names = readdirSync(join(root, 'examples'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length));

test('every example has its expected output here', (t) => {
  t.deepEqual(
    names.filter((name) => !(name in expected)),
    [],
  );
});
for (const name of names) {
  test(`examples/${name}.ts`, (t) => {
    const run = spawnSync(process.execPath, [join(root, 'dist/examples', `${name}.js`)], {
      encoding: 'utf8',
    });
    t.is(run.status, 0, run.stderr);
    t.regex(run.stdout, expected[name] ?? /never/);
  });
}
