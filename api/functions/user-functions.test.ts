import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type * as Arrow from 'apache-arrow';
import { MillraceError } from '../../core/errors.js';
import type { Database } from '../database.js';
import type { JobHandle } from '../job-handle.js';
import { open } from '../open.js';
import type { AggregateDefinition, FunctionDefinition } from './definition.js';

const numbers = `(VALUES (1, 'a'), (2, 'b'), (CAST(NULL AS INT), 'a'), (4, CAST(NULL AS STRING)))`;
const t = `${numbers} AS t(n, s)`;

async function database(
  context: ExecutionContext,
  functions: Readonly<Record<string, FunctionDefinition>> = {},
): Promise<Database> {
  const db = await open();
  context.teardown(() => db.close());
  for (const [name, definition] of Object.entries(functions)) {
    await db.createFunction(name, definition);
  }
  return db;
}

async function rows(db: Database, sql: string): Promise<unknown[]> {
  const query = await db.query(sql);
  return await query.toArray();
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MillraceError) return error.code;
    throw error;
  }
  return 'no error';
}

/** Exact sums of BIGINT; the accumulator is changed in place. */
const total: AggregateDefinition<{ sum: bigint; rows: number }> = {
  args: ['BIGINT'],
  returns: 'BIGINT',
  create: () => ({ sum: 0n, rows: 0 }),
  accumulate(acc, value: bigint | null) {
    acc.sum += value ?? 0n;
    acc.rows += 1;
  },
  retract(acc, value: bigint | null) {
    acc.sum -= value ?? 0n;
    acc.rows -= 1;
  },
  merge(acc, other) {
    acc.sum += other.sum;
    acc.rows += other.rows;
  },
  result: (acc) => (acc.rows === 0 ? null : acc.sum),
};

test('a row function sees JavaScript values, nulls too, and its result is typed', async (context) => {
  const db = await database(context, {
    describe: {
      args: ['BIGINT', 'STRING'],
      returns: 'ROW<n BIGINT, text STRING>',
      call: (n: bigint | null, s: string | null) => ({ n: (n ?? -1n) * 2n, text: s ?? 'none' }),
    },
  });
  const found = await rows(
    db,
    `SELECT d.n AS n, d.text AS s FROM (SELECT DESCRIBE_(n, s) AS d FROM ${t})`.replace(
      'DESCRIBE_',
      '`describe`',
    ),
  );
  context.deepEqual(found, [
    { n: 2n, s: 'a' },
    { n: 4n, s: 'b' },
    { n: -2n, s: 'a' },
    { n: 8n, s: 'none' },
  ]);
});

test('values of every type cross in both directions unchanged', async (context) => {
  const types: readonly (readonly [string, string])[] = [
    ['BOOLEAN', 'TRUE'],
    ['TINYINT', 'CAST(-128 AS TINYINT)'],
    ['BIGINT', '9223372036854775807'],
    ['DOUBLE', 'CAST(1.5 AS DOUBLE)'],
    ['DECIMAL(38, 4)', 'CAST(12345678901234567890.1234 AS DECIMAL(38, 4))'],
    ['STRING', "'grüße'"],
    ['BYTES', "X'00ff'"],
    ['DATE', "DATE '1969-12-31'"],
    ['TIME(3)', "TIME '23:59:59.123'"],
    ['TIMESTAMP(9)', "TIMESTAMP '1969-12-31 23:59:59.123456789'"],
    ['TIMESTAMP_LTZ(3)', "CAST(TIMESTAMP '2020-01-01 00:00:00' AS TIMESTAMP_LTZ(3))"],
    ['ARRAY<INT>', 'ARRAY[1, 2]'],
    ['MAP<STRING, INT>', "MAP['k', 1]"],
  ];
  const db = await database(context);
  for (const [i, [type, sql]] of types.entries()) {
    await db.createFunction(`same_${i}`, { args: [type], returns: type, call: (x) => x });
    const column = `CAST(v AS ${type})`;
    const found = await rows(
      db,
      `SELECT CAST(same_${i}(${column}) AS STRING) AS x, CAST(${column} AS STRING) AS y
       FROM (VALUES (${sql})) AS t(v)`,
    );
    const { x, y } = found[0] as { x: string; y: string };
    context.is(x, y, type);
    context.truthy(x, type);
  }
});

