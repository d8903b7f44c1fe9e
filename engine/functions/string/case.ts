/** UPPER, LOWER, INITCAP. */
import type { ScalarFunction } from '../function.js';
import { strict, text } from '../signature.js';

function convert(
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  apply: (value: string) => string,
): ScalarFunction {
  return {
    name,
    aliases,
    doc,
    syntax: `${name}(text)`,
    category: 'string',
    examples: [example],
    nulls: 'strict',
    resolve: strict([text], (args) => args[0]!),
    kernel: () => apply,
  };
}

/** A letter or digit goes on with a word; everything else ends it. */
function initCap(value: string): string {
  return value.toLowerCase().replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => {
    const first = String.fromCodePoint(word.codePointAt(0)!);
    return first.toUpperCase() + word.slice(first.length);
  });
}

export const caseFunctions: readonly ScalarFunction[] = [
  convert('UPPER', ['UCASE'], 'Text in capitals.', ["UPPER('abc')", 'ABC'], (value) =>
    value.toUpperCase(),
  ),
  convert('LOWER', ['LCASE'], 'Text in small letters.', ["LOWER('ABC')", 'abc'], (value) =>
    value.toLowerCase(),
  ),
  convert(
    'INITCAP',
    [],
    'Words with a capital first letter.',
    ["INITCAP('hello WORLD')", 'Hello World'],
    initCap,
  ),
];
