/**
 * `millrace explain FILE`: plans of a script's queries and INSERTs; runs its DDL, starts nothing.
 */
import { open } from '../../index.js';
import { ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { readScript } from './run.js';

export async function explain(
  file: string,
  set: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<number> {
  const sql = readScript(file);
  const db = await open({ options: set });
  const plans = await db.explain(sql);
  terminal.out(`${plans.join('\n\n')}\n`);
  await db.close();
  return ExitCode.ok;
}
