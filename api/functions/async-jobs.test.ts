import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { JobHandle } from '../job-handle.js';
import { open } from '../open.js';
import type { AsyncDefinition } from './definition.js';
import { database, rows } from './testing-functions.js';

async function folder(context: ExecutionContext): Promise<string> {
  const baseDir = await mkdtemp(join(tmpdir(), 'millrace-async-'));
  context.teardown(() => rm(baseDir, { recursive: true }));
  return baseDir;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `count` rows into files, through LATER(n) -> INT. */
const copyScript = (count: number): string => `
  CREATE TABLE numbers (n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '${count}',
    'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '${count}');
  CREATE TABLE output (n INT, x INT)
    WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'json');
  INSERT INTO output SELECT n, later(n) FROM numbers`;

interface Run {
  readonly later: (n: number, job: () => JobHandle) => Promise<unknown>;
  readonly settings?: string;
  readonly batchRows?: number;
}

/** Runs the script in a new database on the same folder, to whatever end. */
async function copy(
  baseDir: string,
  count: number,
  { later, settings = '', batchRows = 7 }: Run,
): Promise<JobHandle> {
  const db = await open({ dir: join(baseDir, 'jobs'), baseDir });
  let job: JobHandle | undefined;
  const callAsync: AsyncDefinition['callAsync'] = (n: number) => later(n, () => job!);
  await db.createFunction('later', { args: ['INT'], returns: 'INT', callAsync });
  try {
    await db.execute(settings + copyScript(count), {
      batchRows,
      onStart: (started) => void (job = started),
    });
  } finally {
    await db.close();
  }
  return job!;
}

/** [rows, different n, sum of x] of what the files show. */
async function written(baseDir: string, count: number): Promise<unknown> {
  const db = await open({ baseDir });
  const script = copyScript(count);
  await db.execute(script.slice(0, script.indexOf('INSERT')));
  const [found] = await rows(
    db,
    'SELECT COUNT(*) AS c, COUNT(DISTINCT n) AS d, SUM(x) AS x FROM output',
  );
  await db.close();
  return found;
}

const whole = (count: number): unknown => ({
  c: BigInt(count),
  d: BigInt(count),
  x: count * (count + 1),
});

test('a checkpoint waits for the calls under way', async (context) => {
  const baseDir = await folder(context);
  let wasCut = false;
  let cut: Promise<unknown> = Promise.resolve();
  await copy(baseDir, 60, {
    batchRows: 1,
    async later(n, job) {
      if (n === 24) {
        cut = job()
          .checkpoint()
          .then(() => (wasCut = true));
        for (let i = 0; i < 20; i++) await turn();
        context.false(wasCut, 'a call is under way');
      }
      return 2 * n;
    },
  });
  await cut;
  context.deepEqual(await written(baseDir, 60), whole(60));
});

test('cancel does not wait for calls under way; the next run makes them', async (context) => {
  const baseDir = await folder(context);
  const job = await copy(baseDir, 60, {
    async later(n, running) {
      if (n === 30) void running().cancel();
      if (n >= 29) await new Promise(() => undefined);
      return 2 * n;
    },
  });
  context.deepEqual(await job.finished, { kind: 'cancelled' });
  await copy(baseDir, 60, { later: async (n) => 2 * n });
  context.deepEqual(await written(baseDir, 60), whole(60));
});

test('a call that fails once, after checkpoints, is made good by a restart', async (context) => {
  const baseDir = await folder(context);
  let fails = 2;
  const job = await copy(baseDir, 100, {
    settings: `SET 'restart-strategy.type' = 'fixed-delay';
      SET 'restart-strategy.fixed-delay.delay' = '1 ms';
      SET 'restart-strategy.fixed-delay.attempts' = '5';`,
    async later(n, running) {
      if (n % 20 === 0)
        running()
          .checkpoint()
          .catch(() => undefined);
      await turn();
      if (n === 51 && fails > 0) {
        fails -= 1;
        throw new RangeError('not now');
      }
      return 2 * n;
    },
  });
  context.is(job.metrics().restarts, 2);
  context.deepEqual(await written(baseDir, 100), whole(100));
});

test('stop waits for the calls under way and keeps their rows', async (context) => {
  const baseDir = await folder(context);
  const seen: number[] = [];
  await copy(baseDir, 50, {
    async later(n, job) {
      if (n === 10) void job().stop();
      for (let i = 0; i < 5; i++) await turn();
      seen.push(n);
      return 2 * n;
    },
  });
  context.true(seen.length >= 10 && seen.length < 50, `${seen.length} rows`);
  const again: number[] = [];
  await copy(baseDir, 50, {
    later: async (n) => {
      again.push(n);
      return 2 * n;
    },
  });
  context.deepEqual(
    again.filter((n) => seen.includes(n)),
    [],
  );
  context.deepEqual(await written(baseDir, 50), whole(50));
});

test('windows over results of async calls are those over plain ones', async (context) => {
  const baseDir = await folder(context);
  const lines = Array.from({ length: 90 }, (_, i) => {
    const second = (i * 37) % 61 < 50 ? i : Math.max(0, i - 25);
    const two = (value: number): string => String(value).padStart(2, '0');
    const ts = `2020-01-01 00:${two(Math.floor(second / 60))}:${two(second % 60)}`;
    return JSON.stringify({ k: i % 3, v: i, ts });
  });
  await writeFile(join(baseDir, 'in.json'), lines.join('\n'));
  const answers: unknown[] = [];
  for (const batchRows of [1, 4, 1000]) {
    for (const value of ['v * 2', 'later(v)']) {
      const db = await open({ baseDir });
      await db.createFunction('later', {
        args: ['INT'],
        returns: 'INT',
        concurrency: 3,
        async callAsync(v: number) {
          for (let i = 0; i < v % 4; i++) await turn();
          return v * 2;
        },
      });
      await db.execute(`
        CREATE TABLE input
          (k INT, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
          WITH ('connector' = 'filesystem', 'path' = 'in.json', 'format' = 'json')`);
      const query = await db.query(
        `SELECT k, window_end, SUM(x) AS x, COUNT(*) AS c FROM TABLE(TUMBLE(
           (SELECT k, ts, ${value} AS x FROM input), DESCRIPTOR(ts), INTERVAL '10' SECOND))
         GROUP BY k, window_start, window_end`,
        { batchRows },
      );
      const found = (await query.toArray()).map((row) =>
        JSON.stringify(row, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one)),
      );
      answers.push(found.sort());
      await db.close();
    }
  }
  context.true((answers[0] as unknown[]).length > 15);
  for (const answer of answers) context.deepEqual(answer, answers[0]);
});

