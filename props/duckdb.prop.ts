/**
 * Random queries over random tables give what DuckDB gives for the same files: whatever the batch
 * size, and whether the job runs through, is stopped and resumed, or crashes and recovers.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import test from 'ava';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProperty } from './check-property.js';
import { query } from './duckdb/queries.js';
import { tableRows } from './duckdb/tables.js';
import { Tape, choices } from './duckdb/tape.js';
import { sameAnswer } from './duckdb/trial.js';

const tables = fc.record({ t: tableRows, u: tableRows });
const ways = fc.record({
  batchRows: fc.constantFrom(4096, 1, 3),
  how: fc.constantFrom('straight' as const, 'stop' as const, 'crash' as const),
  at: fc.nat({ max: 60 }),
});

test('random queries give what DuckDB gives', async (t) => {
  const duck = await (await DuckDBInstance.create()).connect();
  const folder = mkdtempSync(join(tmpdir(), 'millrace-duckdb-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const property = fc.asyncProperty(tables, choices, ways, (rows, recorded, way) => {
    const tape = new Tape(recorded);
    const depth = 1 + tape.below(3);
    return sameAnswer(duck, folder, { rows, query: query(tape, depth), way });
  });
  await checkProperty(t, property, 40);
});
