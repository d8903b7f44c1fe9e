import test from 'ava';
import { formatError, SqlError } from '../../core/errors.js';
import { parseScript } from './parse.js';

function errorOf(sql: string): SqlError {
  try {
    parseScript(sql);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new SqlError('TEST', { message: `was accepted: ${sql}` });
}

/** SQL, the text under the caret, a piece of the message, a piece of the hint. */
const refused: readonly (readonly [string, string, RegExp, RegExp | null])[] = [
  ['SELEC a FROM t', 'SELEC', /expected a statement/, /"SELECT"/],
  ['SELECT a FORM t', 't', /found "t"/, /"FROM"/],
  ['SELECT a FROM t WHER x', 'x', /found "x"/, /"WHERE"/],
  ['SELECT a FROM t ODER BY a', 'BY', /found "BY"/, /"ORDER"/],
  ['SELECT a FROM t GROUP a', 'a', /expected BY/, null],
  ['SELECT (a FROM t', 'FROM', /expected \)/, null],
  ['CREATE TABL t (a INT)', 'TABL', /expected TABLE/, /"TABLE"/],
  ['SHOW CURRENT SCHEMA', 'CURRENT', /expected CURRENT CATALOG, CURRENT DATABASE/, null],
  ['SHOW TABELS', 'TABELS', /expected .*TABLES/, /"TABLES"/],
  ['CREATE TABLE t (a INT,)', ')', /expected a column name/, /Remove the comma/],
  ['SELECT a, FROM t', 'FROM', /expected an expression/, /Remove the comma/],
  ['CREATE TABLE t ()', ')', /expected a column name/, null],
  ['CREATE TABLE t (a INT, name) WITH ()', ')', /expected a type/, null],
  ['ALTER TABLE t ADD name', 'e', /expected a type, found the end/, null],
  ["CREATE TABLE t (a INT) WITH (x = 'y')", 'x', /option in quotes/, /'x'/],
  ["CREATE TABLE t (a INT) WITH 'x' = 'y'", "'x'", /expected \(/, null],
  ['CREATE TABLE t (a ARRAY)', ')', /expected </, /ARRAY<INT>/],
  [
    'CREATE TABLE t (a INT, WATERMARK FOR a AS a, WATERMARK FOR a AS b)',
    'WATERMARK FOR a AS b',
    /one WATERMARK/,
    null,
  ],
  ['SELECT 1 AS order', 'order', /an alias/, /reserved word.*`order`/],
  ['SELECT value FROM t', 'value', /an expression/, /reserved word.*`value`/],
  ['SELECT a AS at FROM t', 'at', /an alias/, /reserved word/],
  ['SELECT a AS prev FROM t', 'prev', /an alias/, /reserved word/],
  ['CREATE TABLE views (a INT)', 'views', /a table name/, /reserved word/],
  ['SELECT t.order FROM t', 'order', /a name/, /backticks/],
  ['SELECT "a"', '"a"', /double quotes/, /single quotes.*backticks/],
  ["SELECT 'abc", "'abc", /not closed/, /single quote/],
  ['SELECT `abc', '`abc', /not closed/, /backtick/],
  ['SELECT /* abc', '/* abc', /not closed/, /\*\//],
  ["SELECT x'0'", "x'0'", /pairs of hexadecimal/, null],
  ["SELECT U&'\\00'", "U&'\\00'", /Unicode escape/, null],
  ['SELECT 1a', '1a', /neither a number nor a name/, /backticks/],
  ['SELECT #', '#', /means nothing/, null],
  ["SELECT 'a' 'b'", "'b'", /only on a new line/, /'a' \|\| 'b'/],
  ['SELECT 1 MINUS SELECT 2', 'MINUS', /no MINUS/, /EXCEPT/],
  ['SELECT a FROM t WHERE a == 1', '=', /an expression/, /single =/],
  ['SELECT a FROM t LIMIT -1', '-', /number of rows/, null],
  ['SELECT * FROM a CROSS JOIN b ON x', 'ON', /CROSS JOIN takes no condition/, /JOIN \.\.\. ON/],
  ["SELECT INTERVAL '1' DAYZ", 'DAYZ', /unit of time/, /MINUTE/],
  ['SELECT EXTRACT(YEER FROM x)', 'YEER', /unit of time/, /"YEAR"/],
  ['SELECT CASE WHEN a THEN 1', '1', /WHEN, ELSE or END/, null],
  ['SET table.x = 5', 'table', /option in quotes/, /SET '/],
  ['EXECUTE STATEMENT SET BEGIN SELECT 1; END', 'SELECT', /expected INSERT/, null],
  [
    'EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; SELECT 2; END',
    'SELECT',
    /INSERT or END/,
    null,
  ],
  ['SELECT EXISTS (a)', 'a', /a query/, null],
  ['SELECT a FROM TABLE(t)', 't', /table function/, null],
  ['CREATE TEMPORARY CATALOG c', 'CATALOG', /TABLE or VIEW/, null],
  ["SELECT _FOO'x'", "_FOO'x'", /character set FOO is not known/, /_UTF8/],
  ["SELECT _LATIN1'a€'", "_LATIN1'a€'", /LATIN1 has no character €/, /_UTF8/],
  ['SELECT 1 SELECT 2', 'SELECT', /; or the end/, null],
];

for (const [sql, culprit, message, hint] of refused) {
  test(`refused with a place and a reason: ${sql}`, (t) => {
    const error = errorOf(sql);
    t.is(error.code, 'SQL_PARSE');
    t.regex(error.message, message);
    t.is(sql.slice(error.span!.start, error.span!.end), culprit);
    if (hint !== null) t.regex(error.hint ?? '', hint);
    t.is(error.sql, sql);
  });
}

test('the caret stands under the culprit', (t) => {
  const text = formatError(errorOf('SELECT a\n  FORM t\nWHERE b'));
  t.is(
    text,
    [
      'SQL_PARSE: expected ; or the end of the statement, found "t"',
      '2 |   FORM t',
      '  |        ^',
      'Did you mean "FROM"?',
    ].join('\n'),
  );
});

const tall: readonly (readonly [string, string])[] = [
  ['parentheses', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
  ['signs', `SELECT ${'- '.repeat(20_000)}1`],
  ['NOT', `SELECT ${'NOT '.repeat(20_000)}TRUE`],
  ['CASE', `SELECT ${'CASE WHEN a THEN '.repeat(20_000)}`],
  ['calls', `SELECT ${'f('.repeat(20_000)}`],
  ['types', `SELECT CAST(a AS ${'ARRAY<'.repeat(20_000)}`],
  ['postfix types', `SELECT CAST(a AS INT${' ARRAY'.repeat(20_000)})`],
  ['subqueries', `${'SELECT * FROM ('.repeat(20_000)}`],
  ['joins in parentheses', `SELECT * FROM ${'('.repeat(20_000)}a`],
  ['a chain of operators', `SELECT 1${' + 1'.repeat(20_000)}`],
  ['a chain of OR', `SELECT a = 1${' OR a = 1'.repeat(20_000)}`],
  ['a chain of joins', `SELECT 1 FROM a${' CROSS JOIN a'.repeat(20_000)}`],
  ['a chain of unions', `SELECT 1${' UNION ALL SELECT 1'.repeat(20_000)}`],
  ['elements', `SELECT a${'[1]'.repeat(20_000)}`],
  ['EXPLAIN', `${'EXPLAIN '.repeat(20_000)}`],
  ['patterns', `SELECT * FROM t MATCH_RECOGNIZE (PATTERN (${'('.repeat(20_000)}`],
  ['grouping', `SELECT 1 FROM t GROUP BY ${'CUBE ('.repeat(20_000)}`],
  ['WITH', `${'WITH a AS ('.repeat(20_000)}`],
];

for (const [what, sql] of tall) {
  test(`too much nesting is an error, not a crash: ${what}`, (t) => {
    t.is(errorOf(sql).code, 'SQL_TOO_DEEP');
  });
}

test('what was found is no suggestion', (t) => {
  t.is(errorOf('SHOW CURRENT SCHEMA').hint, undefined);
});
