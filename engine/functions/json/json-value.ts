/** JSON_VALUE. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { formatType, LENGTH_MAX, stringType, withNullable } from '../../../core/types.js';
import { castKernel } from '../cast/cast-kernel.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { refuse } from '../signature.js';
import { isText } from '../common-type.js';
import type { Matched } from './path-call.js';
import { pathLookup, textOption } from './path-call.js';
import { returningType } from './returning-type.js';
import type { JsonTree } from './tree.js';
import { isScalar, JsonNumber } from './tree.js';

export const jsonValue: ScalarFunction = {
  name: 'JSON_VALUE',
  doc: 'The text, number or boolean the path leads to; NULL when there is none.',
  syntax:
    'JSON_VALUE(json, path [RETURNING type] [{ NULL | ERROR | DEFAULT value } ON EMPTY] ' +
    '[{ NULL | ERROR | DEFAULT value } ON ERROR])',
  category: 'json',
  nulls: 'handled',
  examples: [
    ['JSON_VALUE(\'{"a": {"b": 12.50}}\', \'$.a.b\')', '12.50'],
    ["JSON_VALUE('{}', 'lax $.a' DEFAULT 'none' ON EMPTY)", 'none'],
    ["JSON_VALUE('{\"a\": 7}', '$.a' RETURNING INT) + 1", '8'],
  ],
  resolve,
  kernel,
};

function resolve(
  facts: readonly ArgumentFacts[],
  options: Parameters<ScalarFunction['resolve']>[1],
): Signature | Refusal {
  const type = returningType(options);
  if (type === null || type.id === 'array')
    return refuse(`cannot return ${textOption(options, 'returning')}`);
  if (facts.length < 2) return refuse('takes a JSON text and a path');
  const args = facts.map((fact, i) => {
    const isInput = i < 2;
    const wanted = isInput ? (isText(fact.type) ? fact.type : stringType) : type;
    return withNullable(wanted, fact.type.nullable);
  });
  for (const [i, { type: own }] of facts.slice(0, 2).entries())
    if (!isText(own) && own.id !== 'null')
      return refuse(`argument ${i + 1} must be a text, not ${formatType(own)}`, i);
  return { args, type: withNullable(type, true) };
}

type Defaults = readonly [onEmpty: Value, onError: Value];

/** Where among the call's values the defaults are. */
function defaultsOf(site: CallSite, values: readonly Value[]): Defaults {
  const hasEmpty = textOption(site.options, 'onEmpty') === 'DEFAULT';
  const hasError = textOption(site.options, 'onError') === 'DEFAULT';
  return [
    hasEmpty ? (values[0] ?? null) : null,
    hasError ? (values[hasEmpty ? 1 : 0] ?? null) : null,
  ];
}

function kernel(
  site: CallSite,
): (document: string | null, path: string | null, ...d: Value[]) => Value {
  const lookup = pathLookup();
  const convert = converter(site);
  const failsOnEmpty = textOption(site.options, 'onEmpty') === 'ERROR';
  const failsOnError = textOption(site.options, 'onError') === 'ERROR';
  return (document, path, ...values) => {
    if (document === null || path === null) return null;
    const [onEmpty, onError] = defaultsOf(site, values);
    const matched = lookup(document, path);
    if (isEmpty(matched)) {
      if (failsOnEmpty) throw noValue('nothing is there');
      return onEmpty;
    }
    const found = 'error' in matched ? matched.error : convert(matched.value!);
    if (!(found instanceof DataError)) return found;
    if (failsOnError) throw found;
    return onError;
  };
}

/** In lax paths all but a scalar is as good as nothing. */
function isEmpty(matched: Matched): boolean {
  if ('error' in matched || !matched.isLax) return false;
  const { value } = matched;
  return value === undefined || value === null || !isScalar(value);
}

/** Scalars as values of the call's type, or why they are none. */
function converter(site: CallSite): (value: JsonTree) => NonNullable<Value> | DataError {
  const { type } = site;
  const cast = castKernel(stringType, type, site.session);
  const isPlain = type.id === 'varchar' && type.length === LENGTH_MAX;
  return (value) => {
    if (value === null || !isScalar(value)) return noValue('no text, number or boolean is there');
    const text = value instanceof JsonNumber ? value.text : String(value);
    if (isPlain) return text;
    return cast(text) ?? noValue(`'${text}' is no ${formatType(withNullable(type, true))}`);
  };
}

function noValue(why: string): DataError {
  return new DataError('JSON_VALUE_FAILED', {
    message: `JSON_VALUE fails: ${why}`,
    hint: 'give a DEFAULT ... ON EMPTY and ON ERROR',
  });
}