test('values of every type, and nulls, cross async calls unchanged', async (context) => {
  const types: readonly (readonly [string, string])[] = [
    ['BOOLEAN', 'TRUE'],
    ['DECIMAL(38, 4)', 'CAST(12345678901234567890.1234 AS DECIMAL(38, 4))'],
    ['DECIMAL(10, 2)', 'CAST(-1.50 AS DECIMAL(10, 2))'],
    ['BYTES', "X'00ff'"],
    ['TIME(3)', "TIME '23:59:59.123'"],
    ['TIMESTAMP(9)', "TIMESTAMP '1969-12-31 23:59:59.123456789'"],
    ['TIMESTAMP_LTZ(3)', "CAST(TIMESTAMP '2024-03-31 02:30:00' AS TIMESTAMP_LTZ(3))"],
    ['ARRAY<DECIMAL(5, 2)>', 'ARRAY[CAST(1.25 AS DECIMAL(5, 2)), NULL]'],
    ['ROW<a INT, b STRING>', "ROW(1, 'x')"],
  ];
  const db = await database(context);
  await db.execute("SET 'table.local-time-zone' = 'Europe/Berlin'");
  for (const [i, [type, sql]] of types.entries()) {
    const name = `same_${i}`;
    await db.createFunction(name, { args: [type], returns: type, callAsync: async (x) => x });
    const found = await rows(
      db,
      `SELECT CAST(${name}(v) AS STRING) AS x, CAST(v AS STRING) AS y
       FROM (SELECT CAST(v AS ${type}) AS v FROM (VALUES (1, ${sql}), (2, NULL)) AS t(i, v))`,
    );
    const [given, none] = found as { x: string | null; y: string | null }[];
    context.truthy(given!.x, type);
    context.is(given!.x, given!.y, type);
    context.deepEqual(none, { x: null, y: null }, type);
  }
});
