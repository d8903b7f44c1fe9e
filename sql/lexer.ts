/**
 * Text to tokens, in one pass, never throwing: what cannot be read becomes an `error` token,
 * which the parser reports when it gets there. Offsets are UTF-16 units into the text.
 */
import { isKeyword } from './keywords.js';

export type TokenKind =
  'word' | 'quoted' | 'string' | 'number' | 'binary' | 'op' | 'comment' | 'error' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** What the grammar compares: a word in upper case, an operator as it is, '' for all else. */
  readonly key: string;
  /**
   * Meaning: the name, the unescaped text, the number as written, hex digits, an error's message.
   */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Only on `error`: what to do about it. */
  readonly hint?: string;
}

/** All tokens of `sql`, comments and errors included, without the `end`: for highlighting. */
export function tokenize(sql: string): Token[] {
  const tokens = lex(sql);
  tokens.pop();
  return tokens;
}

/** True for a word the grammar knows: for highlighting. */
export function isKeywordToken(token: Token): boolean {
  return token.kind === 'word' && isKeyword(token.key);
}

/** All tokens with comments left out and an `end` token last: for the parser. */
export function lexForParser(sql: string): Token[] {
  return lex(sql).filter((token) => token.kind !== 'comment');
}

const operators3 = ['/*+'];
const operators2 = new Set(['<>', '!=', '<=', '>=', '||', '=>', '*/']);
const operators1 = new Set('()[]{},;.=<>+-*/%|?:^$');

function lex(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let inHint = false;
  for (;;) {
    at = skipBlanks(sql, at);
    if (at >= sql.length) break;
    const token = nextToken(sql, at, inHint);
    if (token.key === '/*+') inHint = true;
    else if (token.key === '*/') inHint = false;
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', key: '', value: '', start: sql.length, end: sql.length });
  return tokens;
}

function skipBlanks(sql: string, from: number): number {
  let at = from;
  for (; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    const blank = code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
    if (!blank) break;
  }
  return at;
}

function nextToken(sql: string, at: number, inHint: boolean): Token {
  const char = sql[at]!;
  const next = sql[at + 1];
  if (char === '-' && next === '-') return lineComment(sql, at);
  if (char === '/' && next === '/') return lineComment(sql, at);
  if (char === '/' && next === '*' && sql[at + 2] !== '+') return blockComment(sql, at);
  if (char === "'") return string(sql, at, at);
  if (next === "'" && (char === 'x' || char === 'X')) return binary(sql, at);
  if (next === "'" && (char === 'n' || char === 'N')) return string(sql, at, at + 1);
  if (next === "'" && (char === 'e' || char === 'E')) return escapeString(sql, at);
  if (next === '&' && sql[at + 2] === "'" && (char === 'u' || char === 'U')) {
    return unicodeString(sql, at);
  }
  if (char === '_') {
    const introduced = introducedString(sql, at);
    if (introduced !== null) return introduced;
  }
  if (char === '`') return quotedName(sql, at);
  if (isDigit(sql.charCodeAt(at)) || (char === '.' && isDigit(sql.charCodeAt(at + 1)))) {
    return number(sql, at);
  }
  if (isWordStart(sql, at)) return word(sql, at);
  return operator(sql, at, inHint);
}

function operator(sql: string, at: number, inHint: boolean): Token {
  const three = sql.slice(at, at + 3);
  if (operators3.includes(three)) return token('op', three, three, at, at + 3);
  const two = sql.slice(at, at + 2);
  if (operators2.has(two) && (two !== '*/' || inHint)) return token('op', two, two, at, at + 2);
  const one = sql[at]!;
  if (operators1.has(one)) return token('op', one, one, at, at + 1);
  if (one === '"') {
    const close = sql.indexOf('"', at + 1);
    return error(
      at,
      close < 0 ? at + 1 : close + 1,
      'double quotes are not SQL here',
      "Write text in single quotes ('text') and names in backticks (`name`).",
    );
  }
  const whole = String.fromCodePoint(sql.codePointAt(at)!);
  return error(at, at + whole.length, `the character ${JSON.stringify(whole)} means nothing here`);
}

function lineComment(sql: string, at: number): Token {
  const line = sql.indexOf('\n', at);
  const end = line < 0 ? sql.length : line;
  return token('comment', '', sql.slice(at, end), at, end);
}

function blockComment(sql: string, at: number): Token {
  const close = sql.indexOf('*/', at + 2);
  if (close < 0) return error(at, sql.length, 'this comment is not closed', 'Add */ at its end.');
  return token('comment', '', sql.slice(at, close + 2), at, close + 2);
}

/** Offset of the closing quote that starts at `open`, '' inside skipped; -1 when there is none. */
function closingQuote(sql: string, open: number, quote: string): number {
  let at = open + 1;
  for (;;) {
    const close = sql.indexOf(quote, at);
    if (close < 0) return -1;
    if (sql[close + 1] !== quote) return close;
    at = close + 2;
  }
}

function string(sql: string, start: number, open: number): Token {
  const close = closingQuote(sql, open, "'");
  if (close < 0) return unclosedText(sql, start);
  return token('string', '', sql.slice(open + 1, close).replaceAll("''", "'"), start, close + 1);
}

function unclosedText(sql: string, start: number): Token {
  return error(
    start,
    sql.length,
    'this text is not closed',
    "Add a single quote (') at its end; a quote inside is written twice ('').",
  );
}

function quotedName(sql: string, at: number): Token {
  const close = closingQuote(sql, at, '`');
  if (close < 0)
    return error(at, sql.length, 'this name is not closed', 'Add a backtick at its end.');
  const name = sql.slice(at + 1, close).replaceAll('``', '`');
  if (name === '') return error(at, close + 1, 'a name cannot be empty');
  return token('quoted', '', name, at, close + 1);
}

function binary(sql: string, at: number): Token {
  const close = closingQuote(sql, at + 1, "'");
  if (close < 0) return unclosedText(sql, at);
  const hex = sql.slice(at + 2, close);
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) {
    return error(
      at,
      close + 1,
      'a binary literal holds pairs of hexadecimal digits',
      "Write it like x'0aff'.",
    );
  }
  return token('binary', '', hex.toUpperCase(), at, close + 1);
}

