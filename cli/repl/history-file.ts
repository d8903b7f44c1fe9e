/**
 * The REPL's history: one statement a line, newest last, in ~/.millrace_history (MILLRACE_HISTORY
 * overrides).
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const linesMax = 1000;

/** Where the history lies; null when it is switched off with an empty MILLRACE_HISTORY. */
export function historyPath(): string | null {
  const set = process.env.MILLRACE_HISTORY;
  if (set !== undefined) return set === '' ? null : set;
  return join(homedir(), '.millrace_history');
}

/** Newest first, as node:readline wants it. */
export function readHistory(path: string | null): string[] {
  if (path === null || !existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (lines.length > 2 * linesMax)
    writeFileSync(path, `${lines.slice(-linesMax).join('\n')}\n`, { mode: 0o600 });
  return lines.slice(-linesMax).reverse();
}

/** Statements may hold secrets: the file is the user's alone. */
export function appendHistory(path: string | null, statement: string): void {
  if (path === null) return;
  appendFileSync(path, `${statement.replaceAll(/\s*\n\s*/g, ' ').trim()}\n`, { mode: 0o600 });
}
