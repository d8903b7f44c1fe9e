import test from 'ava';
import { codeOf, database, rows } from '../api/functions/testing-functions.js';

/** k, list of INT, tags: with doubles, an empty list, NULL in a list, and NULL for a list. */
const CARTS = `(SELECT k, a, m FROM (VALUES
  (1, ARRAY[1, 2, 2], MAP['x', 1]), (2, ARRAY[3, CAST(NULL AS INT)], MAP['y', 2]),
  (3, CAST(NULL AS ARRAY<INT>), CAST(NULL AS MAP<STRING, INT>)),
  (4, ARRAY[1, 2, 2], MAP['x', 1])) AS v(k, a, m)) AS c`;

const cases: readonly (readonly [string, readonly unknown[]])[] = [
  ['SELECT k AS r FROM C WHERE EXISTS (SELECT 1 FROM UNNEST(a) AS u(x) WHERE x > 2)', [2]],
  ['SELECT k AS r FROM C WHERE NOT EXISTS (SELECT 1 FROM UNNEST(a) AS u(x))', [3]],
  ['SELECT k AS r FROM C WHERE EXISTS (SELECT 1 FROM UNNEST(a) AS u(x) WHERE x = k)', [1]],
  ['SELECT k AS r FROM C WHERE 2 IN (SELECT x FROM UNNEST(a) AS u(x))', [1, 4]],
  ['SELECT k AS r FROM C WHERE 2 NOT IN (SELECT x FROM UNNEST(a) AS u(x))', [3]],
  ['SELECT k AS r FROM C WHERE 2 >= ALL (SELECT x FROM UNNEST(a) AS u(x))', [1, 3, 4]],
  ['SELECT (SELECT SUM(x) FROM UNNEST(a) AS u(x)) AS r FROM C', [3, 5, 5, null]],
  ['SELECT (SELECT COUNT(*) FROM UNNEST(a) AS u(x)) AS r FROM C', [0n, 2n, 3n, 3n]],
  ["SELECT k AS r FROM C WHERE EXISTS (SELECT 1 FROM UNNEST(m) AS u(n, x) WHERE n = 'y')", [2]],
  [
    `SELECT (SELECT MAX(x) FROM UNNEST(a) WITH ORDINALITY AS u(x, i) WHERE i = 1) AS r FROM C`,
    [1, 1, 3, null],
  ],
  [
    `SELECT (SELECT COUNT(DISTINCT x) FROM UNNEST(a) AS u(x)) AS r FROM
       (SELECT a, COUNT(*) AS n FROM C GROUP BY a)`,
    [0n, 1n, 2n],
  ],
];

for (const [sql, wanted] of cases) {
  test(sql.replaceAll(/\s+/g, ' '), async (t) => {
    const db = await database(t);
    const found = (await rows(db, sql.replace(/\bC\b/, CARTS))).map(
      (row) => (row as { r: unknown }).r,
    );
    t.deepEqual(found.sort(), [...wanted]);
  });
}

test('UNNEST of more than a column of the query around is refused', async (t) => {
  const db = await database(t);
  const sql = `SELECT k FROM ${CARTS} WHERE EXISTS (SELECT 1 FROM UNNEST(ARRAY[k]) AS u(x))`;
  t.is(await codeOf(rows(db, sql)), 'SQL_UNSUPPORTED');
});