test('a vectorised function computes whole batches of Arrow vectors', async (context) => {
  const sizes: number[] = [];
  const db = await database(context, {
    plus_one: {
      args: ['INT'],
      returns: 'INT',
      vectorized(columns: readonly Arrow.Vector[], rowCount) {
        sizes.push(rowCount);
        return Array.from({ length: rowCount }, (_, i) => {
          const value = columns[0]!.get(i) as number | null;
          return value === null ? null : value + 1;
        });
      },
    },
  });
  const nested = await rows(db, `SELECT plus_one(plus_one(n)) AS x FROM ${t}`);
  context.deepEqual(nested, [{ x: 3 }, { x: 4 }, { x: null }, { x: 6 }]);
  context.deepEqual(sizes, [4, 4]);
  sizes.length = 0;
  const filtered = await rows(
    db,
    `SELECT plus_one(n) AS x FROM ${t} WHERE plus_one(n) > 2 AND s IS NOT NULL`,
  );
  context.deepEqual(filtered, [{ x: 3 }]);
  context.is(sizes.at(-1), 1, 'the projection sees the rows that passed');
});

test('a vectorised function in a branch sees only the rows that take it', async (context) => {
  const seen: (number | null)[] = [];
  const db = await database(context, {
    inverse: {
      args: ['INT'],
      returns: 'DOUBLE',
      vectorized(columns: readonly Arrow.Vector[], rowCount) {
        return Array.from({ length: rowCount }, (_, i) => {
          seen.push(columns[0]!.get(i) as number | null);
          return 1 / (columns[0]!.get(i) as number);
        });
      },
    },
  });
  await rows(db, `SELECT CASE WHEN n > 1 THEN inverse(n) END AS x FROM ${t}`);
  context.deepEqual(seen, [2, 4]);
});

