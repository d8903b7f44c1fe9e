import test from 'ava';
import type { ExecutionContext } from 'ava';
import { MillraceError } from '../../core/errors.js';
import { stripSpans } from '../ast/strip-spans.js';
import { parseScript } from '../parser/parse.js';
import { printQuery } from '../printer/query.js';
import { parseDialectScript } from './parse-script.js';

async function printed(dialect: string, sql: string): Promise<string> {
  const [statement] = await parseDialectScript(sql, { current: dialect, initial: undefined });
  if (statement?.kind !== 'query-statement') return String(statement?.kind);
  return printQuery(statement.query).replaceAll(/\s+/g, ' ');
}

async function codeOf(dialect: string, sql: string): Promise<string> {
  try {
    return await printed(dialect, sql);
  } catch (error) {
    return error instanceof MillraceError ? error.code : String(error);
  }
}

/** The dialect's text must mean what our own text means. */
async function means(
  context: ExecutionContext,
  dialect: string,
  sql: string,
  own = sql,
): Promise<void> {
  const read = await parseDialectScript(sql, { current: dialect, initial: undefined });
  context.deepEqual(stripSpans(read), stripSpans(parseScript(own)), `${dialect}: ${sql}`);
}

const dialects = ['postgresql', 'mysql', 'bigquery', 'snowflake'] as const;

for (const dialect of dialects) {
  test(`${dialect}: AND binds tighter than OR, parentheses count`, async (context) => {
    await means(context, dialect, 'SELECT a FROM t WHERE c = 3 OR a = 1 AND b = 2');
    await means(context, dialect, 'SELECT a FROM t WHERE (c = 3 OR a = 1) AND b = 2');
    await means(context, dialect, 'SELECT a FROM t WHERE x OR y AND z OR NOT a = 1 AND b');
    await means(context, dialect, 'SELECT a - (b - c), a - b - c, (a + 1) * 2, -a * -2 FROM t');
  });

  test(`${dialect}: the common clauses`, async (context) => {
    await means(context, dialect, "SELECT DISTINCT q.a AS x, q.*, 'it', 1.50, TRUE, NULL FROM q");
    await means(
      context,
      dialect,
      `SELECT y, COUNT(*) AS c, COUNT(DISTINCT a), MAX(v) FROM s.t AS u WHERE a IS NOT NULL
       GROUP BY y, z HAVING COUNT(*) > 1 ORDER BY y DESC, z LIMIT 3 OFFSET 2`,
    );
    await means(context, dialect, 'SELECT * FROM t JOIN u ON t.a = u.a LEFT JOIN v USING (k)');
    await means(context, dialect, 'SELECT * FROM t CROSS JOIN u');
    await means(context, dialect, 'SELECT * FROM t, u WHERE t.a = u.a');
    await means(
      context,
      dialect,
      'WITH w AS (SELECT 1 AS a) SELECT a FROM (SELECT a FROM w WHERE a IN (1, 2)) AS q',
    );
    await means(
      context,
      dialect,
      `SELECT CASE WHEN a = 1 THEN 'x' ELSE 'y' END, CASE a WHEN 1 THEN 2 END,
        CAST(a AS DECIMAL(10, 2)),
        a BETWEEN 1 AND 2 + 3, b NOT IN (1), c LIKE 'x%', EXTRACT(YEAR FROM d), COALESCE(a, b)
       FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) AND a IN (SELECT a FROM u)`,
    );
    await means(
      context,
      dialect,
      'SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC) AS rn FROM t',
    );
    await means(context, dialect, 'SELECT a FROM t UNION ALL SELECT b FROM u UNION ALL SELECT 1');
  });

  test(`${dialect}: what cannot be trusted is refused`, async (context) => {
    context.is(await codeOf(dialect, 'SELECT a IS DISTINCT FROM b FROM t').then(isError), true);
    for (const sql of [
      'SELECT 99999999999999999999999 FROM t',
      'SELECT -9223372036854775808 FROM t',
    ]) {
      const code = await codeOf(dialect, sql);
      if (!isError(code)) await means(context, dialect, sql);
    }
    context.true(isError(await codeOf(dialect, "SELECT a || 'x' + 1 FROM t")));
    context.true(isError(await codeOf(dialect, "SELECT X'00' FROM t")));
    context.true(isError(await codeOf(dialect, 'INSERT INTO t (SELECT 1)')));
    context.true(isError(await codeOf(dialect, 'SELECT a FROM t FOR UPDATE')));
    context.is(await codeOf(dialect, 'SELECT FROM WHERE'), 'DIALECT_SYNTAX');
    const deep = `SELECT ${'('.repeat(40)}1${')'.repeat(40)}`;
    context.is(await codeOf(dialect, deep), 'DIALECT_UNSUPPORTED');
  });
}

