/**
 * The main job's result against DuckDB, computed straight from the Parquet file: equal, row by row.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import test from 'ava';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../tools/project-root.js';

const root = projectRoot();

test('the main job gives what DuckDB computes from the same files', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-flights-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const cli = join(root, 'dist/cli/main.js');
  const script = join(root, 'examples/flights/flights.sql');
  const run = spawnSync(process.execPath, [cli, 'run', script], { cwd: folder, encoding: 'utf8' });
  t.is(run.status, 0, run.stderr);

  const duck = await (await DuckDBInstance.create()).connect();
  const rows = async (sql: string): Promise<readonly unknown[]> =>
    (await duck.runAndReadAll(sql)).getRowsJson();
  await duck.run(dailySql(join(root, 'node_modules/vega-datasets/data')));

  const dailyColumns = `"day"::VARCHAR, origin, flights, avg_delay, max_delay, share_late`;
  const daily = join(folder, 'out/flights/daily/*');
  const dailyTypes = `{'day': 'DATE', 'origin': 'VARCHAR', 'flights': 'BIGINT',
    'avg_delay': 'DOUBLE',
    'max_delay': 'BIGINT', 'share_late': 'DOUBLE'}`;
  const ours = await rows(
    `SELECT ${dailyColumns} FROM read_csv('${daily}', header = false, columns = ${dailyTypes})
     ORDER BY 1, 2`,
  );
  t.is(ours.length, 39952);
  t.deepEqual(ours, await rows(`SELECT ${dailyColumns} FROM daily ORDER BY 1, 2`));

  const worst = join(folder, 'out/flights/worst/*');
  const worstColumns = `"day"::VARCHAR, place, origin, city, state, flights,
    avg_delay, max_delay, share_late`;
  const worstOurs = await rows(
    `SELECT ${worstColumns} FROM read_json('${worst}', format = 'newline_delimited') ORDER BY 1, 2`,
  );
  const worstTheirs = await rows(`SELECT ${worstColumns} FROM worst ORDER BY 1, 2`);
  t.is(worstTheirs.length, 182 * 3 - 3);
  t.deepEqual(worstOurs, worstTheirs);
});

/** Tables `daily` and `worst` as DuckDB sees them. */
function dailySql(data: string): string {
  return `
    CREATE TABLE daily AS
    SELECT date_trunc('day', "date")::DATE AS "day", origin, count(*) AS flights,
      avg(delay::DOUBLE) AS avg_delay, max(delay) AS max_delay,
      avg(CASE WHEN delay > 15 THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END) AS share_late
    FROM '${data}/flights-3m.parquet' GROUP BY ALL;
    CREATE TABLE airports AS SELECT * FROM read_csv('${data}/airports.csv', header = true);
    CREATE TABLE worst AS
    SELECT r.*, a.city, a.state
    FROM (
      SELECT *, row_number() OVER (PARTITION BY "day" ORDER BY avg_delay DESC, origin) AS place
      FROM daily WHERE flights >= 20
    ) r JOIN airports a ON a.iata = r.origin
    WHERE place <= 3;`;
}
