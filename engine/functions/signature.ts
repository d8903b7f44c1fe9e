/**
 * Building blocks for `resolve`: what a parameter takes, and how the result's nullability follows.
 */
import type { DataType } from '../../core/types.js';
import {
  bigintType,
  booleanType,
  bytesType,
  doubleType,
  formatType,
  intType,
  stringType,
  withNullable,
} from '../../core/types.js';
import { isBinary, isNumeric, isText, isTimestamp } from './common-type.js';
import type { ArgumentFacts, Refusal, ScalarFunction, Signature } from './function.js';

export type Resolve = ScalarFunction['resolve'];

/** One parameter: the type an argument is cast to, or null when it is refused. */
export interface Parameter {
  readonly name: string;
  accept(type: DataType): DataType | null;
}

function parameter(name: string, accept: (type: DataType) => DataType | null): Parameter {
  return { name, accept };
}

/** CHAR and VARCHAR as they are. */
export const text = parameter('a text', (type) =>
  isText(type) ? type : type.id === 'null' ? stringType : null,
);
/** TINYINT, SMALLINT, INT -> INT. */
export const int = parameter('an INT', (type) =>
  ['tinyint', 'smallint', 'int', 'null'].includes(type.id) ? intType : null,
);
/** Any integer -> BIGINT. */
export const bigint = parameter('an integer', (type) =>
  ['tinyint', 'smallint', 'int', 'bigint', 'null'].includes(type.id) ? bigintType : null,
);
/** Any number -> DOUBLE. */
export const double = parameter('a number', (type) =>
  isNumeric(type) || type.id === 'null' ? doubleType : null,
);
/** Any number as it is. */
export const numeric = parameter('a number', (type) =>
  isNumeric(type) ? type : type.id === 'null' ? intType : null,
);
export const boolean = parameter('a BOOLEAN', (type) =>
  type.id === 'boolean' || type.id === 'null' ? booleanType : null,
);
export const bytes = parameter('a BINARY', (type) =>
  isBinary(type) ? type : type.id === 'null' ? bytesType : null,
);
/** TIMESTAMP or TIMESTAMP_LTZ as it is. */
export const timestamp = parameter('a TIMESTAMP', (type) => (isTimestamp(type) ? type : null));
export const array = parameter('an ARRAY', (type) => (type.id === 'array' ? type : null));
export const map = parameter('a MAP', (type) => (type.id === 'map' ? type : null));
export const any = parameter('a value', (type) => type);

/** How often the last parameter may repeat, and how many arguments may be left out. */
export interface Arity {
  readonly optional?: number;
  readonly repeatLast?: boolean;
}

export type ResultOf = DataType | ((args: readonly DataType[]) => DataType | Refusal);

/** Result is nullable when an argument is. */
export function strict(
  parameters: readonly Parameter[],
  result: ResultOf,
  arity: Arity = {},
): Resolve {
  return (facts) => {
    const args = castArguments(parameters, facts, arity);
    if ('refused' in args) return args;
    const type = typeof result === 'function' ? result(args.types) : result;
    if ('refused' in type) return type;
    return {
      args: args.types,
      type: withNullable(
        type,
        facts.some((fact) => fact.type.nullable),
      ),
    };
  };
}

/** Result is always nullable (bad input gives NULL). */
export function nullable(
  parameters: readonly Parameter[],
  result: ResultOf,
  arity: Arity = {},
): Resolve {
  return withResultNullable(strict(parameters, result, arity), true);
}

/** Result is never NULL. */
export function never(
  parameters: readonly Parameter[],
  result: ResultOf,
  arity: Arity = {},
): Resolve {
  return withResultNullable(strict(parameters, result, arity), false);
}

function withResultNullable(resolve: Resolve, isNullable: boolean): Resolve {
  return (facts, options) => {
    const signature = resolve(facts, options);
    if ('refused' in signature) return signature;
    return { args: signature.args, type: withNullable(signature.type, isNullable) };
  };
}

/** First of several signatures that fits; the last one's refusal when none does. */
export function oneOf(...candidates: readonly Resolve[]): Resolve {
  return (facts, options) => {
    let last: Signature | Refusal = refuse('takes no arguments');
    for (const candidate of candidates) {
      last = candidate(facts, options);
      if (!('refused' in last)) return last;
    }
    return last;
  };
}

/** Refusal with text that completes "UPPER: ...", and the argument it is about. */
export function refuse(refused: string, argument?: number): Refusal {
  return argument === undefined ? { refused } : { refused, argument };
}

function castArguments(
  parameters: readonly Parameter[],
  facts: readonly ArgumentFacts[],
  arity: Arity,
): { readonly types: readonly DataType[] } | Refusal {
  const least = parameters.length - (arity.optional ?? 0);
  const most = arity.repeatLast === true ? Infinity : parameters.length;
  if (facts.length < least || facts.length > most) {
    return refuse(`takes ${countText(least, most)}, not ${facts.length}`);
  }
  const types: DataType[] = [];
  for (const [i, fact] of facts.entries()) {
    const wanted = parameters[Math.min(i, parameters.length - 1)]!;
    const type = wanted.accept(fact.type);
    if (type === null) {
      return refuse(`argument ${i + 1} must be ${wanted.name}, not ${formatType(fact.type)}`, i);
    }
    types.push(withNullable(type, fact.type.nullable));
  }
  return { types };
}

function countText(least: number, most: number): string {
  const plural = (n: number): string => (n === 1 ? '1 argument' : `${n} arguments`);
  if (most === Infinity) return `${plural(least)} or more`;
  return least === most ? plural(least) : `${least} to ${most} arguments`;
}
