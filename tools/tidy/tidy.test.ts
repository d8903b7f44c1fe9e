import test from 'ava';
import { projectRoot } from '../project-root.js';
import { check } from './rules.js';
import { tidy } from './tidy.js';

const findings = (path: string, text: string): readonly string[] => check({ path, text });

test('the project keeps its own style', (t) => {
  const result = tidy(projectRoot());
  t.true(result.files > 20);
  t.deepEqual(result.findings, []);
});
test('an import that points rightwards is found', (t) => {
  t.regex(
    findings('engine/a.ts', "import { x } from '../sql/b.js';\n")[0]!,
    /engine must not import sql/,
  );
  t.regex(
    findings('sql/a.ts', "import type { X } from '../connectors/b.js';\n")[0]!,
    /sql must not import/,
  );
  t.deepEqual(findings('sql/a.ts', "import type { X } from '../engine/b.js';\n"), []);
});
test('core, engine and sql may not touch the machine', (t) => {
  t.regex(findings('core/a.ts', "import fs from 'node:fs';\n")[0]!, /must not import node:fs/);
  t.deepEqual(findings('storage/a.ts', "import fs from 'node:fs';\n"), []);
  t.regex(findings('engine/a.ts', `const t = Date${'.now'}();\n`)[0]!, /Env/);
});
test('long lines, bare errors and swallowed errors are found', (t) => {
  t.is(findings('api/a.ts', `const a = '${'x'.repeat(100)}';\n`).length, 1);
  t.is(findings('api/a.ts', "throw new Error('x');\n").length, 1);
  t.is(findings('api/a.ts', `try { f(); } catch ${'{'}}\n`).length, 1);
  t.is(findings('api/a.ts', 'let count = 0;\n').length, 1);
});
test('an export of the engine without a doc comment is found', (t) => {
  t.is(findings('engine/a.ts', 'export const a = 1;\nexport function f(): void {}\n').length, 1);
});
