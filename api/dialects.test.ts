import test from 'ava';
import { MillraceError } from '../core/errors.js';
import { open } from './open.js';

test('a script changes its dialect; precedence and casts are those of PostgreSQL', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  const outcomes = db.run(`
    CREATE VIEW numbers AS SELECT * FROM (VALUES (1, 1), (2, 2), (3, 3)) AS t(a, b);
    SET 'table.sql-dialect' = 'postgresql';
    SELECT "a", b::text AS s FROM numbers WHERE a = 3 OR a = 1 AND b = 2;
    SET 'table.sql-dialect' = 'default';
    SELECT \`a\` FROM numbers WHERE a = 2`);
  const found: unknown[] = [];
  for await (const outcome of outcomes) {
    if (outcome.kind === 'query') found.push(await outcome.query.toArray());
  }
  t.deepEqual(found, [[{ a: 3, s: '3' }], [{ a: 2 }]]);
});

test('a mistake anywhere in a script stops it before anything runs', async (t) => {
  const db = await open();
  t.teardown(() => db.close());
  const script = `CREATE VIEW v AS SELECT 1 AS a;
    SET 'table.sql-dialect' = 'mysql'; SELECT a || b FROM v`;
  await t.throwsAsync(db.execute(script), { code: 'DIALECT_UNSUPPORTED' });
  await t.throwsAsync(db.execute('SELECT 1; SELEC 2'), { code: 'SQL_PARSE' });
  t.deepEqual(db.relations(), []);
});

test('what a grammar cannot read is pointed at', async (context) => {
  const db = await open();
  context.teardown(() => db.close());
  await db.execute("SET 'table.sql-dialect' = 'postgresql'");
  for (const [sql, culprit] of [
    ['  SELECT 1 AS a FETCH FIRST 1 ROW ONLY', 'FETCH'],
    ['SELECT 2 ^ 3', '^'],
  ] as const) {
    const error = await context.throwsAsync(db.execute(sql), { instanceOf: MillraceError });
    const { span } = error as MillraceError;
    context.is(sql.slice(span!.start, span!.end), culprit);
  }
});
