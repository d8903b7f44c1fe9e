/** The front end: printing and parsing are inverse; no text at all breaks the parser. */
import test from 'ava';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { join } from 'node:path';
import { SqlError } from '../core/errors.js';
import type { Statement } from '../sql/ast/statement.js';
import { stripSpans } from '../sql/ast/strip-spans.js';
import { keywords } from '../sql/keywords.js';
import { tokenize } from '../sql/lexer.js';
import {
  isCompleteStatement,
  parseExpression,
  parseQuery,
  parseScript,
  parseStatement,
} from '../sql/parser/parse.js';
import { printExpr } from '../sql/printer/expression.js';
import { printQuery, printQueryLines } from '../sql/printer/query.js';
import { printStatement } from '../sql/printer/statement.js';
import { findCases } from '../tools/oracle/cases.js';
import { projectRoot } from '../tools/project-root.js';
import { checkProperty } from './check-property.js';
import { expr, query } from './sql/query-arbitrary.js';
import { statement } from './sql/statement-arbitrary.js';

/** For every tree: parsing what `print` says gives the tree. A failure shows the shrunk SQL. */
function inverse<T>(
  t: ExecutionContext,
  trees: fc.Arbitrary<T>,
  print: (tree: T) => string,
  parse: (sql: string) => T,
  runs: number,
): Promise<void> {
  const property = fc.property(trees, (tree) => {
    const wanted = canonical(stripSpans(tree));
    return canonical(stripSpans(parse(print(tree)))) === wanted;
  });
  return checkProperty(t, property, runs, ([tree]) => print(tree));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

test('parse(print(expression)) is the expression', (t) =>
  inverse(t, expr, printExpr, parseExpression, 1500));

test('parse(print(query)) is the query, on one line', (t) =>
  inverse(t, query, printQuery, parseQuery, 150));

test('parse(print(query)) is the query, on many lines', (t) =>
  inverse(t, query, printQueryLines, parseQuery, 150));

test('parse(print(statement)) is the statement', (t) =>
  inverse(t, statement, printStatement, parseStatement, 300));

test('a REPL finds the end of every statement', async (t) => {
  const property = fc.property(statement, (tree) => {
    const sql = printStatement(tree);
    return isCompleteStatement(`${sql};`) && !isCompleteStatement(sql);
  });
  await checkProperty(t, property, 150, ([tree]) => printStatement(tree));
});

const cases = findCases(join(projectRoot(), 'sql/cases'), null);

/** Refused by the grammar, as Flink refuses them. */
const unparsable: ReadonlySet<string> = new Set([
  'aggregate/refuse-limit-negative',
  'aggregate/refuse-minus',
  'ddl/refuse-array-without-element',
  'ddl/refuse-statement-set-select',
  'ddl/refuse-syntax-clauses-in-wrong-order',
  'ddl/refuse-syntax-double-quoted-text',
  'ddl/refuse-syntax-empty-column-list',
  'ddl/refuse-syntax-misspelled-keyword',
  'ddl/refuse-syntax-missing-as-type',
  'ddl/refuse-syntax-missing-type',
  'ddl/refuse-syntax-option-without-quotes',
  'ddl/refuse-syntax-reserved-word',
  'ddl/refuse-syntax-trailing-comma',
  'ddl/refuse-syntax-trailing-comma-columns',
  'ddl/refuse-syntax-with-without-parentheses',
  'join/refuse-cross-join-with-on',
  'scalar/refuse-binary-literal-odd',
  'scalar/refuse-character-outside-its-set',
  'scalar/refuse-double-quoted-name',
  'scalar/refuse-missing-parenthesis',
  'scalar/refuse-reserved-word-alias',
  'scalar/refuse-texts-side-by-side',
  'scalar/refuse-trailing-comma',
  'scalar/refuse-unclosed-text',
  'scalar/refuse-unknown-character-set',
  'window/refuse-two-watermarks',
]);

test('every script of the cases parses, and its print means the same', (t) => {
  const refused: string[] = [];
  for (const { area, name, sql } of cases) {
    let script: Statement[];
    try {
      script = parseScript(sql);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      refused.push(`${area}/${name}`);
      continue;
    }
    for (const one of script) {
      const printed = printStatement(one);
      t.deepEqual(
        stripSpans(parseStatement(printed)),
        stripSpans(one),
        `${area}/${name}: ${printed}`,
      );
    }
  }
  t.deepEqual(refused.sort(), [...unparsable].sort());
});

/** Parses, or refuses as an SqlError with a place inside the text. Gives the time in ms. */
function survives(sql: string): number {
  const start = performance.now();
  try {
    parseScript(sql);
  } catch (error) {
    if (!(error instanceof SqlError) || error.span === null) throw error;
    const { start: from, end } = error.span;
    if (from < 0 || end < from || end > sql.length) throw error;
  }
  isCompleteStatement(sql);
  return performance.now() - start;
}

const pieces = fc.oneof(
  fc.constantFrom(...keywords),
  fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    ',',
    '.',
    ';',
    '*',
    '/*+',
    '*/',
    '/*',
    '--',
    "'",
    '`',
    '"',
    '=',
    '<',
    '>',
    '=>',
    '||',
    ':',
    '{',
    '}',
    '-',
    '+',
    '1',
    '1e',
    "x'",
    "U&'",
    "'a'",
    'a',
    't',
    '\n',
    '\0',
    '\ud800',
  ),
);

