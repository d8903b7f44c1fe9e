/** STR_TO_MAP. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { stringType } from '../../../core/types.js';
import { DataError } from '../../../core/errors.js';
import { mapOf } from '../collection/nested.js';
import type { ScalarFunction } from '../function.js';
import type { PatternOf } from '../regexp/pattern-cache.js';
import { patternCache } from '../regexp/pattern-cache.js';
import { nullable, text } from '../signature.js';

const textMap: DataType = { id: 'map', key: stringType, value: stringType, nullable: true };

/** Delimiters are regular expressions. Throws DataError REGEXP_INVALID. */
function delimiter(patternOf: PatternOf, pattern: string): RegExp {
  const compiled = patternOf(pattern);
  if (compiled === null)
    throw new DataError('REGEXP_INVALID', {
      message: `'${pattern}' is no regular expression`,
    });
  compiled.regExp.lastIndex = 0;
  return compiled.regExp;
}

/**
 * Pieces between the matches, at most `limit`, as Java's String.split gives them: no piece before
 * an empty match at the beginning.
 */
function pieces(value: string, mark: RegExp, limit = Infinity): string[] {
  const found: string[] = [];
  let start = 0;
  for (const match of value.matchAll(mark)) {
    const end = match.index + match[0].length;
    if (end === 0 || match.index === value.length) continue;
    if (found.length === limit - 1) break;
    found.push(value.slice(start, match.index));
    start = end;
  }
  found.push(value.slice(start));
  return found;
}

/** Pairs of a text: without the empty ones at the end, unless there is no delimiter at all. */
function pairsOf(value: string, mark: RegExp): readonly string[] {
  const pairs = pieces(value, mark);
  while (pairs.at(-1) === '') pairs.pop();
  return pairs;
}

function strToMap(
  pairMarkOf: PatternOf,
  keyMarkOf: PatternOf,
): (value: string, pairMark?: string, keyMark?: string) => Value {
  return (value, pairMark = ',', keyMark = '=') => {
    if (value === '') return [];
    const pairs = pairsOf(value, delimiter(pairMarkOf, pairMark));
    const keys = delimiter(keyMarkOf, keyMark);
    return mapOf(
      stringType,
      pairs.map((pair): readonly [Value, Value] => {
        const [key, item = null] = pieces(pair, keys, 2);
        return [key!, item];
      }),
    );
  };
}

export const strToMapFunction: ScalarFunction = {
  name: 'STR_TO_MAP',
  doc: 'Map of the pieces of a text; the delimiters are regular expressions.',
  syntax: "STR_TO_MAP(text [, ',', '='])",
  category: 'string',
  nulls: 'strict',
  examples: [["STR_TO_MAP('a=1,b=2')", '{a=1, b=2}']],
  resolve: nullable([text, text, text], textMap, { optional: 2 }),
  kernel: () => strToMap(patternCache(), patternCache()),
};
