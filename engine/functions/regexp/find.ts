/** REGEXP, REGEXP_COUNT, REGEXP_INSTR, REGEXP_SUBSTR, REGEXP_REPLACE. */
import type { Value } from '../../../core/batch.js';
import { booleanType, intType, stringType } from '../../../core/types.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { nullable, strict, text } from '../signature.js';
import { javaPattern } from './java-pattern.js';
import { patternCache } from './pattern-cache.js';

type Find = (value: string, regExp: RegExp) => Value;

/** `find` gets the pattern set to start at the beginning; an invalid pattern gives `otherwise`. */
function finder(find: Find, otherwise: Value): (value: string, pattern: string) => Value {
  const patternOf = patternCache();
  return (value, pattern) => {
    const compiled = patternOf(pattern);
    if (compiled === null) return otherwise;
    compiled.regExp.lastIndex = 0;
    return find(value, compiled.regExp);
  };
}

function countMatches(value: string, regExp: RegExp): number {
  let count = 0;
  for (const _match of value.matchAll(regExp)) count++;
  return count;
}

/** A broken pattern gives NULL where the result may be NULL, else it is an error. */
function replacer(site: CallSite): (value: string, pattern: string, replacement: string) => Value {
  const patternOf = patternCache();
  return (value, pattern, replacement) => {
    const compiled = patternOf(pattern);
    if (compiled !== null) return value.replace(compiled.regExp, () => replacement);
    if (!site.type.nullable) javaPattern(pattern);
    return null;
  };
}

export const regexpFindFunctions: readonly ScalarFunction[] = [
  {
    name: 'REGEXP',
    doc: 'Whether a part of the text matches; FALSE for a broken pattern.',
    syntax: 'REGEXP(text, pattern)',
    category: 'string',
    nulls: 'strict',
    examples: [
      ["REGEXP('abc1', '[0-9]$')", 'TRUE'],
      ["REGEXP('abc', '^b')", 'FALSE'],
    ],
    resolve: strict([text, text], booleanType),
    kernel: () => finder((value, regExp) => regExp.test(value), false),
  },
  {
    name: 'REGEXP_COUNT',
    doc: 'Number of matches that do not overlap.',
    syntax: 'REGEXP_COUNT(text, pattern)',
    category: 'string',
    nulls: 'strict',
    examples: [["REGEXP_COUNT('banana', 'an')", '2']],
    resolve: nullable([text, text], intType),
    kernel: () => finder(countMatches, null),
  },
  {
    name: 'REGEXP_INSTR',
    doc: 'Position of the first match, counted from 1; 0 when there is none.',
    syntax: 'REGEXP_INSTR(text, pattern)',
    category: 'string',
    nulls: 'strict',
    examples: [["REGEXP_INSTR('banana', 'n')", '3']],
    resolve: nullable([text, text], intType),
    kernel: () => finder((value, regExp) => (regExp.exec(value)?.index ?? -1) + 1, null),
  },
  {
    name: 'REGEXP_SUBSTR',
    doc: 'First match.',
    syntax: 'REGEXP_SUBSTR(text, pattern)',
    category: 'string',
    nulls: 'strict',
    examples: [["REGEXP_SUBSTR('tel 555-12', '[0-9-]+')", '555-12']],
    resolve: nullable([text, text], stringType),
    kernel: () => finder((value, regExp) => regExp.exec(value)?.[0] ?? null, null),
  },
  {
    name: 'REGEXP_REPLACE',
    doc: 'The text with every match replaced; $1 in the replacement is plain text.',
    syntax: 'REGEXP_REPLACE(text, pattern, replacement)',
    category: 'string',
    nulls: 'strict',
    examples: [["REGEXP_REPLACE('a  b', '\\s+', '_')", 'a_b']],
    resolve: strict([text, text, text], stringType),
    kernel: replacer,
  },
];
