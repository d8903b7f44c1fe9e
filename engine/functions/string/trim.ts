/** TRIM, LTRIM, RTRIM, BTRIM: remove any of a set of characters, by default blanks. */
import { stringType } from '../../../core/types.js';
import type { JsonValue } from '../../../core/json.js';
import type { ScalarFunction } from '../function.js';
import { type ResultOf, strict, text } from '../signature.js';
import { varying } from './text-types.js';

type Side = 'BOTH' | 'LEADING' | 'TRAILING';

function trimmed(value: string, characters: string, side: Side): string {
  const set = new Set(Array.from(characters));
  const points = Array.from(value);
  let start = 0;
  let end = points.length;
  if (side !== 'TRAILING') while (start < end && set.has(points[start]!)) start += 1;
  if (side !== 'LEADING') while (end > start && set.has(points[end - 1]!)) end -= 1;
  return points.slice(start, end).join('');
}

function sided(
  name: string,
  side: Side,
  doc: string,
  result: string,
  type: ResultOf = varying,
): ScalarFunction {
  return {
    name,
    doc,
    syntax: `${name}(text [, characters])`,
    category: 'string',
    nulls: 'strict',
    examples: [[`${name}('xaxbx', 'x')`, result]],
    resolve: strict([text, text], type, { optional: 1 }),
    kernel:
      () =>
      (value: string, characters = ' ') =>
        trimmed(value, characters, side),
  };
}

function sideOf(options: JsonValue | undefined): Side {
  return (options as { readonly side?: Side } | undefined)?.side ?? 'BOTH';
}

export const trimFunctions: readonly ScalarFunction[] = [
  {
    name: 'TRIM',
    doc: 'Text without the characters at its ends.',
    syntax: 'TRIM([BOTH | LEADING | TRAILING] [characters FROM] text)',
    category: 'string',
    nulls: 'strict',
    examples: [
      ["TRIM('  a ')", 'a'],
      ["TRIM(LEADING 'x' FROM 'xxax')", 'ax'],
    ],
    resolve: strict([text, text], varying, { optional: 1 }),
    kernel: (site) => {
      const side = sideOf(site.options);
      return (value: string, characters = ' ') => trimmed(value, characters, side);
    },
  },
  sided('LTRIM', 'LEADING', 'Text without the characters at its start.', 'axbx'),
  sided('RTRIM', 'TRAILING', 'Text without the characters at its end.', 'xaxb'),
  sided('BTRIM', 'BOTH', 'Text without the characters at both ends.', 'axb', stringType),
];
