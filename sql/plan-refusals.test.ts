import test from 'ava';
import { MillraceError } from '../core/errors.js';
import { explainPlan } from './explain.js';
import { planLast } from './testing/plan-script.js';

const TABLES = `
  CREATE TABLE bids (auction BIGINT, price BIGINT)
  WITH ('connector' = 'filesystem', 'path' = 'bids.json', 'format' = 'json');
  CREATE TABLE items (id BIGINT, name STRING)
  WITH ('connector' = 'filesystem', 'path' = 'items.json', 'format' = 'json');
`;

async function planText(sql: string): Promise<string> {
  const result = await planLast(TABLES + sql);
  if (result.kind !== 'query') throw new TypeError(result.kind);
  return explainPlan(result.plan);
}

async function refusal(sql: string): Promise<MillraceError> {
  try {
    await planLast(TABLES + sql);
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

test('what grows with every use of a name is refused in time, with its place', async (t) => {
  const doubled = (i: number): string => `SELECT a FROM c${i} UNION ALL SELECT a FROM c${i}`;
  const steps = Array.from({ length: 40 }, (_, i) => i);
  const query =
    `WITH c0 AS (SELECT auction AS a FROM bids), ` +
    `${steps.map((i) => `c${i + 1} AS (${doubled(i)})`).join(', ')} SELECT a FROM c40`;
  const views = steps.map((i) => `CREATE VIEW c${i + 1} AS ${doubled(i)};`).join('\n');
  const all = Array.from({ length: 30 }, (_, i) => `auction + ${i}`).join(', ');
  for (const [sql, at] of [
    [query, query],
    [`CREATE VIEW c0 AS SELECT auction AS a FROM bids; ${views}`, doubled(10)],
    [`SELECT COUNT(*) FROM bids GROUP BY CUBE(${all})`, `CUBE(${all})`],
    [
      `SELECT COUNT(*) FROM bids GROUP BY ${'CUBE(auction, price), '.repeat(6)}()`,
      'CUBE(auction, price)',
    ],
  ] as const) {
    const error = await refusal(sql);
    t.deepEqual([error.code, culprit(error)], ['SQL_TOO_LARGE', at]);
  }
});

test('hints of a query change nothing, but are checked', async (t) => {
  const joined = (hint: string): string =>
    `SELECT /*+ ${hint} */ price FROM bids b JOIN items ON auction = id`;
  const plain = await planText(joined("STATE_TTL('b' = '1d')"));
  t.is(await planText(joined('BROADCAST(items), SHUFFLE_HASH(b), LOOKUP()')), plain);
  for (const [hint, code, at] of [
    ['BROADCST(b)', 'SQL_INVALID', 'BROADCST(b)'],
    ["OPTIONS('path' = 'x')", 'SQL_INVALID', "OPTIONS('path' = 'x')"],
    ['BROADCAST(item)', 'SQL_UNKNOWN_TABLE', 'item'],
    ["STATE_TTL('bids' = '1d')", 'SQL_UNKNOWN_TABLE', "'bids'"],
    ["STATE_TTL('b' = 'a day')", 'SQL_INVALID_OPTION', "'a day'"],
    ['STATE_TTL(b)', 'SQL_INVALID', 'b'],
  ] as const) {
    const error = await refusal(joined(hint));
    t.deepEqual([error.code, culprit(error)], [code, at], hint);
  }
  t.regex((await refusal(joined('BROADCAST(item)'))).hint!, /"items"/);
  t.regex((await refusal(joined('BROADCST(b)'))).hint!, /"BROADCAST"/);
});