const introducer = /_([a-z0-9][a-z0-9:._-]*)'/iy;
const wideSets: ReadonlySet<string> = new Set([
  'UTF8',
  'UTF-8',
  'UTF16',
  'UTF-16',
  'UTF-16BE',
  'UTF-16LE',
]);
const latinSets: ReadonlySet<string> = new Set(['LATIN1', 'ISO-8859-1']);

/** _UTF8'text', with its character set; null when no set and quote are here. */
function introducedString(sql: string, at: number): Token | null {
  const pattern = new RegExp(introducer);
  pattern.lastIndex = at;
  const set = pattern.exec(sql)?.[1];
  if (set === undefined) return null;
  const text = string(sql, at, at + 1 + set.length);
  const isLatin = latinSets.has(set.toUpperCase());
  if (!isLatin && !wideSets.has(set.toUpperCase())) {
    const hint = 'Leave it out, or write _UTF8, _UTF16 or _LATIN1.';
    return error(at, text.end, `the character set ${set} is not known`, hint);
  }
  const foreign = isLatin ? /[^\0-\xff]/u.exec(text.value)?.[0] : undefined;
  if (text.kind === 'error' || foreign === undefined) return text;
  return error(at, text.end, `${set} has no character ${foreign}`, 'Write _UTF8 instead.');
}

const unicodeEscape = /\\(?:(\\)|([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6}))?/g;

/** U&'\00e9 \+01F600 \\'; another escape character with UESCAPE is resolved by the parser. */
function unicodeString(sql: string, at: number): Token {
  const close = closingQuote(sql, at + 2, "'");
  if (close < 0) return unclosedText(sql, at);
  const raw = sql.slice(at + 3, close).replaceAll("''", "'");
  const value = unescapeUnicode(raw, '\\');
  if (value === null) {
    const custom = /^\s*uescape\b/i.test(sql.slice(close + 1, close + 200));
    if (!custom) return badUnicode(at, close + 1);
  }
  return { kind: 'string', key: 'U&', value: raw, start: at, end: close + 1 };
}

