/**
 * `npm run tidy`: checks every source file of the project against the house style; exits 1 on
 * findings.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../project-root.js';
import { check } from './rules.js';

const folders = [
  'core',
  'storage',
  'engine',
  'sql',
  'connectors',
  'api',
  'cli',
  'props',
  'bench',
  'tools',
  'examples',
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'cases' ? [] : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** Findings over the whole project, and how many files were read. */
export function tidy(root: string): { files: number; findings: readonly string[] } {
  const paths = [...folders.flatMap((f) => sources(join(root, f))), join(root, 'index.ts')];
  const findings = paths.flatMap((path) =>
    check({ path: relative(root, path), text: readFileSync(path, 'utf8') }),
  );
  return { files: paths.length, findings };
}

if (process.argv[1]?.endsWith('tidy.js') === true) {
  const { files, findings } = tidy(projectRoot());
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  process.stdout.write(`tidy: ${files} files, ${findings.length} findings\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
