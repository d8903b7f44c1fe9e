/**
 * Text of a JSON path to its steps: the dialect of Jayway JsonPath behind SQL's `lax` and `strict`.
 */
import { DataError } from '../../../core/errors.js';
import { parseFilter } from './filter-parser.js';
import type { JsonPath, PathFunction, PathStep } from './path-steps.js';
import { isDefiniteStep, PATH_FUNCTIONS } from './path-steps.js';

/** Steps of `[lax|strict] $...`. Throws DataError JSON_PATH_INVALID. */
export function parsePath(text: string): JsonPath {
  const mode = /^\s*(strict|lax)\s+/i.exec(text);
  const isLax = mode !== null && mode[1]!.toLowerCase() === 'lax';
  const path = mode === null ? text : text.slice(mode[0].length);
  const reader = new PathReader(path.trim(), 0);
  if (!reader.accept('$')) {
    // A path may leave out its root: `a.b` is `$.a.b`.
    if (/^[@.[]/.test(reader.rest) || reader.rest === '') throw invalidPath(path, 0);
    return makePath(isLax, new PathReader(`.${path.trim()}`, 0).stepsToEnd());
  }
  return makePath(isLax, reader.stepsToEnd());
}

function makePath(isLax: boolean, steps: readonly PathStep[]): JsonPath {
  const isDefinite = steps.every((step, i) => isDefiniteStep(step, i === steps.length - 1));
  return { isLax, steps, isDefinite };
}

/** The text is no path. */
export function invalidPath(text: string, at: number): DataError {
  return new DataError('JSON_PATH_INVALID', {
    message: `'${text}' is no JSON path (position ${at})`,
    hint: "a path looks like 'lax $.list[0].name'",
  });
}

/** Reads steps from a position on; filters use it for the paths they hold. */
export class PathReader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  get rest(): string {
    return this.#text.slice(this.at);
  }

  accept(part: string): boolean {
    if (!this.#text.startsWith(part, this.at)) return false;
    this.at += part.length;
    return true;
  }

  stepsToEnd(): readonly PathStep[] {
    const steps = this.steps();
    if (this.at < this.#text.length) this.fail();
    return steps;
  }

  /** As many steps as there are. */
  steps(): readonly PathStep[] {
    const steps: PathStep[] = [];
    for (;;) {
      const isDeep = this.accept('..');
      const step = isDeep ? this.#deepStep() : this.#step();
      if (step === null) return steps;
      steps.push(step);
      if (step.kind === 'function') return steps;
    }
  }

  fail(): never {
    throw invalidPath(this.#text, this.at);
  }

  #deepStep(): PathStep {
    const step = this.rest.startsWith('[') ? this.#bracket() : this.#dotted();
    if (step.kind === 'function') this.fail();
    return { kind: 'deep', step };
  }

  #step(): PathStep | null {
    if (this.rest.startsWith('[')) return this.#bracket();
    return this.accept('.') ? this.#dotted() : null;
  }

  #dotted(): PathStep {
    if (this.accept('*')) return { kind: 'wildcard' };
    const name = this.#match(/^[^.[\]()\s,='"!<>&|~]+/);
    if (!this.rest.startsWith('(')) return { kind: 'property', names: [name] };
    return this.#function(name);
  }

  #function(name: string): PathStep {
    const known = PATH_FUNCTIONS.find((own) => own === name);
    const argument = /^\(\s*(-?\d+)?\s*\)/.exec(this.rest);
    if (known === undefined || argument === null || (known === 'index') !== !!argument[1]) {
      throw new DataError('JSON_PATH_UNSUPPORTED', {
        message: `JSON paths have no function ${name}${/^[^)]*\)?/.exec(this.rest)![0]}`,
        hint: `there are ${PATH_FUNCTIONS.map((own: PathFunction) => `${own}()`).join(', ')}`,
      });
    }
    this.at += argument[0].length;
    return { kind: 'function', name: known, argument: Number(argument[1] ?? 0) };
  }

  #bracket(): PathStep {
    this.at++;
    this.#blanks();
    const step = this.#insideBracket();
    this.#blanks();
    if (!this.accept(']')) this.fail();
    return step;
  }

  #insideBracket(): PathStep {
    if (this.accept('*')) return { kind: 'wildcard' };
    if (/^['"]/.test(this.rest))
      return { kind: 'property', names: this.#list(() => this.#quoted()) };
    if (this.accept('?')) {
      this.#blanks();
      const { test, end } = parseFilter(this.#text, this.at);
      this.at = end;
      return { kind: 'filter', test };
    }
    const slice = /^(-?\d+)?\s*:\s*(-?\d+)?/.exec(this.rest);
    if (slice === null) return { kind: 'index', indexes: this.#list(() => this.#index()) };
    this.at += slice[0].length;
    const bound = (digits: string | undefined): number | null =>
      digits === undefined ? null : Number(digits);
    return { kind: 'slice', from: bound(slice[1]), to: bound(slice[2]) };
  }

  #list<T>(read: () => T): readonly T[] {
    const items = [read()];
    for (;;) {
      this.#blanks();
      if (!this.accept(',')) return items;
      this.#blanks();
      items.push(read());
    }
  }

  #index(): number {
    return Number(this.#match(/^-?\d+/));
  }

  #quoted(): string {
    const quoted = this.#match(/^'(?:[^'\\]|\\.)*'|^"(?:[^"\\]|\\.)*"/s);
    return unescapeQuoted(quoted);
  }

  #blanks(): void {
    this.at += /^\s*/.exec(this.rest)![0].length;
  }

  #match(pattern: RegExp): string {
    const match = pattern.exec(this.rest);
    if (match === null) this.fail();
    this.at += match[0].length;
    return match[0];
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Text between quotes with JSON's escapes undone. */
export function unescapeQuoted(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, hex: string | undefined, letter: string) =>
      hex === undefined
        ? (ESCAPES[letter] ?? letter)
        : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}
