/** LIKE, SIMILAR TO, STARTSWITH, ENDSWITH. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { booleanType } from '../../../core/types.js';
import type {
  ArgumentFacts,
  CallSite,
  Refusal,
  ScalarFunction,
  Signature,
  Utf8Kernel,
} from '../function.js';
import { bytes, oneOf, refuse, strict, text } from '../signature.js';
import { likeUtf8 } from './utf8-forms.js';

export type TextTest = (value: string) => boolean;

/** Makes the test once for a literal pattern, else again whenever the pattern changes. */
function patternKernel(
  site: CallSite,
  compile: (pattern: string, escape: string | null) => TextTest,
): (value: string, pattern: string, escape?: string) => boolean {
  const [, pattern, escape] = site.literals;
  if (typeof pattern === 'string' && (site.args.length === 2 || typeof escape === 'string')) {
    const test = compile(pattern, (escape as string | undefined) ?? null);
    return (value) => test(value);
  }
  let last: {
    readonly pattern: string;
    readonly escape: string | null;
    readonly test: TextTest;
  } | null = null;
  return (value, wanted, mark) => {
    const wantedEscape = mark ?? null;
    if (last === null || last.pattern !== wanted || last.escape !== wantedEscape) {
      last = { pattern: wanted, escape: wantedEscape, test: compile(wanted, wantedEscape) };
    }
    return last.test(value);
  };
}

/** Test for a LIKE pattern. Throws DataError LIKE_ESCAPE_INVALID. */
export function compileLike(pattern: string, escape: string | null): TextTest {
  const parts = likeParts(pattern, escape);
  const texts = parts.filter((part) => part !== ANY && part !== ONE) as string[];
  if (texts.length === 1 && !parts.includes(ONE)) {
    const [wanted] = texts as [string];
    const [open, close] = [parts[0] === ANY, parts.at(-1) === ANY];
    if (parts.length === Number(open) + 1 + Number(close)) {
      if (open && close) return (value) => value.includes(wanted);
      if (open) return (value) => value.endsWith(wanted);
      return close ? (value) => value.startsWith(wanted) : (value) => value === wanted;
    }
  }
  return segmentTest(parts);
}

/**
 * The segments between % are found one after the other, each at its first place: O(text * segment).
 * One expression with .* for each % would try all places of all of them.
 */
function segmentTest(parts: readonly (string | symbol)[]): TextTest {
  const segments: string[] = [''];
  for (const part of parts) {
    if (part === ANY) segments.push('');
    else
      segments.push(segments.pop()! + (part === ONE ? ONE_CHARACTER : quoteRegExp(part as string)));
  }
  if (segments.length === 1) {
    const whole = new RegExp(`^${segments[0]!}$`, 'su');
    return (value) => whole.test(value);
  }
  const last = segments.length - 1;
  const searches = segments.flatMap((source, i) => {
    if (source === '') return [];
    return [new RegExp(i === last ? `${source}$` : source, i === 0 ? 'suy' : 'sug')];
  });
  return (value) => {
    let at = 0;
    for (const search of searches) {
      search.lastIndex = at;
      if (!search.test(value)) return false;
      at = search.lastIndex;
    }
    return true;
  };
}

/** `compileLike` for UTF-8; null for patterns with _ and those that are wrong. */
function likeKernel({ args, literals }: CallSite): Utf8Kernel | null {
  const [, wanted, escape] = literals;
  if (typeof wanted !== 'string' || (args.length > 2 && typeof escape !== 'string')) return null;
  try {
    const parts = likeParts(wanted, (escape as string | undefined) ?? null);
    if (parts.includes(ONE)) return null;
    const texts = parts.filter((part): part is string => part !== ANY);
    return likeUtf8(texts, parts[0] !== ANY, parts.at(-1) !== ANY);
  } catch (error) {
    if (error instanceof DataError) return null; // the kernel tells
    throw error;
  }
}

/** As in Flink no line break. */
const ONE_CHARACTER = '[^\\n\\r\\u0085\\u2028\\u2029]';

const ANY = Symbol('%');
const ONE = Symbol('_');

/** Pattern as runs of plain text, ANY and ONE. */
function likeParts(pattern: string, escape: string | null): readonly (string | symbol)[] {
  checkEscape(escape);
  const parts: (string | symbol)[] = [];
  let plain = '';
  const points = Array.from(pattern);
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    if (point === escape) {
      const next = points[i + 1];
      if (next !== '%' && next !== '_' && next !== escape) throw escapeError(pattern, escape);
      plain += next;
      i += 1;
    } else if (point === '%' || point === '_') {
      if (plain !== '') parts.push(plain);
      plain = '';
      if (point === '_' || parts.at(-1) !== ANY) parts.push(point === '%' ? ANY : ONE);
    } else plain += point;
  }
  if (plain !== '' || parts.length === 0) parts.push(plain);
  return parts;
}

function checkEscape(escape: string | null): void {
  if (escape === null || Array.from(escape).length === 1) return;
  throw new DataError('LIKE_ESCAPE_INVALID', {
    message: `ESCAPE takes one character, not '${escape}'`,
  });
}

function escapeError(pattern: string, escape: string): DataError {
  return new DataError('LIKE_ESCAPE_INVALID', {
    message: `'${escape}' in the pattern '${pattern}' escapes neither %, _ nor itself`,
  });
}

