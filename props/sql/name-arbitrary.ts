/** Names, texts and options of random ASTs. Spans are all zero: they do not count. */
import fc from 'fast-check';
import type { Identifier, OptionNode, QualifiedName, StringLiteral } from '../../sql/ast/node.js';

export const span = { start: 0, end: 0 };

const oddNames = [
  'order',
  'select',
  'date',
  'KEY',
  'first',
  'größe',
  'a b',
  'x`y',
  '1a',
  'TABLE',
  'row',
  'partition',
  'MAP',
  'interval',
  'default',
  'except',
  'running',
  '$',
  'count',
  'AS',
];

export const identifier: fc.Arbitrary<Identifier> = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'Key', 'x_1') },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...oddNames),
    },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme' }) },
  )
  .map((name) => ({ kind: 'identifier', name, span }));

export const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 });

export const qualifiedName: fc.Arbitrary<QualifiedName> = identifiers.map((parts) => ({
  kind: 'qualified-name',
  parts,
  span,
}));

export const text: fc.Arbitrary<StringLiteral> = fc
  .oneof(
    fc.constantFrom('', "'", '%', ';', '--', '/*', '\\', '\n', "it's", 'ключ'),
    fc.string({ maxLength: 6, unit: 'grapheme' }),
  )
  .map((value) => ({ kind: 'string', value, span }));

export const option: fc.Arbitrary<OptionNode> = fc
  .tuple(text, text)
  .map(([key, value]) => ({ kind: 'option', key, value, span }));

export const options = fc.array(option, { maxLength: 2 });

export const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });

/** A node of `kind` with these fields. */
export function node<K extends string, R extends object>(
  kind: K,
  fields: { [P in keyof R]: fc.Arbitrary<R[P]> },
): fc.Arbitrary<R & { kind: K; span: typeof span }> {
  return fc.record(fields).map((parts) => ({ ...(parts as R), kind, span }));
}

/** A few of `item`. */
export const some = <T>(item: fc.Arbitrary<T>, minLength = 0): fc.Arbitrary<T[]> =>
  fc.array(item, { minLength, maxLength: Math.max(2, minLength) });