test('an error names the function, the row, the arguments and the node', async (context) => {
  const db = await database(context, {
    picky: {
      args: ['INT', 'STRING'],
      returns: 'INT',
      call(n: number | null) {
        if (n === null) throw new RangeError('n is missing');
        return n;
      },
    },
    liar: { args: ['INT'], returns: 'INT', call: () => 'text' },
  });
  const failed = await context.throwsAsync(rows(db, `SELECT picky(n, s) FROM ${t}`), {
    instanceOf: MillraceError,
    code: 'FUNCTION_FAILED',
  });
  context.regex(failed!.message, /function PICKY failed in row 3 of its batch: n is missing/);
  context.regex(failed!.message, /arguments: \(null, "a"\)/);
  context.regex(failed!.message, /\[calc \d/);
  const lied = await context.throwsAsync(rows(db, `SELECT liar(n) FROM ${t}`));
  context.regex(lied!.message, /function LIAR failed in row 1.*"text" is no value of INT/);
});

test('arguments are checked and cast by their types, functions by their names', async (context) => {
  const db = await database(context, {
    half: { args: ['DOUBLE'], returns: 'DOUBLE', call: (x: number) => x / 2 },
    strict: { args: ['INT NOT NULL'], returns: 'INT NOT NULL', call: (x: number) => x },
  });
  context.deepEqual(await rows(db, 'SELECT half(3) AS x'), [{ x: 1.5 }]);
  context.is(await codeOf(rows(db, "SELECT half('a')")), 'SQL_INVALID_ARGUMENTS');
  context.is(await codeOf(rows(db, 'SELECT half(1, 2)')), 'SQL_INVALID_ARGUMENTS');
  context.is(await codeOf(rows(db, `SELECT strict(n) FROM ${t}`)), 'SQL_INVALID_ARGUMENTS');
  const unknown = await context.throwsAsync<MillraceError>(rows(db, 'SELECT hafl(1)'));
  context.is(unknown?.hint, 'Did you mean "HALF"?');
  const again = { args: [], returns: 'INT', call: () => 1 };
  context.is(await codeOf(db.createFunction('Half', again)), 'FUNCTION_EXISTS');
  context.is(await codeOf(db.createFunction('upper', again)), 'FUNCTION_EXISTS');
  context.is(await codeOf(db.createFunction('a b', again)), 'FUNCTION_INVALID');
  const typo = { args: [], returns: 'INT', cal: () => 1 } as FunctionDefinition;
  context.is(await codeOf(db.createFunction('typo', typo)), 'FUNCTION_INVALID');
  const badType = { args: [], returns: 'INTT', call: () => 1 };
  context.is(await codeOf(db.createFunction('typo', badType)), 'SQL_UNKNOWN_TYPE');
});

test('functions are called when rows flow, never while planning', async (context) => {
  let calls = 0;
  const db = await database(context, {
    tick: { args: [], returns: 'INT', deterministic: false, call: () => ++calls },
    constant: { args: ['INT'], returns: 'INT', call: (x: number) => (calls++, x) },
  });
  await db.explain(`SELECT tick(), constant(1) FROM ${t}`);
  context.is(calls, 0);
  const found = await rows(db, `SELECT tick() AS a, tick() AS b FROM (VALUES (1), (2)) AS t(n)`);
  context.deepEqual(found, [
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]);
});

test('an aggregate counts, takes back, and works with FILTER and DISTINCT', async (context) => {
  const db = await database(context, { total });
  const input = `(VALUES (1, 'a'), (2, 'b'), (1, 'a'), (5, 'a')) AS t(n, s)`;
  context.deepEqual(
    await rows(
      db,
      `SELECT s, total(n) AS x, total(DISTINCT n) AS y, total(n) FILTER (WHERE n > 4) AS z
       FROM ${input} GROUP BY s HAVING s = 'a'`,
    ),
    [{ s: 'a', x: 7n, y: 6n, z: 5n }],
  );
  context.deepEqual(await rows(db, `SELECT total(n) FILTER (WHERE n > 9) AS x FROM ${input}`), [
    { x: null },
  ]);
  const overUpdates = `SELECT total(x) AS x FROM (SELECT s, SUM(n) AS x FROM ${input} GROUP BY s)`;
  context.deepEqual(await rows(db, overUpdates), [{ x: 9n }]);
});

test('aggregates that cannot retract or merge are refused where they would have to', async (context) => {
  const { retract: _retract, merge: _merge, ...plain } = total;
  const db = await database(context, {
    plain,
    dice: {
      args: ['BIGINT'],
      returns: 'BIGINT',
      deterministic: false,
      call: (x: bigint) => x,
    },
  });
  const counts = `SELECT s, COUNT(*) AS c FROM ${t} GROUP BY s`;
  context.is(
    await codeOf(rows(db, `SELECT plain(c) FROM (${counts})`)),
    'PLAN_FUNCTION_CANNOT_RETRACT',
  );
  context.is(
    await codeOf(rows(db, `SELECT dice(c) FROM (${counts})`)),
    'PLAN_FUNCTION_NOT_DETERMINISTIC',
  );
  await db.execute(events);
  const windowed = (window: string): string =>
    `SELECT window_end, plain(v) AS x FROM TABLE(${window}) GROUP BY window_start, window_end`;
  const hop = "HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)";
  context.is(await codeOf(rows(db, windowed(hop))), 'PLAN_FUNCTION_CANNOT_MERGE');
});

test('accumulators come through a checkpoint; windows merge them', async (context) => {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  const lines = Array.from(
    { length: 40 },
    (_, i) =>
      `{"k": "k${i % 3}", "v": ${i}, "ts": "2020-01-01 00:00:${String(i).padStart(2, '0')}"}`,
  );
  await writeFile(join(baseDir, 'in.json'), lines.join('\n'));
  const script = `
    CREATE TABLE input (k STRING, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
      WITH ('connector' = 'filesystem', 'path' = 'in.json', 'format' = 'json');
    CREATE TABLE output (k STRING, w TIMESTAMP(3), x BIGINT, y BIGINT)
      WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'json');
    INSERT INTO output SELECT k, window_end, total(v), SUM(v)
      FROM TABLE(HOP(TABLE input, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND))
      GROUP BY k, window_start, window_end`;
  const run = async (onPoll: (rows: number, job: JobHandle) => void): Promise<JobHandle> => {
    const db = await open({ dir: join(baseDir, 'jobs'), baseDir });
    await db.createFunction('total', total);
    let job: JobHandle | undefined;
    await db.execute(script, {
      batchRows: 1,
      onStart: (started) => void (job = started),
      onPoll: (rowsIn) => onPoll(rowsIn, job!),
    });
    await db.close();
    return job!;
  };
  await run((rowsIn, job) => {
    if (rowsIn === 25) void job.stop();
  });
  const second = await run(() => undefined);
  context.not(second.restored, null);
  const db = await open({ baseDir });
  context.teardown(() => db.close());
  await db.execute(script.slice(0, script.indexOf('INSERT')));
  const [found] = await rows(
    db,
    `SELECT COUNT(*) AS c, SUM(x) AS x, COUNT(CASE WHEN x <> y THEN 1 END) AS wrong FROM output`,
  );
  const sum = (39 * 40) / 2;
  context.deepEqual(found, { c: 15n, x: BigInt(2 * sum), wrong: 0n });
});

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

const events = `
  CREATE TABLE events (v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (
    'connector' = 'datagen', 'number-of-rows' = '20', 'rows-per-second' = '1000000000',
    'fields.v.kind' = 'sequence', 'fields.v.start' = '1', 'fields.v.end' = '20')`;

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
  const left = `SELECT n, x FROM ${t} LEFT JOIN LATERAL TABLE(repeat_row(n - 1, s)) AS r(x, y) ON TRUE
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

test('async calls keep the order, at most so many at a time, and are tried again', async (context) => {
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
  context.true(most > 1 && most <= 6, `${most} under way`);
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

test('CREATE FUNCTION loads a module below the folder, and nothing else', async (context) => {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  await writeFile(
    join(baseDir, 'math.mjs'),
    `export const twice = { args: ['INT'], returns: 'INT', call: (x) => 2 * x };`,
  );
  const db = await open({ baseDir });
  context.teardown(() => db.close());
  await db.execute(`CREATE FUNCTION twice AS './math.mjs#twice' LANGUAGE JAVASCRIPT;
    CREATE FUNCTION IF NOT EXISTS twice AS 'nothing' LANGUAGE JAVASCRIPT`);
  context.deepEqual(await rows(db, 'SELECT twice(4) AS x'), [{ x: 8 }]);
  const [shown] = await db.execute('SHOW USER FUNCTIONS');
  context.deepEqual(shown?.kind === 'rows' && shown.rows, [['twice']]);
  const create = (implementation: string): Promise<string> =>
    codeOf(db.execute(`CREATE TEMPORARY FUNCTION f AS '${implementation}' LANGUAGE JAVASCRIPT`));
  context.is(await create('./math.mjs#twiec'), 'FUNCTION_EXPORT');
  context.is(await create('./missing.mjs#f'), 'FUNCTION_MODULE');
  context.is(await create(`${process.execPath}#f`), 'FUNCTION_MODULE');
  context.is(await create('../../etc/hosts#f'), 'FUNCTION_MODULE');
  context.is(await create('node:fs#rmSync'), 'FUNCTION_MODULE');
  context.is(await create('fs#rmSync'), 'FUNCTION_MODULE');
  context.is(await create('math.mjs'), 'FUNCTION_MODULE');
  context.is(await codeOf(db.execute("CREATE FUNCTION f AS 'com.x.Y'")), 'SQL_UNSUPPORTED');
  await db.execute('DROP FUNCTION twice');
  context.is(await codeOf(rows(db, 'SELECT twice(4)')), 'SQL_UNKNOWN_FUNCTION');
  context.is(await codeOf(db.execute('DROP FUNCTION twice')), 'SQL_UNKNOWN_FUNCTION');
});
