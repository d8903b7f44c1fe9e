/** The place in the token list, and the errors that speak of it. */
import { didYouMean, SqlError } from '../../core/errors.js';
import type { Span } from '../../core/errors.js';
import type { Identifier, QualifiedName, StringLiteral } from '../ast/node.js';
import { isReserved, keywords } from '../keywords.js';
import { lexForParser, unescapeUnicode } from '../lexer.js';
import type { Token } from '../lexer.js';

const spanOf = (token: Token): Span => ({ start: token.start, end: token.end });

/** Deepest nesting of parentheses, subqueries and types. */
const NESTING_MAX = 250;

export class Cursor {
  readonly sql: string;
  readonly #tokens: readonly Token[];
  #index = 0;
  #nesting = 0;

  constructor(sql: string) {
    this.sql = sql;
    this.#tokens = lexForParser(sql);
  }

  get token(): Token {
    return this.#tokens[this.#index]!;
  }

  /**
   * What the grammar compares: the word in upper case or the operator, '' for literals and the
   * end.
   */
  get key(): string {
    return this.#tokens[this.#index]!.key;
  }

  get isEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** Number of tokens: a bound on the size of the tree. */
  get tokenCount(): number {
    return this.#tokens.length;
  }

  /** Place to return to with `reset`. */
  get mark(): number {
    return this.#index;
  }

  reset(mark: number): void {
    this.#index = mark;
  }

  /**
   * Moves to the first token at or behind the offset `position` of the text: for an error there.
   */
  seek(position: number): void {
    const index = this.#tokens.findIndex((token) => token.start >= position);
    this.#index = index < 0 ? this.#tokens.length - 1 : index;
  }

  /** Token `offset` places ahead; the last one beyond the end. */
  peek(offset: number): Token {
    return this.#tokens[Math.min(this.#index + offset, this.#tokens.length - 1)]!;
  }

  advance(): Token {
    const token = this.token;
    if (token.kind === 'error') this.fail('');
    if (token.kind !== 'end') this.#index++;
    return token;
  }

  /** True when the next tokens are these words or operators. */
  is(...keys: readonly string[]): boolean {
    for (let i = 0; i < keys.length; i++) if (this.peek(i).key !== keys[i]) return false;
    return true;
  }

  isOneOf(keys: ReadonlySet<string>): boolean {
    return keys.has(this.key);
  }

  /** Moves past these words or operators if they are next. */
  accept(...keys: readonly string[]): boolean {
    if (!this.is(...keys)) return false;
    this.#index += keys.length;
    return true;
  }

  /** Moves past the first of `keys` that is next, and gives it. */
  acceptOneOf<K extends string>(keys: readonly K[]): K | null {
    const key = this.key as K;
    if (key === '' || !keys.includes(key)) return null;
    this.#index++;
    return key;
  }

  /** Moves past these words, or fails. */
  expect(...keys: readonly string[]): void {
    for (const key of keys) {
      if (this.key !== key) this.fail(key);
      this.#index++;
    }
  }

  /** Moves past one of these words, or fails. */
  expectOneOf<K extends string>(keys: readonly K[]): K {
    return this.acceptOneOf(keys) ?? this.fail(listOf(keys), { candidates: keys });
  }

  /** From the start of `start` to the end of the token before the current one. */
  spanFrom(start: number): Span {
    const before = this.#tokens[this.#index - 1];
    return { start, end: before === undefined ? start : Math.max(start, before.end) };
  }

  /** Runs `parse` one level deeper; fails when that is too deep. */
  nested<T>(parse: () => T): T {
    if (++this.#nesting > NESTING_MAX) {
      throw new SqlError('SQL_TOO_DEEP', {
        message: `more than ${NESTING_MAX} levels of nesting`,
        span: spanOf(this.token),
        hint: 'Split the query with WITH or views.',
      });
    }
    const result = parse();
    this.#nesting--;
    return result;
  }

  /** True when an identifier is next: a quoted name or a word that is not reserved. */
  isIdentifier(offset = 0): boolean {
    const token = this.peek(offset);
    return token.kind === 'quoted' || (token.kind === 'word' && !isReserved(token.key));
  }

  /** An identifier; `what` names it in the error: "a column name". */
  identifier(what: string): Identifier {
    if (!this.isIdentifier()) this.fail(what);
    const { value, start, end } = this.advance();
    return { kind: 'identifier', name: value, span: { start, end } };
  }

  /** `a.b.c`. */
  qualifiedName(what: string): QualifiedName {
    const parts = [this.identifier(what)];
    while (this.accept('.')) parts.push(this.identifier(what));
    return { kind: 'qualified-name', parts, span: this.spanFrom(parts[0]!.span.start) };
  }

  /** (a, b, c). */
  identifierList(what: string): Identifier[] {
    return this.list(() => this.identifier(what));
  }

  /** Items between parentheses, one at least. */
  list<T>(item: () => T): T[] {
    this.expect('(');
    const items = this.separated(item);
    this.expect(')');
    return items;
  }

