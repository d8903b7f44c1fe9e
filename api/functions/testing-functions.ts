/** What the tests of user functions share. */
import type { ExecutionContext } from 'ava';
import { MillraceError } from '../../core/errors.js';
import type { Database } from '../database.js';
import { open } from '../open.js';
import type { FunctionDefinition } from './definition.js';

const numbers = "(VALUES (1, 'a'), (2, 'b'), (CAST(NULL AS INT), 'a'), (4, CAST(NULL AS STRING)))";
/** Four rows of n INT and s STRING, with nulls. */
export const t = `${numbers} AS t(n, s)`;

export async function database(
  context: ExecutionContext,
  functions: Readonly<Record<string, FunctionDefinition>> = {},
): Promise<Database> {
  const db = await open();
  context.teardown(() => db.close());
  for (const [name, definition] of Object.entries(functions)) {
    await db.createFunction(name, definition);
  }
  return db;
}

export async function rows(db: Database, sql: string): Promise<unknown[]> {
  const query = await db.query(sql);
  return await query.toArray();
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MillraceError) return error.code;
    throw error;
  }
  return 'no error';
}
