/** JSON_QUERY. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import type { CallSite, ScalarFunction } from '../function.js';
import { nullable, refuse, text } from '../signature.js';
import type { Matched } from './path-call.js';
import { pathLookup, textOption } from './path-call.js';
import { returningType } from './returning-type.js';
import type { JsonTree } from './tree.js';
import { isArray, isScalar, JsonNumber, writeJson } from './tree.js';

export const jsonQuery: ScalarFunction = {
  name: 'JSON_QUERY',
  doc: 'The object or array the path leads to as JSON text; all values found by a path for many.',
  syntax:
    'JSON_QUERY(json, path [RETURNING { STRING | ARRAY<STRING> }] ' +
    '[{ WITHOUT | WITH [CONDITIONAL | UNCONDITIONAL] } [ARRAY] WRAPPER] ' +
    '[{ NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR } ON EMPTY] ' +
    '[{ NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR } ON ERROR])',
  category: 'json',
  nulls: 'strict',
  examples: [
    ['JSON_QUERY(\'{"a": {"b": [1, 2]}}\', \'$.a\')', '{"b":[1,2]}'],
    ["JSON_QUERY('{\"a\": 1}', '$.a' WITH WRAPPER)", '[1]'],
    ['JSON_QUERY(\'[{"k": 1}, {"k": 2}]\', \'$[?(@.k > 1)].k\')', '[2]'],
  ],
  resolve(facts, options) {
    const type = returningType(options);
    if (type?.id !== 'array' && type?.id !== 'varchar' && type?.id !== 'char')
      return refuse(`cannot return ${textOption(options, 'returning')}`);
    return nullable([text, text], type)(facts, options);
  },
  kernel,
};

function kernel(site: CallSite): (document: string, path: string) => Value {
  const lookup = pathLookup();
  const wrap = wrapper(textOption(site.options, 'wrapper'));
  const isList = site.type.id === 'array';
  const onEmpty = behaviour(textOption(site.options, 'onEmpty'), isList);
  const onError = behaviour(textOption(site.options, 'onError'), isList);
  return (document, path) => {
    const matched = lookup(document, path);
    if ('error' in matched) return onError(matched.error);
    const { value } = matched;
    if (value === undefined || value === null) return onEmpty(noDocument('nothing is there'));
    return result(wrap(value), matched);
  };

  function result(value: JsonTree, matched: Extract<Matched, { isLax: boolean }>): Value {
    if (isScalar(value)) {
      const error = noDocument('neither object nor array is there');
      return matched.isLax ? onEmpty(error) : onError(error);
    }
    if (!isList) return writeJson(value);
    return isArray(value) ? value.map(itemText) : onError(noDocument('no array is there'));
  }
}

function wrapper(kind: string): (value: JsonTree) => JsonTree {
  switch (kind) {
    case 'UNCONDITIONAL':
      return (value) => [value];
    case 'CONDITIONAL':
      return (value) => (isArray(value) ? value : [value]);
    default:
      return (value) => value;
  }
}

function behaviour(action: string, isList: boolean): (error: DataError) => Value {
  switch (action) {
    case 'ERROR':
      return (error) => {
        throw error;
      };
    case 'EMPTY ARRAY':
      return () => (isList ? [] : '[]');
    case 'EMPTY OBJECT':
      return (error) => {
        if (isList) throw error;
        return '{}';
      };
    default:
      return () => null;
  }
}

/** Elements of ARRAY<STRING>: texts as they are, all else as JSON. */
function itemText(item: JsonTree): Value {
  if (item === null || typeof item === 'string') return item;
  return item instanceof JsonNumber ? item.text : writeJson(item);
}

function noDocument(why: string): DataError {
  return new DataError('JSON_QUERY_FAILED', {
    message: `JSON_QUERY fails: ${why}`,
    hint: 'say what to give instead with ON EMPTY and ON ERROR, or use a WRAPPER',
  });
}