  /** Items with commas between, one at least. */
  separated<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(',')) items.push(item());
    return items;
  }

  get isString(): boolean {
    return this.token.kind === 'string';
  }

  /** A sign and a text are next: INTERVAL -'1' DAY. */
  get isSignedText(): boolean {
    return (this.key === '-' || this.key === '+') && this.peek(1).kind === 'string';
  }

  /** A text literal; neighbours without anything between are one text, as in the standard. */
  string(what: string): StringLiteral {
    if (!this.isString) this.fail(what);
    const start = this.token.start;
    let value = this.#text(this.advance());
    while (this.isString) {
      if (!this.#startsLine())
        this.reject('a text goes on only on a new line', "Write one text, or 'a' || 'b'.");
      value += this.#text(this.advance());
    }
    return { kind: 'string', value, span: this.spanFrom(start) };
  }

  /** A line break stands before the current token. */
  #startsLine(): boolean {
    const before = this.#tokens[this.#index - 1];
    return before === undefined || /[\r\n]/.test(this.sql.slice(before.end, this.token.start));
  }

  #text(token: Token): string {
    if (token.key !== 'U&') return token.value;
    const escape = this.accept('UESCAPE') ? this.#escapeCharacter() : '\\';
    const text = unescapeUnicode(token.value, escape);
    if (text !== null) return text;
    throw new SqlError('SQL_PARSE', {
      message: `a Unicode escape is ${escape} and four hexadecimal digits`,
      span: spanOf(token),
    });
  }

  #escapeCharacter(): string {
    const { value, kind } = this.token;
    if (kind !== 'string' || !/^[^0-9a-fA-F+"'\s]$/.test(value)) this.fail('one escape character');
    this.#index++;
    return value;
  }

  /** A whole number without a sign. */
  integer(what: string): number {
    const { kind, value } = this.token;
    if (kind !== 'number' || !/^\d{1,15}$/.test(value)) this.fail(what);
    this.#index++;
    return Number(value);
  }

  /** Throws: `expected` was wanted where the current token stands. */
  fail(expected: string, more: { hint?: string; candidates?: readonly string[] } = {}): never {
    const token = this.token;
    if (token.kind === 'error') {
      throw new SqlError('SQL_PARSE', {
        message: token.value,
        span: spanOf(token),
        hint: token.hint,
      });
    }
    const message = `expected ${expected}, found ${describe(token)}`;
    const hint = more.hint ?? this.#hint(expected, more.candidates ?? []);
    throw new SqlError('SQL_PARSE', { message, span: this.#culprit(token), hint });
  }

  /** Throws `message` about the current token. */
  reject(message: string, hint: string): never {
    throw new SqlError('SQL_PARSE', { message, span: spanOf(this.token), hint });
  }

  /** The end of the text has no width: point at the last token's end. */
  #culprit(token: Token): Span {
    if (token.kind !== 'end' || this.#index === 0) return spanOf(token);
    const end = this.#tokens[this.#index - 1]!.end;
    return { start: Math.max(0, end - 1), end };
  }

  #hint(expected: string, candidates: readonly string[]): string | undefined {
    const token = this.token;
    const before = this.#index > 0 ? this.#tokens[this.#index - 1]! : null;
    const isClause = structural.has(token.key) || token.kind === 'end';
    if (before?.key === ',' && isClause) return `Remove the comma before ${describe(token)}.`;
    if (token.key === '=' && before?.key === '=') return 'Write a single = to compare.';
    const wantsName = /name$|alias/.test(expected) || (/expression/.test(expected) && !isClause);
    if (token.kind === 'word' && isReserved(token.key) && wantsName) {
      return `${token.key} is a reserved word: as a name it needs backticks, \`${token.value}\`.`;
    }
    const words = expected.match(/\b[A-Z_]{2,}\b/g) ?? [];
    const others = [...candidates, ...words].filter((word) => word !== token.key);
    const near = token.kind === 'word' && didYouMean(token.value, others);
    if (near) return near;
    return unknownWord(token) ?? (before === null ? undefined : unknownWord(before));
  }
}

/** What can follow a list, but not be an item of it. */
const structural: ReadonlySet<string> = new Set([
  ')',
  ']',
  ';',
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'UNION',
  'AS',
  'AND',
  'OR',
  'ON',
  'SELECT',
  'INTO',
  'THEN',
  'WHEN',
  'ELSE',
  'END',
]);

const clauseWords = [
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'JOIN',
  'UNION',
  'WITH',
  'VALUES',
  'INSERT',
  'CREATE',
  'TABLE',
  'WINDOW',
  'QUALIFY',
  'BETWEEN',
  'DISTINCT',
  'INNER',
  'LEFT',
  'RIGHT',
  'CROSS',
  'NATURAL',
  'LATERAL',
  'EXISTS',
  'PARTITION',
  'WATERMARK',
  'PRIMARY',
  'COMMENT',
  'METADATA',
  'OFFSET',
  'FETCH',
  'INTERSECT',
  'EXCEPT',
  'EXPLAIN',
  'DESCRIBE',
  'VIRTUAL',
];

/** A suggestion for a word that is no keyword but nearly one. */
function unknownWord(token: Token): string | undefined {
  if (token.kind !== 'word' || token.value.length < 3 || keywords.includes(token.key))
    return undefined;
  return didYouMean(token.value, clauseWords);
}

/** `"x"`, `end of input`, `the text 'x'`. */
export function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the text';
  const shown = token.value.length > 40 ? `${token.value.slice(0, 40)}...` : token.value;
  if (token.kind === 'string') return `the text '${shown}'`;
  return token.kind === 'binary' ? `x'${shown}'` : `"${shown}"`;
}

/** A, B or C. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
