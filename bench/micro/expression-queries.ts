/**
 * Ten typical filter and projection queries, planned from their SQL; all of them have run in the
 * process before the first is measured.
 */
import { assert } from '../../core/assert.js';
import type { Batch, Column, Value } from '../../core/batch.js';
import { BATCH_ROWS } from '../../core/batch.js';
import { makeColumn } from '../../core/column-read.js';
import type { Schema } from '../../core/types.js';
import type { CalcNode } from '../../engine/nodes.js';
import { compileCalc, type CompiledCalc } from '../../engine/expr/compile.js';
import { planLast } from '../../sql/testing/plan-script.js';
import type { MicroBench } from './micro-bench.js';

const batchCount = 4;
const warmUps = 200;

const table = `CREATE TABLE t (
  id BIGINT NOT NULL, price BIGINT NOT NULL, qty INT NOT NULL, amount DOUBLE NOT NULL,
  rate DECIMAL(10, 2) NOT NULL, discount DOUBLE, ts TIMESTAMP(3) NOT NULL,
  url STRING NOT NULL, name STRING NOT NULL
) WITH ('connector' = 'filesystem', 'path' = '/t', 'format' = 'json');`;

/** Name, and the query behind SELECT. */
const queries: Readonly<Record<string, string>> = {
  integers: 'id, qty * 2 + 1, price + id * 3 FROM t WHERE MOD(price, 100) < 50 AND qty <> 7',
  doubles: 'id, amount * 1.08 - 2, SQRT(amount) FROM t WHERE amount > 100 AND amount < 900',
  range: 'id, price FROM t WHERE price BETWEEN 200 AND 800 AND qty IN (1, 2, 3, 5, 8)',
  case: `id, CASE WHEN price < 300 THEN 1 WHEN price < 600 THEN 2 ELSE 3 END,
    CASE WHEN qty > 5 THEN 'many' ELSE 'few' END FROM t`,
  nulls: 'id, COALESCE(discount, 0) * amount FROM t WHERE discount IS NOT NULL OR qty > 3',
  decimals: 'id, rate * 1.5, rate + 10, 0.908 * price FROM t WHERE rate > 12.5',
  casts:
    'CAST(price AS DOUBLE), CAST(qty AS BIGINT), CAST(amount AS INT), CAST(price AS INT) FROM t',
  times: `id, EXTRACT(HOUR FROM ts), EXTRACT(DAY FROM ts) FROM t
    WHERE ts >= TIMESTAMP '2026-01-01 06:00:00'`,
  like: "id, price FROM t WHERE url LIKE '%item%' AND name LIKE 'seller%'",
  texts: "id, SUBSTRING(url, 9, 4), SPLIT_INDEX(url, '/', 3), CHAR_LENGTH(name) FROM t",
};

/** expr/NAME: rows in per second. */
export const expressionQueryBenches: readonly MicroBench[] = Object.keys(queries).map((name) => ({
  name: `expr/${name}`,
  rows: batchCount * BATCH_ROWS,
  prepare: async () => {
    const prepared = new Map<string, () => void>();
    for (const [other, text] of Object.entries(queries)) prepared.set(other, await runner(text));
    for (let n = 0; n < warmUps; n++) for (const run of prepared.values()) run();
    return { run: prepared.get(name)! };
  },
}));

async function runner(text: string): Promise<() => void> {
  const planned = await planLast(`${table} SELECT ${text}`);
  assert(planned.kind === 'query', 'a SELECT is a query');
  const [source] = planned.plan.nodes.filter((node) => node.kind === 'source');
  const calcs = planned.plan.nodes.filter((node): node is CalcNode => node.kind === 'calc');
  assert(source !== undefined && calcs.length > 0, 'a source and its calc');
  const steps = calcs.map(({ filter, projections }) =>
    compileCalc(filter, projections, { timeZone: 'UTC' }),
  );
  const batches = Array.from({ length: batchCount }, (_, n) => rowsOf(source.output, n));
  return () => {
    for (const batch of batches) runSteps(steps, batch);
  };
}

function runSteps(steps: readonly CompiledCalc[], batch: Batch): void {
  let rows: Batch | null = batch;
  for (const step of steps) rows = rows === null ? null : step(rows);
}

function rowsOf(schema: Schema, part: number): Batch {
  const first = part * BATCH_ROWS;
  const columns = schema.fields.map(({ name, type }): Column => {
    const value = columnValues[name];
    assert(value !== undefined, `values of ${name}`);
    return makeColumn(
      type,
      Array.from({ length: BATCH_ROWS }, (_, i) => value(first + i)),
    );
  });
  return { columns, kinds: null, selection: null, rowCount: BATCH_ROWS, watermarks: null };
}

const columnValues: Readonly<Record<string, (row: number) => Value>> = {
  id: (row) => BigInt(row),
  price: (row) => BigInt((row * 37) % 1000),
  qty: (row) => (row * 7) % 10,
  amount: (row) => ((row * 31) % 1000) + 0.25,
  rate: (row) => BigInt((row * 13) % 5000),
  discount: (row) => (row % 4 === 0 ? null : (row % 10) / 10),
  ts: (row) => Date.UTC(2026, 0, 1) + ((row * 7919) % 86_400) * 1000,
  url: (row) => `https://host/${row % 2 === 0 ? 'item' : 'offer'}/${row % 100}`,
  name: (row) => (row % 3 === 0 ? `buyer-${row}` : `seller-${row}`),
};
