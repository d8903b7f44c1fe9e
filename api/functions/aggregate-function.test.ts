import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { JobHandle } from '../job-handle.js';
import { open } from '../open.js';
import type { AggregateDefinition } from './definition.js';
import { codeOf, database, rows, t } from './testing-functions.js';

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

const events = `
  CREATE TABLE events (v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (
    'connector' = 'datagen', 'number-of-rows' = '20', 'rows-per-second' = '1000000000',
    'fields.v.kind' = 'sequence', 'fields.v.start' = '1', 'fields.v.end' = '20')`;

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

test('aggregates that cannot retract or merge are refused where needed', async (context) => {
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
      FROM TABLE(HOP(TABLE input, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '30' SECOND))
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
  context.deepEqual(found, { c: 18n, x: BigInt(3 * sum), wrong: 0n });
});

test('what was taken back before a checkpoint stays taken back behind it', async (context) => {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  const lines = Array.from({ length: 60 }, (_, i) => `{"k": ${i % 7}, "v": ${i * i}}`);
  await writeFile(join(baseDir, 'in.json'), lines.join('\n'));
  const tables = `
    CREATE TABLE input (k INT, v BIGINT)
      WITH ('connector' = 'filesystem', 'path' = 'in.json', 'format' = 'json');
    CREATE TABLE output (x BIGINT, y BIGINT)
      WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'debezium-json');`;
  const insert = `INSERT INTO output SELECT total(v), SUM(v)
    FROM (SELECT k, LAST_VALUE(v) AS v FROM input GROUP BY k)`;
  let restored: unknown = null;
  for (const stopAt of [31, Infinity]) {
    const db = await open({ dir: join(baseDir, 'jobs'), baseDir });
    await db.createFunction('total', total);
    let job: JobHandle | undefined;
    await db.execute(tables + insert, {
      batchRows: 1,
      onStart: (started) => void (job = started),
      onPoll: (rowsIn) => void (rowsIn === stopAt && job!.stop()),
    });
    await db.close();
    restored = job!.restored;
  }
  context.not(restored, null);
  const db = await open({ baseDir });
  context.teardown(() => db.close());
  await db.execute(tables);
  const last = Array.from({ length: 7 }, (_, i) => BigInt((53 + i) ** 2));
  const sum = last.reduce((a, b) => a + b);
  context.deepEqual(await rows(db, 'SELECT * FROM output'), [{ x: sum, y: sum }]);
});

test('errors of aggregates and table functions name row and arguments', async (context) => {
  const db = await database(context, {
    broken: {
      ...total,
      accumulate(_acc, value: bigint | null) {
        if (value === 4n) throw new RangeError('no fours');
      },
    },
    odd: {
      args: ['INT'],
      returns: 'INT',
      rows(n: number | null) {
        if (n === 2) throw new RangeError('no twos');
        return [n];
      },
    },
  });
  const aggregate = await context.throwsAsync(rows(db, `SELECT broken(n) AS x FROM ${t}`));
  context.regex(
    aggregate!.message,
    /function BROKEN failed in row 4 .*no fours.*arguments: \(4n\)/,
  );
  const table = await context.throwsAsync(
    rows(db, `SELECT x FROM ${t}, LATERAL TABLE(odd(n)) AS u(x)`),
  );
  context.regex(table!.message, /function ODD failed in row 2 .*no twos.*arguments: \(2\)/);
});

test('DESCRIBE FUNCTION and SHOW FUNCTIONS tell of functions of the program', async (context) => {
  const db = await database(context, {
    total,
    later: { args: ['INT'], returns: 'STRING', concurrency: 3, callAsync: async () => 'x' },
  });
  const told = async (sql: string): Promise<unknown> => {
    for await (const outcome of db.run(sql)) if (outcome.kind === 'rows') return outcome.rows;
    return null;
  };
  context.deepEqual(await told('DESCRIBE FUNCTION total'), [
    ['is system function', 'false'],
    ['is temporary', 'true'],
    ['kind', 'aggregate'],
    ['signature', 'TOTAL(BIGINT) -> BIGINT'],
    ['takes retractions', 'true'],
    ['merges', 'true'],
  ]);
  context.deepEqual(((await told('DESCRIBE FUNCTION later')) as unknown[]).slice(2), [
    ['kind', 'async'],
    ['signature', 'LATER(INT) -> STRING'],
    ['is deterministic', 'true'],
    ['concurrency', '3'],
  ]);
  context.deepEqual(await told('SHOW USER FUNCTIONS'), [['later'], ['total']]);
  context.deepEqual(await told("SHOW FUNCTIONS LIKE 'tot%'"), [['total']]);
});
