/** Are the folded results of Millrace and Flink on one script equal, row by row? */
import { open } from '../../api/open.js';
import { CollectedRows } from '../../tools/oracle/collected-rows.js';
import { difference, fold, type Change } from '../../tools/oracle/fold.js';
import type { FlinkResult } from './flink-process.js';

export interface Comparison {
  /** Rows of Flink's final result. */
  readonly rows: number;
  /** null = equal, else the first differences. */
  readonly difference: string | null;
}

/** `sql` ends in the query; its relative paths are below `baseDir`. */
export async function compareResults(
  sql: string,
  baseDir: string,
  flink: FlinkResult,
): Promise<Comparison> {
  const ours = await ourChanges(sql, baseDir);
  const rows = [...fold(flink.changes).rows.values()].reduce((sum, count) => sum + count, 0);
  return { rows, difference: difference(ours, flink.changes, flink.types) };
}

async function ourChanges(sql: string, baseDir: string): Promise<Change[]> {
  const db = await open({ baseDir });
  const collected = new CollectedRows();
  let changes: Change[] = [];
  try {
    for await (const outcome of db.run(sql, { collect: collected })) {
      if (outcome.kind !== 'query') continue;
      await outcome.query.handle.finished;
      changes = collected.changes(outcome.query.schema);
    }
  } finally {
    await db.close();
  }
  return changes;
}
