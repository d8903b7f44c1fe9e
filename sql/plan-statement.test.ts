import test from 'ava';
import type { ExecutionContext } from 'ava';
import { MillraceError } from '../core/errors.js';
import type { PhysicalPlan } from '../engine/nodes.js';
import { explainPlan } from './explain.js';
import { planLast } from './testing/plan-script.js';

const BIDS = `
  CREATE TABLE bids (
    auction BIGINT, price BIGINT, who ROW<name STRING, city STRING>, ts TIMESTAMP(3),
    WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
  ) WITH ('connector' = 'filesystem', 'path' = 'bids.json', 'format' = 'json');
  CREATE TABLE items (id BIGINT, name STRING, seller BIGINT)
  WITH ('connector' = 'filesystem', 'path' = 'items.json', 'format' = 'json');
  CREATE TABLE out_file (a BIGINT, n BIGINT)
  WITH ('connector' = 'filesystem', 'path' = 'out/', 'format' = 'json');
  CREATE TABLE out_print (a BIGINT, n BIGINT) WITH ('connector' = 'print');
`;

async function physical(sql: string): Promise<PhysicalPlan> {
  const result = await planLast(BIDS + sql);
  if (result.kind !== 'query' && result.kind !== 'insert') throw new TypeError(result.kind);
  return result.plan;
}

/** The plan without change modes and table prefixes, one line a node. */
async function planText(sql: string): Promise<string> {
  return explainPlan(await physical(sql))
    .replaceAll(/ (insert-only|retract)$/gm, '')
    .replaceAll(/ <- [a-z0-9[\], ]+$/gm, '')
    .replaceAll(', properties=[end]', '')
    .replaceAll('default_catalog.default_database.', '')
    .replaceAll(', connector=filesystem', '');
}

async function planIs(t: ExecutionContext, sql: string, expected: string): Promise<void> {
  const lines = expected.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  t.deepEqual(
    (await planText(sql)).split('\n'),
    lines.map((line) => line.slice(indent)),
  );
}

async function refusal(sql: string): Promise<MillraceError> {
  try {
    await planLast(BIDS + sql);
  } catch (error) {
    if (error instanceof MillraceError) return error;
    throw error;
  }
  throw new TypeError(`not refused: ${sql}`);
}

/** What the span of an error points at. */
function culprit(error: MillraceError): string | undefined {
  return error.span === null ? undefined : error.sql?.slice(error.span.start, error.span.end);
}

test('a query reads only the columns and fields it needs, and filters at the source', (t) =>
  planIs(
    t,
    'SELECT b.who.city FROM (SELECT * FROM bids WHERE price > 3) AS b WHERE auction = 1',
    `
    collect #2()
      calc #1(where=((price > 3) AND (auction = 1)), select=[who.city AS city])
        source #0(table=bids, read=[auction, price, who.city])
  `,
  ));

test('windows are aggregated without carrying their bounds along', (t) =>
  planIs(
    t,
    `
    SELECT auction, window_end, COUNT(*) AS n
    FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
    GROUP BY auction, window_start, window_end`,
    `
    collect #4()
      calc #3(select=[auction, window_end, $count0 AS n])
        windowAggregate #2(window=tumble(ts, 60000 ms), by=[auction], calls=[COUNT(*)])
          watermark #1(rowtime=ts, watermark=(ts - +0 00:00:05.000))
            source #0(table=bids, read=[auction, ts])
  `,
  ));