function quoteRegExp(plain: string): string {
  return plain.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Test for SIMILAR TO: SQL's regular expressions (% _ | * + ? {} () []). */
export function compileSimilar(pattern: string, escape: string | null): TextTest {
  checkEscape(escape);
  try {
    const regExp = new RegExp(`^(?:${similarSource(pattern, escape)})$`, 'su');
    return (value) => regExp.test(value);
  } catch (cause) {
    throw new DataError('SIMILAR_PATTERN_INVALID', {
      message: `'${pattern}' is no SIMILAR TO pattern`,
      cause,
    });
  }
}

function similarSource(pattern: string, escape: string | null): string {
  let source = '';
  let isInSet = false;
  const points = Array.from(pattern);
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    if (point === escape) {
      i += 1;
      source += quoteRegExp(points[i] ?? '');
    } else if (isInSet) {
      const named = point === '[' ? namedClass(points, i) : null;
      if (named !== null) {
        source += named.source;
        i = named.end;
        continue;
      }
      source += point === '\\' ? '\\\\' : point;
      if (point === ']') isInSet = false;
    } else if (point === '[') {
      isInSet = true;
      source += point;
    } else if (point === '%') source += '.*';
    else if (point === '_') source += ONE_CHARACTER;
    else source += '|*+?{}(),'.includes(point) ? point : quoteRegExp(point);
  }
  return source;
}

const NAMED_CLASSES: ReadonlyMap<string, string> = new Map([
  ['ALPHA', 'A-Za-z'],
  ['ALNUM', 'A-Za-z0-9'],
  ['DIGIT', '0-9'],
  ['LOWER', 'a-z'],
  ['UPPER', 'A-Z'],
  ['SPACE', ' '],
  ['WHITESPACE', '\\s'],
]);

/** `[:ALPHA:]` at `start` within a set, in capitals or small letters; `end` is its last place. */
function namedClass(
  points: readonly string[],
  start: number,
): { readonly source: string; readonly end: number } | null {
  const end = points.indexOf(']', start);
  const name = /^\[:([A-Z]+|[a-z]+):\]$/.exec(points.slice(start, end + 1).join(''))?.[1];
  const source = NAMED_CLASSES.get((name ?? '').toUpperCase());
  return source === undefined ? null : { source, end };
}

const resolvePattern = strict([text, text, text], booleanType, { optional: 1 });

/** A literal pattern whose escapes are wrong is refused before the job starts. */
function resolveLike(facts: readonly ArgumentFacts[]): Signature | Refusal {
  const [, wanted, escape] = facts.map((fact) => fact.literal);
  if (typeof wanted === 'string' && typeof escape === 'string')
    try {
      likeParts(wanted, escape);
    } catch (error) {
      if (error instanceof DataError) return refuse(error.message);
      throw error;
    }
  return resolvePattern(facts, undefined);
}

function pattern(
  name: string,
  doc: string,
  example: readonly [string, string],
  compile: typeof compileLike,
  utf8Kernel: (site: CallSite) => Utf8Kernel | null,
): ScalarFunction {
  return {
    name,
    doc,
    syntax: `text ${name} pattern [ESCAPE character]`,
    category: 'comparison',
    nulls: 'strict',
    listed: false,
    examples: [example],
    resolve: name === 'LIKE' ? resolveLike : resolvePattern,
    kernel: (site) => patternKernel(site, compile),
    utf8Kernel,
  };
}

function startsWith(value: Value, part: Value): boolean {
  if (typeof value === 'string') return value.startsWith(part as string);
  const [all, wanted] = [value as Uint8Array, part as Uint8Array];
  return wanted.length <= all.length && wanted.every((byte, i) => all[i] === byte);
}

function endsWith(value: Value, part: Value): boolean {
  if (typeof value === 'string') return value.endsWith(part as string);
  const [all, wanted] = [value as Uint8Array, part as Uint8Array];
  const start = all.length - wanted.length;
  return start >= 0 && wanted.every((byte, i) => all[start + i] === byte);
}

export const likeFunctions: readonly ScalarFunction[] = [
  pattern(
    'LIKE',
    'Matches a pattern: % is any text, _ any character but a line break.',
    ["'hello' LIKE 'h_l%'", 'TRUE'],
    compileLike,
    likeKernel,
  ),
  pattern(
    'SIMILAR TO',
    "Matches one of SQL's regular expressions.",
    ["'abab' SIMILAR TO '(ab)+'", 'TRUE'],
    compileSimilar,
    () => null,
  ),
  {
    name: 'STARTSWITH',
    doc: 'TRUE when the first value starts with the second.',
    syntax: 'STARTSWITH(text, start)',
    category: 'string',
    examples: [["STARTSWITH('hello', 'he')", 'TRUE']],
    nulls: 'strict',
    resolve: oneOf(strict([bytes, bytes], booleanType), strict([text, text], booleanType)),
    kernel: () => startsWith,
  },
  {
    name: 'ENDSWITH',
    doc: 'TRUE when the first value ends with the second.',
    syntax: 'ENDSWITH(text, end)',
    category: 'string',
    examples: [["ENDSWITH('hello', 'lo')", 'TRUE']],
    nulls: 'strict',
    resolve: oneOf(strict([bytes, bytes], booleanType), strict([text, text], booleanType)),
    kernel: () => endsWith,
  },
];
