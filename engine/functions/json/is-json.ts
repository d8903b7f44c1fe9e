/** IS JSON, IS JSON OBJECT ... NULL is no JSON. */
import { DataError } from '../../../core/errors.js';
import { booleanType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { never, text } from '../signature.js';
import type { JsonTree } from './tree.js';
import { isArray, isObject, isScalar, parseJson } from './tree.js';

function parsed(document: string): JsonTree | undefined {
  try {
    return parseJson(document);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

function test(
  what: string,
  aliases: readonly string[],
  example: string,
  accepts: (tree: JsonTree) => boolean,
): ScalarFunction {
  return {
    name: `IS JSON${what === '' ? '' : ` ${what}`}`,
    aliases,
    doc: `Whether the text is a JSON ${what === '' ? 'value' : what.toLowerCase()}.`,
    syntax: `text IS [NOT] JSON${what === '' ? ' [VALUE]' : ` ${what}`}`,
    category: 'json',
    listed: false,
    nulls: 'handled',
    examples: [[`'${example}' IS JSON${what === '' ? '' : ` ${what}`}`, 'TRUE']],
    resolve: never([text], booleanType),
    kernel: () => (document: string | null) => {
      const tree = document === null ? undefined : parsed(document);
      return tree !== undefined && accepts(tree);
    },
  };
}

export const isJsonFunctions: readonly ScalarFunction[] = [
  test('', ['IS JSON VALUE'], '[1, 2]', () => true),
  test('OBJECT', [], '{"a": 1}', isObject),
  test('ARRAY', [], '[1]', isArray),
  test('SCALAR', [], '12.5', isScalar),
];
