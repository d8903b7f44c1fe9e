/**
 * Runs one case one way and gives the changelog of its last statement, or how it was refused. The
 * ways differ in
 * how rows are cut into batches and in what happens half way; the answer may not.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StartOptions } from '../../api/job-starter.js';
import { open } from '../../api/open.js';
import type { Outcome } from '../../api/outcome.js';
import { MillraceError } from '../../core/errors.js';
import type { Schema } from '../../core/types.js';
import type { Change } from './fold.js';
import { CollectedRows, typeTexts, valueRows } from './collected-rows.js';
import type { Interruption } from './interruption.js';

export type Answer =
  | {
      readonly kind: 'rows';
      readonly columns: readonly (readonly [string, string])[];
      readonly changes: readonly Change[];
      /** Rows polled by each job of the script, in order. */
      readonly rowsIn: readonly number[];
    }
  | { readonly kind: 'refused'; readonly phase: 'plan' | 'run'; readonly error: MillraceError };

/**
 * A scratch copy of the data folder: the entries that `sql` names linked, `out` empty and writable.
 */
export function scratchFolder(data: string, sql: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-case-'));
  mkdirSync(join(folder, 'data', 'out'), { recursive: true });
  for (const name of new Set([...sql.matchAll(/data\/([\w.-]+)/g)].map((match) => match[1]!))) {
    const entry = resolve(data, name);
    if (name !== 'out' && existsSync(entry)) symlinkSync(entry, join(folder, 'data', name));
  }
  return folder;
}

/**
 * `interruptions` gives for each attempt what happens to its jobs; the last attempt must be
 * undisturbed.
 */
export async function runCase(
  sql: string,
  data: string,
  batchRows: number | undefined,
  interruptions: readonly (Interruption | null)[],
): Promise<Answer> {
  const folder = scratchFolder(data, sql);
  const collected = new CollectedRows();
  try {
    for (const interruption of interruptions) {
      const answer = await attempt(sql, folder, collected, { batchRows, interruption });
      if (answer !== null) return answer;
    }
    throw new TypeError('the last attempt was interrupted');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Attempt {
  readonly batchRows: number | undefined;
  readonly interruption: Interruption | null;
}

/** null when it was interrupted. */
async function attempt(
  sql: string,
  folder: string,
  collected: CollectedRows,
  { batchRows, interruption }: Attempt,
): Promise<Answer | null> {
  const db = await open({ baseDir: folder, dir: join(folder, 'jobs') });
  const rowsIn: number[] = [];
  try {
    let last: Outcome | null = null;
    const start: StartOptions = {
      ...(batchRows === undefined ? {} : { batchRows }),
      durableQueries: true,
      collect: collected,
      onStart: (job) => {
        collected.restoredTo(job.restored?.epoch ?? null);
        interruption?.watch(job);
      },
      onPoll: (rows) => interruption?.polled(rows),
    };
    for await (const outcome of db.run(sql, start)) {
      last = outcome;
      const ended = await finish(outcome);
      if (ended.kind === 'interrupted') return null;
      if (ended.kind === 'failed') return refused('run', ended.error);
      if (ended.rowsIn !== null) rowsIn.push(ended.rowsIn);
      interruption?.jobEnded();
    }
    return { ...answerOf(last!, collected), rowsIn };
  } catch (error) {
    return refused('plan', error);
  } finally {
    await db.close();
  }
}

type Ended =
  | { readonly kind: 'done'; readonly rowsIn: number | null }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly error: unknown };

async function finish(outcome: Outcome): Promise<Ended> {
  if (outcome.kind !== 'insert' && outcome.kind !== 'query') return { kind: 'done', rowsIn: null };
  const job = outcome.kind === 'insert' ? outcome.job : outcome.query.handle;
  try {
    const end = await job.finished;
    return end.kind === 'finished'
      ? { kind: 'done', rowsIn: job.metrics().rowsIn }
      : { kind: 'interrupted' };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function refused(phase: 'plan' | 'run', error: unknown): Answer {
  if (error instanceof MillraceError && error.blame !== 'bug')
    return { kind: 'refused', phase, error };
  throw error;
}

type Rows = Omit<Extract<Answer, { kind: 'rows' }>, 'rowsIn'>;

function answerOf(last: Outcome, collected: CollectedRows): Rows {
  if (last.kind === 'query')
    return rowsAnswer(last.query.schema, collected.changes(last.query.schema));
  if (last.kind === 'rows') return rowsAnswer(last.schema, valueRows(last.schema, last.rows));
  return { kind: 'rows', columns: [['result', 'STRING']], changes: [['+I', 'OK']] };
}

function rowsAnswer(schema: Schema, changes: readonly Change[]): Rows {
  return { kind: 'rows', columns: typeTexts(schema), changes };
}