function isError(code: string): boolean {
  return /^[A-Z_]+$/.test(code);
}

test('what only a dialect spells is taken over', async (context) => {
  await means(
    context,
    'postgresql',
    'SELECT x::int, y::text FROM t',
    'SELECT CAST(x AS INT), CAST(y AS STRING) FROM t',
  );
  await means(context, 'postgresql', 'SELECT "a b" FROM "t"', 'SELECT `a b` FROM `t`');
  await means(
    context,
    'mysql',
    'SELECT "x" FROM `t` LIMIT 2, 3',
    "SELECT 'x' FROM `t` LIMIT 3 OFFSET 2",
  );
  await means(
    context,
    'mysql',
    'SELECT CAST(a AS SIGNED) FROM t',
    'SELECT CAST(a AS BIGINT) FROM t',
  );
  await means(
    context,
    'bigquery',
    'SELECT CAST(a AS INT64) FROM `t`',
    'SELECT CAST(a AS BIGINT) FROM `t`',
  );
});

test('a postgresql cast binds tighter than a sign', (context) =>
  means(context, 'postgresql', 'SELECT -x::int FROM t', 'SELECT -CAST(x AS INT) FROM t'));

test('spellings that mean something else elsewhere are refused', async (context) => {
  context.is(await codeOf('mysql', 'SELECT a || b FROM t'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('mysql', "SELECT 'a\\'b' FROM t"), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('mysql', 'SELECT 1 /*! + 1 */'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('mysql', '/*! 1 */ SELECT 1'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('mysql', 'SELECT 5--3'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('postgresql', "SELECT E'\\n'"), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('postgresql', 'SELECT $$x$$'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('postgresql', 'SELECT 4 // 2'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('postgresql', 'SELECT `a` FROM t'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('postgresql', 'SELECT CAST(a AS FLOAT) FROM t'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('bigquery', "SELECT 'it''s'"), 'DIALECT_UNSUPPORTED');
});

test('SET changes the dialect in the middle of a script, RESET brings it back', async (context) => {
  const script = `CREATE TABLE t (a INT) WITH ('connector' = 'print');
    SET 'table.sql-dialect' = 'postgresql';
    CREATE VIEW v AS SELECT a::bigint AS b FROM t;
    INSERT INTO t SELECT "a" FROM t WHERE c = 3 OR a = 1 AND b = 2;
    SHOW TABLES;
    RESET 'table.sql-dialect';
    SELECT \`a\` FROM t`;
  const statements = await parseDialectScript(script, { current: undefined, initial: undefined });
  context.deepEqual(
    statements.map((statement) => statement.kind),
    ['create-table', 'set', 'create-view', 'insert', 'show', 'reset', 'query-statement'],
  );
  const [, , , insert] = statements;
  context.is(script.slice(insert!.span.start, insert!.span.end).slice(0, 11), 'INSERT INTO');
  const broken = `SET 'table.sql-dialect' = 'postgresql'; SELECT a FROM t; SELEC 1`;
  const failed = await context.throwsAsync<MillraceError>(
    parseDialectScript(broken, { current: undefined, initial: undefined }),
  );
  context.is(failed?.code, 'SQL_PARSE');
  context.is(failed?.span?.start, broken.indexOf('SELEC 1'));
  context.is(await codeOf('oracle', 'SELECT 1'), 'DIALECT_UNKNOWN');
});

test('clauses of aggregates are taken over', async (context) => {
  for (const sql of [
    'SELECT COUNT(*) FILTER (WHERE a > 1) FROM t',
    'SELECT ARRAY_AGG(a ORDER BY b DESC) FROM t',
    "SELECT STRING_AGG(a, ',') FROM t",
    'SELECT COUNT(DISTINCT a) FILTER (WHERE a IS NOT NULL AND b < 2) FROM t',
  ])
    await means(context, 'postgresql', sql);
});

test('a colon alone is no part of a name, long statements are refused', async (context) => {
  context.is(await codeOf('snowflake', 'SELECT a:b FROM t'), 'DIALECT_UNSUPPORTED');
  context.is(await codeOf('snowflake', "SELECT a : b, '::' FROM t"), 'DIALECT_UNSUPPORTED');
  await means(context, 'snowflake', 'SELECT a::INT FROM t', 'SELECT CAST(a AS INT) FROM t');
  const long = `SELECT '${'a'.repeat(1_000_000)}'`;
  for (const dialect of dialects) context.is(await codeOf(dialect, long), 'DIALECT_UNSUPPORTED');
});
