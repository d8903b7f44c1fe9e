/** STR_TO_MAP. */
import type { Value } from '../../../core/batch.js';
import type { DataType } from '../../../core/types.js';
import { stringType } from '../../../core/types.js';
import { DataError } from '../../../core/errors.js';
import { mapOf } from '../collection/nested.js';
import type { ScalarFunction } from '../function.js';
import { nullable, text } from '../signature.js';

const textMap: DataType = { id: 'map', key: stringType, value: stringType, nullable: true };

/** Delimiters are regular expressions; text without special characters is itself. */
function delimiter(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch (cause) {
    throw new DataError('REGEXP_INVALID', {
      message: `'${pattern}' is no regular expression`,
      cause,
    });
  }
}

/** Java's String.split drops empty pieces at the end, but keeps an empty text. */
function split(value: string, mark: RegExp): readonly string[] {
  const pieces = value.split(mark);
  while (pieces.length > 1 && pieces.at(-1) === '') pieces.pop();
  return pieces;
}

function strToMap(value: string, pairMark = ',', keyMark = '='): Value {
  if (value === '') return [];
  const [pairs, keys] = [delimiter(pairMark), delimiter(keyMark)];
  return mapOf(
    stringType,
    split(value, pairs).map((pair): readonly [Value, Value] => {
      const match = keys.exec(pair);
      return match === null
        ? [pair, null]
        : [pair.slice(0, match.index), pair.slice(match.index + match[0].length)];
    }),
  );
}

export const strToMapFunction: ScalarFunction = {
  name: 'STR_TO_MAP',
  doc: 'Map of the pieces of a text; the delimiters are regular expressions.',
  syntax: "STR_TO_MAP(text [, ',', '='])",
  category: 'string',
  nulls: 'strict',
  examples: [["STR_TO_MAP('a=1,b=2')", '{a=1, b=2}']],
  resolve: nullable([text, text, text], textMap, { optional: 2 }),
  kernel: () => strToMap,
};
