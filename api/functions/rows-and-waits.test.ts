import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { JobHandle } from '../job-handle.js';
import { open } from '../open.js';
import { codeOf, database, rows, t } from './testing-functions.js';

test('async calls lose and repeat nothing across checkpoints and a restart', async (context) => {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  const script = `
    CREATE TABLE numbers (n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '300',
      'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '300');
    CREATE TABLE output (n INT, x INT)
      WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'json');
    INSERT INTO output SELECT n, later(n) FROM numbers WHERE later(n) <> 14`;
  const run = async (stopAt: number): Promise<JobHandle> => {
    const db = await open({ dir: join(baseDir, 'jobs'), baseDir });
    await db.createFunction('later', {
      args: ['INT'],
      returns: 'INT',
      callAsync: (n: number) => new Promise((resolve) => setImmediate(() => resolve(2 * n))),
    });
    let job: JobHandle | undefined;
    await db.execute(script, {
      batchRows: 10,
      onStart: (started) => void (job = started),
      onPoll: (rowsIn) => {
        if (rowsIn === stopAt) void job!.stop();
        else if (rowsIn % 50 === 0) job!.checkpoint().catch(() => undefined);
      },
    });
    await db.close();
    return job!;
  };
  await run(170);
  context.not((await run(-1)).restored, null);
  const db = await open({ baseDir });
  context.teardown(() => db.close());
  await db.execute(script.slice(0, script.indexOf('INSERT')));
  const [found] = await rows(
    db,
    `SELECT COUNT(*) AS c, COUNT(DISTINCT n) AS d, SUM(x) AS x FROM output`,
  );
  context.deepEqual(found, { c: 299n, d: 299n, x: 300 * 301 - 14 });
});

test('a table function gives rows beside a row, LEFT keeps rows without any', async (context) => {
  const db = await database(context, {
    repeat_row: {
      args: ['INT', 'STRING'],
      returns: 'ROW<i INT, text STRING>',
      *rows(n: number | null, s: string | null) {
        for (let i = 0; i < (n ?? 0); i++) yield { i, text: `${s}${i}` };
      },
    },
    letters: { args: ['STRING'], returns: 'STRING', rows: (s: string) => [...s] },
  });
  const cross = `SELECT n, i, text FROM ${t} CROSS JOIN LATERAL TABLE(repeat_row(n, s))
    WHERE n < 4 AND i < 2`;
  context.deepEqual(await rows(db, cross), [
    { n: 1, i: 0, text: 'a0' },
    { n: 2, i: 0, text: 'b0' },
    { n: 2, i: 1, text: 'b1' },
  ]);
  const left = `SELECT n, x FROM ${t} LEFT JOIN LATERAL TABLE(repeat_row(n - 1, s)) AS r(x, y)
    ON TRUE
    WHERE n < 4 OR n IS NULL`;
  context.deepEqual(await rows(db, left), [
    { n: 1, x: null },
    { n: 2, x: 0 },
    { n: null, x: null },
  ]);
  const alone = "SELECT x FROM TABLE(letters('abc')) AS l(x)";
  context.deepEqual(await rows(db, alone), [{ x: 'a' }, { x: 'b' }, { x: 'c' }]);
  const comma = `SELECT s, x FROM (VALUES ('ab'), ('')) AS t(s), LATERAL TABLE(letters(s)) AS l(x)`;
  context.deepEqual(await rows(db, comma), [
    { s: 'ab', x: 'a' },
    { s: 'ab', x: 'b' },
  ]);
  const counted = `SELECT x, COUNT(*) AS c FROM (VALUES ('aba')) AS t(s),
    LATERAL TABLE(letters(s)) AS l(x) GROUP BY x HAVING x = 'a'`;
  context.deepEqual(await rows(db, counted), [{ x: 'a', c: 2n }]);
});

test('async calls keep the order, a bound, and are tried again', async (context) => {
  let underWay = 0;
  let most = 0;
  let tries = 0;
  const db = await database(context, {
    slow: {
      args: ['INT'],
      returns: 'INT',
      concurrency: 3,
      async callAsync(n: number) {
        most = Math.max(most, ++underWay);
        for (let turn = 0; turn < 20 - n; turn++) await Promise.resolve();
        underWay -= 1;
        return n * 10;
      },
    },
    flaky: {
      args: ['INT'],
      returns: 'INT',
      retries: 1,
      retryDelayMs: 0,
      callAsync: (n: number) =>
        ++tries <= 2 ? Promise.reject(new RangeError('not now')) : Promise.resolve(n),
    },
    never: {
      args: [],
      returns: 'INT',
      timeoutMs: 1,
      callAsync: () => new Promise(() => undefined),
    },
  });
  const values = Array.from({ length: 10 }, (_, i) => `(${i + 1})`).join(', ');
  const input = `(VALUES ${values}) AS t(n)`;
  const found = await rows(
    db,
    `SELECT slow(n) + 1 AS x, slow(slow(n)) AS y FROM ${input} WHERE slow(n) > 20 AND n <> 5`,
  );
  context.deepEqual(
    found,
    [3, 4, 6, 7, 8, 9, 10].map((n) => ({ x: n * 10 + 1, y: n * 100 })),
  );
  context.true(most > 1 && most <= 3, `${most} under way`);
  context.deepEqual(await rows(db, 'SELECT SUM(flaky(n)) AS x FROM (VALUES (1), (2)) AS t(n)'), [
    { x: 3 },
  ]);
  context.is(tries, 4);
  const late = await context.throwsAsync(rows(db, `SELECT never() FROM ${input}`));
  context.regex(late!.message, /function NEVER failed in row 1 .*no answer within 1 ms/);
  context.is(
    await codeOf(rows(db, `SELECT CASE WHEN n > 1 THEN slow(n) END FROM ${input}`)),
    'PLAN_ASYNC_IN_BRANCH',
  );
});
