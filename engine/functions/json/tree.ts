/** JSON values in memory: exact numbers, last of equal keys. Parsing and writing of JSON text. */
import { DataError } from '../../../core/errors.js';
import { formatDecimal, parseDecimal } from '../../../core/decimal.js';

export type JsonTree = null | boolean | string | JsonNumber | readonly JsonTree[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonTree>;

/** A number as it was written; `isWhole` when it has neither point nor exponent. */
export class JsonNumber {
  readonly source: string;
  readonly isWhole: boolean;

  /** `isVerbatim`: written as it is. */
  readonly isVerbatim: boolean;

  constructor(source: string, isVerbatim = false) {
    this.source = source;
    this.isVerbatim = isVerbatim;
    this.isWhole = !/[.eE]/.test(source);
  }

  /** As java.math prints it: digits and trailing zeros stay, 1e5 is 1E+5. */
  get text(): string {
    if (this.isVerbatim) return this.source;
    if (this.isWhole) return this.source === '-0' ? '0' : this.source;
    const { unscaled, scale } = parseDecimal(this.source)!;
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
    const exponent = digits.length - 1 - scale;
    if (scale >= 0 && exponent >= -6) return formatDecimal(unscaled, scale);
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const sign = unscaled < 0n ? '-' : '';
    return `${sign}${digits[0]!}${fraction}E${exponent < 0 ? '' : '+'}${exponent}`;
  }
}

/** Keys and values. */
export function isObject(tree: JsonTree | undefined): tree is JsonObject {
  return tree instanceof Map;
}

/** A list of values. */
export function isArray(tree: JsonTree | undefined): tree is readonly JsonTree[] {
  return Array.isArray(tree);
}

/** Neither object nor array. */
export function isScalar(tree: JsonTree): tree is null | boolean | string | JsonNumber {
  return !isObject(tree) && !isArray(tree);
}

/** The value `text` holds. Throws DataError JSON_INVALID, for a repeated key only when asked to. */
export function parseJson(text: string, allowsDuplicateKeys = true): JsonTree {
  return new JsonParser(text, allowsDuplicateKeys).document();
}

/** Compact JSON text, keys in order. */
export function writeJson(tree: JsonTree): string {
  if (typeof tree === 'string') return quoteJson(tree);
  if (tree instanceof JsonNumber) return tree.text;
  if (isArray(tree)) return `[${tree.map(writeJson).join(',')}]`;
  if (isObject(tree)) return writeMembers([...tree].map(([key, item]) => [key, writeJson(item)]));
  return String(tree);
}

/** Object of JSON texts by key; the last of equal keys counts. */
export function writeMembers(members: readonly (readonly [string, string])[]): string {
  const sorted = [...new Map(members)].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${quoteJson(key)}:${item}`).join(',')}}`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Text in quotes; only what must be escaped is. */
export function quoteJson(text: string): string {
  // eslint-disable-next-line no-control-regex
  const escaped = text.replace(/["\\\u0000-\u001f]/g, (char) => {
    const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return SHORT_ESCAPES[char] ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}

const DEPTH_MAX = 1000;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const STRING =
  // eslint-disable-next-line no-control-regex
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const BLANKS = /[ \t\r\n]*/y;

class JsonParser {
  readonly #text: string;
  readonly #allowsDuplicateKeys: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string, allowsDuplicateKeys: boolean) {
    this.#text = text;
    this.#allowsDuplicateKeys = allowsDuplicateKeys;
  }

  document(): JsonTree {
    this.#skipBlanks();
    const tree = this.#value();
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail();
    return tree;
  }

  #value(): JsonTree {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return new JsonNumber(this.#match(NUMBER));
    }
  }

  #nested(parse: () => JsonTree): JsonTree {
    if (++this.#depth > DEPTH_MAX) this.#fail(`deeper than ${DEPTH_MAX} levels`);
    this.#at++;
    this.#skipBlanks();
    const tree = parse();
    this.#depth--;
    return tree;
  }

  #object(): JsonObject {
    const members = new Map<string, JsonTree>();
    if (this.#accept('}')) return members;
    do {
      this.#skipBlanks();
      const key = this.#string();
      this.#skipBlanks();
      if (!this.#accept(':')) this.#fail();
      this.#skipBlanks();
      if (!this.#allowsDuplicateKeys && members.has(key))
        this.#fail(`it has the key "${key}" twice`);
      members.set(key, this.#value());
      this.#skipBlanks();
    } while (this.#accept(','));
    if (!this.#accept('}')) this.#fail();
    return members;
  }

  #array(): readonly JsonTree[] {
    const items: JsonTree[] = [];
    if (this.#accept(']')) return items;
    do {
      this.#skipBlanks();
      items.push(this.#value());
      this.#skipBlanks();
    } while (this.#accept(','));
    if (!this.#accept(']')) this.#fail();
    return items;
  }

  #string(): string {
    const quoted = this.#match(STRING);
    return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  #word<T extends JsonTree>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) this.#fail();
    this.#at += match[0].length;
    return match[0];
  }

  #accept(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    BLANKS.lastIndex = this.#at;
    this.#at += BLANKS.exec(this.#text)![0].length;
  }

  #fail(why?: string): never {
    const excerpt = this.#text.slice(this.#at, this.#at + 20);
    const found = this.#at >= this.#text.length ? 'it ends too early' : `at "${excerpt}"`;
    throw new DataError('JSON_INVALID', {
      message: `a text is no JSON: ${why ?? found} (position ${this.#at})`,
      hint: 'test it with IS JSON, or use TRY_PARSE_JSON',
    });
  }
}
