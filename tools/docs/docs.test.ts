import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { formatList } from '../../connectors/formats/formats.js';
import { tableConnectors } from '../../connectors/registry.js';
import { projectRoot } from '../project-root.js';
import { coverage } from './coverage.js';
import { PAGES } from './pages.js';

for (const [path, page] of PAGES) {
  test(`${path} is what npm run docs writes`, (t) => {
    t.is(readFileSync(join(projectRoot(), path), 'utf8'), page());
  });
}

test('docs/CONNECTORS.md names every option that has an effect', (t) => {
  const text = readFileSync(join(projectRoot(), 'docs/CONNECTORS.md'), 'utf8');
  const named = (...names: readonly string[]): boolean =>
    names.some((name) => text.includes(`\`${name}\``));
  for (const { name: format, options } of formatList()) {
    for (const { name } of options) t.true(named(name, name.slice(format.length + 1)), name);
  }
  const connectors = tableConnectors();
  for (const connector of connectors.names()) {
    for (const { name, doc } of connectors.get(connector)!.options) {
      const isPart = named(name, name.replace(/^fields\.\*/, ''));
      t.true(isPart || doc.startsWith('Accepted'), `${connector}: ${name}`);
    }
  }
});

test('what Flink has and we have not is known', (t) => {
  const missing = coverage().filter((entry) => entry.status === 'no');
  t.deepEqual(
    missing.map((entry) => entry.flink),
    [],
  );
});
