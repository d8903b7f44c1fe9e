/** JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import type { JsonValue } from '../../../core/json.js';
import { formatType, stringType, withNullable } from '../../../core/types.js';
import { isText } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { nullable, refuse, text } from '../signature.js';
import { textOption } from './path-call.js';
import { parseJson, writeJson, writeMembers } from './tree.js';
import { rawJson, refusedAsJson, toJson } from './value-to-json.js';

/** Numbers of the arguments that are JSON already and go in as they are. */
function rawArguments(options: JsonValue | undefined): ReadonlySet<number> {
  const { raw } = (options ?? {}) as { readonly raw?: readonly number[] };
  return new Set(raw ?? []);
}

function resolveObject(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length % 2 === 1) return refuse('takes keys and values in turn');
  for (const [i, { type }] of facts.entries()) {
    if (i % 2 === 0 && !isText(type))
      return refuse(`a key must be a text, not ${formatType(type)}`, i);
  }
  return resolveItems(facts);
}

function resolveItems(facts: readonly ArgumentFacts[]): Signature | Refusal {
  for (const [i, { type }] of facts.entries()) {
    const refusal = refusedAsJson(type, i);
    if (refusal !== null) return refusal;
  }
  return { args: facts.map((fact) => fact.type), type: withNullable(stringType, false) };
}

/** Writer of each argument. */
function writers(site: CallSite): readonly ((value: Value) => string)[] {
  const raw = rawArguments(site.options);
  return site.args.map((type, i) => (raw.has(i) ? rawJson : toJson(type)));
}

function objectKernel(site: CallSite): (...args: readonly Value[]) => Value {
  const write = writers(site);
  const keepsNulls = textOption(site.options, 'onNull') !== 'ABSENT';
  return (...args) => {
    const members: [string, string][] = [];
    for (let i = 0; i < args.length; i += 2) {
      const [key, value] = [args[i]!, args[i + 1]!];
      if (key === null) throw nullKey();
      if (value !== null || keepsNulls) members.push([key as string, write[i + 1]!(value)]);
    }
    return writeMembers(members);
  };
}

function arrayKernel(site: CallSite): (...args: readonly Value[]) => Value {
  const write = writers(site);
  const keepsNulls = textOption(site.options, 'onNull') === 'NULL';
  return (...args) => {
    const items = args.flatMap((value, i) =>
      value === null && !keepsNulls ? [] : [write[i]!(value)],
    );
    return `[${items.join(',')}]`;
  };
}

function nullKey(): DataError {
  return new DataError('JSON_NULL_KEY', {
    message: 'a key of JSON_OBJECT is NULL',
    hint: "give such keys a name with COALESCE(key, '...')",
  });
}

export const jsonBuildFunctions: readonly ScalarFunction[] = [
  {
    name: 'JSON_OBJECT',
    doc: 'JSON object of keys and values; JSON_OBJECT, JSON_ARRAY and JSON go in unquoted.',
    syntax: 'JSON_OBJECT([[KEY] key VALUE value, ...] [{ NULL | ABSENT } ON NULL])',
    category: 'json',
    nulls: 'handled',
    examples: [
      ["JSON_OBJECT('id' VALUE 7, 'tags' VALUE JSON_ARRAY('x'))", '{"id":7,"tags":["x"]}'],
    ],
    resolve: resolveObject,
    kernel: objectKernel,
  },
  {
    name: 'JSON_ARRAY',
    doc: 'JSON array of the values; NULLs are left out unless NULL ON NULL is written.',
    syntax: 'JSON_ARRAY([value, ...] [{ NULL | ABSENT } ON NULL])',
    category: 'json',
    nulls: 'handled',
    examples: [["JSON_ARRAY(1, 'x', 2.50)", '[1,"x",2.50]']],
    resolve: resolveItems,
    kernel: arrayKernel,
  },
  {
    name: 'JSON_STRING',
    doc: 'JSON text of a value.',
    syntax: 'JSON_STRING(value)',
    category: 'json',
    nulls: 'strict',
    examples: [
      ['JSON_STRING(ARRAY[1, 2])', '[1,2]'],
      ["JSON_STRING(TIMESTAMP '2024-02-29 12:00:00')", '"2024-02-29T12:00:00"'],
    ],
    resolve(facts) {
      if (facts.length !== 1) return refuse('takes 1 argument');
      const { type } = facts[0]!;
      return (
        refusedAsJson(type, 0) ?? { args: [type], type: withNullable(stringType, type.nullable) }
      );
    },
    kernel: (site) => toJson(site.args[0]!),
  },
  {
    name: 'JSON',
    doc: 'Marks a text as JSON, so that JSON_OBJECT and JSON_ARRAY take it unquoted.',
    syntax: 'JSON(text)',
    category: 'json',
    nulls: 'strict',
    examples: [['JSON_ARRAY(JSON(\'{"a": 1}\'))', '[{"a":1}]']],
    resolve: nullable([text], stringType),
    kernel: () => (value: string) => (value.trim() === '' ? null : writeJson(parseJson(value))),
  },
];
