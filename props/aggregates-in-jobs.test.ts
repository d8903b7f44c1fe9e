/** Aggregates over rows that are taken away again, one row a batch: the end counts. */
import test, { type ExecutionContext } from 'ava';
import { MillraceError } from '../core/errors.js';
import { open } from '../api/open.js';

/** Each `k` keeps its last `v` and `n`: of the five rows two are taken away again. */
const LAST = `(SELECT k, LAST_VALUE(v) AS v, LAST_VALUE(n) AS n FROM (VALUES
  (1, 'old', 15), (2, 'b', 6), (3, 'c', 2), (1, 'a', 3), (2, 'bb', 7)) AS t(k, v, n) GROUP BY k)`;

async function resultIs(
  t: ExecutionContext,
  sql: string,
  wanted: readonly Record<string, unknown>[],
): Promise<void> {
  const db = await open();
  try {
    const query = await db.query(sql, { batchRows: 1 });
    t.deepEqual(await query.toArray(), [...wanted]);
  } finally {
    await db.close();
  }
}

async function codeOf(sql: string): Promise<string> {
  const db = await open();
  try {
    await db.execute(sql);
  } catch (error) {
    if (error instanceof MillraceError) return error.code;
    throw error;
  } finally {
    await db.close();
  }
  return 'none';
}

test('bits, truth values, medians and different values follow what is left', (t) =>
  resultIs(
    t,
    `SELECT BIT_AND(n) AS a, BIT_OR(n) AS o, BIT_XOR(n) AS x, EVERY(n < 10) AS e,
      SOME(n > 10) AS s, MEDIAN(n) AS m, APPROX_COUNT_DISTINCT(n) AS d FROM ${LAST}`,
    [{ a: 2, o: 7, x: 6, e: true, s: false, m: 3, d: 3n }],
  ));

test('aggregates of the same kind over rows that stay', (t) =>
  resultIs(
    t,
    `SELECT BIT_AND(n) AS a, BIT_OR(n) AS o, BIT_XOR(n) AS x, BOOL_AND(n < 10) AS e,
      BOOL_OR(n > 10) AS s, BIT_OR(CAST(NULL AS INT)) AS nothing
    FROM (VALUES (12), (CAST(NULL AS INT)), (6), (5)) AS t(n)`,
    [{ a: 4, o: 15, x: 15, e: false, s: true, nothing: null }],
  ));

test('values stand in the order that is written', (t) =>
  resultIs(
    t,
    `SELECT LISTAGG(v, '-') WITHIN GROUP (ORDER BY n DESC) AS l,
      ARRAY_AGG(n ORDER BY v) AS a, ARRAY_AGG(DISTINCT k ORDER BY k DESC) AS d FROM ${LAST}`,
    [{ l: 'bb-a-c', a: [3, 7, 2], d: [3, 2, 1] }],
  ));

test('NULL keys come first going up, last going down, or as it is written', (t) =>
  resultIs(
    t,
    `SELECT ARRAY_AGG(x ORDER BY y) AS a, ARRAY_AGG(x ORDER BY y DESC) AS b,
      ARRAY_AGG(x ORDER BY y NULLS LAST) AS c,
      LISTAGG(x) WITHIN GROUP (ORDER BY y) AS l
    FROM (VALUES ('p', 2), ('q', CAST(NULL AS INT)), ('r', 1), (CAST(NULL AS STRING), 0))
      AS t(x, y)`,
    [
      {
        a: ['q', null, 'r', 'p'],
        b: ['p', 'r', null, 'q'],
        c: [null, 'r', 'p', 'q'],
        l: 'q,r,p',
      },
    ],
  ));

test('first and last values respect NULLs where it is written', (t) =>
  resultIs(
    t,
    `SELECT FIRST_VALUE(x) RESPECT NULLS AS f, LAST_VALUE(x) RESPECT NULLS AS l,
      FIRST_VALUE(x) AS f1, LAST_VALUE(x) IGNORE NULLS AS l1
    FROM (VALUES (CAST(NULL AS INT)), (1), (2), (CAST(NULL AS INT))) AS t(x)`,
    [{ f: null, l: null, f1: 1, l1: 2 }],
  ));

