/**
 * Random tables with nulls, duplicates, negative numbers, all of Unicode: as JSON lines and DDL.
 */
import fc from 'fast-check';

export interface TableRow {
  readonly id: number;
  readonly k: number | null;
  readonly n: number | null;
  readonly s: string | null;
  readonly d: number | null;
  readonly b: boolean | null;
  readonly ts: string;
}

const startMs = Date.UTC(2026, 0, 31, 23, 59, 50);
const texts = ['', 'a', 'ab', 'B', 'é', 'ß', '\uffee', '😀', "it's", '日本'];
const cells = fc.record({
  k: fc.option(fc.integer({ min: -3, max: 3 })),
  n: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
  s: fc.option(fc.constantFrom(...texts)),
  d: fc.option(fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100)),
  b: fc.option(fc.boolean()),
  stepMs: fc.constantFrom(0, 1, 999, 1000, 4321, 60_000),
});

/** Rows with `id` 1, 2, ... and `ts` that never falls. */
export const tableRows = fc.array(cells, { maxLength: 25, size: 'max' }).map((rows) => {
  let ms = startMs;
  return rows.map(({ stepMs, ...row }, i): TableRow => {
    ms += stepMs;
    const ts = new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
    return { id: i + 1, ...row, ts };
  });
});

export const tableColumns = [
  { name: 'id', type: 'int' },
  { name: 'k', type: 'int' },
  { name: 'n', type: 'int' },
  { name: 's', type: 'text' },
  { name: 'd', type: 'decimal' },
  { name: 'b', type: 'boolean' },
  { name: 'ts', type: 'time' },
] as const;

export function jsonLines(rows: readonly TableRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Table `name` over `data/<name>.jsonl`. Its watermark lags by 1 ms: equal times are not late. */
export function ourTable(name: string): string {
  return `CREATE TABLE ${name} (id INT, k INT, n BIGINT, s STRING, d DECIMAL(10, 2), b BOOLEAN,
    ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND)
  WITH ('connector' = 'filesystem', 'path' = 'data/${name}.jsonl', 'format' = 'json');\n`;
}
export function duckTable(name: string, folder: string): string {
  return `CREATE OR REPLACE TABLE ${name} AS SELECT * FROM read_json('${folder}/${name}.jsonl',
    format = 'newline_delimited', columns = {id: 'INT', k: 'INT', n: 'BIGINT', s: 'VARCHAR',
      d: 'DECIMAL(10,2)', b: 'BOOLEAN', ts: 'TIMESTAMP'})`;
}
