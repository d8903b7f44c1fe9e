/** JSON_EXISTS. */
import { booleanType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { nullable, text } from '../signature.js';
import { pathLookup, textOption } from './path-call.js';

export const jsonExists: ScalarFunction = {
  name: 'JSON_EXISTS',
  doc: 'Whether the path leads to something.',
  syntax: 'JSON_EXISTS(json, path [{ TRUE | FALSE | UNKNOWN | ERROR } ON ERROR])',
  category: 'json',
  nulls: 'strict',
  examples: [
    ["JSON_EXISTS('{\"a\": true}', '$.a')", 'TRUE'],
    ["JSON_EXISTS('{}', 'strict $.a' TRUE ON ERROR)", 'TRUE'],
  ],
  resolve: nullable([text, text], booleanType),
  kernel(site) {
    const lookup = pathLookup();
    const onError = textOption(site.options, 'onError');
    return (document: string, path: string) => {
      const matched = lookup(document, path);
      if (!('error' in matched)) return matched.value !== undefined && !matched.isEmptyList;
      if (onError === 'ERROR') throw matched.error;
      return onError === 'UNKNOWN' ? null : onError === 'TRUE';
    };
  },
};
