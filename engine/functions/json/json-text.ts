/** JSON_QUOTE, JSON_UNQUOTE. */
import { DataError } from '../../../core/errors.js';
import { stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { strict, text } from '../signature.js';
import { parseJson } from './tree.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A JSON text in ASCII. */
function quote(value: string): string {
  const escaped = value.replace(/["\\/]|[^ -\x7f]/g, (unit) => {
    const code = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return ESCAPES[unit] ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}

/** What is no quoted JSON text stays as it is. */
function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const inner = value.slice(1, -1).replace(/\\[^]|"/g, (part) => (part === '"' ? '\\"' : part));
    return parseJson(`"${inner}"`) as string;
  } catch (error) {
    if (error instanceof DataError) return value;
    throw error;
  }
}

export const jsonTextFunctions: readonly ScalarFunction[] = [
  {
    name: 'JSON_QUOTE',
    doc: 'The text as a quoted JSON text of ASCII characters.',
    syntax: 'JSON_QUOTE(text)',
    category: 'json',
    nulls: 'strict',
    examples: [['JSON_QUOTE(\'say "é"\')', '"say \\"\\u00e9\\""']],
    resolve: strict([text], stringType),
    kernel: () => quote,
  },
  {
    name: 'JSON_UNQUOTE',
    doc: 'The text a quoted JSON text stands for; other text as it is.',
    syntax: 'JSON_UNQUOTE(text)',
    category: 'json',
    nulls: 'strict',
    examples: [['JSON_UNQUOTE(\'"a\\u00e9"\')', 'aé']],
    resolve: strict([text], stringType),
    kernel: () => unquote,
  },
];
