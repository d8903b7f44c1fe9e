/**
 * Scripts whose dialect SET may change between statements. Queries, INSERT ... SELECT and
 * CREATE VIEW are read in the dialect in force; everything else is always our own SQL.
 */
import { SqlError } from '../../core/errors.js';
import type { Statement } from '../ast/statement.js';
import type { Token } from '../lexer.js';
import { tokenize } from '../lexer.js';
import { parseScript, parseStatement } from '../parser/parse.js';
import type { Grammar } from './grammars.js';
import { dialectNames, loadGrammar } from './grammars.js';
import { checkedTokens, inOurQuotes } from './own-text.js';
import type { DialectName, DialectPlace } from './tree.js';
import { refused } from './tree.js';

const OPTION = 'table.sql-dialect';

/** Values of `table.sql-dialect`: in force, and after RESET. Absent: default. */
export interface ScriptDialects {
  readonly current: string | undefined;
  readonly initial: string | undefined;
}

/**
 * All statements of a script, read before the first runs. Throws SqlError: SQL_PARSE and its kind,
 * DIALECT_UNSUPPORTED, DIALECT_SYNTAX, DIALECT_UNKNOWN.
 */
export async function parseDialectScript(
  sql: string,
  dialects: ScriptDialects,
): Promise<readonly Statement[]> {
  if (dialectOf(dialects.current) === null && !sql.includes(OPTION)) return parseScript(sql);
  try {
    return await eachPiece(sql, dialects);
  } catch (error) {
    if (error instanceof SqlError) error.sql = sql;
    throw error;
  }
}

async function eachPiece(sql: string, dialects: ScriptDialects): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  let dialect = dialectOf(dialects.current);
  for (const piece of pieces(sql)) {
    const statement =
      dialect === null || (bodyStart(piece.tokens) === null && !hidesQuery(piece.tokens))
        ? parseStatement(padded(sql, piece.start, piece.end))
        : await inDialect(sql, piece, dialect);
    statements.push(statement);
    if (statement.kind === 'set' && statement.key?.value === OPTION) {
      dialect = dialectOf(statement.value?.value, statement.value?.span);
    }
    if (statement.kind === 'reset' && (statement.key?.value ?? OPTION) === OPTION) {
      dialect = dialectOf(dialects.initial);
    }
  }
  return statements;
}

/** null: our own. */
function dialectOf(
  value: string | undefined,
  span?: { readonly start: number; readonly end: number },
): DialectName | null {
  const name = (value ?? 'default').toLowerCase();
  if (name === 'default') return null;
  const found = dialectNames.find((known) => known === name);
  if (found !== undefined) return found;
  throw new SqlError('DIALECT_UNKNOWN', {
    message: `no SQL dialect '${name}' (there are default, ${dialectNames.join(', ')})`,
    ...(span === undefined ? {} : { span }),
  });
}

interface Piece {
  readonly start: number;
  readonly end: number;
  /** From the semicolon before to the one behind: comments can be code in other dialects. */
  readonly outerStart: number;
  readonly outerEnd: number;
  /** Without comments and the semicolon. */
  readonly tokens: readonly Token[];
}

/** The text between semicolons that stand outside of statement sets; blank statements left out. */
function pieces(sql: string): readonly Piece[] {
  const found: Piece[] = [];
  let tokens: Token[] = [];
  let inSet = false;
  let outerStart = 0;
  const close = (outerEnd: number): void => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (first !== undefined) {
      found.push({ start: first.start, end: last!.end, outerStart, outerEnd, tokens });
    }
    tokens = [];
    outerStart = outerEnd + 1;
  };
  for (const token of tokenize(sql)) {
    if (token.kind === 'comment') continue;
    if (token.key === ';' && !inSet) {
      close(token.start);
      continue;
    }
    if (token.key === 'SET' && tokens.at(-1)?.key === 'STATEMENT' && tokens.length <= 2)
      inSet = true;
    if (token.key === 'END' && inSet && tokens.at(-1)?.key === ';') inSet = false;
    tokens.push(token);
  }
  close(sql.length);
  return found;
}

/** The piece alone, at its place in the script: everything else is blank. */
function padded(sql: string, start: number, end: number): string {
  return ' '.repeat(start) + sql.slice(start, end);
}

/** Offset of the query in a query, INSERT ... SELECT or CREATE VIEW; null for other statements. */
function bodyStart(tokens: readonly Token[]): number | null {
  const first = tokens[0]!.key;
  if (first === 'SELECT' || first === 'WITH' || first === '(') return tokens[0]!.start;
  const isView = isCreateView(tokens);
  if (first !== 'INSERT' && !isView) return null;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.key === '(') depth += 1;
    if (token.key === ')') depth -= 1;
    if (depth > 0) continue;
    if (isView && token.key === 'AS') return tokens[i + 1]?.start ?? null;
    if (!isView && (token.key === 'SELECT' || token.key === 'WITH')) return token.start;
  }
  return null;
}

function isCreateView(tokens: readonly Token[]): boolean {
  if (tokens[0]!.key !== 'CREATE') return false;
  const kind = tokens.slice(1).find(({ key }) => !/^(TEMPORARY|OR|ALTER|REPLACE)$/.test(key));
  return kind?.key === 'VIEW';
}

/** INSERT with a query that stands in parentheses. */
function hidesQuery(tokens: readonly Token[]): boolean {
  const keys = tokens.map((token) => token.key);
  return keys[0] === 'INSERT' && keys.includes('SELECT') && bodyStart(tokens) === null;
}

async function inDialect(sql: string, piece: Piece, dialect: DialectName): Promise<Statement> {
  const grammar: Grammar = await loadGrammar(dialect);
  const place: DialectPlace = { dialect, span: { start: piece.start, end: piece.end }, parens: 0 };
  const at = bodyStart(piece.tokens);
  if (at === null) throw refused('INSERT with a query in parentheses', place);
  checkedTokens(sql.slice(piece.outerStart, piece.outerEnd), place);
  const { parseDialectQuery } = await import('./parse-dialect.js');
  const query = parseDialectQuery(padded(sql, at, piece.end), grammar, place);
  if (at === piece.start) return { kind: 'query-statement', query, span: place.span };
  const head = inOurQuotes(padded(sql, piece.start, at), place);
  const statement = parseStatement(`${head} SELECT 1`);
  if (statement.kind === 'insert') return { ...statement, query, span: place.span };
  if (statement.kind === 'create-view') return { ...statement, query, span: place.span };
  throw refused('this statement', place);
}
