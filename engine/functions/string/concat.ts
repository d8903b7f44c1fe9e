/** ||, CONCAT, CONCAT_WS. */
import type { DataType } from '../../../core/types.js';
import { stringType, withNullable } from '../../../core/types.js';
import { isBinary, isText } from '../common-type.js';
import type { ScalarFunction } from '../function.js';
import { bytes, oneOf, strict, text } from '../signature.js';
import { lengthSum, varyingSum } from './text-types.js';

function joinedText(args: readonly DataType[]): DataType {
  const isChar = args.every((type) => type.id === 'char');
  return isChar ? { id: 'char', length: lengthSum(args), nullable: true } : varyingSum(args);
}

function joinedBytes(args: readonly DataType[]): DataType {
  const lengths = args.map((type) =>
    type.id === 'binary' || type.id === 'varbinary' ? type.length : 0,
  );
  const length = Math.min(2147483647, lengths[0]! + lengths[1]!);
  return {
    id: args.every((type) => type.id === 'binary') ? 'binary' : 'varbinary',
    length,
    nullable: true,
  };
}

function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

export const concatFunctions: readonly ScalarFunction[] = [
  {
    name: '||',
    doc: 'Both texts, one behind the other.',
    syntax: 'a || b',
    category: 'string',
    listed: false,
    examples: [["'a' || 'b'", 'ab']],
    nulls: 'strict',
    resolve: (facts, options) =>
      facts.some((fact) => isBinary(fact.type))
        ? strict([bytes, bytes], joinedBytes)(facts, options)
        : strict([text, text], joinedText)(facts, options),
    kernel: (site) => (isText(site.type) ? (a: string, b: string) => a + b : joinBytes),
    js: ([a, b], site) => (isText(site.type) ? `(${a!} + ${b!})` : null),
  },
  {
    name: 'CONCAT',
    doc: 'All texts, one behind the other; NULL when one is NULL.',
    syntax: 'CONCAT(a, b, ...)',
    category: 'string',
    examples: [["CONCAT('a', 'b', 'c')", 'abc']],
    nulls: 'strict',
    resolve: oneOf(strict([text], stringType, { repeatLast: true })),
    kernel:
      () =>
      (...parts: readonly string[]) =>
        parts.join(''),
  },
  {
    name: 'CONCAT_WS',
    doc: 'All texts that are not NULL, with a separator between them.',
    syntax: 'CONCAT_WS(separator, a, b, ...)',
    category: 'string',
    examples: [["CONCAT_WS('-', 'a', CAST(NULL AS STRING), 'b')", 'a-b']],
    nulls: 'handled',
    resolve: (facts, options) => {
      const signature = strict([text], stringType, { repeatLast: true })(facts, options);
      if ('refused' in signature) return signature;
      return {
        args: signature.args,
        type: withNullable(
          signature.type,
          facts.some((fact) => fact.type.nullable),
        ),
      };
    },
    kernel:
      () =>
      (separator: string | null, ...parts: readonly (string | null)[]) =>
        separator === null ? null : parts.filter((part) => part !== null).join(separator),
  },
];
