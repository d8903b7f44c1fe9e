/** One query over one pair of tables in both engines: our way of running it may not matter. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatError } from '../../core/errors.js';
import type { JsonValue } from '../../core/json.js';
import { difference, type Change } from '../../tools/oracle/fold.js';
import { Interruption } from '../../tools/oracle/interruption.js';
import { runCase } from '../../tools/oracle/run-case.js';
import type { Kind } from './expressions.js';
import type { Relation } from './queries.js';
import { duckTable, jsonLines, ourTable, type TableRow } from './tables.js';

export interface Trial {
  readonly rows: Readonly<Record<string, readonly TableRow[]>>;
  readonly query: Relation;
  readonly way: Way;
}
export interface Way {
  readonly batchRows: number;
  readonly how: 'straight' | 'stop' | 'crash';
  readonly at: number;
}

/** Rejects with both wordings and the difference when the answers differ. */
export async function sameAnswer(
  duck: DuckDBConnection,
  folder: string,
  trial: Trial,
): Promise<void> {
  for (const [name, rows] of Object.entries(trial.rows)) {
    writeFileSync(join(folder, `${name}.jsonl`), jsonLines(rows));
    await duck.run(duckTable(name, folder));
  }
  const { ours, theirs, columns } = trial.query;
  const reader = await duck.runAndReadAll(theirs);
  const expected = reader
    .getRowsJson()
    .map((row): Change => ['+I', ...cells(row as JsonValue[], columns)]);
  const sql = `${Object.keys(trial.rows).map(ourTable).join('')}${ours};`;
  const { way } = trial;
  const answer = await runCase(sql, folder, way.batchRows, interruptions(way));
  const told = `${ours}\nDuckDB: ${theirs}\n${JSON.stringify(way)}`;
  if (answer.kind === 'refused') throw new TypeError(`${formatError(answer.error)}\n${told}`);
  const actual = answer.changes.map(([mark, ...row]): Change => [mark, ...cells(row, columns)]);
  const types = columns.map(({ type }) => (type === 'approximate' ? 'DOUBLE' : type));
  const different = difference(actual, expected, types);
  if (different !== null) throw new TypeError(`${different}\n${told}`);
}

function interruptions({ how, at }: Way): (Interruption | null)[] {
  if (how === 'straight') return [null];
  if (how === 'stop') return [Interruption.stop(0, at), null];
  return [Interruption.crash(0, Math.floor(at / 2), at), null];
}

/** One spelling of values that both engines print in their own way. */
function cells(row: readonly JsonValue[], columns: Relation['columns']): JsonValue[] {
  return row.map((value, i) => (value === null ? null : cell(value, columns[i]!.type)));
}
function cell(value: JsonValue, type: Kind): JsonValue {
  if (type === 'int') return String(value);
  if (type === 'decimal' || type === 'time') {
    const text = String(value);
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  }
  return value;
}
