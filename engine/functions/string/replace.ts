/** REPLACE, TRANSLATE. */
import type { ScalarFunction } from '../function.js';
import { stringType, withNullable } from '../../../core/types.js';
import { type Resolve, strict, text } from '../signature.js';

/** A NULL set is an empty one. */
const resolveTranslate: Resolve = (facts, options) => {
  const signature = strict([text, text, text], stringType)(facts, options);
  if ('refused' in signature) return signature;
  return { ...signature, type: withNullable(stringType, facts[0]!.type.nullable) };
};

export const replaceFunctions: readonly ScalarFunction[] = [
  {
    name: 'REPLACE',
    doc: 'Text with all occurrences of a part replaced.',
    syntax: 'REPLACE(text, part, new)',
    category: 'string',
    examples: [["REPLACE('banana', 'an', 'AN')", 'bANANa']],
    nulls: 'strict',
    resolve: strict([text, text, text], stringType),
    kernel: () => replaced,
  },
  {
    name: 'TRANSLATE',
    aliases: ['TRANSLATE3'],
    doc: 'Replaces characters of a set by those at the same places of another, or by nothing.',
    syntax: 'TRANSLATE(text, from, to)',
    category: 'string',
    examples: [["TRANSLATE('abc', 'ac', 'X')", 'Xb']],
    nulls: 'handled',
    resolve: resolveTranslate,
    kernel: () => (value: string | null, from: string | null, to: string | null) =>
      value === null ? null : translated(value, from ?? '', to ?? ''),
  },
];

/** An empty part is found before each character and at the end. */
function replaced(value: string, part: string, placed: string): string {
  if (part !== '') return value.replaceAll(part, () => placed);
  return placed + Array.from(value, (point) => point + placed).join('');
}

/** Of several places of one character in `from` the first counts. */
function translated(value: string, from: string, to: string): string {
  const targets = Array.from(to);
  const table = new Map<string, string>();
  for (const [i, point] of Array.from(from).entries()) {
    if (!table.has(point)) table.set(point, targets[i] ?? '');
  }
  return Array.from(value, (point) => table.get(point) ?? point).join('');
}
