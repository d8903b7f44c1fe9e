/** Conditions of JSON paths: `?(@.price < 10 && @.name == 'x')`. */
import { javaRegExp } from '../regexp/java-pattern.js';
import { evaluateSteps } from './evaluate-path.js';
import { compareWith } from './filter-operators.js';
import { invalidPath, PathReader, unescapeQuoted } from './path-parser.js';
import type { Filter } from './path-steps.js';
import { isDefiniteStep } from './path-steps.js';
import type { JsonTree } from './tree.js';
import { parseJson } from './tree.js';

/** A value of a condition; undefined where the item has none. */
export type FilterOperand = JsonTree | RegExp | undefined;
type OperandOf = (item: JsonTree, root: JsonTree) => FilterOperand;

/** The condition in parentheses at `at`, and where it ends. Throws DataError JSON_PATH_INVALID. */
export function parseFilter(text: string, at: number): { readonly test: Filter; end: number } {
  const parser = new FilterParser(text, at);
  if (!parser.accept('(')) throw invalidPath(text, at);
  const test = parser.either();
  if (!parser.accept(')')) throw invalidPath(text, parser.at);
  return { test, end: parser.at };
}

const OPERATORS =
  /^(?:===|!==|==|!=|=~|<=|>=|<|>|(?:in|nin|subsetof|anyof|noneof|size|empty|contains|type)\b)/i;

class FilterParser {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  accept(part: string): boolean {
    this.#blanks();
    if (!this.#text.startsWith(part, this.at)) return false;
    this.at += part.length;
    return true;
  }

  either(): Filter {
    const tests = [this.#both()];
    while (this.accept('||')) tests.push(this.#both());
    return tests.length === 1 ? tests[0]! : (item, root) => tests.some((test) => test(item, root));
  }

  #both(): Filter {
    const tests = [this.#one()];
    while (this.accept('&&')) tests.push(this.#one());
    return tests.length === 1 ? tests[0]! : (item, root) => tests.every((test) => test(item, root));
  }

  #one(): Filter {
    if (this.accept('!')) {
      const test = this.#one();
      return (item, root) => !test(item, root);
    }
    if (this.accept('(')) {
      const test = this.either();
      if (!this.accept(')')) this.#fail();
      return test;
    }
    return this.#comparison();
  }

  #comparison(): Filter {
    const left = this.#operand();
    this.#blanks();
    const operator = OPERATORS.exec(this.#rest)?.[0];
    if (operator === undefined) return exists(left);
    this.at += operator.length;
    const right = this.#operand();
    const compare = compareWith(operator.toLowerCase());
    if (compare === undefined) this.#fail();
    return (item, root) => compare(left(item, root), right(item, root));
  }

  #operand(): OperandOf {
    this.#blanks();
    const rest = this.#rest;
    if (/^[@$]/.test(rest)) return this.#path(rest.startsWith('$'));
    const constant = this.#constant(rest);
    return () => constant;
  }

  #constant(rest: string): FilterOperand {
    const text = /^'(?:[^'\\]|\\.)*'|^"(?:[^"\\]|\\.)*"/s.exec(rest)?.[0];
    if (text !== undefined) {
      this.at += text.length;
      return unescapeQuoted(text);
    }
    const regExp = /^\/((?:[^/\\]|\\.)+)\/([a-zA-Z]*)/.exec(rest);
    if (regExp !== null) {
      this.at += regExp[0].length;
      const flags = regExp[2] === '' ? '' : `(?${regExp[2]!})`;
      return javaRegExp(`${flags}(?:${regExp[1]!})`, { whole: true });
    }
    const json = /^(?:-?\d[\d.eE+-]*|true\b|false\b|null\b|\[[^\]]*\]|\{[^}]*\})/.exec(rest)?.[0];
    if (json === undefined) this.#fail();
    this.at += json.length;
    return parseJson(json.startsWith('[') ? doubleQuoted(json) : json);
  }

  #path(isRoot: boolean): OperandOf {
    const reader = new PathReader(this.#text, this.at + 1);
    const steps = reader.steps();
    this.at = reader.at;
    const isDefinite = steps.every((step, i) => isDefiniteStep(step, i === steps.length - 1));
    return (item, root) => {
      const found = evaluateSteps(isRoot ? root : item, steps, root, true);
      return isDefinite ? found[0] : found;
    };
  }

  get #rest(): string {
    return this.#text.slice(this.at);
  }

  #blanks(): void {
    this.at += /^\s*/.exec(this.#rest)![0].length;
  }

  #fail(): never {
    throw invalidPath(this.#text, this.at);
  }
}

/** Lists may be written with single quotes. */
function doubleQuoted(list: string): string {
  return list.replace(/'(?:[^'\\]|\\.)*'/g, (quoted) => JSON.stringify(unescapeQuoted(quoted)));
}

function exists(operand: OperandOf): Filter {
  return (item, root) => operand(item, root) !== undefined;
}
