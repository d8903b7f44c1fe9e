/** Our rows beside DuckDB's: as bags, row by row, every column. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { join } from 'node:path';
import type { Reference } from './references.js';

const person =
  'STRUCT(id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, city VARCHAR, ' +
  'state VARCHAR, "dateTime" TIMESTAMP, extra VARCHAR)';
const auction =
  'STRUCT(id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT, ' +
  'reserve BIGINT, "dateTime" TIMESTAMP, expires TIMESTAMP, seller BIGINT, category BIGINT, ' +
  'extra VARCHAR)';
const bid =
  'STRUCT(auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR, ' +
  '"dateTime" TIMESTAMP, extra VARCHAR)';

export interface Compared {
  /** Rows of the reference. */
  readonly rows: number;
  /** Distinct rows that are too few or too many in ours. */
  readonly different: number;
}

/**
 * `kept` is the folder of our rows as a changelog of debezium-json, `eventPath` the JSON lines.
 */
export async function compareRows(
  reference: Reference,
  kept: string,
  eventPath: string,
): Promise<Compared> {
  const instance = await DuckDBInstance.create();
  const duck = await instance.connect();
  try {
    const events = { event_type: 'INTEGER', person, auction, bid };
    await duck.run(`CREATE VIEW events AS ${readJson(eventPath, events)}`);
    await duck.run(`CREATE TABLE theirs AS SELECT *, 1 AS n FROM (${reference.sql})`);
    const row = structOf(reference.columns);
    const files = join(kept, '*');
    const changes = readJson(files, { before: row, after: row, op: 'VARCHAR' });
    await duck.run(`CREATE TABLE ours AS SELECT unnest(coalesce("after", "before")),
      CASE op WHEN 'c' THEN 1 WHEN 'd' THEN -1 ELSE error('unknown op') END AS n
      FROM (${changes})`);
    const different = `SELECT count(*) FROM (
      SELECT * EXCLUDE n FROM (SELECT * FROM theirs UNION ALL SELECT * REPLACE (-n AS n) FROM ours)
      GROUP BY ALL HAVING sum(n) <> 0)`;
    const rows = await numberOf(duck, 'SELECT count(*) FROM theirs');
    return { rows, different: await numberOf(duck, different) };
  } finally {
    duck.closeSync();
    instance.closeSync();
  }
}

async function numberOf(duck: DuckDBConnection, sql: string): Promise<number> {
  const reader = await duck.runAndReadAll(sql);
  return Number(reader.getRows()[0]![0]);
}

function readJson(path: string, columns: Readonly<Record<string, string>>): string {
  const types = Object.entries(columns).map(([name, type]) => `"${name}": ${quoted(type)}`);
  return `SELECT * FROM read_json(${quoted(path)}, format = 'newline_delimited',
    columns = {${types.join(', ')}})`;
}

function structOf(columns: Readonly<Record<string, string>>): string {
  const fields = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  return `STRUCT(${fields.join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
