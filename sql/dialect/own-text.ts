/** A dialect's text in our spelling, offset by offset; what our lexer reads apart is refused. */
import type { Token } from '../lexer.js';
import { tokenize } from '../lexer.js';
import type { DialectPlace } from './tree.js';
import { refused } from './tree.js';

const OPERATORS: ReadonlySet<string> = new Set(
  '( ) , . ; = <> != < <= > >= + - * / % || :'.split(' '),
);

/** Tokens without comments. Throws SqlError DIALECT_UNSUPPORTED for what dialects read apart. */
export function checkedTokens(sql: string, place: DialectPlace): readonly Token[] {
  const tokens = tokenize(sql);
  for (const token of tokens) {
    const span = { start: token.start, end: token.end };
    checkToken(token, sql.slice(token.start, token.end), { ...place, span });
    // x::type is a cast; x:key is a path, which a grammar takes for the column x.key.
    const isAlone = sql[token.start - 1] !== ':' && sql[token.end] !== ':';
    if (token.key === ':' && token.kind === 'op' && isAlone)
      throw refused('the character : alone', { ...place, span });
  }
  return tokens.filter((token) => token.kind !== 'comment');
}

function checkToken(token: Token, text: string, place: DialectPlace): void {
  const { dialect } = place;
  const isAnsi = dialect === 'postgresql';
  switch (token.kind) {
    case 'comment':
      if (text.startsWith('//') && dialect !== 'snowflake') throw refused('//', place);
      if (text.startsWith('/*!')) throw refused('/*!', place);
      if (dialect === 'mysql' && /^--\S/.test(text)) throw refused('-- without a blank', place);
      return;
    case 'string':
      if (!text.startsWith("'")) throw refused(`the text ${text}`, place);
      if (!isAnsi && text.includes('\\')) throw refused('a text with a backslash', place);
      if (dialect === 'bigquery' && text.slice(1, -1).includes("''")) {
        throw refused("'' within a text", place);
      }
      return;
    case 'quoted':
      if (isAnsi || dialect === 'snowflake') throw refused('a name in backticks', place);
      if (text.slice(1, -1).includes('`') || text.includes('\\')) {
        throw refused(`the name ${text}`, place);
      }
      return;
    case 'op':
      if (!OPERATORS.has(token.key)) throw refused(`the character ${text}`, place);
      return;
    case 'error':
      if (!/^"[^"\\'`]*"$/.test(text)) throw refused(`the text ${text}`, place);
      return;
    case 'binary':
      throw refused(`the text ${text}`, place);
    default:
      return;
  }
}

/** The same text with names in backticks and texts in single quotes. */
export function inOurQuotes(sql: string, place: DialectPlace): string {
  const quote = place.dialect === 'postgresql' || place.dialect === 'snowflake' ? '`' : "'";
  let text = sql;
  for (const { kind, start, end } of tokenize(sql)) {
    if (kind !== 'error' || sql[start] !== '"') continue;
    text = text.slice(0, start) + quote + text.slice(start + 1, end - 1) + quote + text.slice(end);
  }
  return text;
}
