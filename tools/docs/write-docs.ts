/** `npm run docs`: writes the generated pages of docs/. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { PAGES } from './pages.js';

for (const [path, page] of PAGES) {
  writeFileSync(join(projectRoot(), path), page());
  process.stdout.write(`${path}\n`);
}