test('EXCEPT ALL and INTERSECT ALL count copies', async (t) => {
  const side = (rows: string): string => `SELECT x FROM (VALUES ${rows}) AS t(x)`;
  const [left, right] = [side("('a'), ('a'), ('a'), ('b')"), side("('a'), ('b'), ('b'), ('c')")];
  await resultIs(t, `${left} EXCEPT ALL ${right}`, [{ x: 'a' }, { x: 'a' }]);
  await resultIs(t, `${left} INTERSECT ALL ${right}`, [{ x: 'a' }, { x: 'b' }]);
});

test('comparisons with all or any rows of a query', async (t) => {
  const rows = 'FROM (VALUES (1), (2), (3)) AS t(x) WHERE';
  const few = '(SELECT y FROM (VALUES (2), (CAST(NULL AS INT))) AS u(y) WHERE y IS NOT NULL)';
  const withNull = '(SELECT y FROM (VALUES (2), (CAST(NULL AS INT))) AS u(y))';
  await resultIs(t, `SELECT x ${rows} x >= ALL ${few}`, [{ x: 2 }, { x: 3 }]);
  await resultIs(t, `SELECT x ${rows} x >= ALL ${withNull}`, []);
  await resultIs(t, `SELECT x ${rows} NOT x >= ALL ${withNull}`, [{ x: 1 }]);
  await resultIs(t, `SELECT x ${rows} x < ANY ${withNull}`, [{ x: 1 }]);
  await resultIs(t, `SELECT x ${rows} NOT x < SOME ${few}`, [{ x: 2 }, { x: 3 }]);
  await resultIs(t, `SELECT x ${rows} x > ALL (1, 2)`, [{ x: 3 }]);
});

test('GROUP BY ALL takes what has no aggregate; * EXCEPT leaves columns out', async (t) => {
  const rows = '(VALUES (1, 2, 5), (1, 2, 6)) AS t(a, b, c)';
  await resultIs(t, `SELECT a, b + 1 AS d, SUM(c) AS s, 7 AS seven FROM ${rows} GROUP BY ALL`, [
    { a: 1, d: 3, s: 11, seven: 7 },
  ]);
  await resultIs(t, `SELECT * EXCEPT (b, c) FROM ${rows} LIMIT 1`, [{ a: 1 }]);
  t.is(await codeOf(`SELECT * EXCEPT (z) FROM ${rows}`), 'SQL_UNKNOWN_COLUMN');
});

test('an order where it makes no sense is refused', async (t) => {
  const rows = '(VALUES (1, 2)) AS t(a, b)';
  t.is(await codeOf(`SELECT SUM(a ORDER BY b) FROM ${rows}`), 'SQL_UNSUPPORTED');
  t.is(await codeOf(`SELECT ARRAY_AGG(DISTINCT a ORDER BY b) FROM ${rows}`), 'SQL_INVALID');
  t.is(await codeOf(`SELECT BIT_AND('x') FROM ${rows}`), 'SQL_INVALID_ARGUMENTS');
});

test('a lateral aggregate gives one row beside each, and ON picks among them', async (t) => {
  const rows = '(VALUES (1), (2), (3)) AS l(id)';
  const few = '(VALUES (2, 10), (2, 5)) AS r(id, v)';
  const lateral = `LATERAL (SELECT COUNT(*) * 2 AS n, MAX(v) AS m FROM ${few} WHERE r.id = l.id)`;
  await resultIs(t, `SELECT id, n, m FROM ${rows} CROSS JOIN ${lateral} AS a`, [
    { id: 1, n: 0n, m: null },
    { id: 2, n: 4n, m: 10 },
    { id: 3, n: 0n, m: null },
  ]);
  await resultIs(t, `SELECT id, n FROM ${rows} JOIN ${lateral} AS a ON n = 0`, [
    { id: 1, n: 0n },
    { id: 3, n: 0n },
  ]);
});
