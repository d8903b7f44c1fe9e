import test from 'ava';
import { codeOf, database, rows } from '../api/functions/testing-functions.js';

const A = "(VALUES (1, 'x'), (2, 'y'), (3, CAST(NULL AS STRING))) AS a(k, s)";
const B = '(VALUES (1, 10), (2, 20), (4, 40)) AS b(k, v)';
const GOOD = "(SELECT s FROM (VALUES ('x'), ('z')) AS g(s))";
const BIG = '(SELECT v FROM (VALUES (20), (40)) AS h(v))';

/** The select list is a.k, b.k. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  [`${A} JOIN ${B} ON a.k = b.k AND a.s IN ${GOOD}`, ['1-1']],
  [`${A} JOIN ${B} ON a.k = b.k AND (b.v IN ${BIG} OR a.s IN ${GOOD})`, ['1-1', '2-2']],
  [`${A} LEFT JOIN ${B} ON a.k = b.k AND a.s IN ${GOOD}`, ['1-1', '2-null', '3-null']],
  [`${A} LEFT JOIN ${B} ON a.k = b.k AND b.v IN ${BIG}`, ['1-null', '2-2', '3-null']],
  [
    `${A} LEFT JOIN ${B} ON a.k = b.k AND EXISTS
       (SELECT 1 FROM (VALUES (2)) AS g(n) WHERE g.n = a.k)`,
    ['1-null', '2-2', '3-null'],
  ],
  [
    `${A} LEFT JOIN ${B} ON a.k <= b.k AND b.v = (SELECT MAX(v) FROM ${BIG} AS m)`,
    ['1-4', '2-4', '3-4'],
  ],
  [`${A} RIGHT JOIN ${B} ON a.k = b.k AND a.s IN ${GOOD}`, ['1-1', 'null-2', 'null-4']],
  [`${A} RIGHT JOIN ${B} ON a.k = b.k AND b.v IN ${BIG}`, ['2-2', 'null-1', 'null-4']],
  [
    `${A} LEFT JOIN ${B} ON a.k = b.k AND a.s IN ${GOOD} AND b.v IN (SELECT 10)`,
    ['1-1', '2-null', '3-null'],
  ],
];

for (const [from, wanted] of cases) {
  test(`FROM ${from.replaceAll(/\s+/g, ' ')}`, async (t) => {
    const db = await database(t);
    const found = await rows(db, `SELECT a.k AS x, b.k AS y FROM ${from}`);
    const texts = found.map((row) => {
      const { x, y } = row as { x: number | null; y: number | null };
      return `${x}-${y}`;
    });
    t.deepEqual(texts.sort(), wanted);
  });
}

test('a subquery over both sides in ON of an outer join is refused', async (t) => {
  const db = await database(t);
  const both = `SELECT a.k FROM ${A} LEFT JOIN ${B} ON a.k = b.k AND EXISTS
    (SELECT 1 FROM (VALUES (1)) AS g(n) WHERE g.n = a.k AND g.n = b.v)`;
  t.is(await codeOf(rows(db, both)), 'SQL_UNSUPPORTED');
  const wrong = `SELECT a.k FROM ${A} LEFT JOIN ${B} ON a.k = b.k AND a.t IN ${GOOD}`;
  t.is(await codeOf(rows(db, wrong)), 'SQL_UNKNOWN_COLUMN');
  const unclear = `SELECT a.k FROM ${A} LEFT JOIN ${B} ON a.k = b.k AND k IN ${BIG}`;
  t.is(await codeOf(rows(db, unclear)), 'SQL_AMBIGUOUS_COLUMN');
});
