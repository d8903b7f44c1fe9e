/** docs/FUNCTIONS-COVERAGE.md: Flink's list of built-in functions beside ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import { findFunction } from '../../engine/functions/registry.js';
import { projectRoot } from '../project-root.js';
import { OTHERWISE, SPELLINGS } from './coverage-notes.js';

export interface Coverage {
  /** As Flink's list spells it: SQL name or Table API name. */
  readonly flink: string;
  readonly status: 'yes' | 'other' | 'no';
  /** The function's name here, or what is to be said. */
  readonly note: string;
}

/** One entry per line of the list of Flink 2.3's built-in functions. */
export function coverage(): readonly Coverage[] {
  const list = readFileSync(join(projectRoot(), 'sql/cases/FLINK-FUNCTIONS.txt'), 'utf8');
  return list.trim().split('\n').map(entryOf);
}

function entryOf(flink: string): Coverage {
  const otherwise = OTHERWISE[flink];
  if (otherwise !== undefined) return { flink, ...otherwise };
  const name = SPELLINGS[flink] ?? sqlName(flink);
  const own = findFunction(name)?.name ?? aggregateFunction(name)?.name;
  return own === undefined
    ? { flink, status: 'no', note: '' }
    : { flink, status: 'yes', note: name };
}

/** charLength -> CHAR_LENGTH. */
function sqlName(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/** The page as Markdown. */
export function coveragePage(): string {
  const all = coverage();
  const count = (status: Coverage['status']): number =>
    all.filter((entry) => entry.status === status).length;
  const rows = all.map(({ flink, status, note }) => `| \`${flink}\` | ${status} | ${note} |`);
  return `# Flink's functions

Written by \`npm run docs\`. The first column is Flink 2.3's list of built-in function definitions,
in its own spelling (Table API names in small letters). yes: the function named beside it; other:
another part of the SQL, or no function of SQL at all; no: missing.

${count('yes')} yes, ${count('other')} other, ${count('no')} no.

| Flink | here | |
|---|---|---|
${rows.join('\n')}
`;
}