test('no text breaks the parser: words and signs at random', async (t) => {
  const property = fc.property(fc.array(pieces, { maxLength: 40, size: 'max' }), (parts) => {
    survives(parts.join(' '));
    survives(`SELECT ${parts.join(' ')}`);
    survives(parts.join(''));
  });
  await checkProperty(t, property, 2000);
});

test('no text breaks the parser: any characters', async (t) => {
  const property = fc.property(
    fc.string({ unit: 'binary', maxLength: 60, size: 'max' }),
    (text) => {
      survives(text);
    },
  );
  await checkProperty(t, property, 2000);
});

test('no text breaks the parser: cases with a token lost, doubled or swapped', async (t) => {
  const edit = fc.record({
    which: fc.nat({ max: cases.length - 1 }),
    at: fc.nat(),
    other: fc.nat(),
    how: fc.constantFrom('lose', 'double', 'swap', 'cut'),
  });
  const property = fc.property(edit, ({ which, at, other, how }) => {
    const { sql } = cases[which]!;
    survives(edited(sql, at, other, how));
  });
  await checkProperty(t, property, 1500);
});

function edited(sql: string, at: number, other: number, how: string): string {
  const tokens = tokenize(sql);
  const one = tokens[at % tokens.length]!;
  const two = tokens[other % tokens.length]!;
  const text = sql.slice(one.start, one.end);
  if (how === 'cut') return sql.slice(0, one.start + Math.floor((one.end - one.start) / 2));
  const replacement =
    how === 'lose' ? '' : how === 'double' ? `${text} ${text}` : sql.slice(two.start, two.end);
  return sql.slice(0, one.start) + replacement + sql.slice(one.end);
}

// The bound is fifty times what it takes; an algorithm that is not linear misses it by far.
test('time grows with the length of the text, not faster', (t) => {
  const worst = [
    '(',
    '[',
    '((a ',
    '(SELECT ',
    'a.',
    'a, ',
    'a AND ',
    'CASE ',
    '- ',
    "'",
    "''",
    '`',
    '/*',
    'x',
    '1',
    '(a, ',
    'f(',
    'SELECT * FROM (',
    'a JOIN ',
    '(a JOIN ',
    'ROW<',
    'ARRAY<',
    ';',
    'SELECT 1;',
    "U&'\\",
  ];
  for (const piece of worst) {
    for (const head of [
      '',
      'SELECT ',
      'SELECT a FROM ',
      'SELECT a FROM t WHERE ',
      'CREATE TABLE t (a ',
    ]) {
      const ms = survives(head + piece.repeat(Math.ceil(100_000 / piece.length)));
      t.true(ms < 5000, `${head}${piece}...: ${ms} ms`);
    }
  }
});
