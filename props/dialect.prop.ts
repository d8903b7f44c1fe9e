/** The common subset of SQL: two parsers that share no code read random queries as one tree. */
import test from 'ava';
import fc from 'fast-check';
import type { Query } from '../sql/ast/query.js';
import { stripSpans } from '../sql/ast/strip-spans.js';
import type { Grammar } from '../sql/dialect/grammars.js';
import { dialectNames, loadGrammar } from '../sql/dialect/grammars.js';
import { lowerQuery } from '../sql/dialect/lower-query.js';
import type { DialectName } from '../sql/dialect/tree.js';
import { parseQuery } from '../sql/parser/parse.js';
import { printQuery } from '../sql/printer/query.js';
import { checkProperty } from './check-property.js';
import { commonQuery } from './sql/common-subset.js';

/** What the dialect's parser and our lowering make of a text, without our own parser's opinion. */
function theirs(sql: string, grammar: Grammar, dialect: DialectName): Query {
  const ast = grammar(sql);
  const span = { start: 0, end: sql.length };
  return lowerQuery(Array.isArray(ast) ? ast[0] : ast, { dialect, span, parens: 0 });
}

/** Keys in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

for (const dialect of dialectNames) {
  test(`${dialect}: a random query is read as our own parser reads it`, async (t) => {
    const grammar = await loadGrammar(dialect);
    const property = fc.property(commonQuery, (query) => {
      const sql = printQuery(query);
      const own = canonical(stripSpans(parseQuery(sql)));
      return canonical(stripSpans(theirs(sql, grammar, dialect))) === own;
    });
    const numRuns = dialect === 'postgresql' ? 150 : 40;
    await checkProperty(t, property, numRuns, ([query]) => printQuery(query));
  });
}
