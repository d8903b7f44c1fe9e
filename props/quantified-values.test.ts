import test from 'ava';
import { database, rows } from '../api/functions/testing-functions.js';

const A = '(VALUES (1), (2), (3), (CAST(NULL AS INT))) AS a(x)';
const two = '(SELECT v FROM (VALUES (1), (2), (2)) AS b(v))';
const withNull = '(SELECT v FROM (VALUES (2), (CAST(NULL AS INT))) AS b(v))';
const none = '(SELECT v FROM (VALUES (1)) AS b(v) WHERE v > 5)';
const equal = '(SELECT v FROM (VALUES (2), (2)) AS b(v))';
const own = '(SELECT v FROM (VALUES (1, 3), (2, 2), (2, 1)) AS b(k, v) WHERE b.k = a.x)';

/** Comparison, then its value for x = 1, 2, 3 and NULL, as SQL defines it. */
const cases: readonly (readonly [string, string])[] = [
  [`x > ALL ${two}`, 'false false true null'],
  [`x >= ALL ${two}`, 'false true true null'],
  [`x < ALL ${two}`, 'false false false null'],
  [`x <= ANY ${two}`, 'true true false null'],
  [`x > ANY ${two}`, 'false true true null'],
  [`x <> ANY ${two}`, 'true true true null'],
  [`x <> ANY ${equal}`, 'true false true null'],
  [`x = ALL ${equal}`, 'false true false null'],
  [`x = ALL ${two}`, 'false false false null'],
  [`x > ALL ${withNull}`, 'false false null null'],
  [`x > ANY ${withNull}`, 'null null true null'],
  [`x > ALL ${none}`, 'true true true true'],
  [`x > ANY ${none}`, 'false false false false'],
  [`NOT (x > ALL ${two})`, 'true true false null'],
  [`x > ALL ${two} OR x = 1`, 'true false true null'],
  [`x < ALL ${own}`, 'true false true true'],
  [`x <= ANY ${own}`, 'true true false false'],
];

for (const [sql, wanted] of cases) {
  test(`the value of ${sql}`, async (t) => {
    const db = await database(t);
    const found = await rows(db, `SELECT x, ${sql} AS r FROM ${A}`);
    const order = (row: unknown): number => (row as { x: number | null }).x ?? 9;
    const values = found
      .sort((a, b) => order(a) - order(b))
      .map((row) => String((row as { r: boolean | null }).r));
    t.is(values.join(' '), wanted);
  });
}
