/** OBJECT_OF and OBJECT_UPDATE: rows that bear the name of a class. */
import type { Value } from '../../../core/batch.js';
import { didYouMean } from '../../../core/errors.js';
import type { DataType, Field } from '../../../core/types.js';
import { formatType, withoutAttribute } from '../../../core/types.js';
import { isText } from '../common-type.js';
import type { ArgumentFacts, CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { refuse } from '../signature.js';

/** Names and types of `key, value, ...` from argument `from` on. */
function pairs(facts: readonly ArgumentFacts[], from: number): readonly Field[] | Refusal {
  const fields: Field[] = [];
  for (let i = from; i < facts.length; i += 2) {
    const { literal, type } = facts[i]!;
    if (typeof literal !== 'string' || !isText(type))
      return refuse(`argument ${i + 1} is the name of a field, a constant text`, i);
    if (fields.some((field) => field.name === literal))
      return refuse(`the field "${literal}" is there twice`, i);
    fields.push({ name: literal, type: withoutAttribute(facts[i + 1]!.type) });
  }
  return fields;
}

function resolveOf(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length % 2 === 0) return refuse('takes a class name, then pairs of name and value');
  const name = facts[0]!.literal;
  if (typeof name !== 'string') return refuse('argument 1 is a class name, a constant text', 0);
  const fields = pairs(facts, 1);
  if ('refused' in fields) return fields;
  const type: DataType = { id: 'row', fields, className: name, nullable: true };
  return { args: facts.map((fact) => withoutAttribute(fact.type)), type };
}

function resolveUpdate(facts: readonly ArgumentFacts[]): Signature | Refusal {
  if (facts.length < 3 || facts.length % 2 === 0)
    return refuse('takes an object, then pairs of name and value');
  const object = facts[0]!.type;
  if (object.id !== 'row' || object.className === undefined)
    return refuse(`argument 1 must be an object of OBJECT_OF, not ${formatType(object)}`, 0);
  const changed = pairs(facts, 1);
  if ('refused' in changed) return changed;
  const names = object.fields.map((field) => field.name);
  const unknown = changed.findIndex(({ name }) => !names.includes(name));
  if (unknown >= 0) {
    const { name } = changed[unknown]!;
    const near = didYouMean(name, names) ?? '';
    const has = `it has no field "${name}" (it has ${names.join(', ')})`;
    return refuse(`${has} ${near}`.trim(), 1 + 2 * unknown);
  }
  const fields = object.fields.map(
    (field) => changed.find(({ name }) => name === field.name) ?? field,
  );
  return {
    args: facts.map((fact) => withoutAttribute(fact.type)),
    type: { ...object, fields, nullable: true },
  };
}

/** Places of the updated fields, by argument pair. */
function updateKernel(site: CallSite): (...args: readonly Value[]) => Value {
  const row = site.args[0]!;
  const names = row.id === 'row' ? row.fields.map((field) => field.name) : [];
  const places = site.literals.flatMap((literal, i) =>
    i % 2 === 1 ? [names.indexOf(literal as string)] : [],
  );
  return (object, ...rest) => {
    if (object === null || object === undefined) return null;
    const values = [...(object as readonly Value[])];
    places.forEach((place, i) => {
      values[place] = rest[2 * i + 1]!;
    });
    return values;
  };
}

export const objectFunctions: readonly ScalarFunction[] = [
  {
    name: 'OBJECT_OF',
    doc: 'Object of a class: a row with named fields that bears the name of the class.',
    syntax: "OBJECT_OF('class', 'field', value, ...)",
    category: 'row',
    nulls: 'handled',
    examples: [["OBJECT_OF('User', 'name', 'Bob', 'age', 42).age", '42']],
    resolve: resolveOf,
    kernel:
      () =>
      (_name: Value, ...rest: Value[]) =>
        rest.filter((_, i) => i % 2 === 1),
  },
  {
    name: 'OBJECT_UPDATE',
    doc: 'The object with other values in the fields named.',
    syntax: "OBJECT_UPDATE(object, 'field', value, ...)",
    category: 'row',
    nulls: 'handled',
    examples: [["OBJECT_UPDATE(OBJECT_OF('User', 'name', 'Bob', 'age', 42), 'age', 43).age", '43']],
    resolve: resolveUpdate,
    kernel: updateKernel as NonNullable<ScalarFunction['kernel']>,
  },
];
