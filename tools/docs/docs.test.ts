import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectRoot } from '../project-root.js';
import { coverage } from './coverage.js';
import { PAGES } from './pages.js';

for (const [path, page] of PAGES) {
  test(`${path} is what npm run docs writes`, (t) => {
    t.is(readFileSync(join(projectRoot(), path), 'utf8'), page());
  });
}

test('what Flink has and we have not is known', (t) => {
  const missing = coverage().filter((entry) => entry.status === 'no');
  t.deepEqual(
    missing.map((entry) => entry.flink),
    [],
  );
});
