/** Random types and interval qualifiers, as the parser would build them. */
import fc from 'fast-check';
import type { IntervalQualifier } from '../../sql/ast/expr.js';
import type { TypeNode } from '../../sql/ast/type.js';
import { identifier, node, orNull, some, text } from './name-arbitrary.js';

type A<T> = fc.Arbitrary<T>;

const bool = fc.boolean();
const noCount = fc.constant(null);
const digits = fc.integer({ min: 0, max: 9 });
const unit = fc.constantFrom('YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'WEEK', 'QUARTER');

/** SECOND(2, 3), DAY(3) TO SECOND(6), HOUR: digits of a fraction only where they can be written. */
export const qualifier: A<IntervalQualifier> = fc.oneof(
  node('interval-qualifier', {
    from: unit,
    to: noCount,
    precision: orNull(digits),
    fraction: noCount,
  }),
  node('interval-qualifier', {
    from: fc.constant('SECOND'),
    to: noCount,
    precision: digits,
    fraction: digits,
  }),
  node('interval-qualifier', {
    from: fc.constant('YEAR'),
    to: fc.constant('MONTH'),
    precision: orNull(digits),
    fraction: noCount,
  }),
  node('interval-qualifier', {
    from: fc.constantFrom('DAY', 'HOUR', 'MINUTE'),
    to: fc.constant('SECOND'),
    precision: orNull(digits),
    fraction: orNull(digits),
  }),
) as A<IntervalQualifier>;

/** Units of `(a - b) DAY`. */
export const differenceQualifier = qualifier.filter(
  ({ from }) => from !== 'WEEK' && from !== 'QUARTER',
);

const plainType = fc.oneof(
  node('named-type', {
    name: fc.constantFrom(
      'BOOLEAN',
      'TINYINT',
      'INT',
      'BIGINT',
      'FLOAT',
      'DOUBLE',
      'STRING',
      'BYTES',
      'DATE',
      'VARIANT',
      'BITMAP',
    ),
    precision: noCount,
    scale: noCount,
    nullable: bool,
  }),
  node('named-type', {
    name: fc.constantFrom(
      'CHAR',
      'VARCHAR',
      'BINARY',
      'TIME',
      'TIMESTAMP',
      'TIMESTAMP_LTZ',
      'TIMESTAMP_TZ',
      'DECIMAL',
    ),
    precision: orNull(digits),
    scale: noCount,
    nullable: bool,
  }),
  node('named-type', {
    name: fc.constant('DECIMAL'),
    precision: digits,
    scale: digits,
    nullable: bool,
  }),
  qualifier.chain(({ from, to, precision, fraction }) =>
    node('interval-type', {
      from: fc.constant(from),
      to: fc.constant(to),
      precision: fc.constant(precision),
      fraction: fc.constant(fraction),
      nullable: bool,
    }),
  ),
  node('raw-type', { className: text, serializer: text, nullable: bool }),
);

export const type: A<TypeNode> = fc.letrec<{ type: unknown; nested: unknown }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: plainType, weight: 3 },
    { arbitrary: tie('nested'), weight: 1 },
  ),
  nested: fc.oneof(
    node('array-type', {
      collection: fc.constantFrom('ARRAY', 'MULTISET'),
      element: tie('type'),
      nullable: bool,
    }),
    node('map-type', { key: tie('type'), value: tie('type'), nullable: bool }),
    node('row-type', {
      fields: some(
        node('row-field', { name: identifier, type: tie('type'), comment: orNull(text) }),
      ),
      nullable: bool,
    }),
  ),
})).type as A<TypeNode>;
