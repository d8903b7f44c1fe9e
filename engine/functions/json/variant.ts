/** PARSE_JSON, TRY_PARSE_JSON, and items of VARIANT values. A VARIANT is its JSON text. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { formatDouble } from '../../../core/java-number.js';
import type { DataType } from '../../../core/types.js';
import { boolean, nullable, strict, text } from '../signature.js';
import type { ScalarFunction } from '../function.js';
import type { JsonTree } from './tree.js';
import { isArray, isObject, JsonNumber, parseJson, writeJson } from './tree.js';

export const variantType: DataType = { id: 'variant', nullable: true };

/** The tree with `change` made to its numbers. */
function withNumbers(tree: JsonTree, change: (source: string) => string): JsonTree {
  if (tree instanceof JsonNumber) return new JsonNumber(change(tree.source), true);
  if (isArray(tree)) return tree.map((item) => withNumbers(item, change));
  if (!isObject(tree)) return tree;
  return new Map([...tree].map(([key, item]) => [key, withNumbers(item, change)]));
}

/**
 * Numbers with an exponent, or more digits than a DECIMAL has, are doubles; others are decimals
 * without zeros at their end.
 */
function variantNumber(source: string): string {
  const [whole = '', fraction = ''] = source.replace('-', '').split('.');
  const digits = whole.replace(/^0+/, '').length + fraction.length;
  if (/[eE]/.test(source) || digits > DECIMAL_DIGITS) return formatDouble(Number(source));
  const kept = fraction.replace(/0+$/, '');
  const text = kept === '' ? whole : `${whole}.${kept}`;
  return source.startsWith('-') && text !== '0' ? `-${text}` : text;
}

const DECIMAL_DIGITS = 38;

/** Repeated keys are an error unless allowed; then the last one counts. */
function parse(value: string, allowsDuplicateKeys = false): Value {
  return writeJson(withNumbers(parseJson(value, allowsDuplicateKeys), variantNumber));
}

/** Item of a VARIANT at a position counted from 1, or of a key; NULL when there is none. */
export function variantItem(variant: string, key: number | string): string | null {
  const tree = withNumbers(parseJson(variant), (source) => source);
  if (typeof key === 'string') {
    const item = isObject(tree) ? tree.get(key) : undefined;
    return item === undefined ? null : writeJson(item);
  }
  const item = isArray(tree) && key >= 1 ? tree[key - 1] : undefined;
  return item === undefined ? null : writeJson(item);
}

export const variantFunctions: readonly ScalarFunction[] = [
  {
    name: 'PARSE_JSON',
    doc: 'The VARIANT a JSON text stands for; an error for other text.',
    syntax: 'PARSE_JSON(text [, allow_duplicate_keys])',
    category: 'variant',
    nulls: 'strict',
    examples: [["JSON_STRING(PARSE_JSON('{\"a\": [1, 2]}')['a'][2])", '2']],
    resolve: strict([text, boolean], variantType, { optional: 1 }),
    kernel: () => parse,
  },
  {
    name: 'TRY_PARSE_JSON',
    doc: 'The VARIANT a JSON text stands for; NULL for other text.',
    syntax: 'TRY_PARSE_JSON(text [, allow_duplicate_keys])',
    category: 'variant',
    nulls: 'strict',
    examples: [
      ["JSON_STRING(TRY_PARSE_JSON('{'))", 'NULL'],
      ['JSON_STRING(TRY_PARSE_JSON(\'{"a": 1, "a": 2}\'))', 'NULL'],
      ['JSON_STRING(TRY_PARSE_JSON(\'{"a": 1, "a": 2}\', TRUE))', '{"a":2}'],
    ],
    resolve: nullable([text, boolean], variantType, { optional: 1 }),
    kernel: () => (value: string, allowsDuplicateKeys?: boolean) => {
      try {
        return parse(value, allowsDuplicateKeys);
      } catch (error) {
        if (error instanceof DataError) return null;
        throw error;
      }
    },
  },
];
