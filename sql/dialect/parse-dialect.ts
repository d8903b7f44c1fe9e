/**
 * A query of another dialect -> our AST, or SqlError DIALECT_UNSUPPORTED. node-sql-parser's tree is
 * believed only as far as it can be checked:
 *
 * - unknown forms and clauses are refused, and operators are put together anew (rebuild.ts);
 * - when our own parser reads the text, too (in our quotes), both trees must be equal;
 * - when it does not, every text, number, name and parenthesis must be accounted for.
 */
import { SqlError } from '../../core/errors.js';
import type { Query } from '../ast/query.js';
import { stripSpans } from '../ast/strip-spans.js';
import type { Token } from '../lexer.js';
import { tokenize } from '../lexer.js';
import { parseQuery } from '../parser/parse.js';
import { printQuery } from '../printer/query.js';
import type { Grammar } from './grammars.js';
import { lowerQuery } from './lower-query.js';
import { checkedTokens, inOurQuotes } from './own-text.js';
import type { DialectPlace } from './tree.js';
import { refused } from './tree.js';

/** `text` is one query, with blanks in front so that its offsets are those of the script. */
export function parseDialectQuery(text: string, grammar: Grammar, place: DialectPlace): Query {
  if (text.trim().length > CHARACTERS_MAX)
    throw refused(`a statement of more than ${CHARACTERS_MAX} characters`, place);
  const tokens = checkedTokens(text, place);
  checkSize(tokens, place);
  const lowered = lowerQuery(treeOfText(text, grammar, place), place);
  const quoted = inOurQuotes(text, place);
  const own = ownReading(quoted);
  if (own !== null) {
    if (isSame(own, lowered)) return own;
    throw refused('a query that two parsers read in two ways', place);
  }
  checkWords(tokenize(quoted), lowered, place);
  return lowered;
}

/** Its grammars try every way to read a parenthesis: time grows with the power of the depth. */
const DEPTH_MAX = 12;
/** The grammars take seconds for a megabyte. */
const CHARACTERS_MAX = 200_000;
const TOKENS_MAX = 5000;

function checkSize(tokens: readonly Token[], place: DialectPlace): void {
  let depth = 0;
  for (const { key } of tokens) {
    if (key === '(') depth += 1;
    if (key === ')') depth -= 1;
    if (depth > DEPTH_MAX) throw refused(`more than ${DEPTH_MAX} parentheses in each other`, place);
  }
  if (tokens.length > TOKENS_MAX) throw refused('a query of this length', place);
}

function treeOfText(text: string, grammar: Grammar, place: DialectPlace): unknown {
  let ast: unknown;
  try {
    ast = grammar(text.trim());
  } catch (cause) {
    throw unreadable(text, cause, place);
  }
  const list = Array.isArray(ast) ? (ast as readonly unknown[]) : [ast];
  if (list.length !== 1) throw refused('several statements in one', place);
  return list[0];
}

/** The grammar says where it stopped; what it would have taken there is a list without end. */
function unreadable(text: string, cause: unknown, place: DialectPlace): SqlError {
  const { location, found } = cause as {
    readonly location?: { readonly start?: { readonly offset?: unknown } };
    readonly found?: unknown;
  };
  const offset = location?.start?.offset;
  const start = typeof offset === 'number' ? text.length - text.trimStart().length + offset : null;
  const word = start === null ? null : /^(?:\w+|\S)/.exec(text.slice(start));
  const why = found === null ? 'the text ends too early' : `"${word?.[0] ?? String(found)}"`;
  const end = start === null ? 0 : start + Math.max(1, word?.[0].length ?? 1);
  return new SqlError('DIALECT_SYNTAX', {
    message: `the grammar of ${place.dialect} cannot read this: ${why}`,
    span: start === null ? place.span : { start, end },
    hint: "The engine's own SQL may: SET 'table.sql-dialect' = 'default'.",
    cause,
  });
}

/** A type of the dialect alone (INT64): ours reads it as the name of a type of the user's. */
function hasUnknownType(query: Query): boolean {
  return JSON.stringify(query).includes('"kind":"user-type"');
}

function ownReading(text: string): Query | null {
  try {
    const query = parseQuery(text);
    return hasUnknownType(query) ? null : query;
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}

function isSame(a: Query, b: Query): boolean {
  return JSON.stringify(sorted(stripSpans(a))) === JSON.stringify(sorted(stripSpans(b)));
}

/** With keys in one order; function names ignore case. */
function sorted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(sorted);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, sorted(value)] as const);
  const copy = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (copy['kind'] !== 'call') return copy;
  return { ...copy, name: JSON.stringify(copy['name']).toUpperCase() };
}

/** Words that one of the two spellings has and the other may lack. */
const OPTIONAL_WORDS: ReadonlySet<string> = new Set(
  'AS CAST ASC INNER OUTER JOIN CROSS ON LIMIT OFFSET DISTINCT ROW'.split(' '),
);

/** Everything that carries meaning in the text must be in the tree, as often, and nothing else. */
function checkWords(tokens: readonly Token[], query: Query, place: DialectPlace): void {
  const written = counted(tokens);
  const printed = counted(tokenize(printQuery(query)));
  for (const key of new Set([...written.keys(), ...printed.keys()])) {
    if (written.get(key) !== printed.get(key))
      throw refused(`${key.slice(1)} at this place`, place);
  }
  if (tokens.filter((token) => token.key === '(').length !== place.parens) {
    throw refused('parentheses that its parser does not keep (or double ones)', place);
  }
}

function counted(tokens: readonly Token[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) {
    const key = meaning(token);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What a token says; null for quotes' and types' spellings and for what may be left out. */
function meaning(token: Token): string | null {
  switch (token.kind) {
    case 'string':
      return `s${token.value}`;
    case 'number':
      return `n${token.value}`;
    case 'quoted':
      return `w${token.value.toUpperCase()}`;
    case 'word':
      return OPTIONAL_WORDS.has(token.key) || TYPE_WORDS.has(token.key) ? null : `w${token.key}`;
    default:
      return null;
  }
}

/** Checked by the list of lower-type.ts. */
const TYPE_WORDS: ReadonlySet<string> = new Set(
  (
    'BOOLEAN BOOL SMALLINT INT INTEGER BIGINT INT2 INT4 INT8 INT64 FLOAT FLOAT4 REAL FLOAT8 ' +
    'FLOAT64 DOUBLE PRECISION DECIMAL NUMERIC TEXT STRING BYTEA BYTES SIGNED'
  ).split(' '),
);
