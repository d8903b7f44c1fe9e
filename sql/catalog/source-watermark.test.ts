import test from 'ava';
import { MillraceError } from '../../core/errors.js';
import { planLast } from '../testing/plan-script.js';

const table = (connector: string): string =>
  `CREATE TABLE t (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS source_watermark()) ` +
  `WITH (${connector}); `;

async function refusal(sql: string): Promise<MillraceError> {
  const error = await planLast(sql).catch((thrown: unknown) => thrown);
  if (!(error instanceof MillraceError)) throw new TypeError(`not refused: ${sql}`);
  return error;
}

test('a table whose connector gives no watermarks is declared and not read', async (t) => {
  const ddl = table(`'connector' = 'filesystem', 'path' = 'x', 'format' = 'json'`);
  t.is((await planLast(ddl)).kind, 'ddl');
  const sql = `${ddl}SELECT a FROM t`;
  const error = await refusal(sql);
  t.is(error.code, 'PLAN_NO_SOURCE_WATERMARK');
  t.is(sql.slice(error.span!.start), 't');
  t.regex(error.hint!, /ALTER TABLE t MODIFY WATERMARK FOR ts AS ts - INTERVAL '5' SECOND/);
  t.is((await planLast(`${ddl}INSERT INTO t VALUES (1, LOCALTIMESTAMP)`)).kind, 'insert');
});

test('what the hint says makes the table readable', async (t) => {
  const ddl = table(`'connector' = 'filesystem', 'path' = 'x', 'format' = 'json'`);
  const modify = `ALTER TABLE t MODIFY WATERMARK FOR ts AS ts - INTERVAL '5' SECOND; `;
  t.is((await planLast(`${ddl}${modify}SELECT a FROM t`)).kind, 'query');
});

test('SOURCE_WATERMARK stands alone', async (t) => {
  const error = await refusal(
    `CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK() - INTERVAL '1' SECOND)
     WITH ('connector' = 'print')`,
  );
  t.is(error.code, 'SQL_UNKNOWN_FUNCTION');
});

test('materialized tables are refused with what to write instead', async (t) => {
  const sql = `CREATE MATERIALIZED TABLE m AS SELECT 1 AS a`;
  const error = await refusal(sql);
  t.is(error.code, 'SQL_UNSUPPORTED');
  t.is(error.span!.start, 0);
  t.regex(error.hint!, /CREATE TABLE t WITH \(\.\.\.\) AS SELECT/);
});