function badUnicode(start: number, end: number): Token {
  return error(
    start,
    end,
    'a Unicode escape is \\ and four hexadecimal digits',
    "Write it like U&'\\00e9', and a backslash twice (\\\\).",
  );
}

/** Text with `escape`XXXX resolved; null when an escape is malformed. */
export function unescapeUnicode(raw: string, escape: string): string | null {
  if (escape !== '\\') {
    return raw.includes(escape) ? unescapeUnicode(swapEscape(raw, escape), '\\') : raw;
  }
  let bad = false;
  const text = raw.replace(unicodeEscape, (_all, self?: string, four?: string, six?: string) => {
    if (self !== undefined) return '\\';
    const code = Number.parseInt(four ?? six ?? '', 16);
    if (Number.isNaN(code) || code > 0x10ffff) {
      bad = true;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return bad ? null : text;
}

/** Backslashes doubled, then `escape` written as a backslash. */
function swapEscape(raw: string, escape: string): string {
  return raw
    .replaceAll('\\', '\\\\')
    .replaceAll(escape + escape, '\u{10fffe}')
    .replaceAll(escape, '\\')
    .replaceAll('\u{10fffe}', escape);
}

const cEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** E'a\n\'b': backslash escapes. */
function escapeString(sql: string, at: number): Token {
  let text = '';
  for (let i = at + 2; i < sql.length; i++) {
    const char = sql[i]!;
    if (char === "'") {
      if (sql[i + 1] !== "'") return token('string', '', text, at, i + 1);
      i++;
    } else if (char === '\\') {
      const hex = /^u([0-9a-fA-F]{4})/.exec(sql.slice(i + 1, i + 6));
      const escaped = sql[i + 1] ?? '';
      text += hex
        ? String.fromCharCode(Number.parseInt(hex[1]!, 16))
        : (cEscapes[escaped] ?? escaped);
      i += hex ? 5 : 1;
      continue;
    }
    text += char;
  }
  return unclosedText(sql, at);
}

const numberPattern = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;

function number(sql: string, at: number): Token {
  const pattern = new RegExp(numberPattern);
  pattern.lastIndex = at;
  const text = pattern.exec(sql)![0];
  const end = at + text.length;
  if (isWordStart(sql, end)) {
    const tail = word(sql, end);
    return error(
      at,
      tail.end,
      `"${sql.slice(at, tail.end)}" is neither a number nor a name`,
      'A name that starts with a digit needs backticks.',
    );
  }
  return token('number', '', text, at, end);
}

const letter = /[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u;
const letterOrDigit = /[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}]/u;

function isWordStart(sql: string, at: number): boolean {
  const code = sql.charCodeAt(at);
  if (isAsciiLetter(code) || code === 95) return true;
  if (code === 36) return at + 1 < sql.length && isWordPart(sql.charCodeAt(at + 1));
  return code >= 0x80 && letter.test(String.fromCodePoint(sql.codePointAt(at)!));
}

function word(sql: string, start: number): Token {
  let at = start;
  while (at < sql.length) {
    const code = sql.charCodeAt(at);
    if (isWordPart(code)) {
      at++;
      continue;
    }
    if (code < 0x80) break;
    const whole = String.fromCodePoint(sql.codePointAt(at)!);
    if (!letterOrDigit.test(whole)) break;
    at += whole.length;
  }
  const text = sql.slice(start, at);
  return token('word', text.toUpperCase(), text, start, at);
}

function isWordPart(code: number): boolean {
  return isAsciiLetter(code) || isDigit(code) || code === 95 || code === 36;
}
function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function token(kind: TokenKind, key: string, value: string, start: number, end: number): Token {
  return { kind, key, value, start, end };
}

function error(start: number, end: number, message: string, hint?: string): Token {
  return hint === undefined
    ? { kind: 'error', key: '', value: message, start, end }
    : { kind: 'error', key: '', value: message, start, end, hint };
}
