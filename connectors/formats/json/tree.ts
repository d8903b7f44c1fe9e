/**
 * JSON values in memory, for what the scanner does not put into columns directly. Numbers keep
 * their text.
 */
import { decodeUtf8 } from '../../../core/utf8.js';
import { skipBlanks, type JsonScan } from './scan.js';

/** Last of equal keys counts. */
export type JsonTree = null | boolean | string | JsonNumber | readonly JsonTree[] | JsonObject;
export interface JsonNumber {
  readonly number: string;
}
export type JsonObject = ReadonlyMap<string, JsonTree>;

/** Is it an object (as a Map)? */
export function isJsonObject(tree: JsonTree | undefined): tree is JsonObject {
  return tree instanceof Map;
}
/** Is it an array? */
export function isJsonArray(tree: JsonTree | undefined): tree is readonly JsonTree[] {
  return Array.isArray(tree);
}
/** Is it a number (as its text)? */
export function isJsonNumber(tree: JsonTree | undefined): tree is JsonNumber {
  return typeof tree === 'object' && tree !== null && 'number' in tree;
}

/** The value that starts at `start`; the scanner has already found it well-formed (see scan.ts). */
export function parseTree(scan: JsonScan, start: number): JsonTree {
  return new TreeParser(scan, start).value();
}

/** Text of the string at `start` (its opening quote). */
export function parseString(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeUtf8(bytes, start + 1, end - 1);
  return text.includes('\\') ? unescapeText(text) : text;
}

function unescapeText(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/g,
    (_all, hex: string | undefined, letter: string) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      switch (letter) {
        case 'b':
          return '\b';
        case 'f':
          return '\f';
        case 'n':
          return '\n';
        case 'r':
          return '\r';
        case 't':
          return '\t';
        default:
          return letter;
      }
    },
  );
}

class TreeParser {
  readonly #scan: JsonScan;
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(scan: JsonScan, start: number) {
    this.#scan = scan;
    this.#bytes = scan.bytes;
    this.#at = start;
  }

  value(): JsonTree {
    const start = this.#at;
    switch (this.#bytes[start]) {
      case 34:
        return this.#string();
      case 123:
        return this.#object();
      case 91:
        return this.#array();
      case 116:
      case 102:
      case 110:
        this.#at = this.#scan.skipWord(start);
        return this.#bytes[start] === 110 ? null : this.#bytes[start] === 116;
      default:
        this.#at = this.#scan.skipNumber(start);
        return { number: decodeUtf8(this.#bytes, start, this.#at) };
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at = this.#scan.skipString(start);
    return parseString(this.#bytes, start, this.#at);
  }

  #object(): JsonObject {
    const fields = new Map<string, JsonTree>();
    this.#skip();
    while (this.#bytes[this.#at] !== 125) {
      const key = this.#string();
      this.#at = skipBlanks(this.#bytes, this.#at);
      this.#skip(); // the colon
      fields.set(key, this.value());
      this.#at = skipBlanks(this.#bytes, this.#at);
      if (this.#bytes[this.#at] === 44) this.#skip();
    }
    this.#at++;
    return fields;
  }

  #array(): readonly JsonTree[] {
    const items: JsonTree[] = [];
    this.#skip();
    while (this.#bytes[this.#at] !== 93) {
      items.push(this.value());
      this.#at = skipBlanks(this.#bytes, this.#at);
      if (this.#bytes[this.#at] === 44) this.#skip();
    }
    this.#at++;
    return items;
  }

  /** One byte and the blanks behind it. */
  #skip(): void {
    this.#at = skipBlanks(this.#bytes, this.#at + 1);
  }
}

/** Compact JSON text. Numbers lose trailing zeros of their fraction, as Flink re-writes them. */
export function treeText(tree: JsonTree): string {
  if (isJsonObject(tree)) {
    const fields = [...tree].map(([key, value]) => `${JSON.stringify(key)}:${treeText(value)}`);
    return `{${fields.join(',')}}`;
  }
  if (isJsonArray(tree)) return `[${tree.map(treeText).join(',')}]`;
  if (isJsonNumber(tree)) return numberText(tree.number);
  return JSON.stringify(tree);
}

function numberText(text: string): string {
  if (!text.includes('.') || /[eE]/.test(text)) return text;
  return text.replace(/0+$/, '').replace(/\.$/, '.0');
}