test('an aggregate of windows over windows reads one shared plan', async (t) => {
  const text = await planText(`
    CREATE VIEW counted AS SELECT window_start, window_end, auction, COUNT(*) AS n
    FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
    GROUP BY window_start, window_end, auction;
    SELECT c.auction, c.n FROM counted AS c
    JOIN (SELECT window_start, window_end, MAX(n) AS most
      FROM counted GROUP BY window_start, window_end) AS m
    ON c.window_start = m.window_start AND c.window_end = m.window_end AND c.n >= m.most`);
  t.is(text.match(/source #/g)?.length, 1);
  t.regex(text, /join .*window=equal windows/);
  t.regex(text, /windowAggregate #\d+\(window=attached\(window_start, window_end\), calls=\[MAX/);
});

test('grouping by the start alone is an ordinary aggregate', async (t) => {
  const text = await planText(`
    SELECT window_start, COUNT(*)
    FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
    GROUP BY window_start`);
  t.regex(text, /groupAggregate/);
});

test('conditions go to the side of a join they read, but not below its padded side', async (t) => {
  const sql = (type: string): string => `
    SELECT i.name FROM bids AS b ${type} JOIN items AS i ON b.auction = i.id AND i.seller = 7
    WHERE b.price > 1 AND i.name = 'x'`;
  await planIs(
    t,
    sql('INNER'),
    `
    collect #6()
      calc #5(select=[name])
        join #4(type=inner, keys=[auction = right.0])
          calc #1(where=(price > 1), select=[auction])
            source #0(table=bids, read=[auction, price])
          calc #3(where=((name = 'x') AND (seller = 7)), select=[id, name])
            source #2(table=items, read=[id, name, seller])
  `,
  );
  t.regex(await planText(sql('LEFT')), /calc #\d+\(where=\(name = 'x'\)[^\n]*\n +join #/);
});

test('the first row by time is kept, the first by another column is a top-N', async (t) => {
  const first = (order: string): Promise<string> =>
    planText(`
    SELECT auction, price FROM (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY ${order}) AS rn
      FROM bids) WHERE rn = 1`);
  t.regex(await first('ts'), /deduplicate #\d+\(keep=first, keys=\[auction\], time=ts\)/);
  t.regex(await first('ts DESC'), /deduplicate #\d+\(keep=last/);
  t.regex(await first('price, ts'), /topN #\d+\(.*order=\[price ASC, ts ASC\], places=1\.\.1\)/);
  t.regex(await first('price'), /topN/);
});

test('the place is computed only where it is read', async (t) => {
  const sql = (columns: string): string => `
    SELECT ${columns} FROM (SELECT auction, price,
      ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) AS rn FROM bids) WHERE rn <= 3`;
  t.regex(await planText(sql('auction, rn')), /rank=yes/);
  t.notRegex(await planText(sql('auction')), /rank=yes/);
});

test('NOT IN keeps SQL meaning of NULL: the comparison may be unknown', async (t) => {
  const text = await planText('SELECT price FROM bids WHERE auction NOT IN (SELECT id FROM items)');
  t.regex(text, /join #\d+\(type=anti, condition=\(auction = id\) IS NOT FALSE\)/);
});

test('a condition that is never true reads nothing', (t) =>
  planIs(
    t,
    'SELECT price FROM bids WHERE 1 = 2',
    `
    collect #1()
      values #0(rows=0)
  `,
  ));

test('uids follow what is computed, not names or what else the query does', async (t) => {
  const uidOf = async (sql: string): Promise<string | undefined> =>
    (await physical(sql)).nodes.find((node) => node.kind === 'groupAggregate')?.uid;
  const base = await uidOf('SELECT auction, SUM(price) AS s FROM bids GROUP BY auction');
  t.is(await uidOf('SELECT SUM(b.price) + 1 AS other FROM bids AS b GROUP BY b.auction'), base);
  t.not(await uidOf('SELECT auction, SUM(price) FROM bids WHERE price > 1 GROUP BY auction'), base);
  t.not(await uidOf('SELECT auction, MAX(price) FROM bids GROUP BY auction'), base);
});

test('two sinks read one source, and equal sinks have different uids', async (t) => {
  const plan = await physical(`EXECUTE STATEMENT SET BEGIN
    INSERT INTO out_print SELECT auction, price FROM bids WHERE price > 1;
    INSERT INTO out_print SELECT auction, price FROM bids WHERE price > 1;
    INSERT INTO out_file SELECT id, seller FROM items;
    INSERT INTO out_file SELECT auction, price + 1 FROM bids; END`);
  const count = (kind: string): number => plan.nodes.filter((node) => node.kind === kind).length;
  t.is(count('source'), 2);
  t.is(count('sink'), 4);
  t.is(new Set(plan.nodes.map((node) => node.uid)).size, plan.nodes.length);
});

test('an append-only sink refuses a query that changes its rows, naming what does', async (t) => {
  const error = await refusal(
    'INSERT INTO out_file SELECT auction, COUNT(*) FROM bids GROUP BY auction',
  );
  t.is(error.code, 'PLAN_APPEND_ONLY_SINK');
  t.regex(error.message, /GROUP BY auction without a window/);
});

test('exactly once that cannot be had is refused when it was asked for', async (t) => {
  const insert = 'INSERT INTO out_print SELECT auction, price FROM bids';
  t.truthy(await planLast(BIDS + insert));
  const error = await refusal(`SET 'execution.checkpointing.mode' = 'EXACTLY_ONCE'; ${insert}`);
  t.is(error.code, 'PLAN_NOT_EXACTLY_ONCE');
});

test('unknown names are refused with their place and the nearest name', async (t) => {
  const column = await refusal('SELECT prise FROM bids');
  t.deepEqual([column.code, culprit(column)], ['SQL_UNKNOWN_COLUMN', 'prise']);
  t.regex(column.hint ?? '', /"price"/);
  const table = await refusal('SELECT * FROM bid');
  t.deepEqual([table.code, culprit(table)], ['SQL_UNKNOWN_TABLE', 'bid']);
  const fn = await refusal('SELECT UPER(name) FROM items');
  t.deepEqual([fn.code, culprit(fn)], ['SQL_UNKNOWN_FUNCTION', 'UPER']);
  const setting = await refusal(`SET 'execution.checkpointing.intervall' = '1 s'`);
  t.deepEqual(
    [setting.code, culprit(setting)],
    ['OPTION_UNKNOWN', `'execution.checkpointing.intervall'`],
  );
});

test('a window needs a time attribute, and expressions lose it', async (t) => {
  const error = await refusal(`
    CREATE VIEW v AS SELECT auction, ts + INTERVAL '1' SECOND AS ts FROM bids;
    SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE v, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
    GROUP BY window_start, window_end`);
  t.is(error.code, 'PLAN_NO_TIME_ATTRIBUTE');
});

test('what the engine cannot run is refused by name', async (t) => {
  const error = await refusal(`
    SELECT b.price FROM bids AS b JOIN items FOR SYSTEM_TIME AS OF b.ts AS i ON b.auction = i.id`);
  t.is(error.code, 'SQL_UNSUPPORTED');
  t.regex(error.message, /temporal join/);
});

test('JARs are refused, not passed over', async (t) => {
  for (const action of ['ADD', 'REMOVE']) {
    const error = await refusal(`${action} JAR '/lib/udf.jar'`);
    t.is(error.code, 'SQL_NO_JARS');
    t.is(culprit(error), `${action} JAR '/lib/udf.jar'`);
    t.regex(error.hint!, /CREATE FUNCTION/);
  }
});

test('time nobody waits for costs nothing: the watermark is left out', async (t) => {
  t.notRegex(await planText('SELECT auction, COUNT(*) FROM bids GROUP BY auction'), /watermark|ts/);
  t.regex(await planText('SELECT auction FROM bids ORDER BY ts'), /watermark/);
});

test('EXPLAIN tells the plan and what it promises', async (t) => {
  const result = await planLast(
    `${BIDS} EXPLAIN INSERT INTO out_print SELECT auction, price FROM bids`,
  );
  const text = result.kind === 'rows' ? String(result.rows[0]![0]) : '';
  t.regex(text, /== Physical Plan ==\nsink #/);
  t.regex(text, /source .*bids: replayable, bounded/);
  t.regex(text, /exactly-once: no/);
});

test('INSERT OVERWRITE needs a connector that can, and an input that ends', async (t) => {
  const endless = `SELECT id, seller FROM items /*+ OPTIONS('source.monitor-interval'='1s') */`;
  const cannot = await refusal('INSERT OVERWRITE out_print SELECT id, seller FROM items');
  t.is(cannot.code, 'PLAN_CANNOT_OVERWRITE');
  t.is(culprit(cannot), 'out_print');
  const unbounded = await refusal(`INSERT OVERWRITE out_file ${endless}`);
  t.is(unbounded.code, 'PLAN_OVERWRITE_UNBOUNDED');
  t.is(culprit(unbounded), 'out_file');
  const sinkOf = async (sql: string): Promise<unknown> =>
    (await physical(sql)).nodes.find((node) => node.kind === 'sink');
  t.like(await sinkOf('INSERT OVERWRITE out_file SELECT id, seller FROM items'), {
    overwrite: { partition: [] },
  });
  t.like(await sinkOf('INSERT INTO out_file SELECT id, seller FROM items'), {
    overwrite: undefined,
  });
});

test('INSERT OVERWRITE knows the partition when PARTITION fixes all keys', async (t) => {
  const table = `CREATE TABLE parts (a BIGINT, d STRING, h INT) PARTITIONED BY (d, h)
    WITH ('connector' = 'filesystem', 'path' = 'p/', 'format' = 'json');`;
  const partition = async (sql: string): Promise<unknown> => {
    const node = (await physical(table + sql)).nodes.find((one) => one.kind === 'sink');
    return node?.kind === 'sink' ? node.overwrite?.partition : undefined;
  };
  t.deepEqual(
    await partition(`INSERT OVERWRITE parts PARTITION (d = 'x', h = 3) SELECT id FROM items`),
    ['x', 3],
  );
  t.is(await partition(`INSERT OVERWRITE parts PARTITION (d = 'x') SELECT id, 1 FROM items`), null);
});

test('values of secret options are not shown', async (t) => {
  const secret = `CREATE TABLE s (a INT)
    WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json', 'sink.password' = 'hunter2');
    CREATE VIEW v AS SELECT * FROM s /*+ OPTIONS('sink.token' = 'hunter2') */;`;
  for (const statement of [
    'SHOW CREATE TABLE s',
    'SHOW CREATE VIEW v',
    'EXPLAIN SELECT * FROM v',
  ]) {
    const result = await planLast(secret + statement);
    const text = result.kind === 'rows' ? String(result.rows) : '';
    t.true(text.length > 0, statement);
    t.false(text.includes('hunter2'), statement);
  }
  const table = await planLast(`${secret} SHOW CREATE TABLE s`);
  t.regex(table.kind === 'rows' ? String(table.rows) : '', /'sink.password' = '\*{6}'/);
});

async function explained(sql: string): Promise<string> {
  const generated = `CREATE TABLE g (a INT, b INT)
    WITH ('connector' = 'datagen', 'number-of-rows' = '100');`;
  const result = await planLast(`${BIDS}${generated}${sql}`);
  return result.kind === 'rows' ? String(result.rows[0]![0]) : '';
}

test('EXPLAIN of CREATE TABLE AS plans what fills the table, and makes none', async (t) => {
  const table = `CREATE TABLE made WITH ('connector' = 'print') AS SELECT name FROM items`;
  const result = await planLast(`${BIDS} EXPLAIN ${table}`);
  t.is(result.kind, 'rows');
  const text = result.kind === 'rows' ? String(result.rows[0]![0]) : '';
  t.regex(text, /sink .*made/);
  t.is((await refusal(`EXPLAIN ${table}; SELECT * FROM made`)).code, 'SQL_UNKNOWN_TABLE');
  t.is((await refusal('EXPLAIN CREATE TABLE made (a INT)')).code, 'SQL_UNSUPPORTED');
});

test('EXPLAIN ESTIMATED_COST tells the rows that sources and constants know', async (t) => {
  const rowsOf = async (query: string): Promise<string[]> => {
    const text = await explained(`EXPLAIN ESTIMATED_COST ${query}`);
    const tree = text.split('== Optimized Logical Plan ==')[1]!.split('==')[0]!.trim();
    return tree
      .split('\n')
      .map((line) => `${line.trim().split('(')[0]!}${line.split(']').at(-1)!}`);
  };
  t.deepEqual(await rowsOf('SELECT a FROM g WHERE b > 1'), [
    'calc: rows <= 100',
    'scan: rows = 100',
  ]);
  t.deepEqual(await rowsOf('SELECT COUNT(*) FROM (VALUES (1), (2)) AS t(x)'), [
    'aggregate: rows = 1',
    'values: rows = 2',
  ]);
  t.deepEqual(await rowsOf('SELECT id FROM items UNION ALL SELECT a FROM g'), [
    'union: rows unknown',
    'scan: rows unknown',
    'calc: rows = 100',
    'scan: rows = 100',
  ]);
});

test('EXPLAIN takes the details Flink has, or refuses them by name', async (t) => {
  const text = await explained(
    'EXPLAIN CHANGELOG_MODE, JSON_EXECUTION_PLAN SELECT COUNT(*) FROM g',
  );
  t.regex(text, /groupAggregate .* retract/);
  const plan = JSON.parse(text.split('== Physical Execution Plan ==')[1]!) as {
    nodes: { id: number; type: string; predecessors?: { id: number }[] }[];
  };
  t.is(plan.nodes[0]!.type, 'source');
  t.deepEqual(
    plan.nodes.slice(1).map((node) => node.predecessors!.map(({ id }) => id)),
    plan.nodes.slice(1).map((_, i) => [i]),
  );
  t.is((await refusal('EXPLAIN PLAN_ADVICE SELECT 1')).code, 'SQL_UNSUPPORTED');
});

test('an unknown function is the error, with what to write instead', async (t) => {
  const count = await refusal('SELECT cuont(*) FROM items');
  t.is(count.code, 'SQL_UNKNOWN_FUNCTION');
  t.is(culprit(count), 'cuont');
  t.regex(count.hint ?? '', /COUNT/);
  const truncated = await refusal("SELECT date_trunc('hour', ts) FROM bids");
  t.is(truncated.hint, 'Write FLOOR(t TO unit).');
});

test('ILIKE is LIKE whatever the case', (t) =>
  planIs(
    t,
    "SELECT id FROM items WHERE name ILIKE 'A%'",
    `
    collect #2()
      calc #1(where=LIKE(UPPER(name), 'A%'), select=[id])
        source #0(table=items, read=[id, name])
  `,
  ));
