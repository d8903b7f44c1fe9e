/** REGEXP_EXTRACT, REGEXP_EXTRACT_ALL. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { int, nullable, text } from '../signature.js';
import { patternCache } from './pattern-cache.js';

const texts: DataType = { id: 'array', element: stringType, nullable: true };

function extract(): (value: string, pattern: string, group?: number) => Value {
  const patternOf = patternCache();
  return (value, pattern, group = 0) => {
    const compiled = patternOf(pattern);
    const index = compiled?.groups[group];
    if (compiled === null || index === undefined) return null;
    compiled.regExp.lastIndex = 0;
    return compiled.regExp.exec(value)?.[index] ?? null;
  };
}

function extractAll(): (value: string, pattern: string, group?: number) => Value {
  const patternOf = patternCache();
  return (value, pattern, group = 1) => {
    const compiled = patternOf(pattern);
    const index = compiled?.groups[group];
    if (compiled === null || index === undefined) return null;
    return Array.from(value.matchAll(compiled.regExp), (match) => match[index] ?? null);
  };
}

export const regexpExtractFunctions: readonly ScalarFunction[] = [
  {
    name: 'REGEXP_EXTRACT',
    doc: 'Group of the first match, the whole match by default; NULL when nothing matches.',
    syntax: 'REGEXP_EXTRACT(text, pattern [, group])',
    category: 'string',
    nulls: 'strict',
    examples: [["REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 2)", 'bar']],
    resolve: nullable([text, text, int], stringType, { optional: 1 }),
    kernel: extract,
  },
  {
    name: 'REGEXP_EXTRACT_ALL',
    doc: 'Group of all matches, the first group by default.',
    syntax: 'REGEXP_EXTRACT_ALL(text, pattern [, group])',
    category: 'string',
    nulls: 'strict',
    examples: [["REGEXP_EXTRACT_ALL('a1b2', '([a-z])[0-9]')", '[a, b]']],
    resolve: nullable([text, text, int], texts, { optional: 1 }),
    kernel: extractAll,
  },
];
