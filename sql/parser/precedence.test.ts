import test from 'ava';
import { stripSpans } from '../ast/strip-spans.js';
import { parseExpression, parseQuery } from './parse.js';

const same: readonly (readonly [string, string])[] = [
  ['a OR b AND c', 'a OR (b AND c)'],
  ['a AND b OR c', '(a AND b) OR c'],
  ['NOT a AND b', '(NOT a) AND b'],
  ['NOT a = b', 'NOT (a = b)'],
  ['NOT a IS NULL', 'NOT (a IS NULL)'],
  ['a = b IS NULL', '(a = b) IS NULL'],
  ['a + b IS NOT NULL', '(a + b) IS NOT NULL'],
  ['a - b - c', '(a - b) - c'],
  ['a - b * c', 'a - (b * c)'],
  ['a / b * c % d', '((a / b) * c) % d'],
  ['a || b + c', '(a || b) + c'],
  ['-a * b', '(-a) * b'],
  ['-a[1]', '-(a[1])'],
  ['- - a', '-(-a)'],
  ['a = b + 1', 'a = (b + 1)'],
  ['a < b = c', '(a < b) = c'],
  ['a BETWEEN 1 AND 2 AND b', '(a BETWEEN 1 AND 2) AND b'],
  ['a BETWEEN 1 + 1 AND b * 2 OR c', '(a BETWEEN (1 + 1) AND (b * 2)) OR c'],
  ['a NOT IN (1, 2) AND b', '(a NOT IN (1, 2)) AND b'],
  ['a = b LIKE c', 'a = (b LIKE c)'],
  ["a LIKE b || '%' ESCAPE '!'", "a LIKE (b || '%') ESCAPE '!'"],
  ['a IS DISTINCT FROM b AND c', '(a IS DISTINCT FROM b) AND c'],
  ['a IS NOT DISTINCT FROM b + 1', 'a IS NOT DISTINCT FROM (b + 1)'],
  ['a + 1 > ALL (1, 2) OR b', '((a + 1) > ALL (1, 2)) OR b'],
  ['(a)', 'a'],
  ['((SELECT 1))', '(SELECT 1)'],
  ['a != b', 'a <> b'],
  ['a = SOME (1, 2)', 'a = ANY (1, 2)'],
  ['(a, b)', 'ROW(a, b)'],
  ['`a`.`b`', 'a.b'],
  ["'it''s'\n' mine'", "'it''s mine'"],
  ["U&'d\\0061t\\+01F600 \\\\'", "'dat\u{1F600} \\'"],
  ["U&'d!0061t!!' UESCAPE '!'", "'dat!'"],
  ["E'a\\n\\'\\\\\\u00e9'", "'a\n''\\\u00e9'"],
  ["x'0aF1'", "X'0AF1'"],
  ["DECIMAL '-1.50'", '-1.50'],
  ['SUBSTRING(s FROM 2 FOR 3)', 'SUBSTRING(s, 2, 3)'],
  ["TRIM('x' FROM s)", "TRIM(BOTH 'x' FROM s)"],
  ["INTERVAL '1' DAYS", "INTERVAL '1' DAY"],
  ["JSON_OBJECT('a' : 1)", "JSON_OBJECT(KEY 'a' VALUE 1)"],
  ["JSON_QUERY(j, '$' WITH WRAPPER)", "JSON_QUERY(j, '$' WITH UNCONDITIONAL ARRAY WRAPPER)"],
  ['CAST(a AS INTEGER ARRAY)', 'CAST(a AS ARRAY<INT>)'],
  ['CAST(a AS CHARACTER VARYING(3))', 'CAST(a AS VARCHAR(3))'],
  ['CAST(a AS TIMESTAMP(3) WITH LOCAL TIME ZONE)', 'CAST(a AS TIMESTAMP_LTZ(3))'],
];

for (const [short, long] of same) {
  test(`${short} is ${long}`, (t) => {
    t.deepEqual(stripSpans(parseExpression(short)), stripSpans(parseExpression(long)));
  });
}

const different: readonly (readonly [string, string])[] = [
  ['(a OR b) AND c', 'a OR b AND c'],
  ['a - (b - c)', 'a - b - c'],
  ['(a).b', 'a.b'],
  ['-(a * b)', '-a * b'],
  ['NOT (a AND b)', 'NOT a AND b'],
  ['1.50', '1.5'],
  ['1e1', '10'],
  ['a', '`A`'],
];

for (const [one, other] of different) {
  test(`${one} is not ${other}`, (t) => {
    t.notDeepEqual(stripSpans(parseExpression(one)), stripSpans(parseExpression(other)));
  });
}

const sameQueries: readonly (readonly [string, string])[] = [
  ['SELECT 1 UNION SELECT 2 INTERSECT SELECT 3', 'SELECT 1 UNION (SELECT 2 INTERSECT SELECT 3)'],
  ['SELECT 1 EXCEPT SELECT 2 UNION SELECT 3', '(SELECT 1 EXCEPT SELECT 2) UNION SELECT 3'],
  ['SELECT 1 UNION SELECT 2 LIMIT 3', '(SELECT 1 UNION SELECT 2) LIMIT 3'],
  ['SELECT a b FROM t u', 'SELECT a AS b FROM t AS u'],
  [
    'SELECT * FROM a JOIN b ON x LEFT JOIN c ON y',
    'SELECT * FROM (a JOIN b ON x) LEFT OUTER JOIN c ON y',
  ],
  ['SELECT * FROM a, b JOIN c ON x', 'SELECT * FROM a, (b JOIN c ON x)'],
  ['SELECT 1 FETCH FIRST 2 ROWS ONLY', 'SELECT 1 LIMIT 2'],
  ['VALUES 1, (2), ROW(3)', 'VALUES (1), (2), (3)'],
  ['SELECT * FROM ((SELECT 1) UNION (SELECT 2)) t', 'SELECT * FROM (SELECT 1 UNION SELECT 2) AS t'],
];

for (const [short, long] of sameQueries) {
  test(`${short} is ${long}`, (t) => {
    t.deepEqual(stripSpans(parseQuery(short)), stripSpans(parseQuery(long)));
  });
}

test('spans point at the text of each node', (t) => {
  const sql = 'SELECT  a + 1 AS b -- c\n FROM t';
  const query = parseQuery(sql);
  t.is(sql.slice(query.span.start, query.span.end), sql);
  t.true(query.body.kind === 'select');
  if (query.body.kind !== 'select') return;
  const item = query.body.items[0]!;
  t.is(sql.slice(item.span.start, item.span.end), 'a + 1 AS b');
  if (item.kind !== 'select-expr') return t.fail();
  t.is(sql.slice(item.expr.span.start, item.expr.span.end), 'a + 1');
});
