/**
 * All scalar functions, by name. Operators and special forms are functions, too; the binder and the
 * rewrites call them by these names:
 *
 * - logic: AND, OR (two or more arguments), NOT
 * - comparison: = <> < <= > >=, IS NULL, IS NOT NULL, IS TRUE, IS FALSE, IS NOT TRUE, IS NOT FALSE,
 *   IS UNKNOWN, IS NOT UNKNOWN, IS DISTINCT FROM, IS NOT DISTINCT FROM, IN (value, then the list),
 *   LIKE, SIMILAR TO (text, pattern [, escape])
 * - arithmetic: + - * / % NEGATE, also over timestamps and intervals; a difference of two points
 * in time
 *   is '-' with options { unit: 'DAY' } and so on
 * - text: || POSITION (part, text), TRIM (text, characters; options { side: 'BOTH' | 'LEADING' |
 *   'TRAILING' }), OVERLAY (text, part, start [, length]), SUBSTRING (text, start [, length])
 * - conditional: CASE (when1, then1, when2, then2, ..., else), IF, COALESCE, IFNULL, NULLIF
 * - conversion: CAST, TRY_CAST (one argument; the target is the call's type: options are not used)
 * - nested: FIELD (row; options { index }), ITEM (array, position) (map, key), ROW, ARRAY, MAP
 * - temporal: EXTRACT (value; options { unit }), FLOOR and CEIL (value; options { unit } for
 * temporal
 *   values), TIMESTAMPADD (count, point; options { unit }), TIMESTAMPDIFF (from, to; options {
 * unit })
 *
 * CAST and TRY_CAST are not resolved: the binder asks `canCast` (cast/cast-rules.ts) instead.
 */
import { arithmeticFunctions } from './arithmetic/list.js';
import { bitmapFunctions } from './bitmap/list.js';
import { castFunctions } from './cast/list.js';
import { collectionFunctions } from './collection/list.js';
import { comparisonFunctions } from './comparison/list.js';
import { conditionalFunctions } from './conditional/list.js';
import type { ScalarFunction } from './function.js';
import { hashFunctions } from './hash/list.js';
import { jsonFunctions } from './json/list.js';
import { logicFunctions } from './logic/list.js';
import { regexpFunctions } from './regexp/list.js';
import { stringFunctions } from './string/list.js';
import { temporalFunctions } from './temporal/list.js';
import { urlFunctions } from './url/list.js';

const all: readonly ScalarFunction[] = [
  ...comparisonFunctions,
  ...logicFunctions,
  ...arithmeticFunctions,
  ...conditionalFunctions,
  ...castFunctions,
  ...stringFunctions,
  ...regexpFunctions,
  ...jsonFunctions,
  ...hashFunctions,
  ...bitmapFunctions,
  ...urlFunctions,
  ...temporalFunctions,
  ...collectionFunctions,
];

const byName: ReadonlyMap<string, ScalarFunction> = new Map(
  all.flatMap((fn) =>
    [fn.name, ...(fn.aliases ?? [])].map((name) => [name.toUpperCase(), fn] as const),
  ),
);

/** Function of that name or alias, whatever the case; undefined when there is none. */
export function findFunction(name: string): ScalarFunction | undefined {
  return byName.get(name) ?? byName.get(name.toUpperCase());
}

/** All functions, operators included, family by family. */
export function listFunctions(): readonly ScalarFunction[] {
  return all;
}
